"""What a refusal tells beside itself: what the question asks about that nothing found knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.articles import Article
from ingest.passages import ALWAYS, DateRange

from bot.terms import Term, content_keys, terms

_MOST_WORDS = 3
_LEAST_LETTERS = 4  # shorter ones are abbreviations, which articles spell out: nk, un, ppl
_MOST_LETTERS = 30
_ASKING = content_keys("many name names named whats what's happen happened thing kind know gimme find want today")


@dataclass(frozen=True, slots=True)
class Missing:
    """Empty where nothing can be named, and of an answer."""

    words: tuple[str, ...] = ()
    """Words of the question, as they are written there, that stand in none of the articles found: letters alone."""
    days: str = ""
    """The days of publication that the question insists on, where nothing found is of them: `2018-06-01 … 2018-06-30`,
    open at either end."""


NOTHING = Missing()


def missing(question: str, found: Iterable[Article], days: DateRange) -> Missing:
    """What the articles found lack, which may not be all of it: other words may say the same."""
    articles = list(found)
    known = set[str]().union(*(content_keys(f"{article.header} {article.text}") for article in articles))
    absent = [term.text for term in terms(question) if _is_telling(term) and term.key not in known]
    is_outside = not any(days.holds(article.published_at) for article in articles)
    words = tuple(dict.fromkeys(absent))[:_MOST_WORDS] if articles else ()
    return Missing(words, _shown(days) if is_outside and days != ALWAYS else "")


def _is_telling(term: Term) -> bool:
    """Whether it is an ordinary word or name. What is no word might be said only for the bot to say it again."""
    is_word = term.text.isalpha() and not term.text.isupper()
    return is_word and term.is_content and term.key not in _ASKING and _LEAST_LETTERS <= len(term.text) <= _MOST_LETTERS


def _shown(days: DateRange) -> str:
    last = date.fromisoformat(days.until[:10]) - timedelta(days=1) if days.until else None
    if days.since and last and days.since[:10] == last.isoformat():
        return days.since[:10]
    return f"{(days.since or '')[:10]} … {last or ''}".strip()
