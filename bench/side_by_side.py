"""How well and how fast we find articles, beside LangChain's and LlamaIndex's own retrievers.

    python -m bench.side_by_side FOLDER... [--venvs FOLDER] [--model FOLDER]

Each FOLDER holds `articles.jsonl` and `questions.jsonl`. Everyone is given the same articles, questions and embedder,
one after the other in a process of its own, and keeps its own way of cutting articles up; an article stands where its
best passage does. The others are installed with pip into environments of their own below `--venvs`, where they are not
there yet. Latency is that of one question, its embedding included, all else loaded.
"""

import argparse
import json
import subprocess
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.settings import BotSettings

from evals.fingerprints import machine
from evals.metrics import retrieval_scores
from evals.questions import EvalQuestion

from bench.retrieval import answerable_questions, asked, ingested

_DEPTH = 50  # passages asked for, enough for ten articles
_COLUMNS = ("hit@4", "hit@10", "mrr@10", "all_evidence@10")


@dataclass(frozen=True, slots=True)
class Result:
    """What one method gave, by question."""

    found: list[list[str]]
    """Article ids of the passages, best first."""
    seconds: list[float]


@dataclass(frozen=True, slots=True)
class Rival:
    """A script beside this one, and what it needs installed."""

    script: str
    packages: tuple[str, ...]


_TORCH = "torch==2.13.0"  # as in pyproject.toml: unpinned means gigabytes of CUDA
_LANGCHAIN = ("langchain-chroma", "langchain-classic", "langchain-community", "langchain-huggingface", "rank_bm25")
_RIVALS = {
    "langchain": Rival("rival_langchain.py", (_TORCH, *_LANGCHAIN, "sentence-transformers")),
    "llamaindex": Rival("rival_llamaindex.py", (_TORCH, "llama-index-core", "llama-index-embeddings-huggingface")),
}


def main() -> None:
    """Make the environments, let everyone answer, print a table for each set."""
    parser = argparse.ArgumentParser(description="Measure retrieval beside LangChain and LlamaIndex.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--venvs", type=Path, default=Path(tempfile.gettempdir()) / "side_by_side")
    parser.add_argument("--model", type=Path, default=Path("var/models/all-MiniLM-L6-v2"), help="folder")
    options = parser.parse_args()
    pythons = {name: _environment(options.venvs / name, rival) for name, rival in _RIVALS.items()}
    for folder in options.folders:
        questions = answerable_questions(folder)
        results = _ours(folder, questions, options.model.resolve())
        for name, rival in _RIVALS.items():
            results |= _rival(pythons[name], rival, _task(folder, questions, options.model.resolve()))
        _report(folder.name, questions, results)


def _environment(folder: Path, rival: Rival) -> Path:
    """Its Python; the environment is made when it is not there."""
    python = folder / "bin" / "python"
    if not python.is_file():
        print(f"installing {', '.join(rival.packages)} into {folder}")
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *rival.packages], check=True)
    return python


def _task(folder: Path, questions: list[EvalQuestion], model: Path) -> dict[str, Any]:
    articles = [json.loads(line) for line in (folder / "articles.jsonl").read_text().splitlines()]
    texts = [question.question for question in questions]
    return {"articles": articles, "questions": texts, "model": str(model), "depth": _DEPTH}


def _rival(python: Path, rival: Rival, task: dict[str, Any]) -> dict[str, Result]:
    script = Path(__file__).with_name(rival.script)
    printed = subprocess.run([python, script], input=json.dumps(task), check=True, stdout=subprocess.PIPE, text=True)
    methods = json.loads(printed.stdout.splitlines()[-1])
    return {name: Result(method["found"], method["seconds"]) for name, method in methods.items()}


def _ours(folder: Path, questions: list[EvalQuestion], model: Path) -> dict[str, Result]:
    with tempfile.TemporaryDirectory() as data_dir:
        retriever = ingested(folder, BotSettings(data_dir=Path(data_dir), embedding_model=str(model)))
        retriever.warm_up()
        result = Result([], [])
        for question in questions:
            began = time.monotonic()
            hits = retriever.retrieve(asked(question), _DEPTH)
            result.seconds.append(time.monotonic() - began)
            result.found.append([hit.passage.article.id for hit in hits])
    return {"Footnote": result}


def _report(name: str, questions: list[EvalQuestion], results: dict[str, Result]) -> None:
    title = f"{name}: {len(questions)} answerable questions; {machine()}"
    table = Table("method", *_COLUMNS, "p50 ms", title=title, title_justify="left")
    for method, result in results.items():
        rankings = [list(dict.fromkeys(found)) for found in result.found]
        gold = (question.gold_articles for question in questions)
        scores = retrieval_scores(list(zip(rankings, gold, strict=True)))
        means = (f"{np.mean([score[column] for score in scores]):.3f}" for column in _COLUMNS)
        table.add_row(method, *means, f"{1000 * np.median(result.seconds):.1f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
