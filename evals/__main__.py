"""Command line of the evaluation: `python -m evals run`."""

import argparse
import asyncio
import json
import sys
import time
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from ingest.console import configure_logging, errors, open_embedder, output, print_json, wrong_settings
from ingest.errors import IngestError
from ingest.index import PassageIndex

from bot.chat import provider_model
from bot.composition import open_answerer, open_retriever
from bot.errors import BotError
from bot.journal import JOURNAL_FILE, Journal
from bot.settings import BotSettings
from bot.verifier import RULES

from evals import fingerprints
from evals.claims import add_claims
from evals.comparison import SEED, compare
from evals.errors import EvalError, JournalMissing, ResultError
from evals.feedback import candidates, gaps
from evals.gate import (
    FLOORS_FILE,
    FloorsFile,
    changed_ground,
    kind_of,
    raised,
    read_floors,
    shortfalls,
    write_floors,
)
from evals.judge import judged
from evals.questions import SHIPPED_SET, UNCONFIRMED, EvalQuestion, Split, in_split, read_questions, set_file
from evals.results import Record, read_result, result_of
from evals.runner import Pace, ask_all
from evals.tables import comparison_tables, gaps_table, result_tables, shortfall_table
from evals.validation import read_articles, validate

DONE, WORSE, NOT_STARTED = 0, 1, 2
LATEST = Path("var/reports/latest.json")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit code."""
    options = _parser().parse_args(arguments)
    configure_logging("WARNING")  # one line a question would tear the progress bar; the result holds all of it
    try:
        result: int = options.run(options)
    except ValidationError as error:
        errors.print(wrong_settings(error))
        return NOT_STARTED
    except (IngestError, BotError, EvalError) as error:
        errors.print(str(error))
        return NOT_STARTED
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m evals", description="Measure search and answers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands.add_parser("run", help="ask a question set, and print what came of it"))
    check = commands.add_parser("validate", help="check a question set against the articles it asks about")
    check.add_argument("set", nargs="?", type=Path, metavar="SET")
    check.add_argument("--articles", nargs="+", type=Path, metavar="PATH", help="as for `ingest add` (corpus/)")
    check.set_defaults(run=_validate)
    add_claims(commands.add_parser("claims", help="measure the verifier alone, on true and false sentences"))
    comparing = commands.add_parser("compare", help="show what changed between two results; 1: significantly worse")
    comparing.add_argument("old", type=Path, metavar="OLD")
    comparing.add_argument("new", type=Path, metavar="NEW")
    comparing.set_defaults(run=_compare)
    _add_gate(commands.add_parser("gate", help="hold a result against the floors; 1: below one of them"))
    feedback = commands.add_parser("feedback", help="what members voted down or were refused")
    export = feedback.add_subparsers(required=True, metavar="ACTION").add_parser(
        "export", help="as candidate questions, one a line, for a person to confirm"
    )
    export.add_argument("--out", type=Path, metavar="FILE", help="write them here (standard output)")
    export.set_defaults(run=_export)
    gaps = commands.add_parser("gaps", help="what members asked and the archive could not say, most asked first")
    gaps.add_argument("--json", action="store_true", help="print JSON, for programs")
    gaps.set_defaults(run=_gaps)
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("set", nargs="?", type=Path, metavar="SET", help=".jsonl, or a folder with questions.jsonl")
    run.add_argument("--retrieval-only", action="store_true", help="search only; no language model")
    run.add_argument("--split", choices=("dev", "test", "all"), help="test for the shipped set, all for another")
    run.add_argument("--limit", type=_positive, metavar="N", help="only N questions, taken evenly from the set")
    run.add_argument("--repeat", type=_positive, default=1, metavar="N", help="ask each question N times")
    run.add_argument("--concurrency", type=_positive, default=1, metavar="N", help="ask N questions at a time")
    run.add_argument(
        "--judge", metavar="MODEL", help="have answers judged by ragas with this model, named as CHAT_MODEL"
    )
    run.add_argument("--json", type=Path, metavar="FILE", help="write the result here")
    run.add_argument("--html", type=Path, metavar="FILE", help="write the report here")
    run.set_defaults(run=_run)


def _add_gate(gate: argparse.ArgumentParser) -> None:
    gate.add_argument("result", nargs="?", type=Path, default=LATEST, metavar="RESULT", help=f"({LATEST})")
    gate.add_argument("--update", action="store_true", help="raise the floors to what was reached")
    gate.add_argument("--allow-regression", action="store_true", help="with --update: lower them, too")
    gate.add_argument("--floors", type=Path, default=FLOORS_FILE, help=argparse.SUPPRESS)
    gate.set_defaults(run=_gate)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _run(options: argparse.Namespace) -> int:
    file = set_file(options.set or SHIPPED_SET)
    split: Split = options.split or ("test" if file.resolve() == SHIPPED_SET.resolve() else "all")
    questions = _evenly(in_split(read_questions(file), split), options.limit)
    settings = BotSettings()
    judge = provider_model(settings.model_copy(update={"chat_model": options.judge})) if options.judge else None
    retriever = open_retriever(settings)
    answerer = None if options.retrieval_only else open_answerer(settings, retriever)
    retriever.warm_up()
    began = time.monotonic()
    pace = Pace(options.repeat, options.concurrency)
    with _progress() as bar:
        task = bar.add_task("asking", total=len(questions) * pace.repeat)
        outcomes = asyncio.run(ask_all(questions, retriever, answerer, pace, lambda outcome: bar.advance(task)))
    run = {
        "set": file.stem if options.set is None or options.set.is_file() else options.set.resolve().name,
        "split": split,
        "limit": options.limit,
        "mode": "retrieval" if options.retrieval_only else "answers",
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began, 1),
    }
    second_opinion = judged(outcomes, judge, options.judge, open_embedder(settings)) if judge else []
    verifier = answerer.verifier if answerer else RULES
    result = result_of(run | _conditions(settings, questions, pace), outcomes, second_opinion, verifier)
    output.print(result_tables(result))
    if options.json:
        _write(options.json, json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    if options.html:
        from evals.report import report  # matplotlib takes a second that no other command needs

        _write(options.html, report(result, read_floors(FLOORS_FILE).runs.get(kind_of(result))))
    return DONE if any(outcome.status != "failed" for outcome in outcomes) else WORSE


def _conditions(settings: BotSettings, questions: list[EvalQuestion], pace: Pace) -> dict[str, Any]:
    """What the figures depend on, besides the code."""
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    corpus = fingerprints.corpus_fingerprint(index.catalog)
    index.close()
    return {
        "repeat": pace.repeat,
        "concurrency": pace.concurrency,
        "seed": SEED,
        "settings": fingerprints.settings_record(settings),
        "models": fingerprints.model_fingerprints(settings),
        "fingerprints": {
            "corpus": corpus,
            "questions": fingerprints.questions_fingerprint(questions),
            "settings": fingerprints.settings_fingerprint(settings),
        },
        "packages": fingerprints.package_versions(),
        "machine": fingerprints.machine(),
    }


def _validate(options: argparse.Namespace) -> int:
    file = set_file(options.set or SHIPPED_SET)
    beside = file.parent / "articles.jsonl"
    paths = options.articles or [beside if beside.is_file() else Path("corpus")]
    problems = validate(file, read_articles(paths))
    for problem in problems:
        output.print(Text(f"{file}:{problem.line}: {problem.reason}"))
    output.print(f"{len(problems)} problems" if problems else "in order")
    return WORSE if problems else DONE


def _compare(options: argparse.Namespace) -> int:
    comparison = compare(read_result(options.old), read_result(options.new))
    output.print(comparison_tables(comparison))
    return WORSE if comparison.is_worse else DONE


def _gate(options: argparse.Namespace) -> int:
    result, stored = read_result(options.result), read_floors(options.floors)
    kind = kind_of(result)
    floors = stored.runs.get(kind)
    if result["counts"]["failed"]:
        errors.print(f"{result['counts']['failed']} questions failed: the figures are not those of the whole set")
        return WORSE
    missed = shortfalls(result, floors) if floors else []
    if missed:
        output.print(shortfall_table(missed))
    if options.update:
        return _raise_floors(options, result, stored, bool(missed))
    if floors is None:
        raise ResultError(f"there are no floors for [{kind}]; set them with --update")
    changed = changed_ground(result, floors)
    if changed:
        raise ResultError(f"the floors of [{kind}] were measured on another {' and '.join(changed)}: use --update")
    if not missed:
        output.print(f"[{kind}]: at or above every floor of {floors.date}")
    return WORSE if missed else DONE


def _raise_floors(options: argparse.Namespace, result: Record, stored: FloorsFile, is_worse: bool) -> int:
    if is_worse and not options.allow_regression:
        errors.print("the floors stay; to lower them on purpose: --update --allow-regression")
        return WORSE
    kind = kind_of(result)
    floors = raised(result, stored.runs.get(kind), options.allow_regression)
    write_floors(options.floors, FloorsFile(runs=stored.runs | {kind: floors}))
    output.print(f"[{kind}]: {len(floors.floors)} floors stand at what was reached")
    return DONE


def _export(options: argparse.Namespace) -> int:
    with closing(_open_journal(BotSettings())) as journal:
        lines = [question.model_dump_json() + "\n" for question in candidates(journal)]
    if options.out:
        _write(options.out, "".join(lines))
        errors.print(f"{len(lines)} candidates; check each, then remove its tag {UNCONFIRMED!r}")
    else:
        sys.stdout.write("".join(lines))
    return DONE


def _gaps(options: argparse.Namespace) -> int:
    settings = BotSettings()
    with closing(_open_journal(settings)) as journal:
        refused = [candidate for candidate in journal.candidates() if candidate.status == "refused"]
    questions = [candidate.question for candidate in refused]
    found = gaps(refused, open_embedder(settings).encode(questions)) if refused else []
    if options.json:
        print_json([asdict(gap) for gap in found])
    else:
        output.print(gaps_table(found))
    return DONE


def _open_journal(settings: BotSettings) -> Journal:
    path = settings.data_dir / JOURNAL_FILE
    if not path.is_file():
        raise JournalMissing(f"no journal in {settings.data_dir}: nobody has asked the Discord bot there yet")
    return Journal(path)


def _evenly(questions: list[EvalQuestion], limit: int | None) -> list[EvalQuestion]:
    """At most `limit` questions, at even distances, so that every type has its share."""
    if limit is None or limit >= len(questions):
        return questions
    return [questions[place * len(questions) // limit] for place in range(limit)]


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, TextColumn("left:"), TimeRemainingColumn(), console=errors, transient=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
