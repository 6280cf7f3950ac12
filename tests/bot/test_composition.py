"""What is built from the settings."""

import pytest

from bot.composition import open_verifier
from bot.settings import BotSettings

from tests.embedders import BagOfWordsEmbeddings


def test_the_default_embedder_helps_to_verify(embedder: BagOfWordsEmbeddings) -> None:
    verifier = open_verifier(BotSettings(), embedder)
    assert verifier.likeness is not None
    assert verifier.entailment is None


def test_an_embedder_whose_cosines_were_not_measured_does_not(
    embedder: BagOfWordsEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "someone/another-model")
    monkeypatch.setenv("VERIFIER_MODEL", "someone/entailment")
    verifier = open_verifier(BotSettings(), embedder)
    assert verifier.likeness is None
    assert verifier.entailment is not None
