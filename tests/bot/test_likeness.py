"""How alike two sentences are, with the vectors of a small deterministic embedder."""

import pytest

import bot.likeness
from bot.likeness import Likeness

from tests.embedders import BagOfWordsEmbeddings

HELD, FELL, SCHOOL = "The dam held.", "The old bridge fell.", "A school opens on Monday."


def test_the_nearest_sentence_counts(embedder: BagOfWordsEmbeddings) -> None:
    likeness = Likeness(embedder)
    assert likeness.nearest(HELD, (FELL, HELD)) == pytest.approx(1.0)
    assert likeness.nearest(HELD, (FELL, SCHOOL)) == pytest.approx(1 / 12**0.5)  # one word, of three and of four


def test_a_sentence_is_embedded_once(embedder: BagOfWordsEmbeddings) -> None:
    likeness = Likeness(embedder)
    for claim in (HELD, FELL):
        likeness.nearest(claim, (HELD, SCHOOL))
    assert sorted(embedder.texts_embedded) == sorted([HELD, SCHOOL, FELL])


def test_the_vectors_that_are_kept_are_bounded(embedder: BagOfWordsEmbeddings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.likeness, "_KEPT", 2)
    likeness = Likeness(embedder)
    for sentence in (FELL, SCHOOL, FELL):
        likeness.nearest(HELD, (sentence,))
    assert embedder.texts_embedded.count(FELL) == 2
