"""How well questions are answered: by ours, and by a plain chain of the same model over the same passages, in one run.

    python -m bench.answers FOLDER [--limit N]

FOLDER holds `articles.jsonl`, all of which are ingested, and `questions.jsonl`, of which a sample is asked: half of it
answerable, half not, the same one every time. Prints every question with both replies, then the table. A reply is right
when it states one of the answers; the plain chain owes no citation for it.
"""

import argparse
import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Literal

from rich.console import Console
from rich.table import Table

from ingest.readers import read_paths

from bot.composition import open_answerer
from bot.settings import BotSettings

from evals.fingerprints import machine
from evals.matching import says_one_of_each
from evals.questions import EvalQuestion, read_questions

from bench.asking import SEED, Said, said_by_ours, searchable, settings_for
from bench.plain_chain import PlainChain
from bench.retrieval import asked

Verdict = Literal["right", "wrong", "over-refused", "false answer", "failed"]
Replies = dict[str, list[Said]]


def main() -> None:
    """Ingest the set, ask the sample, print the table."""
    parser = argparse.ArgumentParser(description="Measure answers beside a plain chain.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=100, help="questions (default: 100)")
    options = parser.parse_args()
    questions = balanced(read_questions(options.folder / "questions.jsonl"), options.limit)
    with tempfile.TemporaryDirectory() as scratch:
        replies = asyncio.run(_replies(options.folder, questions, settings_for(Path(scratch))))
    _report(questions, replies)


def balanced(questions: list[EvalQuestion], count: int) -> list[EvalQuestion]:
    """So many questions, from the seed: half answerable and half not, in turn, while there are enough of both."""
    shuffled = random.Random(SEED).sample(questions, len(questions))
    answerable = [question for question in shuffled if question.answerable]
    unanswerable = [question for question in shuffled if not question.answerable]
    return [question for pair in zip(answerable, unanswerable, strict=False) for question in pair][:count]


def verdict(question: EvalQuestion, reply: Said) -> Verdict:
    """As in `evals.outcomes`, but of words alone: no citation is asked for."""
    if reply.problem:
        return "failed"
    if reply.is_refusal:
        return "over-refused" if question.answerable else "right"
    groups = question.must_include or ((question.answers,) if question.answers else ())
    is_stated = says_one_of_each(reply.text, groups)
    if question.answerable:
        return "right" if is_stated else "wrong"
    return "right" if question.must_include and is_stated else "false answer"


async def _replies(folder: Path, questions: list[EvalQuestion], settings: BotSettings) -> Replies:
    readings = read_paths([folder / "articles.jsonl"], settings.max_file_mb * 1_000_000)
    retriever = searchable(readings, settings)
    answerer, chain = open_answerer(settings, retriever), PlainChain(retriever, settings)
    replies: Replies = {"ours": [], "plain chain": []}
    for number, question in enumerate(questions, start=1):
        replies["ours"].append(await said_by_ours(answerer, asked(question)))
        replies["plain chain"].append(await chain.answer(asked(question)))
        print(f"\n{number}. {question.question} {list(question.answers) if question.answerable else '(unanswerable)'}")
        for method, its in replies.items():
            print(f"   {method}: {verdict(question, its[-1])}: {its[-1].problem or its[-1].text}", flush=True)
    return replies


def _report(questions: list[EvalQuestion], replies: Replies) -> None:
    answerable = sum(question.answerable for question in questions)
    title = f"{answerable} answerable questions, {len(questions) - answerable} others; {machine()}"
    columns = ("answered right", "wrong", "over-refused", "false answers", "failed", "p50 s")
    table = Table("method", *columns, title=title, title_justify="left")
    false_answers = {}
    for method, its in replies.items():
        pairs = list(zip(questions, its, strict=True))
        of_answerable = Counter(verdict(question, reply) for question, reply in pairs if question.answerable)
        of_others = Counter(verdict(question, reply) for question, reply in pairs if not question.answerable)
        false_answers[method] = of_others["false answer"]
        counts = [_share(of_answerable[each], answerable) for each in ("right", "wrong", "over-refused")]
        false = _share(of_others["false answer"], len(questions) - answerable)
        failed = str(of_answerable["failed"] + of_others["failed"])
        table.add_row(method, *counts, false, failed, f"{median(reply.seconds for reply in its):.1f}")
    console = Console(width=120)
    console.print(table)
    ours, plain = false_answers["ours"], false_answers["plain chain"]
    console.print(f"false answers, ours to the plain chain's: {ours} to {plain}")


def _share(count: int, of: int) -> str:
    return f"{count} ({count / of:.0%})" if of else "-"


if __name__ == "__main__":
    main()
