"""The least, the most, all and some."""

import pytest

from bot.extent import Limit, goes_further, limits

from tests.bot.test_support import failures


def test_a_number_is_the_least_or_the_most() -> None:
    told = "At least 40 of no more than 90 guests, and nearly seven of its 12 waiters, fell ill."
    assert limits(told) == {Limit("40", True), Limit("90", False), Limit("7", False)}


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        ("More than 900 cars were recalled.", "Fewer than 900 cars were recalled."),
        ("The fund holds nearly $2 million.", "The fund holds over two million dollars."),
        ("At most 40 guests fell ill.", "At least 40 guests fell ill."),
    ],
)
def test_the_least_is_not_the_most(told: str, claimed: str) -> None:
    assert failures(claimed, told) == failures(told, claimed) == ("extent",)


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        ("More than 900 cars were recalled.", "No fewer than 900 cars were recalled."),
        ("The fund holds just under $2 million.", "The fund holds almost two million dollars."),
        ("Over 40 guests fell ill.", "Some 40 guests fell ill."),
        ("At least 40 and at most 90 guests fell ill.", "At least 40 guests fell ill."),
        ("Over 40 guests fell ill, and under 40 waiters.", "Over 40 guests fell ill."),
    ],
)
def test_a_limit_may_be_told_in_other_words(told: str, claimed: str) -> None:
    assert failures(claimed, told) == ()


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        ("Most of the guests fell ill.", "All guests fell ill."),
        ("Only two of the guests fell ill.", "All guests fell ill."),
        ("Nearly all of the guests fell ill.", "Every guest fell ill."),
        ("Part of the bridge fell into the river.", "The whole bridge fell into the river."),
    ],
)
def test_what_is_so_of_some_is_not_so_of_all(told: str, claimed: str) -> None:
    assert failures(claimed, told) == ("extent",)
    assert "extent" not in failures(told, claimed)


@pytest.mark.parametrize(
    ("claimed", "told"),
    [
        ("All guests fell ill.", "The guests fell ill, and many of the waiters."),
        ("Every guest fell ill.", "All guests fell ill, and several waiters."),
        ("All but one of the guests fell ill.", "Most of the guests fell ill."),
        ("Above all, the guests were tired.", "The guests were tired."),
        ("No guest fell ill at all.", "Several waiters fell ill, but no guest."),
    ],
)
def test_all_are_told_of_where_no_part_of_them_is(claimed: str, told: str) -> None:
    assert not goes_further(claimed, told)
