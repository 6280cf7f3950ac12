"""Date expressions in English and the days they name: patterns, and a reader for each. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from bot.calendar_names import MONTHS, WEEKDAYS
from bot.numbers import LOW_ORDINALS, ONES


@dataclass(frozen=True, slots=True)
class Expression:
    """Some words of a question, at `start` to before `end`, that name the days from `first_day` to before `end_day`."""

    start: int
    end: int
    first_day: date
    end_day: date
    is_one_day: bool
    is_relative: bool
    """It counts from the day of the question: 'last week'."""
    is_without_year: bool
    """It is taken for the last such day or month: 'in July'."""


@dataclass(frozen=True, slots=True)
class _Days:
    """Days from `first` to before `end`, as some words of a question name them."""

    first: date
    end: date
    is_one_day: bool = False


_SMALL = ONES | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 5}
_NTH = {word: number for word, number in LOW_ORDINALS.items() if number <= 4}

_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}
_UNIT_MONTHS = {"month": 1, "year": 12, "decade": 120}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_COUNT = r"\d{1,3}|" + "|".join(sorted(_SMALL, key=len, reverse=True)).replace(" ", r"\s+")
_UNIT = "hour|day|week|fortnight|month|year|decade"


def _after_any(words: str) -> str:
    """A pattern for the place behind any of the words."""
    return "(?:" + "|".join(rf"(?<=\b{word}\s)" for word in words.split()) + ")"


# A weekday, or a month without a year, is a date only after these: there is a Black Friday, and one may march on.
_BEFORE_WEEKDAY = _after_any(
    "on last this since before after until till from to by between and say said happen announce announced meet met do"
)
_BEFORE_MONTH = _after_any("in since before after until till from to by between during of")
_BEFORE_MAY = _after_any("in since before until till during")
_COUNTED = (
    "(?:people|persons|men|women|children|civilians|soldiers|troops|police|workers|migrants|refugees|victims|homes|"
    "houses|families|jobs|cases|deaths|dollars|euros|pounds|tonnes|tons|miles|metres|meters|kilometres|kilometers)"
)  # 'were 2000 people killed' names no year
_ABSOLUTE = rf"""
    (?P<iso>\b(?P<iso_year>\d{{4}})[-/](?P<iso_month>\d{{2}})(?:[-/](?P<iso_day>\d{{2}}))?)\b
  | (?P<dotted>\b(?P<dotted_day>\d{{1,2}})\.(?P<dotted_month>\d{{1,2}})\.(?P<dotted_year>(?:19|20)\d\d)\b)
  | (?P<mdy>\b(?P<mdy_month>{_MONTH})\.?\s+(?P<mdy_day>\d{{1,2}})(?:st|nd|rd|th)?
      (?:\s*(?:[-–]|,?\s?and\b)\s*(?P<mdy_last>\d{{1,2}}))?,?\s+(?P<mdy_year>(?:19|20)\d\d)\b)
  | (?P<dmy>\b(?:(?P<dmy_first>\d{{1,2}})\s*(?:[-–]|\band\b)\s*)?(?P<dmy_day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?
      (?P<dmy_month>{_MONTH})\.?,?\s+(?P<dmy_year>(?:19|20)\d\d)\b)
  | (?P<my>\b(?P<my_month>{_MONTH})\.?,?\s+(?:of\s+)?(?P<my_year>(?:19|20)\d\d)\b)
  | (?P<quarter>\b(?:q(?P<quarter_digit>[1-4])|(?P<quarter_word>{"|".join(_NTH)})\s+quarter)\s+(?:of\s+)?
      (?P<quarter_year>(?:19|20)\d\d)\b)
  | (?P<season>\b(?P<season_name>spring|summer|autumn|fall)\s+(?:of\s+)?(?P<season_year>(?:19|20)\d\d)\b)
  | (?P<year>\b(?:19|20)\d\d\b(?![-/]\d{{1,2}}\b)(?!(?<!\b(?:in|of)\s\d{{4}})(?<!\bsince\s\d{{4}})\s+{_COUNTED}\b))
"""
_WITHOUT_YEAR = rf"""
    (?P<md>\b(?P<md_month>{_MONTH})\.?\s+(?P<md_day>\d{{1,2}})(?:st|nd|rd|th)?\b)
  | (?P<dm>\b(?P<dm_day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dm_month>{_MONTH})\b)
  | (?P<month>(?:{_BEFORE_MAY}|{_BEFORE_MONTH}(?!may\b))(?P<month_name>{_MONTH})\b
      (?!\.?,?\s+(?:of\s+)?(?:19|20)\d\d))
  | (?P<listed>\b(?P<listed_name>{_MONTH})\b
      (?=(?:\s*,\s*(?:{_MONTH})\b)*,?\s*(?:and|or|to|,)\s*(?:{_MONTH})\s+(?:19|20)\d\d))
"""
_RELATIVE = rf"""
    (?P<back>\b(?:the\s+)?(?:last|past|previous)\s+(?P<back_count>{_COUNT})\s+(?P<back_unit>{_UNIT})s?\b)
  | (?P<ago>\b(?<!half\s)(?P<ago_count>{_COUNT})\s+(?P<ago_unit>{_UNIT})s?\s+ago\b)
  | (?P<rolling>\b(?:in|over|during|within)\s+the\s+(?:last|past)\s+(?P<rolling_unit>{_UNIT})\b)
  | (?P<long>\b(?:last|past)\s+(?P<long_unit>fortnight|decade)\b)
  | (?P<lastseason>\b(?P<lastseason_which>last|this)\s+(?P<lastseason_name>spring|summer|autumn|fall)\b)
  | (?P<period>\b(?:(?P<period_which>this|last)\s+(?P<period_unit>week|weekend|month|year)
      |(?:at|over)\s+the\s+(?P<period_just>weekend))\b)
  | (?P<lastmonth>\blast\s+(?P<lastmonth_name>{_MONTH})\b)
  | (?P<weekday>{_BEFORE_WEEKDAY}(?P<weekday_name>{"|".join(WEEKDAYS)})\b)
  | (?P<beforelast>\bthe\s+day\s+before\s+yesterday\b)
  | (?P<day>\b(?:today|yesterday|tonight|this\s+morning|last\s+night)\b)
"""
JOINS = re.compile(r"^\s*(?:and|to|until|till|through|-|–)\s*$")
"""What stands between the two ends of a range."""
_SHARES_YEAR = re.compile(rf"{JOINS.pattern}|^\s*,(?:\s*and)?\s*$")
_ABSOLUTE_NAMES = ("iso", "dotted", "mdy", "dmy", "my", "quarter", "season", "year")
_WITHOUT_YEAR_NAMES = ("md", "dm", "month", "listed")
_EXPRESSION = re.compile(f"{_ABSOLUTE}|{_RELATIVE}|{_WITHOUT_YEAR}", re.VERBOSE)


def expressions(question: str, as_of: date) -> Iterator[Expression]:
    """Those of a question in small letters, in order; in 'June to August 2018' the year is that of both, and in 'in
    May 2019, and in June' it is that of both, too."""
    matches = list(_EXPRESSION.finditer(question))
    found: list[Expression] = []
    for match, before in reversed(list(zip(matches, [None, *matches], strict=False))):
        ahead = found[-1] if found and _SHARES_YEAR.match(question[match.end() : found[-1].start]) else None
        latest = _latest(match, before, ahead, as_of)
        days = _days(match, latest or as_of)
        if days:
            found.append(_expression(match, days, has_year=latest is not None))
    yield from reversed(found)


def _latest(match: re.Match[str], before: re.Match[str] | None, ahead: Expression | None, as_of: date) -> date | None:
    """The last day that one without a year can be, by the year of its neighbour; None where there is none."""
    if _name(match) not in _WITHOUT_YEAR_NAMES:
        return None
    if ahead:
        return None if ahead.is_without_year or ahead.is_relative else ahead.end_day - timedelta(days=1)
    earlier = _days(before, as_of) if before and _name(before) in _ABSOLUTE_NAMES else None
    return min(as_of, earlier.first + timedelta(days=364)) if earlier else None


def _expression(match: re.Match[str], days: _Days, has_year: bool) -> Expression:
    name = _name(match)
    return Expression(
        match.start(),
        match.end(),
        days.first,
        days.end,
        days.is_one_day,
        is_relative=name not in (*_ABSOLUTE_NAMES, *_WITHOUT_YEAR_NAMES),
        is_without_year=name in _WITHOUT_YEAR_NAMES and not has_year,
    )


def _days(match: re.Match[str], as_of: date) -> _Days | None:
    """The days an expression names; None for one that no calendar has, such as 2018-02-31."""
    try:
        return _READERS[_name(match)](match, as_of)
    except (ValueError, OverflowError):
        return None


def _name(match: re.Match[str]) -> str:
    return next(name for name in _READERS if match[name])


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
    """Of the northern hemisphere, in whole months; 'this' is the last to have begun, 'last' the last to have ended."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[match["season_name"] or match["lastseason_name"]]
    if match["season_year"]:
        return _month(int(match["season_year"]), first, months=3)
    months = 3 if match["lastseason_which"] == "last" else 0
    return _month(as_of.year - (first + months > as_of.month), first, months=3)


def _quarter(match: re.Match[str], as_of: date) -> _Days:
    number = int(match["quarter_digit"] or _NTH[match["quarter_word"]])
    return _month(int(match["quarter_year"]), 3 * number - 2, months=3)


def _last_such(as_of: date, month: int, day: int | None) -> _Days:
    """The last of these days, or months, that has begun by `as_of`."""
    year = as_of.year - ((month, day or 1) > (as_of.month, as_of.day))
    return _one(date(year, month, day)) if day else _month(year, month)


def _days_of_month(year: str, month: str, first: str, last: str | None) -> _Days:
    one = _one(date(int(year), MONTHS[month], int(first)))
    return _Days(one.first, _one(date(int(year), MONTHS[month], int(last))).end) if last else one


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _SMALL[" ".join(words.split())]


def _earlier(as_of: date, unit: str, count: int) -> date:
    """The day `count` units before; the 31st becomes the last of a shorter month."""
    if unit in _DAYS:
        return as_of - timedelta(days=ceil(count * _DAYS[unit]))
    months = as_of.year * 12 + as_of.month - 1 - count * _UNIT_MONTHS[unit]
    first = date(months // 12, months % 12 + 1, 1)
    last = _month(first.year, first.month).end - timedelta(days=1)
    return min(first.replace(day=min(as_of.day, last.day)), last)


def _back(match: re.Match[str], as_of: date) -> _Days:
    return _Days(_earlier(as_of, match["back_unit"], _count(match["back_count"])), as_of + timedelta(days=1))


def _ago(match: re.Match[str], as_of: date) -> _Days:
    """That day, or the week, month or year around it."""
    unit, day = match["ago_unit"], _earlier(as_of, match["ago_unit"], _count(match["ago_count"]))
    if unit in ("hour", "day"):
        return _one(day)
    if unit in ("week", "fortnight"):
        return _Days(day - timedelta(days=3), day + timedelta(days=4))
    return _month(day.year, day.month) if unit == "month" else _year(day.year)


def _rolling(match: re.Match[str], as_of: date) -> _Days:
    unit = match["rolling_unit"] or match["long_unit"]
    return _Days(_earlier(as_of, unit, 1), as_of + timedelta(days=1))


def _period(match: re.Match[str], as_of: date) -> _Days:
    """'This week' is the last seven days, since on a Monday nobody asks about one; 'last week' is Monday to Sunday."""
    monday = as_of - timedelta(days=as_of.weekday())
    tomorrow = as_of + timedelta(days=1)
    is_last = match["period_which"] == "last"
    unit = match["period_unit"] or match["period_just"]
    if unit == "week":
        return _Days(monday - timedelta(days=7), monday) if is_last else _Days(as_of - timedelta(days=6), tomorrow)
    if unit == "weekend":
        saturday = monday - timedelta(days=2) if is_last or as_of.weekday() < 5 else monday + timedelta(days=5)
        return _Days(saturday, saturday + timedelta(days=2))
    if unit == "month":
        day = _earlier(as_of.replace(day=1), "month", 1) if is_last else as_of
        return _month(day.year, day.month)
    return _year(as_of.year - 1 if is_last else as_of.year)


def _last_month_named(match: re.Match[str], as_of: date) -> _Days:
    month = MONTHS[match["lastmonth_name"]]
    return _month(as_of.year if month < as_of.month else as_of.year - 1, month)


def _weekday(match: re.Match[str], as_of: date) -> _Days:
    """The last such day up to `as_of`; 'last Tuesday', asked on a Tuesday, is seven days before."""
    days = (as_of.weekday() - WEEKDAYS.index(match["weekday_name"])) % 7
    is_before = match.string[: match.start()].endswith("last ")
    return _one(as_of - timedelta(days=days or (7 if is_before else 0)))


def _day(match: re.Match[str], as_of: date) -> _Days:
    is_before = match["day"].startswith(("yesterday", "last"))
    return _one(as_of - timedelta(days=1) if is_before else as_of)


_READERS: dict[str, Callable[[re.Match[str], date], _Days]] = {
    "iso": _iso,
    "dotted": lambda m, _: _one(date(int(m["dotted_year"]), int(m["dotted_month"]), int(m["dotted_day"]))),
    "mdy": lambda m, _: _days_of_month(m["mdy_year"], m["mdy_month"], m["mdy_day"], m["mdy_last"]),
    "dmy": lambda m, _: _days_of_month(
        m["dmy_year"], m["dmy_month"], m["dmy_first"] or m["dmy_day"], m["dmy_first"] and m["dmy_day"]
    ),
    "my": lambda m, _: _month(int(m["my_year"]), MONTHS[m["my_month"]]),
    "quarter": _quarter,
    "season": _season,
    "lastseason": _season,
    "year": lambda m, _: _year(int(m["year"])),
    "back": _back,
    "ago": _ago,
    "rolling": _rolling,
    "long": _rolling,
    "md": lambda m, as_of: _last_such(as_of, MONTHS[m["md_month"]], int(m["md_day"])),
    "dm": lambda m, as_of: _last_such(as_of, MONTHS[m["dm_month"]], int(m["dm_day"])),
    "month": lambda m, as_of: _last_such(as_of, MONTHS[m["month_name"]], None),
    "listed": lambda m, as_of: _last_such(as_of, MONTHS[m["listed_name"]], None),
    "period": _period,
    "lastmonth": _last_month_named,
    "weekday": _weekday,
    "beforelast": lambda m, as_of: _one(as_of - timedelta(days=2)),
    "day": _day,
}
