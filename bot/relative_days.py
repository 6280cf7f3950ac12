"""The days, months and years that an article means by 'on Tuesday', 'last month' and 'next year'."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.calendar_names import WEEKDAYS

_WEEKDAY = re.compile(rf"\b(?:(?P<side>last|next)\s+)?(?P<day>{'|'.join(WEEKDAYS)})s?\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(last|next) month\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(last|next) year\b", re.IGNORECASE)


def weekdays(text: str) -> frozenset[int]:
    """Those the text names, Monday 0."""
    return frozenset(WEEKDAYS.index(match["day"].lower()) for match in _WEEKDAY.finditer(text))


def relative_days(text: str, published: str) -> set[tuple[int, int]]:
    """Month and day of each weekday in a text of that day (ISO 8601, or empty): the last one up to it, 'next Friday'
    the one after it, 'last Friday' the one before it. 'Last month' and 'next month' are `(month, 0)`.
    """
    if not published:
        return set()
    day = date.fromisoformat(published[:10])
    months = {((day.month - 1 + _step(match[1])) % 12 + 1, 0) for match in _MONTH.finditer(text)}
    return months | {(found.month, found.day) for found in _days(text, day)}


def relative_years(text: str, published: str) -> frozenset[str]:
    """What 'last year' and 'next year' are in a text of that day (ISO 8601, or empty)."""
    if not published:
        return frozenset()
    return frozenset(str(int(published[:4]) + _step(match[1])) for match in _YEAR.finditer(text))


def _days(text: str, day: date) -> Iterator[date]:
    for match in _WEEKDAY.finditer(text):
        back = (day.weekday() - WEEKDAYS.index(match["day"].lower())) % 7
        side = (match["side"] or "").lower()
        yield day - timedelta(days=back - 7 if side == "next" else (back or 7) if side == "last" else back)


def _step(side: str) -> int:
    return 1 if side.lower() == "next" else -1
