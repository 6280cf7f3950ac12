"""How alike two sentences are in meaning, so that a claim may be borne out in other words."""

from functools import lru_cache

from ingest.embedder import Matrix, SentenceTransformerEmbeddings

_KEPT = 4_000  # vectors of the last sentences, 1.5 kB each: the claims of an answer share most of their evidence


class Likeness:
    """Compares sentences by the vectors of the embedder that the search uses, each made once."""

    def __init__(self, embedder: SentenceTransformerEmbeddings) -> None:
        self._embedder = embedder
        self._vector = lru_cache(maxsize=_KEPT)(self._embedded)

    def nearest(self, claim: str, sentences: tuple[str, ...]) -> float:
        """The cosine of the claim and the sentence nearest to it: in [-1, 1], higher is nearer."""
        return max(float(self._vector(claim) @ self._vector(sentence)) for sentence in sentences)

    def _embedded(self, text: str) -> Matrix:
        """One row of unit length."""
        row: Matrix = self._embedder.encode([text])[0]
        return row
