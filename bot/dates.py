"""The dates in a question: which days it asks about, and whether it wants what is new. No model, and no clock."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.catalog import ALWAYS, DateRange

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


@dataclass(frozen=True, slots=True)
class _Days:
    """Days from `first` to before `end`, as some words of a question name them."""

    first: date
    end: date
    is_one_day: bool = False


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


_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = {word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_SMALL |= {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 5}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNT = r"\d{1,3}|" + "|".join(sorted(_SMALL, key=len, reverse=True))
_WANTS_NEW = re.compile(
    r"\b(?:latest|newest|most recent|recent|recently|lately|now|nowadays|currently|current|at the moment|so far|"
    r"these days|up to date|any news|what'?s new|breaking)\b"
)
_ABSOLUTE = rf"""
    (?P<iso>(?P<iso_year>\d{{4}})-(?P<iso_month>\d{{2}})(?:-(?P<iso_day>\d{{2}}))?)\b
  | (?P<mdy>\b(?P<mdy_month>{_MONTH})\.?\s+(?P<mdy_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<mdy_year>(?:19|20)\d\d)\b)
  | (?P<dmy>\b(?P<dmy_day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?
      (?P<dmy_month>{_MONTH})\.?,?\s+(?P<dmy_year>(?:19|20)\d\d)\b)
  | (?P<my>\b(?P<my_month>{_MONTH})\.?,?\s+(?:of\s+)?(?P<my_year>(?:19|20)\d\d)\b)
  | (?P<season>\b(?P<season_name>spring|summer|autumn|fall)\s+(?:of\s+)?(?P<season_year>(?:19|20)\d\d)\b)
  | (?P<year>\b(?:19|20)\d\d\b(?!-))
"""
_RELATIVE = rf"""
    (?P<back>\b(?:the\s+)?(?:last|past|previous)\s+(?P<back_count>{_COUNT})\s+(?P<back_unit>day|week|month|year)s?\b)
  | (?P<ago>\b(?P<ago_count>{_COUNT})\s+(?P<ago_unit>day|week|month|year)s?\s+ago\b)
  | (?P<rolling>\b(?:in|over|during|within)\s+the\s+(?:last|past)\s+(?P<rolling_unit>week|month|year)\b)
  | (?P<period>\b(?P<period_which>this|last)\s+(?P<period_unit>week|weekend|month|year)\b)
  | (?P<lastmonth>\blast\s+(?P<lastmonth_name>{_MONTH})\b)
  | (?P<weekday>\b(?:on|last|this)\s+(?P<weekday_name>{"|".join(_WEEKDAYS)})\b)
  | (?P<beforelast>\bthe\s+day\s+before\s+yesterday\b)
  | (?P<day>\b(?:today|yesterday|tonight|this\s+morning|last\s+night)\b)
"""
_BETWEEN = re.compile(r"\b(?:between|from)\s*$")
_JOINS = re.compile(r"^\s*(?:and|to|until|till|through|-|–)\s*$")
_BEFORE = re.compile(r"\b(?:before|until|till|prior\s+to|up\s+to)\s*$")
_AFTER = re.compile(r"\b(?:after|following)\s*$")
_SINCE = re.compile(r"\b(?:since|from|starting|beginning)\s*$")
_DURING = re.compile(r"\b(?:in|during|throughout|over|for|within|of|early\s+in|late\s+in)\s*$")
_EXPRESSION = re.compile(f"{_ABSOLUTE}|{_RELATIVE}", re.VERBOSE)


def _mentions(question: str, as_of: date) -> Iterator[_Mention]:
    """What each date expression of the question asks for, two joined by 'between' or 'from' as one."""
    found = [(match, days) for match in _EXPRESSION.finditer(question) if (days := _days(match, as_of))]
    place = 0
    while place < len(found):
        match, days = found[place]
        following = found[place + 1] if place + 1 < len(found) else None
        before = question[: match.start()]
        if following and _BETWEEN.search(before) and _JOINS.match(question[match.end() : following[0].start()]):
            yield _Mention(within=_range(days.first, following[1].end))
            place += 2
            continue
        yield _mention(before, match, days)
        place += 1


def _mention(before: str, match: re.Match[str], days: _Days) -> _Mention:
    if _BEFORE.search(before):
        return _Mention(within=DateRange(None, days.first.isoformat()))
    if _AFTER.search(before):
        return _Mention(within=DateRange(days.end.isoformat(), None))
    if _SINCE.search(before):
        return _Mention(within=DateRange(days.first.isoformat(), None))
    reported = _range(days.first, days.end + (_NEXT_DAY if days.is_one_day else _LATE_REPORTS))
    if _is_relative(match) or (_DURING.search(before) and not days.is_one_day):
        return _Mention(within=reported)
    return _Mention(near=reported)


def _is_relative(match: re.Match[str]) -> bool:
    return not any(match[name] for name in ("iso", "mdy", "dmy", "my", "season", "year"))


def _range(first: date, end: date) -> DateRange:
    return DateRange(first.isoformat(), end.isoformat())


def _days(match: re.Match[str], as_of: date) -> _Days | None:
    """The days an expression names; None for one that no calendar has, such as 2018-02-31."""
    name = next(name for name in _READERS if match[name])
    try:
        return _READERS[name](match, as_of)
    except (ValueError, OverflowError):
        return None


def _one(day: date) -> _Days:
    return _Days(day, day + timedelta(days=1), is_one_day=True)


def _month(year: int, month: int, months: int = 1) -> _Days:
    last = year * 12 + month - 1 + months
    return _Days(date(year, month, 1), date(last // 12, last % 12 + 1, 1))


def _year(year: int) -> _Days:
    return _Days(date(year, 1, 1), date(year + 1, 1, 1))


def _iso(match: re.Match[str], as_of: date) -> _Days:
    year, month = int(match["iso_year"]), int(match["iso_month"])
    return _one(date(year, month, int(match["iso_day"]))) if match["iso_day"] else _month(year, month)


def _season(match: re.Match[str], as_of: date) -> _Days:
    """Of the northern hemisphere, in whole months."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[match["season_name"]]
    return _month(int(match["season_year"]), first, months=3)


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _SMALL[words]


def _earlier(as_of: date, unit: str, count: int) -> date:
    """The day `count` units before; the 31st becomes the last of a shorter month."""
    if unit in ("day", "week"):
        return as_of - timedelta(days=count * (7 if unit == "week" else 1))
    months = as_of.year * 12 + as_of.month - 1 - count * (12 if unit == "year" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    last = _month(first.year, first.month).end - timedelta(days=1)
    return min(first.replace(day=min(as_of.day, last.day)), last)


def _back(match: re.Match[str], as_of: date) -> _Days:
    return _Days(_earlier(as_of, match["back_unit"], _count(match["back_count"])), as_of + timedelta(days=1))


def _ago(match: re.Match[str], as_of: date) -> _Days:
    """That day, or the week, month or year around it."""
    unit, day = match["ago_unit"], _earlier(as_of, match["ago_unit"], _count(match["ago_count"]))
    if unit == "day":
        return _one(day)
    if unit == "week":
        return _Days(day - timedelta(days=3), day + timedelta(days=4))
    return _month(day.year, day.month) if unit == "month" else _year(day.year)


def _rolling(match: re.Match[str], as_of: date) -> _Days:
    return _Days(_earlier(as_of, match["rolling_unit"], 1), as_of + timedelta(days=1))


def _period(match: re.Match[str], as_of: date) -> _Days:
    """'This week' is the last seven days, since on a Monday nobody asks about one; 'last week' is Monday to Sunday."""
    monday = as_of - timedelta(days=as_of.weekday())
    tomorrow = as_of + timedelta(days=1)
    is_last = match["period_which"] == "last"
    if match["period_unit"] == "week":
        return _Days(monday - timedelta(days=7), monday) if is_last else _Days(as_of - timedelta(days=6), tomorrow)
    if match["period_unit"] == "weekend":
        saturday = monday - timedelta(days=2) if is_last or as_of.weekday() < 5 else monday + timedelta(days=5)
        return _Days(saturday, saturday + timedelta(days=2))
    if match["period_unit"] == "month":
        day = _earlier(as_of.replace(day=1), "month", 1) if is_last else as_of
        return _month(day.year, day.month)
    return _year(as_of.year - 1 if is_last else as_of.year)


def _last_month_named(match: re.Match[str], as_of: date) -> _Days:
    month = _MONTHS[match["lastmonth_name"]]
    return _month(as_of.year if month < as_of.month else as_of.year - 1, month)


def _weekday(match: re.Match[str], as_of: date) -> _Days:
    """The last such day up to `as_of`."""
    return _one(as_of - timedelta(days=(as_of.weekday() - _WEEKDAYS.index(match["weekday_name"])) % 7))


def _day(match: re.Match[str], as_of: date) -> _Days:
    is_before = match["day"].startswith(("yesterday", "last"))
    return _one(as_of - timedelta(days=1) if is_before else as_of)


_READERS: dict[str, Callable[[re.Match[str], date], _Days]] = {
    "iso": _iso,
    "mdy": lambda m, _: _one(date(int(m["mdy_year"]), _MONTHS[m["mdy_month"]], int(m["mdy_day"]))),
    "dmy": lambda m, _: _one(date(int(m["dmy_year"]), _MONTHS[m["dmy_month"]], int(m["dmy_day"]))),
    "my": lambda m, _: _month(int(m["my_year"]), _MONTHS[m["my_month"]]),
    "season": _season,
    "year": lambda m, _: _year(int(m["year"])),
    "back": _back,
    "ago": _ago,
    "rolling": _rolling,
    "period": _period,
    "lastmonth": _last_month_named,
    "weekday": _weekday,
    "beforelast": lambda m, as_of: _one(as_of - timedelta(days=2)),
    "day": _day,
}
