"""Number phrases in digits."""

import pytest

from bot.numbers import in_digits, shortest

from tests.bot.test_counts import is_supported


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("twenty-five", "25"),
        ("A hundred and twenty thousand", "120,000"),
        ("between one hundred and two hundred", "between 100 and 200"),
        ("two thousand five hundred", "2,500"),
        ("half a million", "500,000"),
        ("3 to 4 million", "3,000,000 to 4,000,000"),
        ("1.25 billion", "1,250,000,000"),
        ("the thirty-first, the twentieth and the first", "the 31th, the 20th and the first"),
        ("millions in 2018, five of them here", "millions in 2018, five of them here"),
    ],
)
def test_a_number_phrase_is_written_in_digits(text: str, digits: str) -> None:
    assert in_digits(text) == digits


def test_zeros_that_change_nothing_are_dropped() -> None:
    assert [shortest(number) for number in ("7.0", "1.20", "700", "0.5", "1.2.0")] == [
        "7",
        "1.2",
        "700",
        "0.5",
        "1.2.0",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Twenty-five miners were trapped.", "25 miners were trapped."),
        ("Twenty thousand people fled.", "20,000 people fled."),
        ("1 million people fled.", "A million people fled."),
        ("One million people fled.", "1,000,000 people fled."),
        ("One hundred people fled.", "100 people fled."),
        ("One hundred and twenty people fled.", "120 people fled."),
        ("Two dozen people fled.", "24 people fled."),
        ("1,500,000 people fled.", "1.5 million people fled."),
        ("It was the 8th stage of the race.", "It was the eighth stage of the race."),
        ("It was the 45th stage of the race.", "It was the forty-fifth stage of the race."),
        ("The quake had magnitude 7.", "The quake had magnitude 7.0."),
        ("The ticket costs $1.20 now.", "The ticket costs $1.2 now."),
        ("25% of the voters stayed at home.", "A quarter of the voters stayed at home."),
        ("Three-quarters of the voters stayed at home.", "75 percent of the voters stayed at home."),
        ("Half of the voters stayed at home.", "50 percent of the voters stayed at home."),
        ("Two climbers died.", "Both climbers died."),
        ("The strike lasted two weeks.", "The strike lasted a fortnight."),
    ],
)
def test_the_same_number_in_another_form_is_borne_out(one: str, other: str) -> None:
    assert is_supported(one, other)
    assert is_supported(other, one)


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("2 million people fled.", "2 thousand people fled."),
        ("Two dozen people fled.", "20 people fled."),
        ("Twenty-five miners were trapped.", "Five miners were trapped."),
        ("Twenty-five miners were trapped.", "Twenty miners were trapped."),
        ("Half of the voters stayed at home.", "40 percent of the voters stayed at home."),
    ],
)
def test_a_part_of_a_number_is_another_number(passage: str, claim: str) -> None:
    assert not is_supported(passage, claim)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The deal is worth $5m.", "The deal is worth 5 million dollars."),
        ("The deal is worth $5bn.", "The deal is worth $5 billion."),
        ("The deal is worth 500 dollars.", "The deal is worth US$500."),
        ("The deal is worth A$5m.", "The deal is worth $5 million."),
        ("The deal is worth £2.5mn.", "The deal is worth 2.5 million pounds."),
    ],
)
def test_money_in_short_is_the_same_money(one: str, other: str) -> None:
    assert is_supported(one, other)
    assert is_supported(other, one)


@pytest.mark.parametrize("claim", ["The deal is worth $5bn.", "The deal is worth €5m.", "The deal is worth $5."])
def test_money_in_short_is_not_other_money(claim: str) -> None:
    assert not is_supported("The deal is worth $5m.", claim)


def test_low_ordinals_stay_words_up_to_the_seventh() -> None:
    assert in_digits("the seventh and the eighth") == "the seventh and the 8th"
