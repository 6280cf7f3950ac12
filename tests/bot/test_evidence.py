"""Which sentences the model is shown."""

import pytest

from ingest.articles import Article
from ingest.catalog import StoredPassage
from ingest.sentences import split_sentences

from bot.evidence import WORTH_ASKING, WORTH_QUOTING, EvidenceGatherer, Source, is_enough
from bot.retriever import Hit

from tests.embedders import BagOfWordsEmbeddings

TEXT = (
    "Officials spoke at length. A red trailer was photographed on July 7 at the plant. "
    "The weather was mild. Nobody was hurt in the accident."
)
OTHER = "Leaders met in Singapore. They signed a paper."


def hit(identifier: str, text: str, value: float) -> Hit:
    article = Article(id=identifier, title="News", text=text)
    passage = StoredPassage(identifier, 0, 0, len(text), article, identifier)
    return Hit(passage, value, 0.5, 1, 3.0, 1, 3.0, 0.0)


def gathered(question: str, max_chars: int = 1000) -> list[Source]:
    hits = [hit("a", TEXT, 1.0), hit("b", OTHER, 0.8)]
    return EvidenceGatherer(BagOfWordsEmbeddings(), max_chars).gather(question, hits)


def test_sources_are_numbered_in_the_order_of_their_best_hits() -> None:
    assert [(source.number, source.article.id) for source in gathered("red trailer")] == [(1, "a"), (2, "b")]


def test_every_sentence_keeps_its_place_in_the_article() -> None:
    (source, _) = gathered("red trailer")
    assert [sentence.text for sentence in source.sentences] == [TEXT[s.start : s.end] for s in split_sentences(TEXT)]


def test_the_sentence_that_answers_is_the_most_relevant() -> None:
    sentences = [
        sentence for source in gathered("when was the red trailer photographed") for sentence in source.sentences
    ]
    assert max(sentences, key=lambda each: each.relevance).text.startswith("A red trailer")


@pytest.mark.parametrize("max_chars", [60, 90, 150])
def test_what_is_shown_fits_and_is_the_most_relevant(max_chars: int) -> None:
    sources = gathered("when was the red trailer photographed", max_chars)
    shown = [sentence for source in sources for sentence in source.shown]
    assert 0 < sum(len(sentence.text) for sentence in shown) <= max(max_chars, 60)
    assert any(sentence.text.startswith("A red trailer") for sentence in shown)


def test_a_question_about_something_else_is_not_worth_asking_a_model() -> None:
    assert is_enough(gathered("red trailer photographed plant"), WORTH_QUOTING)
    assert not is_enough(gathered("quantum chromodynamics lattice spacing"), WORTH_ASKING)
    assert not is_enough([], WORTH_ASKING)


def test_no_hits_give_no_sources() -> None:
    assert EvidenceGatherer(BagOfWordsEmbeddings(), 100).gather("anything", []) == []
