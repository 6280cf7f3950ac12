"""Outcomes made by hand, for the tests of what is computed from them."""

from typing import Any

from ingest.articles import Article

from bot.answer import Answer, Citation, Status, Timing
from bot.evidence import Source

from evals.outcomes import Outcome
from evals.questions import EvalQuestion

from tests.bot.sources import source

TEXT = "The trailer was photographed on July 7. Officials called it “a routine delivery” at the time."
SOURCE = source(1, TEXT)
OTHER = source(2, "The summit took place in Singapore.")


def question(**fields: Any) -> EvalQuestion:
    """An answerable question on `SOURCE`, unless told otherwise."""
    usual: dict[str, Any] = {
        "id": "q1",
        "question": "when was the trailer photographed",
        "answerable": True,
        "answers": ["July 7"],
        "gold_articles": ["article-1"],
        "gold_quotes": ["The trailer was photographed on July 7."],
    }
    return EvalQuestion.model_validate(usual | fields)


def unanswerable(**fields: Any) -> EvalQuestion:
    """A question to which the archive holds no answer."""
    empty: dict[str, Any] = {"answerable": False, "answers": [], "gold_articles": [], "gold_quotes": []}
    return question(**empty | fields)


def citation(number: int, article: Article, quote: str) -> Citation:
    """A citation of words that stand in the article."""
    start = article.text.index(quote)
    return Citation(number, article, quote, start, start + len(quote))


def outcome(
    asked: EvalQuestion,
    text: str,
    citations: tuple[Citation, ...] = (),
    status: Status = "answered",
    sources: tuple[Source, ...] = (SOURCE, OTHER),
) -> Outcome:
    """What became of the question, after 2 seconds."""
    timing = Timing(0.25, 1.0, 2.0)
    answer = Answer(asked.question, status, text, citations, (), sources, "scripted", timing)
    return Outcome(asked, ("article-1", "article-2"), 0.25, answer)


CITED = citation(1, SOURCE.article, "The trailer was photographed on July 7.")
RIGHT = outcome(question(), "It was photographed on July 7 [1].", (CITED,))
REFUSED = outcome(question(), "The archive does not say.", status="refused")
OUTAGE = Outcome(question(), (), 0.0, None, "TimeoutError: ")
SEARCHED = Outcome(question(), ("article-1",), 0.25)
