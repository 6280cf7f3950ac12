"""A small deterministic embedder that keeps the real one's contract."""

import re
import zlib

import numpy as np

from ingest.embedder import Matrix, SentenceTransformerEmbeddings

_DIMENSIONS = 64


class BagOfWordsEmbeddings(SentenceTransformerEmbeddings):
    """Counts words into buckets: rows of unit length, the same text the same vector, shared words nearer."""

    def __init__(self) -> None:
        super().__init__("bag of words")
        self.texts_embedded: list[str] = []

    def load(self) -> None:
        """There is nothing to be read."""

    def encode(self, texts: list[str]) -> Matrix:
        rows = np.array([tokens.sum(axis=0) for tokens in self.encode_tokens(texts)]).reshape(-1, _DIMENSIONS)
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def encode_tokens(self, texts: list[str]) -> list[Matrix]:
        self.texts_embedded += texts
        buckets: Matrix = np.eye(_DIMENSIONS, dtype=np.float32)
        words = [re.findall(r"\w+", text.lower()) or [""] for text in texts]
        return [buckets[[zlib.crc32(word.encode()) % _DIMENSIONS for word in each]] for each in words]


class MeaningEmbeddings(BagOfWordsEmbeddings):
    """As if some texts meant one word, and others that hold the word meant it too: those are alike, and no others."""

    def __init__(self, meanings: dict[str, str]) -> None:
        super().__init__()
        self._meanings = meanings

    def encode_tokens(self, texts: list[str]) -> list[Matrix]:
        words = set(self._meanings.values())
        return super().encode_tokens(
            [self._meanings.get(text) or next((word for word in words if word in text), text) for text in texts]
        )
