"""The facts in a text that must not change on the way to an answer, in comparable form."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, islice, takewhile
from typing import NamedTuple

from bot.calendar_names import MONTHS
from bot.extent import Limit, Range, limits, ranges
from bot.names import Name, names
from bot.numbers import in_digits, shortest
from bot.terms import Term, terms

_MONTHS = {name.capitalize(): number for name, number in MONTHS.items()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = r"\d{1,2}(?:st|nd|rd|th)?(?:\s*(?:,|and|to|or|until|through|-|–)\s*\d{1,2}(?:st|nd|rd|th)?)*"
_NO_COUNT = r"\b(?![.,:]\d|\s+(?:million|billion|trillion|percent)|\s*%)"
_DATE = re.compile(
    rf"""\b(?P<days>{_DAYS})\s+(?:of\s+)?(?P<month>{_MONTH})\b
    | \b(?P<month2>{_MONTH})\.?\s+(?P<days2>{_DAYS}){_NO_COUNT}
    | \b\d{{4}}-(?P<month3>\d{{2}})-(?P<days3>\d{{2}})\b
    | \b(?P<month4>{_MONTH})\b(?!\s+Day\b)""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
UNITS = {
    word: group.split()[0]
    for group in (
        "km kilometer kilometers kilometre kilometres|mile miles|m metre metres meter meters|foot feet|"
        "kg kilogram kilograms kilo kilos|pound pounds|minute minutes|hour hours|seconds|am|pm|day days daily|"
        "week weeks weekly|month months monthly|year years yearly annual annually|decade decades|"
        "century centuries|kiloton kilotons|megaton megatons|ton tons tonne tonnes|percent percentage|"
        "degree degrees|dollar dollars|euro euros|won|yen|yuan|rupee rupees|barrel barrels|"
        "litre litres liter liters|acre acres|hectare hectares|hundred|thousand|million|billion|trillion"
    ).split("|")
    for word in group.split()
}
"""The words for units, each with the first form of its own."""


def _and_a_half(match: re.Match[str]) -> str:
    return f"{terms(match[1])[0].key}.5"


_MONEY = r"\s?(\d[\d,.]*\d|\d)((?:\s(?:million|billion|trillion))?)"
_SHORT_MONEY = re.compile(r"([$€£]\s?\d[\d,.]*)\s?(m|mn|bn|tn)\b", re.I)
_DOLLAR = re.compile(r"\b(?:US|C|A|HK|NZ)(?=\$)")
_SHORT = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_PART = r"(?=\s+(?:of\s+)?(?!an?\b)[a-z])"  # a quarter of the voters: not of a million
_HALF = rf"(?<!\band a )(?<!\bin )(?<!(?:er|st|nd|rn|is) )(?<![\w-])half(?!\s(?:{'|'.join(UNITS)}|past|time)\b)"
_HALVES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\bhalf[\s-]an[\s-]hour\b|\bhalf[\s-]hour\b", re.I), "30 minutes"),
    (re.compile(r"\ban hour and a half\b|\bone and a half hours\b", re.I), "90 minutes"),
    (re.compile(r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten) and a half\b", re.I), _and_a_half),
)
_IN_WORDS = (
    (re.compile(rf"{_HALF}{_PART}", re.I), "50 percent"),
    (re.compile(rf"\b(?:an?|one)[\s-]quarter{_PART}", re.I), "25 percent"),
    (re.compile(rf"\bthree[\s-]quarters{_PART}", re.I), "75 percent"),
    (re.compile(r"\b(?:a )?fortnight\b", re.I), "2 weeks"),
    (re.compile(r"\btwice\b|\bdouble(?=\s(?:that|those|what|the|its|his|her|their|as)\b)", re.I), "2 times"),
    (re.compile(r"%"), " percent "),
    (re.compile(r"\b(?:per cent|pc)\b", re.I), "percent"),
    (re.compile(rf"\${_MONEY}"), r"\1\2 dollars"),
    (re.compile(rf"€{_MONEY}"), r"\1\2 euros"),
    (re.compile(rf"£{_MONEY}"), r"\1\2 pounds"),
    (re.compile(r"(\d+)-(?=[a-z])"), r"\1 "),
)
_NOT_A_UNIT = rf"(?!\s(?:{'|'.join(UNITS)})\b)"
_THE = r"\b(?:the|both|these|those|its|their|his|her)"
_FEW = "one|two|three|four|five|six"
_IN_PASSING = re.compile(rf"{_THE} (?:{_FEW})\b|\b(?:at first|the first|first|one{_NOT_A_UNIT})\b", re.I)
"""'The two leaders' counts what is known, and 'a longer one' counts nothing."""
_COUNTED_IN_PASSING = re.compile(
    rf"(?:{_THE} (?P<few>{_FEW}|first)|\b(?P<one>one){_NOT_A_UNIT}|\b(?P<both>both))\s(?P<noun>[a-z]+)", re.I
)
_OF_WHICH = frozenset("of the these those its their his her all".split())
_BOTH = re.compile(r"\b(?:both|a pair of|a couple of)\b", re.I)
_ANOTHER = re.compile(r"\banother\b", re.I)
_ALSO_A_NUMBER = (
    (_BOTH, "two"),
    (_ANOTHER, "second"),
    (re.compile(rf"\ban?(?=\s(?:{'|'.join(UNITS)})\b)", re.I), "one"),
)
"""What bears a number out and is none itself: 'an hour' is one hour."""
_SINGLE = re.compile(r"\b(?:another|an?|single)\b", re.I)
_PERSONS = {"peopl": "person", "men": "man", "women": "woman", "children": "child"}
_NOUN_PHRASE = 3  # words after a number among which is what it counts
_QUOTED = re.compile(r"[\"“]([^\"“”]{3,})[\"”]")


class Count(NamedTuple):
    """A number, and a word after it that may say what it counts, in comparable form."""

    number: str
    noun: str
    is_ordinal: bool
    """It is the second of them, not two."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a text, in comparable form."""

    numbers: Counter[str]
    """Those that belong to no date, with how often each stands there."""
    claimed: Counter[str]
    """Those of them that a source must hold: without the two of 'the two leaders', and without 'first' and 'one'."""
    counts: frozenset[Count]
    """What is counted."""
    counted_in_passing: frozenset[Count]
    """What is counted by a number that is not among the claimed ones."""
    limits: frozenset[Limit]
    """Which numbers are the least, or the most."""
    ranges: frozenset[Range]
    """What bears out the numbers that are told roughly."""
    measures: frozenset[tuple[str, str]]
    """A number and a unit after it, in its first form: `("37", "minute")`."""
    years: frozenset[str]
    dates: frozenset[tuple[int, int]]
    """Month and day; the day is 0 where only the month is named."""
    names: tuple[Name, ...]
    quotations: tuple[str, ...]
    """What stands between quotation marks, in plain words."""


@lru_cache(maxsize=2_000)
def facts(text: str) -> Facts:
    """The facts of one or more sentences."""
    plain_money = _DOLLAR.sub("", text)
    found = names(plain_money)
    spelled = _SHORT_MONEY.sub(lambda match: f"{match[1]} {_SHORT[match[2].lower()]}", plain_money)
    for pattern, plain in _HALVES:
        spelled = pattern.sub(plain, spelled)
    spelled = in_digits(spelled)
    dates = _dates(spelled)
    for pattern, unit in _IN_WORDS:
        spelled = pattern.sub(unit, spelled)
    spelled = _DATE.sub(" ; ", spelled)
    words = _terms(spelled)
    return Facts(
        numbers=_counted(_terms(_with_more_numbers(spelled))),
        claimed=_counted(_terms(_IN_PASSING.sub(" the ", spelled))),
        counts=frozenset([*_counts(spelled), *_counts(_ANOTHER.sub("second", spelled))]),
        counted_in_passing=frozenset(_counts_in_passing(spelled)),
        limits=limits(spelled),
        ranges=ranges(spelled),
        measures=frozenset(_measures(words)),
        years=frozenset([*(word.key for word in words if _is_year(word)), *_iso_years(text)]),
        dates=frozenset(dates),
        names=tuple(found),
        quotations=tuple(plain_words(quoted) for quoted in _QUOTED.findall(text)),
    )


def plain_words(text: str) -> str:
    """The words of the text alone, in lower case."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _terms(text: str) -> list[Term]:
    """The words, where a number is written in one way only: 7 for 7.0."""
    return [Term(word.text, shortest(word.key)) if word.is_number else word for word in terms(text)]


def _with_more_numbers(text: str) -> str:
    for pattern, number in _ALSO_A_NUMBER:
        text = pattern.sub(number, text)
    return text


def _iso_years(text: str) -> list[str]:
    return re.findall(r"\b(\d{4})-\d{2}-\d{2}\b", text)


def _counted(words: list[Term]) -> Counter[str]:
    return Counter(word.key for word in words if _is_count(word))


def _is_year(word: Term) -> bool:
    """Whether it can be one: 1,800 cannot."""
    return _YEAR.fullmatch(word.text) is not None


def _is_count(word: Term) -> bool:
    return word.is_number and not _is_year(word)


def _counts(text: str) -> list[Count]:
    """Each number with the words after it, up to one that carries no meaning: 'three of the five hostages' counts
    hostages twice, and 'a soldier' is one."""
    words = _terms(_SINGLE.sub("one", _BOTH.sub("two", text)))
    found = []
    for place, word in enumerate(words):
        if _is_count(word):
            after = dropwhile(_says_of_which, words[place + 1 :])
            phrase = takewhile(lambda near: near.is_content and not near.is_number, islice(after, _NOUN_PHRASE))
            found += [Count(word.key, _noun(near.key), _is_ordinal(word)) for near in phrase]
    return found


def _counts_in_passing(text: str) -> list[Count]:
    found = []
    for match in _COUNTED_IN_PASSING.finditer(text):
        number, noun = terms(f"{match['few'] or match['one'] or 'two'} {match['noun']}")
        if noun.is_content:
            found.append(Count(number.key, _noun(noun.key), _is_ordinal(number)))
    return found


def _says_of_which(word: Term) -> bool:
    """Whether what is counted comes behind it: three of the country's five mines."""
    return word.is_number or word.text.lower() in _OF_WHICH or word.text.endswith(("'s", "’s"))


def _noun(key: str) -> str:
    return _PERSONS.get(key, key)


def _is_ordinal(number: Term) -> bool:
    return re.search(r"(?:st|nd|rd|th|second)$", number.text.lower()) is not None


def _measures(words: list[Term]) -> list[tuple[str, str]]:
    """A number and the units after it, up to the next number: 200 nautical miles, 3 million tonnes a year."""
    found = []
    for place, word in enumerate(words):
        if _is_count(word):
            after = takewhile(lambda near: not near.is_number, words[place + 1 : place + 5])
            found += [(word.key, UNITS[near.text.lower()]) for near in after if near.text.lower() in UNITS]
    return found


def _dates(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _DATE.finditer(text):
        month = match["month"] or match["month2"] or match["month4"]
        number = _MONTHS[month] if month else int(match["month3"])
        days = match["days"] or match["days2"] or match["days3"] or "0"
        found += [(number, int(day)) for day in re.findall(r"\d+", days)]
    return found
