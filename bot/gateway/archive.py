"""The archive as the commands see it: searched, counted and changed, from any thread."""

import hashlib
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ingest.articles import Article
from ingest.cleaning import clean
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.index import PassageIndex
from ingest.pipeline import IngestReport, ingest
from ingest.readers import read_paths
from ingest.statistics import ArchiveSummary, summarise

from bot.question import Question
from bot.retriever import Hit, Retriever
from bot.settings import BotSettings

FILE_KINDS = (".txt", ".md", ".html", ".htm", ".jsonl")
"""What may be attached to a message and read."""
_CATALOG_FILE = "catalog.sqlite3"


class Archive:
    """One archive; its methods take their time, and are not for the event loop."""

    def __init__(self, settings: BotSettings, retriever: Retriever, embedder: SentenceTransformerEmbeddings) -> None:
        self._settings, self._retriever, self._embedder = settings, retriever, embedder

    def search(self, question: Question, count: int) -> list[Hit]:
        """At most so many passages, best first."""
        return self._retriever.retrieve(question, count)

    def summary(self) -> ArchiveSummary:
        """What the archive holds."""
        index = PassageIndex.open(self._settings.data_dir, self._settings.recipe)
        try:
            return summarise(index.catalog)
        finally:
            index.close()

    def changed_at(self) -> datetime:
        """When the archive was last written to."""
        files = self._settings.data_dir.glob(f"{_CATALOG_FILE}*")
        return datetime.fromtimestamp(max(path.stat().st_mtime for path in files), UTC)

    def add_file(self, name: str, content: bytes, progress: Callable[[IngestReport], None]) -> IngestReport:
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
            return self._ingest([path], progress)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _ingest(self, paths: list[Path], progress: Callable[[IngestReport], None]) -> IngestReport:
        settings = self._settings
        readings = read_paths(paths, settings.max_file_mb * 1_000_000)
        cleaned = (clean(reading)[0] if isinstance(reading, Article) else reading for reading in readings)
        with PassageIndex.writing(settings.data_dir, settings.recipe) as index:
            return ingest(cleaned, index, self._embedder, settings.passage_chars, progress)


def safe_name(name: str) -> str:
    """The name of a file from elsewhere, as the name of a file here."""
    return re.sub(r"[^\w.-]", "_", Path(name).name).lstrip(".")[-100:] or "article.txt"
