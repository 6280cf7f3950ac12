"""Articles to an archive that is up to date."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from ingest.articles import Article, utc_now
from ingest.catalog import StoredVersion
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.index import Change, PassageIndex
from ingest.ledger import SourceRecord
from ingest.passages import Passage
from ingest.readers import Complete, Failure, Gone, Reading, Unchanged
from ingest.splitter import split
from ingest.stories import sign
from ingest.verification import repair
from ingest.withdrawal import is_mass_removal, renamed

_PASSAGES_AT_ONCE = 512  # enough that the embedder can sort by length, few enough that little is lost by a kill
_MISSES_TO_WITHDRAW = 2  # one 404 may be a server's bad hour


@dataclass(slots=True)
class IngestReport:
    """What happened to each article of a run."""

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    """Of those added and updated, how many tell a story that another article tells too."""
    withdrawn: int = 0
    failed: list[Failure] = field(default_factory=list)
    passages: int = 0
    """Passages embedded in this run."""
    seconds: float = 0.0


@dataclass(slots=True)
class Timing:
    """Seconds a run spent in each part; reading goes on while passages are embedded."""

    waiting_for_readings: float = 0.0
    embedding: float = 0.0
    writing: float = 0.0

    @contextmanager
    def spent(self, part: str) -> Iterator[None]:
        """Adds the time of the block to a part."""
        began = time.monotonic()
        yield
        setattr(self, part, getattr(self, part) + time.monotonic() - began)


Progress = Callable[[IngestReport], None]


class Ingest:
    """One run; its archive is this process's alone to change."""

    def __init__(
        self,
        index: PassageIndex,
        embedder: SentenceTransformerEmbeddings,
        max_chars: int,
        clock: Callable[[], str] = utc_now,
    ) -> None:
        self._clock = clock
        self._index = index
        self._embedder = embedder
        self._max_chars = max_chars
        self._changes: dict[str, Change] = {}
        self._sources: list[SourceRecord] = []
        self._gone: set[str] = set()
        self._moved: list[SourceRecord] = []
        """Sources that do not hold an article any more, at least not under the identity it had."""
        self.report = IngestReport()
        self.timing = Timing()

    def run(self, readings: Iterable[Reading], progress: Progress, allow_mass_removal: bool) -> None:
        """Bring the archive up to date with what is read."""
        began = time.monotonic()
        if self._index.is_unfinished:
            repair(self._index, self._embedder, self._max_chars)
        with self._index.changing():
            for reading in self._timed(readings):
                self._take(reading)
                if sum(len(change.passages) for change in self._changes.values()) >= _PASSAGES_AT_ONCE:
                    self._write()
                self.report.seconds = time.monotonic() - began
                progress(self.report)
            self._write()
            self._withdraw(allow_mass_removal)
        self.report.seconds = time.monotonic() - began
        progress(self.report)

    def _timed(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        iterator = iter(readings)
        end = object()
        while True:
            with self.timing.spent("waiting_for_readings"):
                reading: Any = next(iterator, end)
            if reading is end:
                return
            yield reading

    def _take(self, reading: Reading) -> None:
        match reading:
            case Article():
                self._take_article(reading)
            case Failure():
                self.report.failed.append(reading)
            case Complete(source):
                self._take_complete(source)
            case Unchanged(source):
                self.report.read += source.articles
                self.report.unchanged += source.articles
                self._sources.append(source)
            case Gone(source):
                self._take_gone(source)

    def _take_article(self, article: Article) -> None:
        self.report.read += 1
        if article.identity in self._changes:  # read twice in one run: the second must be compared with the first
            self._write()
        stored = self._index.catalog.version(article.identity)
        if stored and (stored.state == "removed" or _is_as_stored(article, stored)):
            self.report.unchanged += 1
            return
        passages = split(article, self._max_chars)
        known = self._index.catalog.passage_ids(article.identity)
        to_embed = [passage for passage in passages if passage.id not in known]
        self._changes[article.identity] = Change(article, passages, to_embed, sign(article.text))
        self.report.added += stored is None
        self.report.updated += stored is not None

    def _take_complete(self, source: SourceRecord) -> None:
        if self._index.ledger.identities_of(source.location) - source.held:
            self._moved.append(source)  # noted with the withdrawal: a kill before it forgets neither
        else:
            self._sources.append(source)

    def _take_gone(self, source: SourceRecord) -> None:
        misses = source.misses + 1
        self._sources.append(replace(source, misses=misses))
        if misses >= _MISSES_TO_WITHDRAW and source.identity:
            self._gone.add(source.identity)

    def _write(self) -> None:
        changes = list(self._changes.values())
        to_embed = [passage for change in changes for passage in change.to_embed]
        with self.timing.spent("embedding"):
            rows = embed(self._embedder, to_embed)
        with self.timing.spent("writing"):
            self.report.duplicates += self._index.put(changes, rows, self._sources, self._clock())
        self.report.passages += len(to_embed)
        self._changes.clear()
        self._sources.clear()

    def _withdraw(self, allow_mass_removal: bool) -> None:
        visible = {identity for identity in self._gone | self._left_behind() if self._is_visible(identity)}
        if is_mass_removal(len(visible), self._index) and not allow_mass_removal:
            reason = f"{len(visible)} articles are gone from their places and would be withdrawn; if that is right, "
            self.report.failed.append(Failure("archive", None, reason + "run again with --allow-mass-removal"))
            return
        self._index.withdraw(visible, "withdrawn", self._clock(), self._moved)
        self.report.withdrawn += len(visible)

    def _left_behind(self) -> set[str]:
        """Identities that no source has any more, now that some have others."""
        taken = {identity for source in self._moved for identity in source.held}
        left = {identity for source in self._moved for identity in renamed(self._index, source)} - taken
        moved = {source.location for source in self._moved}
        return {identity for identity in left if self._index.ledger.locations_of(identity) <= moved}

    def _is_visible(self, identity: str) -> bool:
        stored = self._index.catalog.version(identity)
        return stored is not None and stored.is_visible


def ingest(
    readings: Iterable[Reading],
    index: PassageIndex,
    embedder: SentenceTransformerEmbeddings,
    max_chars: int,
    progress: Progress = lambda report: None,
) -> IngestReport:
    """Bring the index up to date with what was read; `progress` is told after each reading and at the end."""
    run = Ingest(index, embedder, max_chars)
    run.run(readings, progress, allow_mass_removal=False)
    return run.report


def report_record(report: IngestReport) -> dict[str, Any]:
    """The report for programs."""
    return asdict(report) | {"seconds": round(report.seconds, 3)}


def _is_as_stored(article: Article, stored: StoredVersion) -> bool:
    is_less = article.is_feed_text and not stored.is_feed_text  # a summary never takes the place of a whole article
    return stored.is_visible and (is_less or stored.content_hash == article.content_hash)


def embed(embedder: SentenceTransformerEmbeddings, passages: list[Passage]) -> Any:
    """Vectors of the passages, in their order."""
    if not passages:
        return np.empty((0, 0), np.float32)
    return embedder.encode([passage.embedded_text for passage in passages])
