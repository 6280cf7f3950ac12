"""What a refusal tells beside itself: what the question asks about that nothing found knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.articles import Article
from ingest.passages import ALWAYS, DateRange

from bot.calendar_names import MONTHS, WEEKDAYS
from bot.terms import Term, content_keys, terms

_MOST_WORDS = 3
_LEAST_LETTERS = 4  # shorter ones are abbreviations, which articles spell out: nk, un, ppl
_MOST_LETTERS = 30
_ASKING = content_keys(
    "many name names named whats what's happen happened thing things kind sort type know gimme find want need help "
    "understand explain describe show list mean think talk word words take took long tall high deep wide fast big old "
    "new last next latest recent recently ago soon day days week weeks month months year years hour hours date time "
    "times today tomorrow yesterday tonight morning evening anything something everything someone anyone really "
    "actually ever exactly else whether " + " ".join([*MONTHS, *WEEKDAYS])
)  # what asks, and for when: an article that answers has no need of it


@dataclass(frozen=True, slots=True)
class Missing:
    """Empty where nothing can be named, and of an answer."""

    words: tuple[str, ...] = ()
    """Words of the question, as they are written there, that stand in none of the articles found: letters alone."""
    days: str = ""
    """The days of publication that were searched, where nothing found is of them: `2018-06-01 … 2018-06-30`, or open at
    either end. Reports may be some days later than what they tell, so more are searched than a question names."""


NOTHING = Missing()


def missing(question: str, found: Iterable[Article], days: DateRange) -> Missing:
    """What the articles found lack, which may not be all of it: other words may say the same."""
    articles = list(found)
    known = set[str]().union(*(content_keys(f"{article.header} {article.text}") for article in articles))
    absent = [term.text for term in terms(question) if _is_telling(term) and term.key not in known]
    is_outside = not any(days.holds(article.published_at) for article in articles)
    words = tuple(dict.fromkeys(absent))[:_MOST_WORDS] if articles else ()
    return Missing(words, _shown(days) if is_outside else "")


def _is_telling(term: Term) -> bool:
    """Whether it is an ordinary word or name. What is no word might be said only for the bot to say it again."""
    is_word = term.text.isalpha() and not term.text.isupper()
    return is_word and term.is_content and term.key not in _ASKING and _LEAST_LETTERS <= len(term.text) <= _MOST_LETTERS


def _shown(days: DateRange) -> str:
    """Nothing of all days, nor of days that end before they begin."""
    since = (days.since or "")[:10]
    last = (date.fromisoformat(days.until[:10]) - timedelta(days=1)).isoformat() if days.until else ""
    if days == ALWAYS or (since and last and last < since):
        return ""
    return since if since == last else f"{since} … {last}".strip()
