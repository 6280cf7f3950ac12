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
        "The original story said that the missile was a short one.",
        "The previous article said that the missile was a short one.",
        "The initial wording was that the missile was a short one.",
        "Our headline of Monday, which said that the missile was a short one, is wrong.",
    ],
)
def test_what_was_wrong_bears_no_claim_out(wrong: str) -> None:
    correction, report = source(1, f"{wrong} {RIGHT}", **CORRECTS), source(1, f"{wrong} {RIGHT}")
    assert failures("The missile was a short one.", correction) == ("correction",)
    assert failures("The missile was a short one.", report) == ()


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The earlier report described the missile as a short one.", WRONG),
        ("It was a long one.", f"{WRONG} {RIGHT}"),
        ("The mayor is 54.", "An earlier version of this article misstated the mayor's age; she is 54, not 45."),
        ("The vote was 51 to 49.", "The first report said the vote was 52 to 48, when it was 51 to 49."),
        ("The bridge opened on June 12.", "It opened on June 12 rather than June 21, as the original report said."),
        ("The date remains unchanged.", "The date given in the earlier report remains unchanged."),
        ("The report found 12,000 dead.", "A report published by the United Nations on Monday found 12,000 dead."),
        ("He opened an account in Zurich.", "He opened his first account in Zurich in 2012."),
        ("The first version of the bill failed.", "The first version of the bill failed in May."),
    ],
)
def test_what_the_report_said_and_what_is_right_may_be_told(claim: str, passage: str) -> None:
    assert "correction" not in failures(claim, source(1, passage, **CORRECTS))


def test_a_report_published_by_the_outlet_itself_is_its_own() -> None:
    passage = f"A report published by The Wexmoor Post described the missile as a short one. {RIGHT}"
    told = source(1, passage, source="The Wexmoor Post", **CORRECTS)
    assert failures("The missile was a short one.", told) == ("correction",)


def test_what_the_report_said_may_be_told_where_that_is_asked() -> None:
    weighed = RULES.weigh(
        "The missile was described as a short one.",
        source(1, f"{WRONG} {RIGHT}", **CORRECTS),
        "how was the missile described in the first report?",
    )
    assert weighed
    assert "correction" not in weighed.failures


def test_of_a_claim_that_tells_of_the_report_every_part_may_be_told() -> None:
    claim = "The earlier report described the missile as a short one, and it put the missile at sea."
    passage = f"{WRONG[:-1]}, and it put the missile at sea. {RIGHT}"
    assert "correction" not in failures(claim, source(1, passage, **CORRECTS))
