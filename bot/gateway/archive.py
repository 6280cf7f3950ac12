"""The archive as the commands see it: searched, counted and changed, from any thread."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ingest.ahead import ahead
from ingest.articles import utc_now
from ingest.cleaning import cleaned
from ingest.errors import MassRemoval
from ingest.fetcher import Fetcher, FetchLimits, checked_url
from ingest.index import PassageIndex
from ingest.ledger import FeedRecord, Ledger
from ingest.pipeline import Ingest, IngestReport
from ingest.polling import Poll
from ingest.readers import Reading, read_paths
from ingest.readers.web import read_pages
from ingest.statistics import ArchiveSummary, summarise
from ingest.withdrawal import remove

from bot.question import Question
from bot.retriever import Hit, Retriever
from bot.settings import BotSettings

FILE_KINDS = (".txt", ".md", ".html", ".htm", ".jsonl", ".pdf")
"""What may be attached to a message and read."""
_BUSY_SECONDS = 5.0  # a member waits: another process that writes for longer is named instead

Progress = Callable[[IngestReport], None]


class Archive:
    """One archive; its methods take their time, and are not for the event loop."""

    def __init__(self, settings: BotSettings, retriever: Retriever) -> None:
        self._settings, self._retriever = settings, retriever
        self._index, self._embedder = retriever.index, retriever.embedder

    def search(self, question: Question, count: int) -> list[Hit]:
        """At most so many passages, best first."""
        return self._retriever.retrieve(question, count)

    def summary(self) -> ArchiveSummary:
        """What the archive holds."""
        return summarise(self._index.catalog)

    def changed_at(self) -> datetime | None:
        """When the last change began; None for an archive without a history."""
        runs = self._index.ledger.runs(1)
        return datetime.fromisoformat(runs[0].began_at) if runs else None

    def holds(self, article_id: str) -> bool:
        """Whether the article can still be read there, and has not been withdrawn."""
        return bool(self._index.catalog.identities_named(article_id))

    def add_file(self, name: str, content: bytes, progress: Progress) -> IngestReport:
        """Add the articles of a file that came over the network.

        Two files of one name are two articles: who attaches `message.txt` does not mean the one of last week.

        Raises:
            IngestError: the archive cannot be written to.
        """
        folder = self._settings.data_dir / "uploads" / hashlib.sha256(content).hexdigest()[:16]
        path = folder / safe_name(name)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(content)
            return self._ingest("/ingest file", lambda ledger: read_paths([path], self._most_bytes), progress)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def add_page(self, url: str, progress: Progress) -> IngestReport:
        """Add the article at an address on the public internet.

        Raises:
            IngestError: it is no such address, or the archive cannot be written to.
        """
        address = checked_url(url)
        return self._ingest(
            "/ingest url", lambda ledger: read_pages([address], self._fetcher(), ledger.source), progress
        )

    def withdraw(self, name: str, reason: str | None = None) -> None:
        """Take the article of this id or address out of readers' sight, for good; the history keeps the reason.

        Raises:
            IngestError: there is no such article, or it is a name for several.
        """
        with self._writing(f"/withdraw: {reason}" if reason else "/withdraw") as (index, report):
            if len(index.catalog.identities_named(name)) > 1:
                raise MassRemoval("this is a name for several articles; give the address of one")
            report.withdrawn = remove(index, [name], allow_mass_removal=False)

    def feeds(self) -> list[FeedRecord]:
        """The feeds that are followed."""
        return self._index.ledger.feeds()

    def add_feed(self, url: str) -> bool:
        """Follow a feed from now on; False when it was followed already.

        Raises:
            IngestError: it is no address of the public internet, or the archive cannot be written to.
        """
        address = checked_url(url)
        with self._writing("/feeds add") as (index, _):
            return index.ledger.add_feed(address, utc_now())

    def remove_feed(self, url: str) -> bool:
        """Follow it no more; its articles stay. False when there is no such feed.

        Raises:
            IngestError: the archive cannot be written to.
        """
        with self._writing("/feeds remove") as (index, _):
            return index.ledger.remove_feed(url)

    def poll(self, progress: Progress) -> IngestReport:
        """Read what is new in all feeds.

        Raises:
            IngestError: the archive cannot be written to.
        """
        polls: list[Poll] = []

        def readings(ledger: Ledger) -> Iterator[Reading]:
            polls.append(Poll(self._fetcher(), ledger, utc_now(), is_revisiting_all=False))
            yield from polls[0].readings([feed.url for feed in ledger.feeds()])

        report = self._ingest("/feeds poll", readings, progress)
        with self._writing("/feeds poll", is_noted=False) as (index, _):
            for url, outcome in polls[0].outcomes.items():
                index.ledger.note_poll(url, utc_now(), outcome)
        return report

    @property
    def _most_bytes(self) -> int:
        return self._settings.max_file_mb * 1_000_000

    def _fetcher(self) -> Fetcher:
        settings = self._settings
        return Fetcher(
            FetchLimits(self._most_bytes, seconds=settings.fetch_seconds, delay_seconds=settings.fetch_delay_seconds)
        )

    def _ingest(
        self, command: str, readings: Callable[[Ledger], Iterator[Reading]], progress: Progress
    ) -> IngestReport:
        with self._writing(command, is_noted=False) as (index, _):
            run = Ingest(index, self._embedder, self._settings.passage_chars)
            began_at = utc_now()
            try:
                run.run(ahead(cleaned(readings(index.second_ledger()))), progress, allow_mass_removal=False)
            finally:
                index.ledger.note_run(began_at, command, run.report)
        return run.report

    @contextmanager
    def _writing(self, command: str, is_noted: bool = True) -> Iterator[tuple[PassageIndex, IngestReport]]:
        """The archive to change, and a report that goes into its history when the change is made."""
        with PassageIndex.writing(self._settings.data_dir, self._settings.recipe, _BUSY_SECONDS) as index:
            report, began_at = IngestReport(), utc_now()
            yield index, report
            if is_noted:
                index.ledger.note_run(began_at, command, report)


def safe_name(name: str) -> str:
    """The name of a file from elsewhere, as the name of a file here."""
    return re.sub(r"[^\w.-]", "_", Path(name).name).lstrip(".")[-100:] or "article.txt"
