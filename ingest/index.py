"""PassageIndex: catalog and vectors as one thing."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from ingest.articles import Article, epoch_seconds
from ingest.catalog import Catalog
from ingest.embedder import Matrix
from ingest.errors import ArchiveBusy, NoArchive, RecipeMismatch
from ingest.passages import Passage
from ingest.vectors import Metadata, VectorStore

log = logging.getLogger(__name__)

_CATALOG_FILE = "catalog.sqlite3"
_LOCK_FILE = "writing.lock"
_VECTORS_FOLDER = "vectors"


class PassageIndex:
    """The searchable archive in one data folder."""

    def __init__(self, catalog: Catalog, vectors: VectorStore) -> None:
        self.catalog = catalog
        self.vectors = vectors

    @classmethod
    def open(cls, data_dir: Path, recipe: str) -> Self:
        """The archive in `data_dir`, for reading.

        Raises:
            NoArchive: nothing has been ingested there.
            RecipeMismatch: it was made with another recipe.
        """
        if not (data_dir / _CATALOG_FILE).is_file():
            raise NoArchive(f"no archive in {data_dir}; make one with: python -m ingest add corpus/")
        return cls.create(data_dir, recipe)

    @classmethod
    def create(cls, data_dir: Path, recipe: str) -> Self:
        """The archive in `data_dir`, made when it is not there yet.

        Raises:
            RecipeMismatch: it was made with another recipe.
        """
        catalog = Catalog(data_dir / _CATALOG_FILE)
        made_with = catalog.fact("recipe")
        if made_with is None:
            catalog.set_fact("recipe", recipe)
        elif made_with != recipe:
            catalog.close()
            raise RecipeMismatch(
                f"the archive in {data_dir} was made with [{made_with}], the settings ask for [{recipe}]; "
                "set them back, or ingest into another DATA_DIR"
            )
        return cls(catalog, VectorStore(data_dir / _VECTORS_FOLDER))

    @classmethod
    @contextmanager
    def writing(cls, data_dir: Path, recipe: str, wait_seconds: float = 60) -> Iterator[Self]:
        """The archive in `data_dir` for this process alone to change; readers are not kept out.

        Raises:
            ArchiveBusy: another process is still writing after `wait_seconds`.
            RecipeMismatch: it was made with another recipe.
        """
        with _write_lock(data_dir, wait_seconds):
            index = cls.create(data_dir, recipe)
            try:
                yield index
            finally:
                index.close()

    def close(self) -> None:
        """Give the files back."""
        self.catalog.close()

    def missing_vectors(self, passages: Sequence[Passage]) -> list[Passage]:
        """Those passages that must be embedded before the article can be put."""
        known = self.vectors.known([passage.id for passage in passages])
        return [passage for passage in passages if passage.id not in known]

    def replace(self, article: Article, passages: Sequence[Passage], embedded: Sequence[Passage], rows: Matrix) -> None:
        """Make the article what readers see.

        `rows` are the vectors of `embedded`, those of the passages that had none. New vectors are written first and old
        ones removed last; readers see only what the catalog lists, so a kill at any point leaves either the old article
        or the new one, and at worst vectors that nobody sees.
        """
        described = {passage.id: _metadata(article, passage) for passage in passages}
        before = self.catalog.passage_ids(article.identity)
        self.vectors.put([p.id for p in embedded], rows, [described[p.id] for p in embedded])
        self.catalog.put(article, passages)
        kept = described.keys() - {p.id for p in embedded}
        self.vectors.describe(list(kept), [described[identifier] for identifier in kept])
        self.vectors.remove(list(before - described.keys()))


@contextmanager
def _write_lock(data_dir: Path, wait_seconds: float) -> Iterator[None]:
    """The system gives the lock back when its holder ends, however that happens."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / _LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.warning("another process is writing to %r; waiting up to %.0f s", str(data_dir), wait_seconds)
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise ArchiveBusy(f"another process is writing to {data_dir}; try again when it has ended") from None
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
