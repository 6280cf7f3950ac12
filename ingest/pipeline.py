"""Articles to an archive that is up to date."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from ingest.articles import Article
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.index import PassageIndex
from ingest.passages import Passage
from ingest.readers import Failure
from ingest.splitter import split

_PASSAGES_AT_ONCE = 256  # enough that the embedder can sort by length, few enough that progress is seen


@dataclass(slots=True)
class IngestReport:
    """What happened to each article of a run."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    passages: int = 0
    """Passages embedded in this run."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Change:
    article: Article
    is_new: bool
    passages: list[Passage]
    to_embed: list[Passage]


def ingest(
    readings: Iterable[Article | Failure],
    index: PassageIndex,
    embedder: SentenceTransformerEmbeddings,
    max_chars: int,
    progress: Callable[[IngestReport], None] = lambda report: None,
) -> IngestReport:
    """Bring the index up to date with what was read; `progress` is told after each article read and each batch."""
    began = time.monotonic()
    report = IngestReport()
    batch: dict[str, _Change] = {}

    def write() -> None:
        _write(list(batch.values()), index, embedder, report)
        batch.clear()

    for reading in readings:
        if isinstance(reading, Failure):
            report.failed.append(reading)
            continue
        report.read += 1
        if reading.identity in batch:  # read twice in one run: the second must be compared with the first
            write()
        change = _change(reading, index, max_chars)
        if change is None:
            report.unchanged += 1
        else:
            batch[reading.identity] = change
        if sum(len(change.to_embed) for change in batch.values()) >= _PASSAGES_AT_ONCE:
            write()
        report.seconds = time.monotonic() - began
        progress(report)
    write()
    report.seconds = time.monotonic() - began
    progress(report)
    return report


def _change(article: Article, index: PassageIndex, max_chars: int) -> _Change | None:
    """What must be written for this article, or None when it is stored as it is."""
    stored = index.catalog.content_hash(article.identity)
    if stored == article.content_hash:
        return None
    passages = split(article, max_chars)
    return _Change(article, stored is None, passages, index.missing_vectors(passages))


def _write(
    changes: list[_Change], index: PassageIndex, embedder: SentenceTransformerEmbeddings, report: IngestReport
) -> None:
    to_embed = [passage for change in changes for passage in change.to_embed]
    if to_embed:
        vectors = embedder.encode([passage.embedded_text for passage in to_embed])
    else:
        vectors = np.empty((0, 0), np.float32)
    row = 0
    for change in changes:
        rows = vectors[row : row + len(change.to_embed)]
        row += len(change.to_embed)
        index.replace(change.article, change.passages, change.to_embed, rows)
        report.passages += len(change.to_embed)
        report.added += change.is_new
        report.updated += not change.is_new
