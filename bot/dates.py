"""The dates in a question: which days it asks about, and whether it wants what is new. No model, and no clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.passages import ALWAYS, DateRange

from bot.date_expressions import JOINS, Expression, expressions

_NEXT_DAY = timedelta(days=1)  # what happened on a day is reported on that day or the next
_LATE_REPORTS = timedelta(days=3)  # what happens at the end of a month is written about at the beginning of the next


@dataclass(frozen=True, slots=True)
class TimeScope:
    """What a question says about when the articles that answer it were published."""

    within: DateRange = ALWAYS
    """Days outside which nothing is to be shown: 'in July 2018', 'last week', 'since 2018-06-12'."""
    near: DateRange = ALWAYS
    """Days that only describe an event, 'the June 12, 2018 summit': to be preferred, never to be insisted on."""
    recency: float = 1.0
    """How much newer articles are to be preferred: 1 as usual, 2 for 'the latest', 0 where other days are named."""

    def hiding_nothing(self) -> "TimeScope":
        """The same days, preferred and no longer insisted on."""
        return self if self.within == ALWAYS else replace(self, within=ALWAYS, near=self.within)


def time_scope(question: str, as_of: date) -> TimeScope:
    """What the words of the question say; relative ones count from `as_of`."""
    found = list(_mentions(question.lower(), as_of))
    filters = [mention.within for mention in found if mention.within]
    near = [mention.near for mention in found if mention.near]
    if not found:
        return TimeScope(recency=2.0 if _WANTS_NEW.search(question.lower()) else 1.0)
    return TimeScope(_span(filters) if len(filters) == len(found) else ALWAYS, _span(near), 0.0)


def _span(ranges: list[DateRange]) -> DateRange:
    """The days from the earliest beginning to the latest end: two months that are compared are both wanted."""
    if not ranges:
        return ALWAYS
    since = None if any(r.since is None for r in ranges) else min(r.since for r in ranges if r.since)
    until = None if any(r.until is None for r in ranges) else max(r.until for r in ranges if r.until)
    return DateRange(since, until)


@dataclass(frozen=True, slots=True)
class _Mention:
    within: DateRange | None = None
    near: DateRange | None = None


_WANTS_NEW = re.compile(
    r"\b(?:latest|newest|most recent|recent|recently|lately|now|nowadays|currently|current|at the moment|so far|"
    r"these days|up to date|any news|what'?s new|breaking|upcoming|"
    r"next (?!(?:to|day|morning|evening|door|of|in|on)\b))\b"
)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$")
_LISTS = re.compile(r"^\s*(?:,|,?\s*and|,?\s*or|-|–)\s*(?:in\s+)?$")
_BEFORE = re.compile(r"\b(?:before|until|till|prior\s+to|up\s+to)\s*$")
_AFTER = re.compile(r"\b(?:after|following)\s*$")
_SINCE = re.compile(r"\b(?:since|from|starting|beginning)\s*$")
_DURING = re.compile(r"\b(?:in|during|throughout|over|for|within|of|early\s+in|late\s+in)\s*$")


def _mentions(question: str, as_of: date) -> Iterator[_Mention]:
    """What each date expression of the question asks for, two joined by 'between' or 'from' as one."""
    found = list(expressions(question, as_of))
    before = ""
    place = 0
    while place < len(found):
        expression = found[place]
        is_listed = place and _LISTS.match(question[found[place - 1].end : expression.start])
        if not is_listed:  # as in 'in 2017 and 2018', where 'in' is said of both
            before = question[: expression.start]
        following = found[place + 1] if place + 1 < len(found) else None
        if following and _BETWEEN.search(before) and JOINS.match(question[expression.end : following.start]):
            yield _Mention(within=_range(expression.first_day, following.end_day))
            place += 2
            continue
        yield _mention(before, expression)
        place += 1


def _mention(before: str, expression: Expression) -> _Mention:
    first, end = expression.first_day, expression.end_day
    if _BEFORE.search(before):
        return _Mention(within=DateRange(None, first.isoformat()))
    if _AFTER.search(before):
        return _Mention(within=DateRange(end.isoformat(), None))
    if _SINCE.search(before):
        return _Mention(within=DateRange(first.isoformat(), None))
    reported = _range(first, end + (_NEXT_DAY if expression.is_one_day else _LATE_REPORTS))
    if expression.is_without_year:  # most likely the last one, but not certainly
        return _Mention(near=reported)
    if expression.is_relative or (_DURING.search(before) and not expression.is_one_day):
        return _Mention(within=reported)
    return _Mention(near=reported)


def _range(first: date, end: date) -> DateRange:
    return DateRange(first.isoformat(), end.isoformat())
