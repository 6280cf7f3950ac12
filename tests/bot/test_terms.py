"""Words made comparable."""

import pytest

from bot.terms import content_keys, terms


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("photographed", "photographs"),
        ("two", "2"),
        ("U.S.", "US"),
        ("3,724.9", "3724.9"),
        ("Kim's", "Kim"),
        ("Kim’s", "Kim"),
        ("sixth", "6"),
    ],
)
def test_two_ways_to_write_one_word_have_one_key(left: str, right: str) -> None:
    assert [term.key for term in terms(left)] == [term.key for term in terms(right)]


def test_a_number_keeps_its_decimals_and_loses_its_full_stop() -> None:
    assert [term.key for term in terms("It flew 4,475 km and 53.5 minutes, in 2017.") if term.is_number] == [
        "4475",
        "53.5",
        "2017",
    ]


def test_words_without_meaning_of_their_own_are_left_out() -> None:
    assert content_keys("What did the summit say about it?") == {"summit"}


def test_a_name_is_known_by_its_capital() -> None:
    assert [term.text for term in terms("when did Kim meet Moon") if term.is_name] == ["Kim", "Moon"]


@pytest.mark.parametrize(
    ("accented", "plain"),
    [("Straßen", "strassen"), ("Łódź", "lodz"), ("Sør-Trøndelag", "sor trondelag"), ("œuvre", "oeuvr")],
)
def test_accents_and_ligatures_make_no_other_word(accented: str, plain: str) -> None:
    assert [term.key for term in terms(accented)] == plain.split()


def test_a_word_is_shown_with_its_accents() -> None:
    assert [term.text for term in terms("In Łódź spoke Orbán.")] == ["In", "Łódź", "spoke", "Orbán"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("the WHO and the man who left", {"who", "man", "left"}),
        ("WHO", {"who"}),
        ("WHO IS THE MAN WHO LEFT?", {"man", "left"}),
        ("It was NOT about ANY of US.", {"us"}),
    ],
)
def test_a_name_that_is_a_stop_word_in_small_letters_carries_meaning(text: str, keys: set[str]) -> None:
    assert content_keys(text) == keys
