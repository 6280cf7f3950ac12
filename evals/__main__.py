"""Command line of the evaluation: `python -m evals run`."""

import argparse
import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ingest.console import configure_logging, errors, output
from ingest.errors import IngestError
from ingest.index import PassageIndex

from bot.composition import open_answerer, open_retriever
from bot.errors import BotError
from bot.settings import BotSettings

from evals import fingerprints
from evals.errors import EvalError
from evals.questions import SHIPPED_SET, EvalQuestion, Split, in_split, read_questions, set_file
from evals.results import result_of
from evals.runner import Pace, ask_all
from evals.tables import result_tables

DONE, WORSE, NOT_STARTED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit code."""
    options = _parser().parse_args(arguments)
    configure_logging("WARNING")  # one line a question would tear the progress bar; the result holds all of it
    try:
        result: int = options.run(options)
    except ValidationError as error:
        errors.print(f"a setting is wrong: {error}")
        return NOT_STARTED
    except (IngestError, BotError, EvalError) as error:
        errors.print(str(error))
        return NOT_STARTED
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m evals", description="Measure search and answers.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="ask a question set, and print what came of it")
    run.add_argument("set", nargs="?", type=Path, metavar="SET", help=".jsonl, or a folder with questions.jsonl")
    run.add_argument("--retrieval-only", action="store_true", help="search only; no language model")
    run.add_argument("--split", choices=("dev", "test", "all"), help="test for the shipped set, all for another")
    run.add_argument("--limit", type=_positive, metavar="N", help="only N questions, taken evenly from the set")
    run.add_argument("--repeat", type=_positive, default=1, metavar="N", help="ask each question N times")
    run.add_argument("--concurrency", type=_positive, default=1, metavar="N", help="ask N questions at a time")
    run.add_argument("--json", type=Path, metavar="FILE", help="write the result here")
    run.set_defaults(run=_run)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _run(options: argparse.Namespace) -> int:
    file = set_file(options.set or SHIPPED_SET)
    split: Split = options.split or ("test" if file == SHIPPED_SET else "all")
    questions = _evenly(in_split(read_questions(file), split), options.limit)
    settings = BotSettings()
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
        "mode": "retrieval" if options.retrieval_only else "answers",
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began, 1),
    }
    result = result_of(run | _conditions(settings, questions, pace), outcomes)
    output.print(result_tables(result))
    if options.json:
        _write_json(options.json, result)
    return DONE if any(outcome.status != "failed" for outcome in outcomes) else WORSE


def _conditions(settings: BotSettings, questions: list[EvalQuestion], pace: Pace) -> dict[str, Any]:
    """What the figures depend on, besides the code."""
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    corpus = fingerprints.corpus_fingerprint(index.catalog)
    index.close()
    return {
        "repeat": pace.repeat,
        "concurrency": pace.concurrency,
        "settings": fingerprints.settings_record(settings),
        "fingerprints": {
            "corpus": corpus,
            "questions": fingerprints.questions_fingerprint(questions),
            "settings": fingerprints.settings_fingerprint(settings),
        },
        "packages": fingerprints.package_versions(),
        "machine": fingerprints.machine(),
    }


def _evenly(questions: list[EvalQuestion], limit: int | None) -> list[EvalQuestion]:
    """At most `limit` questions, at even distances, so that every type has its share."""
    if limit is None or limit >= len(questions):
        return questions
    return [questions[place * len(questions) // limit] for place in range(limit)]


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, TextColumn("left:"), TimeRemainingColumn(), console=errors, transient=True)


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
