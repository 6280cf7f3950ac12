"""PassageIndex: catalog and vectors as one thing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from ingest.articles import Article, epoch_seconds
from ingest.catalog import Catalog
from ingest.embedder import Matrix
from ingest.errors import NoArchive, RecipeMismatch
from ingest.passages import Passage
from ingest.vectors import Metadata, VectorStore

_CATALOG_FILE = "catalog.sqlite3"
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


def _metadata(article: Article, passage: Passage) -> Metadata:
    """Chroma takes neither null nor a date: an absent key means unknown, a date is UTC seconds."""
    known = {"article_id": article.id, "title": article.title, "source": article.source, "url": article.url}
    metadata: Metadata = {name: value for name, value in known.items() if value}
    if article.published_at:
        metadata["published_at"] = epoch_seconds(article.published_at)
    return metadata | {"ordinal": passage.ordinal, "start": passage.start, "end": passage.end}
