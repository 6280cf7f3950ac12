"""The reranker with a real cross-encoder, tiny and untrained, and with models that fail or take too long."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from ingest.index import PassageIndex

from bot.question import Question
from bot.reranker import Reranker
from bot.retriever import Retriever

from tests.embedders import BagOfWordsEmbeddings

QUESTION = Question("red trailer leaders statement")


class Prefers:
    """Stands for a model that likes texts with a certain word."""

    def __init__(self, word: str) -> None:
        self.word = word

    def predict(self, pairs: list[tuple[str, str]], show_progress_bar: bool) -> list[float]:
        return [float(self.word in text) for _, text in pairs]


class Waits:
    """Stands for a model that is not done before it is told to."""

    def __init__(self) -> None:
        self.may_end = Event()

    def predict(self, pairs: list[tuple[str, str]], show_progress_bar: bool) -> list[float]:
        self.may_end.wait()
        return [0.0] * len(pairs)


@pytest.fixture
def waits() -> Iterator[Waits]:
    model = Waits()
    yield model
    model.may_end.set()


def order(archive: PassageIndex, embedder: BagOfWordsEmbeddings, reranker: Reranker | None) -> list[str]:
    hits = Retriever(archive, embedder, reranker=reranker).retrieve(QUESTION, 5)
    return [hit.passage.article.id for hit in hits]


@pytest.fixture
def tiny_model(tmp_path: Path) -> Path:
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer, set_seed

    folder = tmp_path / "cross-encoder"
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "trailer", "leaders", "statement"]
    BertTokenizer(vocab={word: number for number, word in enumerate(words)}).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=64,
        id2label={0: "answers"},
        initializer_range=1.0,  # else all weights are near zero, and all texts worth the same
    )
    set_seed(1)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_a_cross_encoder_scores_every_text(tiny_model: Path) -> None:
    reranker = Reranker(str(tiny_model), 60)
    reranker.warm_up()
    scores = reranker.scores("red trailer", ["leaders", "statement", "leaders"])
    assert scores is not None
    assert scores[0] == pytest.approx(scores[2])
    assert scores[0] != pytest.approx(scores[1])
    assert (reranker.scores("red trailer", []), reranker.failures) == ([], 0)


@pytest.mark.parametrize(("word", "first"), [("photographed", "trailer"), ("Singapore", "summit")])
def test_candidates_come_in_the_order_of_the_reranker(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, word: str, first: str
) -> None:
    reranker = Reranker("any", 60, lambda name: Prefers(word))
    hits = Retriever(archive, embedder, reranker=reranker).explain(QUESTION, 5)
    assert (hits[0].passage.article.id, hits[0].rerank) == (first, 1)
    assert [hit.rerank for hit in hits] == [1, 2]


def test_values_keep_their_scale(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    without = Retriever(archive, embedder).explain(QUESTION, 5)
    reranker = Reranker("any", 60, lambda name: Prefers("Singapore"))
    reranked = Retriever(archive, embedder, reranker=reranker).explain(QUESTION, 5)
    base, exchanged = ([hit.value - hit.date_preference for hit in hits] for hits in (without, reranked))
    assert sorted(exchanged) == pytest.approx(sorted(base))


def test_one_that_is_too_slow_leaves_the_order_of_the_search(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, waits: Waits, caplog: pytest.LogCaptureFixture
) -> None:
    reranker = Reranker("slow", 0.01, lambda name: waits)
    assert order(archive, embedder, reranker) == order(archive, embedder, None)
    assert order(archive, embedder, reranker) == order(archive, embedder, None)
    assert reranker.failures == 2
    assert "reranker failed (2 so far): TimeoutError" in caplog.text


def test_one_that_fails_leaves_the_order_of_the_search(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    reranker = Reranker("broken", 60, lambda name: object())
    assert order(archive, embedder, reranker) == order(archive, embedder, None)
    assert reranker.failures == 1


def test_one_that_cannot_be_loaded_is_named_and_not_tried_again(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def load(name: str) -> Any:
        tried.append(name)
        raise OSError("no such folder")

    reranker = Reranker("gone", 60, load)
    Retriever(archive, embedder, reranker=reranker).warm_up()
    assert "RERANKER_MODEL=gone cannot be used" in caplog.text
    assert order(archive, embedder, reranker) == order(archive, embedder, None)
    assert tried == ["gone"]
