"""PassageIndex: catalog and vectors as one thing."""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Self

from filelock import FileLock, Timeout

from ingest.articles import Article, epoch_seconds
from ingest.catalog import SCHEMA_VERSION, Catalog, State
from ingest.database import Database
from ingest.embedder import Matrix
from ingest.errors import ArchiveBusy, NoArchive, RecipeMismatch, StorageFailed
from ingest.ledger import Ledger, SourceRecord
from ingest.lexical import merge_segments
from ingest.passages import Passage
from ingest.selection import EVERYTHING, Selection
from ingest.stories import Signature
from ingest.vectors import Metadata, Neighbour, VectorStore

log = logging.getLogger(__name__)

_CATALOG_FILE = "catalog.sqlite3"
_LOCK_FILE = "writing.lock"
_VECTORS_FOLDER = "vectors"
_UNFINISHED = "unfinished"
_MERGED = "passages when words were merged"
_GROWTH = 1.25  # between two merges: all those of a growing archive take five times as long as the last
_MANY = 0.15  # of all articles: from there on it is faster to look through the nearest than to name all inside


@dataclass(frozen=True, slots=True)
class Change:
    """One article as it shall be stored."""

    article: Article
    passages: Sequence[Passage]
    to_embed: Sequence[Passage]
    """Those of the passages that have no vector yet."""
    signature: Signature


class PassageIndex:
    """The searchable archive in one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.catalog = Catalog(data_dir / _CATALOG_FILE)
        self.ledger = Ledger(self.catalog.database)
        self._version = self.catalog.database.version()
        self._searching = Lock()
        self.vectors = VectorStore(data_dir / _VECTORS_FOLDER)
        self._more: list[Catalog] = []

    @classmethod
    def open(cls, data_dir: Path, recipe: str) -> Self:
        """The archive in `data_dir`, for reading.

        Raises:
            NoArchive: nothing has been ingested there.
            RecipeMismatch: it was made with another recipe.
        """
        _check_exists(data_dir)
        return cls.create(data_dir, recipe)

    @classmethod
    def create(cls, data_dir: Path, recipe: str) -> Self:
        """The archive in `data_dir`, made when it is not there yet.

        Raises:
            RecipeMismatch: it was made with another recipe.
        """
        _check_schema(data_dir)
        index = cls(data_dir)
        made_with = index.catalog.fact("recipe")
        if made_with is None:
            index.catalog.set_fact("recipe", recipe)
        elif made_with != recipe:
            index.close()
            raise RecipeMismatch(
                f"the archive in {data_dir} was made with [{made_with}], the settings and this version ask "
                f"for [{recipe}]; set back what differs, or make its passages anew with: python -m ingest rebuild"
            )
        return index

    @classmethod
    @contextmanager
    def writing(cls, data_dir: Path, recipe: str, wait_seconds: float = 60) -> Iterator[Self]:
        """The archive in `data_dir` for this process alone to change; readers are not kept out.

        Raises:
            ArchiveBusy: another process is still writing after `wait_seconds`.
            RecipeMismatch: it was made with another recipe.
        """
        with write_lock(data_dir, wait_seconds):
            index = cls.create(data_dir, recipe)
            try:
                yield index
            finally:
                index.close()

    @classmethod
    @contextmanager
    def adopting(cls, data_dir: Path, recipe: str, wait_seconds: float = 60) -> Iterator[Self]:
        """The archive in `data_dir` under a new recipe, its vectors gone; to be repaired.

        Raises:
            NoArchive: nothing has been ingested there.
            ArchiveBusy: another process is still writing after `wait_seconds`.
        """
        _check_exists(data_dir)
        with write_lock(data_dir, wait_seconds):
            _check_schema(data_dir)
            index = cls(data_dir)
            index.catalog.set_fact(_UNFINISHED, "yes")
            index.vectors.clear()  # first: no vector of another model may ever stand under this recipe
            index.catalog.set_fact("recipe", recipe)
            try:
                yield index
            finally:
                index.close()

    def close(self) -> None:
        """Give the files back."""
        self.vectors.close()
        for catalog in (self.catalog, *self._more):
            catalog.close()

    def nearest(self, vector: Sequence[float], count: int, among: Selection = EVERYTHING) -> list[Neighbour]:
        """At most `count` passages of the selected articles, nearest first, of the archive as it is now."""
        with self._searching:
            version = self.catalog.database.version()
            if version != self._version:  # another process has written
                self.vectors.reopen()
                self._version = version
            if among == EVERYTHING:
                return self.vectors.nearest(vector, count)
            return self._nearest_among(among, vector, count)

    def _nearest_among(self, among: Selection, vector: Sequence[float], count: int) -> list[Neighbour]:
        """Chroma's own filter took ten times as long, at 100,000 passages."""
        share = self.catalog.share_of(among)
        if share < _MANY:
            return self.vectors.nearest(vector, count, self.catalog.passage_ids_among(among))
        found = self.vectors.nearest(vector, int(2 * count / share))  # twice what would do if near ones were spread
        places = self.catalog.places(neighbour.passage_id for neighbour in found)
        inside = {name for name, place in places.items() if among.holds(place.published_at, place.source)}
        return [neighbour for neighbour in found if neighbour.passage_id in inside][:count]

    def bytes_used(self) -> int:
        """Size on disk of all that belongs to the archive."""
        folder = self._data_dir / _VECTORS_FOLDER
        vectors = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        return vectors + self.catalog.database.bytes_used()

    def second_catalog(self) -> Catalog:
        """A catalog with a connection of its own, for a thread that searches beside."""
        self._more.append(Catalog(self._data_dir / _CATALOG_FILE))
        return self._more[-1]

    def second_ledger(self) -> Ledger:
        """A ledger with a connection of its own, for a thread that reads ahead."""
        return Ledger(self.second_catalog().database)

    @property
    def is_unfinished(self) -> bool:
        """Whether a change was broken off, so that vectors may be left that no article has."""
        return self.catalog.fact(_UNFINISHED) is not None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Marks the archive unfinished until the block has ended well."""
        was_unfinished = self.is_unfinished
        self.catalog.set_fact(_UNFINISHED, "yes")
        yield
        if not was_unfinished:
            self.settle()

    def settle(self) -> None:
        """Catalog and vectors agree again; what has grown much is made fast to search."""
        self.catalog.set_fact(_UNFINISHED, None)
        passages = self.catalog.passages_ever()
        if passages > _GROWTH * int(self.catalog.fact(_MERGED) or 0):
            merge_segments(self.catalog.database)
            self.catalog.set_fact(_MERGED, str(passages))

    def put(self, changes: Sequence[Change], rows: Matrix, sources: Sequence[SourceRecord], now: str) -> int:
        """Make the articles what readers see, and note the sources as read; gives how many tell a known story.

        `rows` are the vectors of the passages `to_embed`, in the order of the changes. New vectors are written first
        and old ones removed last; readers see only what the catalog lists, so a kill at any point leaves either the
        old articles or the new ones, and at worst vectors that nobody sees.
        """
        described = {p.id: _metadata(change.article, p) for change in changes for p in change.passages}
        embedded = [passage.id for change in changes for passage in change.to_embed]
        before = {old for change in changes for old in self.catalog.passage_ids(change.article.identity)}
        self.vectors.put(embedded, rows, [described[identifier] for identifier in embedded])
        with self.catalog.database.transaction():
            told_before = sum(self.catalog.put(c.article, c.passages, c.signature, now) for c in changes)
            for source in sources:
                self.ledger.note(source, now)
        kept = sorted(described.keys() - set(embedded))
        self.vectors.describe(kept, [described[identifier] for identifier in kept])
        self.vectors.remove(sorted(before - described.keys()))
        return told_before

    def withdraw(
        self, identities: Collection[str], state: State, now: str, sources: Collection[SourceRecord] = ()
    ) -> None:
        """Hide these articles from readers from now on, and note the sources that have others in their place."""
        vectors = {identifier for identity in identities for identifier in self.catalog.passage_ids(identity)}
        with self.catalog.database.transaction():
            for identity in identities:
                self.catalog.withdraw(identity, state, now)
            for source in sources:
                self.ledger.note(source, now)
        self.vectors.remove(sorted(vectors))


def _check_exists(data_dir: Path) -> None:
    if not (data_dir / _CATALOG_FILE).is_file():
        raise NoArchive(f"no archive in {data_dir}; make one with: python -m ingest add corpus/")


def _check_schema(data_dir: Path) -> None:
    """An archive of an older layout is refused before anything is changed in it."""
    if not (data_dir / _CATALOG_FILE).is_file():
        return
    database = Database(data_dir / _CATALOG_FILE, "")
    has_facts = database.first("SELECT 1 FROM sqlite_master WHERE name = 'facts'")
    found = database.first("SELECT value FROM facts WHERE name = 'schema'") if has_facts else SCHEMA_VERSION
    database.close()
    if found not in (None, SCHEMA_VERSION):
        raise RecipeMismatch(
            f"the archive in {data_dir} has layout {found}, this version reads {SCHEMA_VERSION}; "
            f"delete {_CATALOG_FILE} and {_VECTORS_FOLDER}/ in it and add the articles again"
        )


@contextmanager
def write_lock(data_dir: Path, wait_seconds: float) -> Iterator[None]:
    """One writer at a time; the system gives the lock back when its holder ends, however that happens.

    Raises:
        ArchiveBusy: another process still has it after `wait_seconds`.
        StorageFailed: the folder cannot be made or written.
    """
    lock = FileLock(data_dir / _LOCK_FILE)
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("another process is writing to %r; waiting up to %.0f s", str(data_dir), wait_seconds)
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise ArchiveBusy(f"another process is writing to {data_dir}; try again when it has ended") from None
    except OSError as error:
        raise StorageFailed(
            f"the archive folder {data_dir} cannot be written ({error.strerror}); give this user the right to, "
            "or name another folder with DATA_DIR"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _metadata(article: Article, passage: Passage) -> Metadata:
    """Chroma takes neither null nor a date: an absent key means unknown, a date is UTC seconds."""
    known = {"article_id": article.id, "title": article.title, "source": article.source, "url": article.url}
    metadata: Metadata = {name: value for name, value in known.items() if value}
    if article.published_at:
        metadata["published_at"] = epoch_seconds(article.published_at)
    return metadata | {"ordinal": passage.ordinal, "start": passage.start, "end": passage.end}
