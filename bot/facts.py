"""The facts in a text that must not change on the way to an answer, in comparable form."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from bot.names import Name, names
from bot.terms import Term, terms

_MONTHS = {
    name: number
    for number, group in enumerate(
        "January Jan|February Feb|March Mar|April Apr|May|June Jun|July Jul|August Aug|September Sept Sep|October Oct|"
        "November Nov|December Dec".split("|"),
        start=1,
    )
    for name in group.split()
}
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
_UNITS = {
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


def _and_a_half(match: re.Match[str]) -> str:
    return f"{terms(match[1])[0].key}.5"


_IN_WORDS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\bhalf[\s-]an[\s-]hour\b|\bhalf[\s-]hour\b", re.I), "30 minutes"),
    (re.compile(r"\ban hour and a half\b|\bone and a half hours\b", re.I), "90 minutes"),
    (re.compile(r"%"), " percent "),
    (re.compile(r"\b(?:per cent|pc)\b", re.I), "percent"),
    (re.compile(r"\$\s?(\d[\d,.]*\d|\d)((?:\s(?:million|billion|trillion))?)"), r"\1\2 dollars"),
    (re.compile(r"€\s?(\d[\d,.]*\d|\d)((?:\s(?:million|billion|trillion))?)"), r"\1\2 euros"),
    (re.compile(r"£\s?(\d[\d,.]*\d|\d)((?:\s(?:million|billion|trillion))?)"), r"\1\2 pounds"),
    (re.compile(r"\b(?:the|both|these|those|its|their|his|her) (?:one|two|three|four|five|six)\b", re.I), "the"),
    (re.compile(r"\b(\d+|two|three|four|five|six|seven|eight|nine|ten) and a half\b", re.I), _and_a_half),
    (re.compile(rf"\b(?:at first|the first|first|one(?!\s(?:{'|'.join(_UNITS)})\b))\b", re.I), " "),
    (re.compile(r"(\d+)-(?=[a-z])"), r"\1 "),
)  # 'the two leaders' counts what is known, and 'a longer one' counts nothing
_QUOTED = re.compile(r"[\"“]([^\"“”]{3,})[\"”]")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a text, in comparable form."""

    numbers: Counter[str]
    """Those that belong to no date, with how often each stands there."""
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
    found = names(text)
    spelled = text
    for pattern, plain in _IN_WORDS:
        spelled = pattern.sub(plain, spelled)
    words = terms(_DATE.sub(" ; ", spelled))
    numbers = [word.key for word in words if word.is_number]
    return Facts(
        numbers=Counter(number for number in numbers if not _YEAR.fullmatch(number)),
        measures=frozenset(_measures(words)),
        years=frozenset(number for number in numbers if _YEAR.fullmatch(number)) | frozenset(_iso_years(text)),
        dates=frozenset(_dates(text)),
        names=tuple(found),
        quotations=tuple(plain_words(quoted) for quoted in _QUOTED.findall(text)),
    )


def plain_words(text: str) -> str:
    """The words of the text alone, in lower case."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _iso_years(text: str) -> list[str]:
    return re.findall(r"\b(\d{4})-\d{2}-\d{2}\b", text)


def _measures(words: list[Term]) -> list[tuple[str, str]]:
    """A number and the units after it, up to the next number: 200 nautical miles, 3 million tonnes a year."""
    found = []
    for place, word in enumerate(words):
        if word.is_number and not _YEAR.fullmatch(word.key):
            after = takewhile(lambda near: not near.is_number, words[place + 1 : place + 5])
            found += [(word.key, _UNITS[near.text.lower()]) for near in after if near.text.lower() in _UNITS]
    return found


def _dates(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _DATE.finditer(text):
        month = match["month"] or match["month2"] or match["month4"]
        number = _MONTHS[month] if month else int(match["month3"])
        days = match["days"] or match["days2"] or match["days3"] or "0"
        found += [(number, int(day)) for day in re.findall(r"\d+", days)]
    return found
