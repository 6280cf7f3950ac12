"""How well articles are found: by meaning alone, by words alone, by both fused plainly, and by ours, in one run.

    python -m bench.retrieval FOLDER [--data-dir DIR]

FOLDER holds `articles.jsonl` and `questions.jsonl`. Each method ranks passages; an article stands where its best
passage does. The interval is that of a paired bootstrap over the questions, of ours less the best of the others.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from ingest.console import open_embedder
from ingest.index import PassageIndex
from ingest.pipeline import ingest
from ingest.readers import read_paths

from bot.question import Question, checked_question
from bot.retriever import Retriever, words_and_pairs
from bot.settings import BotSettings

from evals.comparison import bootstrap_interval
from evals.metrics import retrieval_scores
from evals.questions import EvalQuestion, read_questions

_DEPTH = 200
_RRF_K = 60  # Cormack, Clarke and Büttcher, 2009
_COLUMNS = ("hit@1", "hit@4", "hit@10", "mrr@10", "ndcg@10", "all_evidence@10")

Ranking = Callable[[EvalQuestion], Sequence[str]]


def main() -> None:
    """Ingest the set, rank with each method, print the table."""
    parser = argparse.ArgumentParser(description="Measure retrieval on a question set.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data-dir", type=Path, help="keep the archive here, and use it if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        retriever = ingested(options.folder, BotSettings(data_dir=options.data_dir or Path(scratch)))
        _report(answerable_questions(options.folder), _rankings(retriever))


def ingested(folder: Path, settings: BotSettings) -> Retriever:
    """Search over the articles of a set, read into the archive of the settings."""
    embedder = open_embedder(settings)
    index = PassageIndex.create(settings.data_dir, settings.recipe)
    readings = read_paths([folder / "articles.jsonl"], settings.max_file_mb * 1_000_000)
    ingest(readings, index, embedder, settings.passage_chars)
    return Retriever(index, embedder)


def answerable_questions(folder: Path) -> list[EvalQuestion]:
    """The questions of a set that name articles to be found."""
    questions = read_questions(folder / "questions.jsonl")
    return [question for question in questions if question.answerable and question.gold_articles]


def asked(question: EvalQuestion) -> Question:
    """The question as the bot takes it."""
    text = checked_question(question.question)
    return Question(text, question.as_of) if question.as_of else Question(text)


def _rankings(retriever: Retriever) -> dict[str, Ranking]:
    index = retriever.index

    def dense(question: EvalQuestion) -> list[str]:
        vector = retriever.embedder.embed_query(question.question)
        return [neighbour.passage_id for neighbour in index.nearest(vector, _DEPTH)]

    def lexical(question: EvalQuestion) -> list[str]:
        words, _ = words_and_pairs(question.question)
        return [match.key for match in index.catalog.lexical(words, _DEPTH)]

    def fused(question: EvalQuestion) -> list[str]:
        values: dict[str, float] = {}
        for ranked in (dense(question), lexical(question)):
            for rank, identifier in enumerate(ranked, start=1):
                values[identifier] = values.get(identifier, 0.0) + 1 / (_RRF_K + rank)
        return sorted(values, key=lambda identifier: -values[identifier])

    def articles(rank: Ranking) -> Ranking:
        def ranked(question: EvalQuestion) -> list[str]:
            found = rank(question)
            stored = index.catalog.passages(found)
            return list(dict.fromkeys(stored[identifier].article.id for identifier in found if identifier in stored))

        return ranked

    def ours(question: EvalQuestion) -> list[str]:
        return list(dict.fromkeys(hit.passage.article.id for hit in retriever.retrieve(asked(question), 50)))

    return {"dense": articles(dense), "BM25": articles(lexical), "RRF": articles(fused), "ours": ours}


def _report(questions: list[EvalQuestion], rankings: dict[str, Ranking]) -> None:
    scores = {
        name: retrieval_scores([(rank(question), question.gold_articles) for question in questions])
        for name, rank in rankings.items()
    }
    table = Table("method", *_COLUMNS, title=f"{len(questions)} answerable questions", title_justify="left")
    for name, rows in scores.items():
        table.add_row(name, *(f"{np.mean([row[column] for row in rows]):.3f}" for column in _COLUMNS))
    console = Console()
    console.print(table)
    for column in ("mrr@10", "all_evidence@10"):
        values = {name: np.array([row[column] for row in rows]) for name, rows in scores.items()}
        best = max((name for name in values if name != "ours"), key=lambda name: values[name].mean())
        low, high = bootstrap_interval(values["ours"] - values[best])
        gain = (values["ours"] - values[best]).mean()
        console.print(
            f"{column}: ours less {best}, the best other: {gain:+.3f} (95 % interval {low:+.3f} to {high:+.3f})"
        )


if __name__ == "__main__":
    main()
