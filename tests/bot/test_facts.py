"""Facts in comparable form."""

import pytest

from bot.facts import facts


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on July 7, 2018", {(7, 7)}),
        ("on 7 July 2018", {(7, 7)}),
        ("on the 7th of July", {(7, 7)}),
        ("on 2018-07-07", {(7, 7)}),
        ("from 28 to 31 December", {(12, 28), (12, 31)}),
        ("on February 27 and 28", {(2, 27), (2, 28)}),
        ("in December 2015", {(12, 0)}),
        ("May 12 million people", {(5, 0)}),
        ("he may come", set()),
    ],
)
def test_a_date_is_read_in_the_ways_it_is_written(text: str, dates: set[tuple[int, int]]) -> None:
    assert facts(text).dates == dates


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("It flew 998 km.", {("998", "km")}),
        ("It flew 998 kilometres.", {("998", "km")}),
        ("200 nautical miles", {("200", "mile")}),
        ("$1 billion annually", {("1000000000", "dollar"), ("1000000000", "year")}),
        ("half an hour", {("30", "minute")}),
        ("an hour and a half", {("90", "minute")}),
        ("5%", {("5", "percent")}),
        ("at 3 p.m.", {("3", "pm")}),
    ],
)
def test_a_number_is_read_with_its_units(text: str, measures: set[tuple[str, str]]) -> None:
    assert facts(text).measures == measures


def test_numbers_are_counted_and_those_of_dates_left_out() -> None:
    found = facts("On July 7, 2018, two of 2 launchers fired 14 rockets.")
    assert found.numbers == {"2": 2, "14": 1}
    assert found.years == {"2018"}


def test_what_the_definite_article_counts_is_no_number_of_its_own() -> None:
    assert facts("The two leaders met first.").claimed == {}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It was higher than any earlier one.", {}),
        ("It ended after one week.", {"1": 1}),
        ("They talked for eight and a half hours.", {"8.5": 1}),
    ],
)
def test_one_counts_only_before_a_unit_and_halves_are_added(text: str, numbers: dict[str, int]) -> None:
    assert facts(text).claimed == numbers


def test_a_quotation_is_compared_by_its_words() -> None:
    assert facts("He said “sleep well, at night”.").quotations == ("sleep well at night",)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The five hostages were freed.", {("5", "hostag", False)}),
        ("Three of the five hostages were freed.", {("3", "hostag", False), ("5", "hostag", False)}),
        ("The first suspect confessed.", {("1", "suspect", True), ("1", "confess", True)}),
        ("A man and his 2 children left.", {("1", "man", False), ("2", "child", False), ("2", "left", False)}),
        ("Nobody came.", set()),
    ],
)
def test_a_number_is_read_with_what_it_may_count(text: str, counts: set[tuple[str, str, bool]]) -> None:
    assert facts(text).counts == counts


def test_a_number_with_a_comma_or_in_words_is_no_year() -> None:
    assert facts("They drove 2,000 km in 2000, with two thousand others.").years == {"2000"}
    assert ("2000", "km") in facts("They drove 2,000 km.").measures
