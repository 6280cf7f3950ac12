"""Passage vectors in Chroma: the only module that knows it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, InternalError

from ingest.embedder import Matrix
from ingest.errors import StorageFailed

_COLLECTION = "passages"
_COMPARED_ONE_BY_ONE = 400  # vectors; at 100,000 passages that takes 15 ms, and the graph with so few allowed 50
_LARGEST_BATCH = 5_000  # Chroma refuses more than about 5,461 records at once

Metadata = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One passage near a question; `similarity` is the cosine, in [-1, 1], higher is nearer."""

    passage_id: str
    similarity: float


class VectorStore:
    """Vectors by passage id, on disk."""

    def __init__(self, folder: Path) -> None:
        """
        Raises:
            StorageFailed: here and in every method, the folder cannot be read or written, or is damaged.
        """
        self._folder = folder
        self._open()

    def _open(self) -> None:
        with self._mapped_errors():
            self._folder.mkdir(parents=True, exist_ok=True)
            self._client: Any = _client(self._folder)
            self._collection: Any = self._client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        try:
            yield
        except (ChromaError, OSError) as error:
            raise StorageFailed(
                f"the vectors in {self._folder} cannot be read or written ({error}); free the disk or give this user "
                "the right to write there and run it again. If they are damaged, delete that folder and have the "
                "vectors made again with: python -m ingest verify --repair"
            ) from error

    def close(self) -> None:
        """Give the files back."""
        self._client.close()

    def reopen(self) -> None:
        """See what another process has written: Chroma keeps the index it has read, and searches that."""
        self.close()
        self._open()

    def put(self, ids: Sequence[str], vectors: Matrix, metadatas: Sequence[Metadata]) -> None:
        """Add or replace; `vectors` is `(n, d)`, in the order of the ids."""
        for start in range(0, len(ids), _LARGEST_BATCH):
            part = slice(start, start + _LARGEST_BATCH)
            with self._mapped_errors():
                self._collection.upsert(
                    ids=list(ids[part]), embeddings=vectors[part], metadatas=[dict(m) for m in metadatas[part]]
                )

    def describe(self, ids: Sequence[str], metadatas: Sequence[Metadata]) -> None:
        """Replace the metadata of vectors that are there already."""
        for start in range(0, len(ids), _LARGEST_BATCH):
            part = slice(start, start + _LARGEST_BATCH)
            with self._mapped_errors():
                self._collection.update(ids=list(ids[part]), metadatas=[dict(m) for m in metadatas[part]])

    def remove(self, ids: Sequence[str]) -> None:
        """Forget these; unknown ids are no error."""
        for start in range(0, len(ids), _LARGEST_BATCH):
            with self._mapped_errors():
                self._collection.delete(ids=list(ids[start : start + _LARGEST_BATCH]))

    def clear(self) -> None:
        """Forget all vectors, and of what length they were."""
        with self._mapped_errors():
            self._client.delete_collection(_COLLECTION)
        self.reopen()

    def all_ids(self) -> set[str]:
        """Every id that has a vector."""
        with self._mapped_errors():
            return set(self._collection.get(include=[])["ids"])

    def all_vectors(self) -> dict[str, Matrix]:
        """Every vector by its id; of a large archive that is a lot."""
        with self._mapped_errors():
            found = self._collection.get(include=["embeddings"])
        return dict(zip(found["ids"], found["embeddings"], strict=True))

    def count(self) -> int:
        """How many vectors there are."""
        with self._mapped_errors():
            return int(self._collection.count())

    def nearest(self, vector: Sequence[float], count: int, among: Sequence[str] | None = None) -> list[Neighbour]:
        """At most `count` passages, nearest first; of those `among`, where they are given."""
        with self._mapped_errors():
            try:
                return self._nearest(vector, count, among)
            except InternalError:  # `among` names what another process has written or removed since this one opened
                self.reopen()
                return self._nearest(vector, count, self._known(among))

    def _nearest(self, vector: Sequence[float], count: int, among: Sequence[str] | None) -> list[Neighbour]:
        if among is not None and len(among) <= _COMPARED_ONE_BY_ONE:
            return self._nearest_of_few(vector, count, among)
        found = self._collection.query(
            query_embeddings=[list(vector)],
            n_results=count,
            ids=None if among is None else list(among),
            include=["distances"],
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Neighbour(identifier, 1.0 - float(distance)) for identifier, distance in pairs]

    def _known(self, among: Sequence[str] | None) -> Sequence[str] | None:
        return None if among is None else self._collection.get(ids=list(among), include=[])["ids"]

    def _nearest_of_few(self, vector: Sequence[float], count: int, among: Sequence[str]) -> list[Neighbour]:
        """The graph is slow to find what hardly any of its points is allowed to be."""
        if not among:
            return []
        found = self._collection.get(ids=list(among), include=["embeddings"])
        pairs = zip(found["ids"], found["embeddings"], strict=True)
        compared = [Neighbour(identifier, float(np.dot(stored, vector))) for identifier, stored in pairs]
        return sorted(compared, key=lambda neighbour: (-neighbour.similarity, neighbour.passage_id))[:count]


def _client(folder: Path) -> Any:
    try:
        return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    except ChromaError:
        SharedSystemClient.clear_system_cache()  # it keeps one that did not start, and would give it to a later try
        raise
