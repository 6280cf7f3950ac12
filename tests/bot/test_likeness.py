"""How much of a sentence others say, with the vectors of a small deterministic embedder."""

import pytest

import bot.likeness
from bot.likeness import Likeness

from tests.embedders import BagOfWordsEmbeddings

HELD, FELL, SCHOOL = "The dam held.", "The old bridge fell.", "A school opens on Monday."


def test_each_word_counts_by_the_nearest_one_in_any_of_the_sentences(embedder: BagOfWordsEmbeddings) -> None:
    likeness = Likeness(embedder)
    assert likeness.share_said(HELD, (FELL, HELD)) == pytest.approx(1.0)
    assert likeness.share_said(HELD, (FELL, SCHOOL)) == pytest.approx(1 / 3)
    assert likeness.share_said(FELL, (HELD, SCHOOL)) == pytest.approx(1 / 4)
    assert likeness.share_said("The old dam held.", (FELL, HELD)) == pytest.approx(1.0)


def test_a_sentence_is_read_once(embedder: BagOfWordsEmbeddings) -> None:
    likeness = Likeness(embedder)
    for claim in (HELD, FELL):
        likeness.share_said(claim, (HELD, SCHOOL))
    assert sorted(embedder.texts_embedded) == sorted([HELD, SCHOOL, FELL])


def test_the_sentences_that_are_kept_are_bounded(
    embedder: BagOfWordsEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.likeness, "_KEPT", 2)
    likeness = Likeness(embedder)
    for sentence in (FELL, SCHOOL, FELL):
        likeness.share_said(HELD, (sentence,))
    assert embedder.texts_embedded.count(FELL) == 2
