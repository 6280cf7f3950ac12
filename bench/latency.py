"""How long a question searches, and in how much memory: at 10 thousand, 100 thousand and more passages.

    python -m bench.latency [10000 100000 1000000] [--keep FOLDER] [--model FOLDER] [--minutes N]

The archives are made up (see `bench/made_up.py`) and go through the whole of ingestion but for the embedder. Each is
searched in processes of its own, so that their first question and memory are those of a bot just started. With `--keep`
the archives stay for the next run; with `--minutes` a build ends after so long, and the next run goes on with it.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from itertools import cycle
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from ingest.bert import BertEncoder
from ingest.catalog import Catalog
from ingest.index import PassageIndex
from ingest.pipeline import ingest
from ingest.splitter import split

from bot.question import Question
from bot.retriever import CANDIDATES, Retriever

from evals.fingerprints import machine

from bench.made_up import AS_OF, MadeUp, MadeUpEmbeddings

_RECIPE = "made up"
_PASSAGE_CHARS = 900
_ARTICLES_AT_ONCE = 500
_QUESTIONS = 200
_WARM_UP = 20
_KEPT = 8  # passages for an answer, as the bot asks for
_NEAREST = 10
_DATED = (" in june 2025", " last week", " since 2024")


@dataclass(frozen=True, slots=True)
class Found:
    """What one process measured; times in seconds."""

    first: float
    """From the start of the process to the first answer."""
    peak_mb: float
    """Of memory, when all questions were answered."""
    plain: list[float]
    """For each question that names no days."""
    dated: list[float]
    parts: dict[str, float]
    """Mean time of a plain question in each."""
    recall: float
    """Share of the exact ten nearest that the approximate search gives."""


class _Both(MadeUpEmbeddings):
    """Embeds a question for real, then gives its made-up vector."""

    def __init__(self, made_up: MadeUp, real: BertEncoder) -> None:
        super().__init__(made_up)
        self._real = real

    def embed_query(self, text: str) -> list[float]:
        self._real.encode(text)
        return super().embed_query(text)


def main() -> None:
    """Build what is missing, measure each archive, print the table."""
    options = _options()
    if options.child:
        print(json.dumps(asdict(_search(options))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        measured = {}
        for passages in options.passages:
            archive = (options.keep or Path(scratch)) / str(passages)
            built = _build(archive, passages, options.minutes)
            if built is None:
                print(f"{passages:,} passages are not all there yet; run again to go on")
                continue
            measured[passages] = _figures(built, _child("index", archive, options), _child("whole", archive, options))
        _report(measured)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure search in archives of several sizes.")
    parser.add_argument("passages", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the archives here")
    parser.add_argument("--model", type=Path, default="var/models/all-MiniLM-L6-v2", help="folder of the embedder")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="longest time for building")
    parser.add_argument("--child", choices=("index", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--archive", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--began", type=float, help=argparse.SUPPRESS)
    return parser.parse_args()


def _build(archive: Path, passages: int, minutes: float) -> float | None:
    """Seconds it took in all, or None when there was no time to end it."""
    noted = archive / "seconds.json"
    seconds = json.loads(noted.read_text()) if noted.is_file() else 0.0
    made_up, ends = MadeUp(), time.monotonic() + 60 * minutes
    with PassageIndex.writing(archive, _RECIPE) as index:
        while index.catalog.passages_ever() < passages:
            if time.monotonic() > ends:
                return None
            articles = list(made_up.articles(len(index.catalog.content_hashes()), _ARTICLES_AT_ONCE))
            began = time.monotonic()
            ingest(articles, index, MadeUpEmbeddings(made_up), _PASSAGE_CHARS)
            seconds += time.monotonic() - began
            noted.write_text(json.dumps(seconds))
    return float(seconds)


def _child(name: str, archive: Path, options: argparse.Namespace) -> Found:
    command = [sys.executable, "-m", "bench.latency", "--child", name, "--archive", str(archive)]
    command += ["--model", str(options.model), "--began", str(time.monotonic())]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Found(**json.loads(printed.splitlines()[-1]))


def _search(options: argparse.Namespace) -> Found:
    made_up = MadeUp()
    embedder = MadeUpEmbeddings(made_up)
    if options.child == "whole":
        embedder = _Both(made_up, BertEncoder(options.model))
    index = PassageIndex.open(options.archive, _RECIPE)
    retriever = Retriever(index, embedder)
    first = Question("what was said in the report of the first day", AS_OF)
    embedder.known[first.text] = made_up.vector(0, first.text).tolist()
    retriever.retrieve(first, _KEPT)
    first_seconds = time.monotonic() - options.began
    questions = _questions(made_up, embedder, len(index.catalog.content_hashes()))
    for question in questions[:_WARM_UP]:
        retriever.retrieve(question, _KEPT)
    parts = _timed_parts()
    plain = [_seconds(retriever, question) for question in questions[_WARM_UP:]]
    means = {name: sum(seconds) / len(plain) for name, seconds in parts.items()}
    dated = [_seconds(retriever, question) for question in _dated(questions[_WARM_UP:], embedder)]
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    recall = _recall(index, questions[_WARM_UP:], embedder) if options.child == "index" else float("nan")
    return Found(first_seconds, peak_mb, plain, dated, means, recall)


def _questions(made_up: MadeUp, embedder: MadeUpEmbeddings, articles: int) -> list[Question]:
    """Questions about articles at even distances, their vectors known to the embedder."""
    questions = []
    for number in range(_WARM_UP + _QUESTIONS):
        asked = number * articles // (_WARM_UP + _QUESTIONS)
        passages = split(made_up.article(asked), _PASSAGE_CHARS)
        passage = passages[number % len(passages)]
        question = made_up.question(number, passage)
        vector = made_up.question_vector(question, embedder.encode([passage.embedded_text])[0])
        embedder.known[question.text] = vector.tolist()
        questions.append(question)
    return questions


def _dated(questions: Iterable[Question], embedder: MadeUpEmbeddings) -> list[Question]:
    """The questions, each with a date expression."""
    dated = []
    for question, expression in zip(questions, cycle(_DATED), strict=False):
        dated.append(replace(question, text=question.text + expression))
        embedder.known[dated[-1].text] = embedder.known[question.text]
    return dated


def _seconds(retriever: Retriever, question: Question) -> float:
    began = time.monotonic()
    retriever.retrieve(question, _KEPT)
    return time.monotonic() - began


def _timed_parts() -> dict[str, list[float]]:
    """From now on, how long each call took; `nearest` goes on while the words are searched for."""
    parts: dict[str, list[float]] = {}
    of_catalog = ("lexical", "lexical_articles", "places", "passages")
    for owner, name in ((PassageIndex, "nearest"), *((Catalog, name) for name in of_catalog)):
        setattr(owner, name, _noting(getattr(owner, name), parts.setdefault(name, [])))
    return parts


def _noting(call: Callable[..., Any], seconds: list[float]) -> Callable[..., Any]:
    def noted(*arguments: Any) -> Any:
        began = time.monotonic()
        result = call(*arguments)
        seconds.append(time.monotonic() - began)
        return result

    return noted


def _recall(index: PassageIndex, questions: Iterable[Question], embedder: MadeUpEmbeddings) -> float:
    stored = index.vectors.all_vectors()
    identifiers, vectors = list(stored), np.array(list(stored.values()))
    shares = []
    for question in questions:
        vector = embedder.known[question.text]
        exact = {identifiers[place] for place in np.argpartition(vectors @ np.float32(vector), -_NEAREST)[-_NEAREST:]}
        found = {neighbour.passage_id for neighbour in index.nearest(vector, CANDIDATES)[:_NEAREST]}
        shares.append(len(exact & found) / _NEAREST)
    return float(np.mean(shares))


def _figures(built: float, index: Found, whole: Found) -> dict[str, float]:
    """What is printed of one archive, by name."""

    def milliseconds(seconds: list[float], percent: int) -> float:
        return 1000 * float(np.percentile(seconds, percent))

    return {
        "build, s": built,
        "first question of a process, without embedder, s": index.first,
        "first question of a process, s": whole.first,
        "peak memory without embedder, MB": index.peak_mb,
        "peak memory, MB": whole.peak_mb,
        "search without embedding, p50 ms": milliseconds(index.plain, 50),
        "search without embedding, p95 ms": milliseconds(index.plain, 95),
        "search, p50 ms": milliseconds(whole.plain, 50),
        "search, p95 ms": milliseconds(whole.plain, 95),
        "days named, without embedding, p50 ms": milliseconds(index.dated, 50),
        "days named, without embedding, p95 ms": milliseconds(index.dated, 95),
        **{f"of it {name}, mean ms": 1000 * seconds for name, seconds in index.parts.items()},
        f"recall@{_NEAREST} of the approximate search": index.recall,
    }


def _report(measured: dict[int, dict[str, float]]) -> None:
    """Slope is the exponent of growth from the smallest archive to the largest: 0 is constant, 1 in proportion."""
    sizes = sorted(measured)
    table = Table("passages", *(f"{size:,}" for size in sizes), "slope", title=machine(), title_justify="left")
    for name in measured[sizes[0]] if sizes else ():
        values = [measured[size][name] for size in sizes]
        steps = log(sizes[-1] / sizes[0])
        slope = f"{log(values[-1] / values[0]) / steps:.2f}" if steps else ""
        table.add_row(name, *(f"{value:,.3g}" if value < 100 else f"{value:,.0f}" for value in values), slope)
    for column in table.columns[1:]:
        column.justify = "right"
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
