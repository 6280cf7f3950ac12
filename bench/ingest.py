"""How fast articles become searchable, against the plain LangChain recipe, on the machine at hand.

    python -m bench.ingest ARTICLES.jsonl [--articles 2000] [--model FOLDER]

The articles of the file are repeated under new ids and addresses, each with its number in the text so that none is a
copy. Each side runs in a process of its own, so that neither the memory nor the caches of one help or hurt the other.
LangChain's parts of the plain recipe are installed with pip into a folder that is deleted at the end.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from evals.fingerprints import machine

_PLAIN = ("langchain-chroma==1.1.0", "langchain-huggingface==1.2.3", "langchain-text-splitters==1.1.3")


def main() -> None:
    """Run both sides, one after the other, and print what they took."""
    options = _options()
    if options.side:
        print(json.dumps(_SIDES[options.side](options)))
        return
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        articles.write_text("".join(json.dumps(a) + "\n" for a in _repeated(options.source, options.articles)))
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, *_PLAIN]
        subprocess.run(install, check=True)  # what they depend on is here already
        plain = _run("plain", articles, options)
        ours = _run("ours", articles, options)
    _report(plain, ours, options.articles)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure ingestion against the plain LangChain recipe.")
    parser.add_argument("source", type=Path, help="a .jsonl file of articles")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--model", default="var/models/all-MiniLM-L6-v2", help="folder")
    parser.add_argument("--side", choices=("plain", "ours"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _repeated(source: Path, count: int) -> Iterator[dict[str, Any]]:
    articles = [json.loads(line) for line in source.read_text().splitlines()]
    for number, article in enumerate(islice(cycle(articles), count)):
        url = f"https://bench.example/{number}"
        yield article | {"id": str(number), "url": url, "text": f"{article['text']}\n\nCopy number {number}."}


def _run(side: str, articles: Path, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.ingest", str(articles), "--side", side, "--model", options.model]
    environment = os.environ | {"PYTHONPATH": str(articles.parent), "HF_HUB_OFFLINE": "1"}
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
    result: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return result


def _plain(options: argparse.Namespace) -> dict[str, Any]:
    """The recipe of most tutorials: split by characters, embed in float32, Chroma.from_documents."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(model_name=options.model)
    embeddings.embed_query("warm up")
    began, cpu_began = time.monotonic(), time.process_time()
    records = [json.loads(line) for line in options.source.read_text().splitlines()]
    documents = [Document(page_content=record["text"], metadata={"url": record["url"]}) for record in records]
    passages = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    with tempfile.TemporaryDirectory() as folder:
        store = Chroma.from_documents(passages[:5000], embeddings, persist_directory=folder)
        for start in range(5000, len(passages), 5000):  # Chroma refuses more at once
            store.add_documents(passages[start : start + 5000])
    cpu_seconds = time.process_time() - cpu_began
    seconds = time.monotonic() - began
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "passages": len(passages), "peak_mb": _peak_mb()}


def _ours(options: argparse.Namespace) -> dict[str, Any]:
    from ingest.ahead import ahead
    from ingest.cleaning import cleaned
    from ingest.embedder import SentenceTransformerEmbeddings, fastest_precision
    from ingest.index import PassageIndex
    from ingest.pipeline import Ingest
    from ingest.readers import read_paths

    embedder = SentenceTransformerEmbeddings(options.model, precision=fastest_precision())
    embedder.embed_query("warm up")

    def run() -> Ingest:
        with PassageIndex.writing(Path(folder), "bench") as index:
            ingest = Ingest(index, embedder, 900)
            readings = read_paths([options.source], 25_000_000, index.second_ledger().source)
            ingest.run(ahead(cleaned(readings)), lambda report: None, False)
        return ingest

    with tempfile.TemporaryDirectory() as folder:
        cpu_began = time.process_time()
        first = run()
        cpu_seconds, peak_mb = time.process_time() - cpu_began, _peak_mb()
        began = time.monotonic()
        second = run()
        by_signal = time.monotonic() - began
        options.source.touch()
        began = time.monotonic()
        third = run()
        by_content = time.monotonic() - began
    assert second.report.unchanged == third.report.unchanged == first.report.added
    timing = first.timing
    return {
        "seconds": first.report.seconds,
        "cpu_seconds": cpu_seconds,
        "passages": first.report.passages,
        "peak_mb": peak_mb,
        "precision": fastest_precision(),
        "shares": {
            "waiting for readings": timing.waiting_for_readings / first.report.seconds,
            "embedding": timing.embedding / first.report.seconds,
            "writing": timing.writing / first.report.seconds,
        },
        "again_by_signal": by_signal,
        "again_by_content": by_content,
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _report(plain: dict[str, Any], ours: dict[str, Any], articles: int) -> None:
    print(f"{articles} articles; {machine()}")
    for name, side in (("plain LangChain", plain), (f"Footnote, {ours['precision']}", ours)):
        print(
            f"{name:<20} {articles / side['seconds']:7.1f} articles/s  {side['seconds']:7.1f} s, of the processor "
            f"{side['cpu_seconds']:7.1f} s  {side['passages']:6} passages  peak {side['peak_mb']:5.0f} MB"
        )
    by_clock, by_processor = (plain[name] / ours[name] for name in ("seconds", "cpu_seconds"))
    print(f"{by_clock:.1f} times the articles a second; {by_processor:.1f} by processor time, for a busy machine")
    print("time spent: " + ", ".join(f"{name} {share:.0%}" for name, share in ours["shares"].items()))
    for name in ("again_by_signal", "again_by_content"):
        print(f"{name.replace('_', ' ')}: {ours[name]:.2f} s, {ours['seconds'] / ours[name]:.0f} times faster")


_SIDES = {"plain": _plain, "ours": _ours}

if __name__ == "__main__":
    main()
