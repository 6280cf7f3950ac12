"""How much of a sentence others say, word for word or in other words, so that a claim may be borne out in either."""

from functools import lru_cache

import numpy as np

from ingest.embedder import Matrix, SentenceTransformerEmbeddings

_KEPT = 400  # sentences, some 50 kB each: the claims of an answer share most of their evidence


class Likeness:
    """Compares the tokens of sentences by what each means in its own: with the embedder that the search uses, by which
    each sentence is read once."""

    def __init__(self, embedder: SentenceTransformerEmbeddings) -> None:
        self._embedder = embedder
        self._tokens = lru_cache(maxsize=_KEPT)(self._read)

    def share_said(self, claim: str, sentences: tuple[str, ...]) -> float:
        """The mean, over the claim's tokens, of the cosine of each and the token of the sentences that is nearest to
        it: in [-1, 1], 1 for a claim that is one of them.

        Source: the recall of BERTScore (Zhang et al. 2020), https://arxiv.org/abs/1904.09675.
        """
        said = self._tokens(claim)
        nearest = [(said @ self._tokens(sentence).T).max(axis=1) for sentence in sentences]
        return float(np.max(nearest, axis=0).mean())

    def _read(self, sentence: str) -> Matrix:
        """`(tokens, d)`, rows of unit length."""
        (tokens,) = self._embedder.encode_tokens([sentence])
        return tokens
