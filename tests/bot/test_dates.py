"""Dates in questions. The questions are asked on Wednesday, July 18, 2018; every expected day is written by hand."""

from datetime import date

import pytest

from ingest.passages import ALWAYS, DateRange

from bot.dates import TimeScope, time_scope

AS_OF = date(2018, 7, 18)

WITHIN: list[tuple[str, str | None, str | None]] = [
    ("what happened in July 2018", "2018-07-01", "2018-08-04"),
    ("what happened in jul 2018?", "2018-07-01", "2018-08-04"),
    ("tests during September, 2017", "2017-09-01", "2017-10-04"),
    ("tests throughout 2017", "2017-01-01", "2018-01-04"),
    ("tests in 2017", "2017-01-01", "2018-01-04"),
    ("tests in 2017-11", "2017-11-01", "2017-12-04"),
    ("talks in summer 2017", "2017-06-01", "2017-09-04"),
    ("talks in december 2017", "2017-12-01", "2018-01-04"),
    ("sanctions before 2018-06-12", None, "2018-06-12"),
    ("sanctions before June 12, 2018", None, "2018-06-12"),
    ("sanctions until may 2018", None, "2018-05-01"),
    ("sanctions prior to 2018", None, "2018-01-01"),
    ("launches since 2017-11-29", "2017-11-29", None),
    ("launches since november 2017", "2017-11-01", None),
    ("launches after 29 November 2017", "2017-11-30", None),
    ("launches after 1 May 2018", "2018-05-02", None),
    ("launches from 2017-07-01 to 2017-07-31", "2017-07-01", "2017-08-01"),
    ("launches between March 2018 and May 2018", "2018-03-01", "2018-06-01"),
    ("launches between 3 March 2018 and 5 March 2018", "2018-03-03", "2018-03-06"),
    ("launches in august 2017 and in september 2017", "2017-08-01", "2017-10-04"),
    ("what did he say today", "2018-07-18", "2018-07-20"),
    ("what did he say yesterday", "2018-07-17", "2018-07-19"),
    ("what did he say last night", "2018-07-17", "2018-07-19"),
    ("what did he say this morning", "2018-07-18", "2018-07-20"),
    ("what did he say the day before yesterday", "2018-07-16", "2018-07-18"),
    ("what did he say on monday", "2018-07-16", "2018-07-18"),
    ("what did he say on wednesday", "2018-07-18", "2018-07-20"),
    ("what did he say last friday", "2018-07-13", "2018-07-15"),
    ("who met this week", "2018-07-12", "2018-07-22"),
    ("who met last week", "2018-07-09", "2018-07-19"),
    ("who met this weekend", "2018-07-14", "2018-07-19"),
    ("who met last weekend", "2018-07-14", "2018-07-19"),
    ("who met this month", "2018-07-01", "2018-08-04"),
    ("who met last month", "2018-06-01", "2018-07-04"),
    ("who met this year", "2018-01-01", "2019-01-04"),
    ("who met last year", "2017-01-01", "2018-01-04"),
    ("who met last July", "2017-07-01", "2017-08-04"),
    ("who met last may", "2018-05-01", "2018-06-04"),
    ("who met in the past month", "2018-06-18", "2018-07-22"),
    ("who met over the last week", "2018-07-11", "2018-07-22"),
    ("who met in the last 10 days", "2018-07-08", "2018-07-22"),
    ("who met in the past two weeks", "2018-07-04", "2018-07-22"),
    ("who met 3 days ago", "2018-07-15", "2018-07-17"),
    ("who met two weeks ago", "2018-07-01", "2018-07-11"),
    ("who met a month ago", "2018-06-01", "2018-07-04"),
    ("who met two years ago", "2016-01-01", "2017-01-04"),
    ("what happened in Q3 2017", "2017-07-01", "2017-10-04"),
    ("launches over the last fortnight", "2018-07-04", "2018-07-22"),
    ("launches a fortnight ago", "2018-07-01", "2018-07-11"),
    ("launches in the past decade", "2008-07-18", "2018-07-22"),
    ("launches in the last 24 hours", "2018-07-17", "2018-07-22"),
    ("launches in the last 36 hours", "2018-07-16", "2018-07-22"),
    ("launches in the last couple of weeks", "2018-07-04", "2018-07-22"),
    ("launches a couple  of days ago", "2018-07-16", "2018-07-18"),
    ("launches this summer", "2018-06-01", "2018-09-04"),
    ("launches last summer", "2017-06-01", "2017-09-04"),
    ("launches last spring", "2018-03-01", "2018-06-04"),
    ("launches between June and August 2017", "2017-06-01", "2017-09-01"),
    ("launches from November to February 2018", "2017-11-01", "2018-03-01"),
    ("launches in 2016 and 2017", "2016-01-01", "2018-01-04"),
    ("launches from 2015-2016", "2015-01-01", "2017-01-01"),
    ("launches since monday", "2018-07-16", None),
    ("launches before last week", None, "2018-07-09"),
    ("launches from friday to monday", "2018-07-13", "2018-07-17"),
    ("launches since June", "2018-06-01", None),
    ("launches since August", "2017-08-01", None),
    ("launches before March", None, "2018-03-01"),
    ("launches after July 4", "2018-07-05", None),
]

NEAR: list[tuple[str, str | None, str | None]] = [
    ("who won the 2018 summit", "2018-01-01", "2019-01-04"),
    ("what was signed at the June 12, 2018 summit", "2018-06-12", "2018-06-14"),
    ("what was launched on 2017-07-04", "2017-07-04", "2017-07-06"),
    ("the 4th of July 2017 missile", "2017-07-04", "2017-07-06"),
    ("july 2017 missile test range", "2017-07-01", "2017-08-04"),
    ("the missile of mid-July 2017", "2017-07-01", "2017-08-04"),
    ("what was said on 2017/07/04", "2017-07-04", "2017-07-06"),
    ("what was said on 4.7.2017", "2017-07-04", "2017-07-06"),
    ("the June 12-13, 2018 summit", "2018-06-12", "2018-06-17"),
    ("the 12-13 June 2018 summit", "2018-06-12", "2018-06-17"),
    ("the 2017-2018 winter", "2017-01-01", "2019-01-04"),
    ("what was launched on July 4", "2018-07-04", "2018-07-06"),
    ("what was launched on July 19th", "2017-07-19", "2017-07-21"),
    ("what was launched on the 4th of July", "2018-07-04", "2018-07-06"),
    ("what was launched in July", "2018-07-01", "2018-08-04"),
    ("what was launched in August", "2017-08-01", "2017-09-04"),
    ("who met in may", "2018-05-01", "2018-06-04"),
    ("results of the third quarter 2017", "2017-07-01", "2017-10-04"),
]

NO_DATE = [
    "since the Singapore summit",
    "who may meet whom",
    "resolution 2375 of the council",
    "what happened on 2018-02-31",
    "a range of 2,018 km",
    "how many days did it take",
    "march of the soldiers",
    "the march on Washington",
    "they march to Washington",
    "what did he say to May",
    "what was discussed by Trump and May",
    "black friday deals",
    "half a year ago",
    "tests in the 1990s",
    "on february 30",
    "room 2018-3",
]


@pytest.mark.parametrize(("question", "since", "until"), WITHIN)
def test_days_the_question_insists_on(question: str, since: str | None, until: str | None) -> None:
    scope = time_scope(question, AS_OF)
    assert (scope.within, scope.near, scope.recency) == (DateRange(since, until), ALWAYS, 0.0)


@pytest.mark.parametrize(("question", "since", "until"), NEAR)
def test_days_that_only_describe_never_filter(question: str, since: str | None, until: str | None) -> None:
    scope = time_scope(question, AS_OF)
    assert (scope.within, scope.near) == (ALWAYS, DateRange(since, until))


@pytest.mark.parametrize("question", NO_DATE)
def test_what_only_looks_like_a_date_says_nothing(question: str) -> None:
    scope = time_scope(question, AS_OF)
    assert (scope.within, scope.near, scope.recency) == (ALWAYS, ALWAYS, 1.0)


@pytest.mark.parametrize(
    "question",
    [
        "the latest on the talks",
        "what is new now",
        "recent launches",
        "any news?",
        "when are the next US - NK talks",
        "when is the next tournament",
    ],
)
def test_words_that_want_what_is_new_double_the_preference_for_it(question: str) -> None:
    assert time_scope(question, AS_OF).recency == 2.0


@pytest.mark.parametrize(
    "question", ["who sat next to Trump", "what did he say the next day", "who is next in line", "his next of kin"]
)
def test_next_in_a_place_or_in_a_story_does_not_want_what_is_new(question: str) -> None:
    assert time_scope(question, AS_OF).recency == 1.0


def test_the_end_of_a_month_is_kept_when_counting_back() -> None:
    assert time_scope("in the past month", date(2018, 3, 31)).within == DateRange("2018-02-28", "2018-04-04")
    assert time_scope("last month", date(2018, 1, 15)).within == DateRange("2017-12-01", "2018-01-04")


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("what happened in June, July and August 2018", "2018-06-01", "2018-09-04"),
        ("who was elected in May 2019 and what happened in June?", "2019-05-01", "2019-07-04"),
        ("what did he say last Tuesday", "2026-11-17", "2026-11-19"),
        ("what did the mayor say Tuesday?", "2026-11-24", "2026-11-26"),
        ("what happened at the weekend", "2026-11-21", "2026-11-26"),
        ("how many of the 500 people fled in 2000?", "2000-01-01", "2001-01-04"),
    ],
)
def test_days_insisted_on_that_were_once_misread(question: str, since: str, until: str) -> None:
    assert time_scope(question, date(2026, 11, 24)).within == DateRange(since, until)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("tests: June, July and August 2018", "2018-06-01", "2018-09-04"),
        ("what was said on June 3 and 4, 2018", "2018-06-03", "2018-06-08"),
        ("what was said on 3 and 4 June 2018", "2018-06-03", "2018-06-08"),
        ("were 2000 people killed?", None, None),
    ],
)
def test_days_preferred_that_were_once_misread(question: str, since: str | None, until: str | None) -> None:
    assert time_scope(question, date(2026, 11, 24)).near == DateRange(since, until)


def test_days_that_are_to_hide_nothing_are_preferred() -> None:
    assert time_scope("tests in 2017", AS_OF).hiding_nothing() == TimeScope(
        near=DateRange("2017-01-01", "2018-01-04"), recency=0.0
    )
    plain = time_scope("the latest tests", AS_OF)
    assert plain.hiding_nothing() == plain
