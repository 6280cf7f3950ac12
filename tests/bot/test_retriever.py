"""Search over a small archive."""

import pytest

from ingest.index import PassageIndex

from bot.retriever import Retriever, lexical_expression

from tests.embedders import BagOfWordsEmbeddings


@pytest.fixture
def retriever(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> Retriever:
    return Retriever(archive, embedder)


def test_the_passage_that_holds_the_words_comes_first(retriever: Retriever) -> None:
    hits = retriever.retrieve("when was the red trailer photographed", 5)
    assert hits[0].passage.article.id == "trailer"
    assert hits[0].bm25 is not None
    assert hits[0].similarity is not None


def test_no_more_passages_come_than_were_asked_for(retriever: Retriever) -> None:
    assert len(retriever.retrieve("leaders statement trailer", 1)) == 1


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "NEAR(a b)",
        "summit*",
        "-trailer",
        "title:summit",
        "what is it",
        "🎉",
        "встреча в Сингапуре",
        "a " * 2000,
        "^(",
    ],
)
def test_no_question_is_an_error(retriever: Retriever, question: str) -> None:
    assert len(retriever.retrieve(question, 3)) <= 3


def test_words_are_quoted_so_that_none_is_an_operator() -> None:
    assert lexical_expression("Kim NEAR Moon OR (Trump)") == '"kim" OR "near" OR "moon" OR "trump"'


def test_a_question_of_stop_words_has_no_lexical_half() -> None:
    assert lexical_expression("what was it about") == ""
