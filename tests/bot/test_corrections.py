"""What a correction says of the report that it corrects."""

import pytest

from ingest.articles import Article
from ingest.catalog import StoredPassage

from bot.evidence import EvidenceGatherer, Source
from bot.retriever import Hit
from bot.verifier import RULES

from tests.bot.sources import source
from tests.embedders import BagOfWordsEmbeddings

WRONG = "A report published on July 4 described the missile as a short one."
RIGHT = "Officials say that it was a long one."
CORRECTS = {"corrects": "https://news.example/report"}


def relevances(question: str, **fields: str) -> list[float]:
    """Of the two sentences, in an article with those fields."""
    article = Article.model_validate({"id": "a", "title": "News", "text": f"{WRONG} {RIGHT}", **fields})
    passage = StoredPassage("a", 0, 0, len(article.text), article, "a")
    hit = Hit(passage, 1.0, 0.5, 1, 3.0, 1, 3.0, 0.0)
    (found,) = EvidenceGatherer(BagOfWordsEmbeddings(), 1000).gather(question, [hit])
    return [sentence.relevance for sentence in found.sentences]


def test_what_was_wrong_is_less_relevant_in_a_correction_alone() -> None:
    question = "was the missile a short one"
    (wrong, right), (same, other) = relevances(question), relevances(question, **CORRECTS)
    assert same == pytest.approx(wrong - 0.3)
    assert other == right


def test_to_a_question_about_the_report_it_is_as_relevant() -> None:
    question = "what did the first report say of the missile"
    assert relevances(question, **CORRECTS) == relevances(question)


def failures(claim: str, told: Source) -> tuple[str, ...]:
    """The checks that the claim fails on that article."""
    weighed = RULES.weigh(claim, told)
    assert weighed
    return weighed.failures


@pytest.mark.parametrize(
    "wrong",
    [
        WRONG,
        "An earlier version of this article said that the missile was a short one.",
        "That report said that the missile was a short one.",
    ],
)
def test_what_was_wrong_bears_no_claim_out(wrong: str) -> None:
    correction, report = source(1, f"{wrong} {RIGHT}", **CORRECTS), source(1, f"{wrong} {RIGHT}")
    assert failures("The missile was a short one.", correction) == ("correction",)
    assert failures("The missile was a short one.", report) == ()


@pytest.mark.parametrize("claim", ["The earlier report described the missile as a short one.", "It was a long one."])
def test_what_the_report_said_and_what_is_right_may_be_told(claim: str) -> None:
    assert failures(claim, source(1, f"{WRONG} {RIGHT}", **CORRECTS)) == ()
