"""How far a statement goes: whether a number is the least, the most or a rough one, and whether all are meant or only
some."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bot.numbers import shortest
from bot.terms import content_keys, terms

_LEAST = (
    r"(?:no|not) (?:less|fewer) than|(?:more|greater|higher|longer|larger|older) than|at least|over|above|"
    r"exceed(?:s|ed|ing)?|a minimum of|upwards of"
)
_MOST = (
    r"(?:no|not) more than|(?:less|fewer|lower|shorter|smaller|younger) than|at most|up to|under|below|almost|nearly|"
    r"a maximum of|as many as|not quite"
)
_LIMITED = re.compile(rf"\b(?:(?P<least>{_LEAST})|(?:{_MOST}))\s+(?:an?\s|the\s)?(?P<number>[\w.,]+)", re.IGNORECASE)
_ALL = re.compile(
    r"(?<!\bat )(?<!\bafter )(?<!\bof )(?<!\bnot )(?<!\balmost )(?<!\bnearly )"
    r"\b(?:all(?! but\b| over\b|-)|every(?! other\b|-)|everyone|everybody|each|entire|whole)\b",
    re.IGNORECASE,
)
_ALL_OR_NONE = re.compile(
    _ALL.pattern + r"|\b(?:any|both|entirely|everything|fully|nobody|no|none|unanimous(?:ly)?|without exception)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:most of|some of|many|several|few|half|parts?|partly|(?:majority|handful|dozens) of|almost all|nearly all|"
    r"only (?:an?|one|two|three|four|five|six|\d+)|all but)\b",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?:(?P<above>(?:more|greater|higher|longer|larger|older|taller|no (?:less|fewer)) than|at least|over|above|"
    r"exceed(?:s|ed|ing)?|upwards of)|"
    r"(?P<nearly>almost|nearly|close to|just (?:under|below)|not quite)|"
    r"(?P<below>(?:less|fewer|lower|shorter|smaller|younger|no more) than|under|below)|"
    r"(?:about|around|roughly|approximately|some|an estimated))\s+(?:an?\s|the\s)?(?P<number>\d[\d,.]*\d|\d)\b",
    re.IGNORECASE,
)
_MOST_BEYOND = 2  # 'more than 100' is said of 150, and hardly of 900: that is another number
_LEAST_NEARLY = Decimal("0.9")
_ABOUT = Decimal("0.05")  # at most so far off is a number that is rounded
_NOUN_PHRASE = 3  # words behind 'all' or 'some' that may say of what


class Limit(NamedTuple):
    """A number that is told as the least or the most."""

    number: str
    is_least: bool


class Range(NamedTuple):
    """The numbers that bear out one that is told roughly."""

    number: str
    """It, in comparable form."""
    low: Decimal
    high: Decimal

    def holds(self, number: str) -> bool:
        """Whether another number, in comparable form, is one of these."""
        return self.low <= Decimal(number) <= self.high


def limits(text: str) -> frozenset[Limit]:
    """The limited numbers of a text in whose number phrases are in digits, in comparable form."""
    found = []
    for match in _LIMITED.finditer(text):
        number = next(iter(terms(match["number"])), None)
        if number and number.is_number:
            found.append(Limit(shortest(number.key), match["least"] is not None))
    return frozenset(found)


def ranges(text: str) -> frozenset[Range]:
    """Those of a text in whose number phrases are in digits."""
    return frozenset(_ranges(text))


def _ranges(text: str) -> Iterator[Range]:
    for match in _ROUGHLY.finditer(text):
        number = shortest(terms(match["number"])[0].key)
        value = Decimal(number)
        if match["above"]:
            yield Range(number, value, value * _MOST_BEYOND)
        elif match["below"]:
            yield Range(number, value / _MOST_BEYOND, value)
        elif match["nearly"]:
            yield Range(number, value * _LEAST_NEARLY, value)
        else:
            step = min(_last_digit(value) / 2, value * _ABOUT)
            yield Range(number, value - step, value + step)


def _last_digit(value: Decimal) -> Decimal:
    """What its last digit that is no zero counts: 100 of 3,700."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def are_limited_otherwise(claimed: frozenset[Limit], told: frozenset[Limit]) -> bool:
    """Whether what is claimed to be the least is told only as the most, or the other way round."""
    reversed_ = {Limit(limit.number, not limit.is_least) for limit in claimed}
    return bool(reversed_ & told) and not claimed & told


def goes_further(claimed: str, told: str) -> bool:
    """Whether all of what only some are told of are claimed to be meant."""
    if _ALL_OR_NONE.search(told):
        return False
    return bool(_behind(_ALL, claimed) & _behind(_SOME, told))


def _behind(pattern: re.Pattern[str], text: str) -> set[str]:
    """What of it is meant: the words that follow."""
    ends = [match.end() for match in pattern.finditer(text)]
    return set[str]().union(*(content_keys(" ".join(text[end:].split()[:_NOUN_PHRASE])) for end in ends))
