"""Which day, year or number belongs to which part of a sentence: 'it began on 3 May and ended on 9 May' does not say
that it ended on 3 May."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.calendar_names import MONTHS, WEEKDAYS
from bot.facts import UNITS, facts
from bot.parts import VERB
from bot.relative_days import weekdays
from bot.terms import content_keys

_JOINT = re.compile(
    r"[;:—]\s*|,(?!\d)\s*|\s-\s|"
    r"\b(?:and|but|or|while|whereas|although|though|before|after|when|which|who|where|until|by the time)\b|"
    r"(?=\b(?:against|compared (?:with|to)|(?:up|down) from)\b)",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"(?:against|compared (?:with|to)|(?:up|down) from)\b", re.IGNORECASE)
_HAS_VERB = re.compile(rf"\b(?:{VERB}|[a-z]{{3,}}ing)\b")
_GOES_ON = re.compile(rf"(?:{VERB}|[a-z]{{3,}}ing|(?:then|later|also|it|he|she|they)\b.*)\b", re.IGNORECASE)
_MEASURES = content_keys(" ".join([*MONTHS, *WEEKDAYS, *UNITS]))

Fact = tuple[str, str]
"""A kind of fact, which is the unit or what is counted where it is a number, and the fact."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence with a verb of its own."""

    keys: frozenset[str]
    """Its words and its subject's, without days, numbers and units."""
    facts: frozenset[Fact]
    numbers: frozenset[str]
    """All that stand in it, of whatever kind."""


@lru_cache(maxsize=2_000)
def belonging(sentence: str) -> tuple[Part, ...]:
    """The parts of a sentence; to one that begins with its verb belongs the subject before."""
    return tuple(_parts(sentence))


def _parts(sentence: str) -> Iterator[Part]:
    subject = ""
    for piece in _pieces(sentence):
        goes_on = _GOES_ON.match(piece) is not None
        whole = f"{subject} {piece}" if goes_on else piece
        if not goes_on and (verb := _HAS_VERB.search(piece)):
            subject = piece[: verb.start()]
        yield Part(frozenset(_words(whole)), frozenset(_facts(whole)), frozenset(facts(whole).numbers))


def is_misplaced(claimed: Part, told: Sequence[Part]) -> bool:
    """Whether a fact of the claim stands only where none of the claim's own words does, and another of its kind, of
    which the claim says nothing, where they do."""
    return any(_is_misplaced(fact, claimed, told) for fact in claimed.facts)


def _is_misplaced(fact: Fact, claimed: Part, told: Sequence[Part]) -> bool:
    said = claimed.numbers | {value for _, value in claimed.facts}
    holding = [part for part in told if fact in part.facts]
    rivals = [part for part in told if any(kind == fact[0] and value not in said for kind, value in part.facts)]
    return bool(holding) and all(any(_is_nearer(rival, part, claimed) for rival in rivals) for part in holding)


def _is_nearer(rival: Part, holding: Part, claimed: Part) -> bool:
    own, theirs = holding.keys - rival.keys, rival.keys - holding.keys
    return bool(claimed.keys & theirs) and not claimed.keys & own


def _pieces(sentence: str) -> Iterator[str]:
    """The sentence cut at its joints, but for pieces without a verb, which stay with what is before them."""
    pending = ""
    for piece in filter(None, map(str.strip, _JOINT.split(sentence))):
        is_whole = _HAS_VERB.search(pending) and (_HAS_VERB.search(piece) or _COMPARED.match(piece))
        if is_whole:
            yield pending
        pending = piece if is_whole else f"{pending} , {piece}"
    yield pending


def _words(text: str) -> set[str]:
    return {key for key in content_keys(text) - _MEASURES if not key[0].isdigit()}


def _facts(text: str) -> Iterator[Fact]:
    said = facts(text)
    yield from (("date", f"{month}-{day}") for month, day in said.dates)
    yield from (("year", year) for year in said.years)
    yield from (("weekday", str(day)) for day in weekdays(text))
    yield from ((unit, number) for number, unit in said.measures)
    yield from ((count.noun, count.number) for count in said.counts if not count.is_ordinal)
