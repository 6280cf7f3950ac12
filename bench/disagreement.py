"""What is said when two articles disagree: by ours, and by a plain chain of the same model over the same passages.

    python -m bench.disagreement FILE [--limit N]

Each line of FILE has `id, question, answer, false_answer, false_passages`. All are in one archive, each with two
articles of made-up outlets: one of its false passages, and another one in which the false answer is exchanged for the
right one, so that nothing but the answer tells the true passage from a false one. Left out is what cannot be judged by
words: yes and no, answers that the question names, and passages that name both.
"""

import argparse
import asyncio
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from ingest.articles import Article

from bot.composition import open_answerer
from bot.question import Question, checked_question
from bot.settings import BotSettings

from evals.fingerprints import machine
from evals.matching import says

from bench.asking import SEED, Said, said_by_ours, searchable, settings_for
from bench.plain_chain import PlainChain

Statement = Literal["right alone", "false alone", "both", "neither", "failed"]
Replies = dict[str, list[Said]]
_OUTLETS = ("Northern Courier", "Southern Courier")
_CANNOT_BE_JUDGED = frozenset(("yes", "no", "true", "false"))
# In these the false answer is told as fiction or against the right one; what is exchanged in them would make no sense.
_HEDGED = re.compile(r"\b(?:altern|parallel|universe|realit|fiction|contrary|world\b|not\b)|n't\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question about which two passages disagree."""

    id: str
    question: str
    answer: str
    false_answer: str
    true_passage: str
    false_passage: str

    def articles(self) -> list[Article]:
        """Two, in an order and of outlets that do not tell which is the true one."""
        chance = random.Random(f"{SEED} {self.id}")
        texts = chance.sample((self.true_passage, self.false_passage), 2)
        pairs = enumerate(zip(_OUTLETS, texts, strict=True), start=1)
        return [Article(id=f"{self.id}-{number}", source=outlet, text=text) for number, (outlet, text) in pairs]


def main() -> None:
    """Make the archive, ask, print the table."""
    parser = argparse.ArgumentParser(description="Measure what is said when two articles disagree.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, help="questions to ask; all are in the archive")
    options = parser.parse_args()
    records = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    disputes = list(disputes_of(records))
    print(f"{len(disputes)} of {len(records)} questions can be judged")
    with tempfile.TemporaryDirectory() as scratch:
        replies = asyncio.run(_replies(disputes, options.limit, settings_for(Path(scratch))))
    _report(disputes[: options.limit], replies)


def disputes_of(records: list[dict[str, Any]]) -> Iterator[Dispute]:
    """Those that can be judged by words and have two passages that name the false answer alone."""
    for record in records:
        answers = (record["answer"], record["false_answer"])
        if _CANNOT_BE_JUDGED & {answer.lower() for answer in answers}:
            continue
        if any(says(record["question"], answer) for answer in answers):
            continue
        passages = [text for text in record["false_passages"] if stated(text, *answers) == "false alone"]
        if len(passages) > 1:
            told, false = sorted(passages, key=lambda text: bool(_HEDGED.search(text)))[:2]
            yield Dispute(record["id"], record["question"], *answers, _exchanged(told, *answers), false)


def _exchanged(text: str, answer: str, false_answer: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(false_answer)}(?!\w)", lambda _: answer, text, flags=re.IGNORECASE)


def stated(text: str, answer: str, false_answer: str) -> Statement:
    """Which of the two answers the text names."""
    is_right, is_false = says(text, answer), says(text, false_answer)
    if is_right and is_false:
        return "both"
    return "right alone" if is_right else "false alone" if is_false else "neither"


async def _replies(disputes: list[Dispute], limit: int | None, settings: BotSettings) -> Replies:
    retriever = searchable([article for dispute in disputes for article in dispute.articles()], settings)
    answerer, chain = open_answerer(settings, retriever), PlainChain(retriever, settings)
    replies: Replies = {"ours": [], "plain chain": []}
    for number, dispute in enumerate(disputes[:limit], start=1):
        question = Question(checked_question(dispute.question))
        replies["ours"].append(await said_by_ours(answerer, question))
        replies["plain chain"].append(await chain.answer(question))
        print(f"\n{number}. {dispute.question} ({dispute.answer}, not {dispute.false_answer})")
        for method, its in replies.items():
            print(f"   {method}: {_statement(dispute, its[-1])}: {its[-1].problem or its[-1].text}", flush=True)
    return replies


def _statement(dispute: Dispute, reply: Said) -> Statement:
    if reply.problem:
        return "failed"
    return "neither" if reply.is_refusal else stated(reply.text, dispute.answer, dispute.false_answer)


def _report(disputes: list[Dispute], replies: Replies) -> None:
    columns: tuple[Statement, ...] = ("false alone", "right alone", "both", "neither", "failed")
    title = f"{len(disputes)} questions about which two articles disagree; {machine()}"
    table = Table("method", *columns, "refused", "p50 s", title=title, title_justify="left")
    for method, its in replies.items():
        found = Counter(_statement(dispute, reply) for dispute, reply in zip(disputes, its, strict=True))
        shares = (f"{found[column]} ({found[column] / len(disputes):.0%})" for column in columns)
        refused = sum(reply.is_refusal for reply in its)
        table.add_row(method, *shares, str(refused), f"{median(reply.seconds for reply in its):.1f}")
    console = Console(width=120)
    console.print(table)
    console.print("Those that refused are among those that name neither answer.")


if __name__ == "__main__":
    main()
