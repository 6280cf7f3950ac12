"""A model of entailment beside the verifier's own weighing: a real cross-encoder, made here, and very small."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.citations import Claim
from bot.entailment import Entailment
from bot.verifier import Verifier

from tests.bot.sources import source

SOURCES = [source(1, "The dam had held. The mayor thanked the army.")]
HELD, FELL = "The dam had held.", "The bridge fell on three cars at noon."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of three labels with random weights."""
    import torch
    import transformers

    torch.manual_seed(0)  # of some random weights two texts are alike
    library: Any = transformers  # its types leave out what it loads when asked
    place = tmp_path_factory.mktemp("entailment")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "dam", "had", "held", "bridge", "fell", "."]
    (place / "vocab.txt").write_text("\n".join(words))
    library.BertTokenizerFast(vocab_file=str(place / "vocab.txt")).save_pretrained(place)
    labels = {0: "contradiction", 1: "entailment", 2: "neutral"}
    config = library.BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        id2label=labels,
        label2id={name: number for number, name in labels.items()},
    )
    library.BertForSequenceClassification(config).save_pretrained(place)
    return place


class Config:
    """Labels as an NLI model has them, or others."""

    def __init__(self, *labels: str) -> None:
        self.id2label = dict(enumerate(labels))


class Fixed:
    """Finds every sentence as much entailed as it is told to."""

    def __init__(self, share: float, *labels: str) -> None:
        self.share = share
        self.config = Config(*labels or ("CONTRADICTION", "ENTAILMENT", "NEUTRAL"))
        self.seen: list[tuple[str, str]] = []

    def predict(self, pairs: list[tuple[str, str]], **how: Any) -> list[list[float]]:
        assert how["apply_softmax"]
        self.seen += pairs
        return [[0.0, self.share, 1 - self.share] for _ in pairs]


def is_kept(text: str, share: float, question: str = "") -> bool:
    return bool(
        Verifier(entailment=Entailment("fixed", lambda name: Fixed(share))).verify(
            [Claim(text, (1,))], SOURCES, question
        )
    )


def test_a_model_of_a_folder_gives_a_probability(folder: Path) -> None:
    entailment = Entailment(str(folder))
    first = entailment.probability(HELD, HELD)
    assert first is not None
    assert 0 < first < 1
    assert entailment.probability(HELD, FELL) != first
    assert entailment.failures == 0


def test_what_it_says_counts_for_half() -> None:
    assert is_kept(HELD, 1.0)
    assert is_kept(HELD, 0.2)
    assert not is_kept(HELD, 0.0)  # the verifier alone is less than sure of any sentence
    assert not is_kept(FELL, 0.9)


def test_it_reads_the_header_and_the_evidence() -> None:
    model = Fixed(1.0)
    Verifier(entailment=Entailment("fixed", lambda name: model)).verify([Claim(HELD, (1,))], SOURCES, "")
    assert model.seen == [("Headline 1\nThe dam had held.", HELD)]


def test_a_bare_answer_is_no_sentence_to_entail() -> None:
    assert is_kept("The dam", 0.0, question="What had held?")


def test_a_model_that_cannot_be_loaded_is_left_out_and_said_to_be(caplog: pytest.LogCaptureFixture) -> None:
    entailment = Entailment("no/such/folder", lambda name: _raise(OSError("not there")))
    with caplog.at_level(logging.WARNING):
        assert Verifier(entailment=entailment).verify([Claim(HELD, (1,))], SOURCES, "")
        assert not Verifier(entailment=entailment).verify([Claim(FELL, (1,))], SOURCES, "")
    assert entailment.failures == 2
    assert "VERIFIER_MODEL=no/such/folder failed (1 so far)" in caplog.text
    assert "OSError: not there" in caplog.text


def test_a_model_of_another_kind_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    entailment = Entailment("reranker", lambda name: Fixed(1.0, "LABEL_0"))
    assert entailment.probability(HELD, HELD) is None
    assert "none of its labels is entailment: LABEL_0" in caplog.text


def _raise(error: Exception) -> Any:
    raise error
