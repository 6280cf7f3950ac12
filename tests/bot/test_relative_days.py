"""What a weekday or 'last month' means in an article."""

import pytest

from bot.relative_days import relative_days, relative_years, weekdays


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("on Tuesday", "2019-03-14", {(3, 12)}),
        ("on Thursday", "2019-03-14", {(3, 14)}),
        ("last Thursday", "2019-03-14", {(3, 7)}),
        ("next Thursday", "2019-03-14T09:00:00Z", {(3, 21)}),
        ("next Monday", "2018-12-31", {(1, 7)}),
        ("on Sunday", "2019-01-01", {(12, 30)}),
        ("last month", "2019-01-01", {(12, 0)}),
        ("Next month", "2018-12-01", {(1, 0)}),
        ("on Tuesday", "", set()),
    ],
)
def test_a_weekday_is_the_last_one_unless_it_is_the_next(text: str, published: str, days: set[tuple[int, int]]) -> None:
    assert relative_days(text, published) == days


def test_a_year_may_be_told_by_that_of_publication() -> None:
    assert relative_years("last year and next year", "2019-03-14") == {"2018", "2020"}
    assert relative_years("last year", "") == frozenset()


def test_weekdays_are_counted_from_monday() -> None:
    assert weekdays("Mondays, and on SUNDAY") == {0, 6}
