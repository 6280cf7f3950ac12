"""A question to the passages that may answer it: dense and lexical search, fused."""

import re
from dataclasses import dataclass

from ingest.catalog import StoredPassage
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.index import PassageIndex

from bot.terms import STOP_WORDS

_CANDIDATES = 50  # passages taken from either list
_RRF_K = 60  # Cormack, Clarke and Büttcher, 2009: ranks far down the list differ little
_LEXICAL_WEIGHT = 1.5  # BM25 is the better of the two with the default embedder


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with what each half of the search said about it."""

    passage: StoredPassage
    fused: float
    """Sum of weighted reciprocal ranks, higher is better; comparable only within one search."""
    similarity: float | None
    """Cosine to the question, in [-1, 1], higher is nearer; None when the dense half did not list it."""
    bm25: float | None
    """Positive, higher is better; None when the lexical half did not list it."""


class Retriever:
    """Searches one archive."""

    def __init__(self, index: PassageIndex, embedder: SentenceTransformerEmbeddings) -> None:
        self._index = index
        self._embedder = embedder

    def warm_up(self) -> None:
        """Load the embedder and open the index, so that the first question does not wait for it."""
        self.retrieve("warm up", 1)

    def retrieve(self, question: str, count: int) -> list[Hit]:
        """At most `count` passages, best first."""
        dense = self._index.vectors.nearest(self._embedder.embed_query(question), _CANDIDATES)
        match = lexical_expression(question)
        lexical = self._index.catalog.lexical(match, _CANDIDATES) if match else []
        fused: dict[str, float] = {}
        for weight, ids in (
            (1.0, [neighbour.passage_id for neighbour in dense]),
            (_LEXICAL_WEIGHT, [match.passage_id for match in lexical]),
        ):
            for rank, identifier in enumerate(ids, start=1):
                fused[identifier] = fused.get(identifier, 0.0) + weight / (_RRF_K + rank)
        best = sorted(fused, key=lambda identifier: -fused[identifier])[: 2 * count]
        stored = self._index.catalog.passages(best)
        similarity = {neighbour.passage_id: neighbour.similarity for neighbour in dense}
        bm25 = {match.passage_id: match.bm25 for match in lexical}
        return [
            Hit(stored[identifier], fused[identifier], similarity.get(identifier), bm25.get(identifier))
            for identifier in best
            if identifier in stored
        ][:count]


def lexical_expression(question: str) -> str:
    """The FTS5 expression for any of the question's words that carry meaning; empty when none does.

    Each word is quoted, so that no word is taken for an operator.
    """
    words = dict.fromkeys(word for word in re.findall(r"\w+", question.lower()) if word not in STOP_WORDS)
    return " OR ".join(f'"{word}"' for word in list(words)[:64])
