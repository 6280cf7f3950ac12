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
        self.texts_embedded += texts
        rows = np.zeros((len(texts), _DIMENSIONS), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                row[zlib.crc32(word.encode()) % _DIMENSIONS] += 1
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class MeaningEmbeddings(BagOfWordsEmbeddings):
    """As if some texts meant one word, and others that hold the word meant it too: those are alike, and no others."""

    def __init__(self, meanings: dict[str, str]) -> None:
        super().__init__()
        self._meanings = meanings

    def encode(self, texts: list[str]) -> Matrix:
        words = set(self._meanings.values())
        return super().encode(
            [self._meanings.get(text) or next((word for word in words if word in text), text) for text in texts]
        )
