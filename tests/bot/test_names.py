"""Names, and which of them are one."""

import pytest

from bot.citations import Claim
from bot.names import Name, all_names, initials, is_country, is_named, names
from bot.verifier import RULES

from tests.bot.sources import source


def name(*words: str) -> Name:
    return frozenset(words)


MOON = name("moon", "jae")


def test_names_are_runs_of_words_with_capitals_without_titles() -> None:
    assert names("On Monday President Moon Jae-in met Ruth Calder.") == [MOON, name("ruth", "calder")]


def test_no_name_runs_over_a_comma() -> None:
    assert names("At Elm Bridge, Calder met Okoye.") == [name("elm", "bridg"), name("calder"), name("okoy")]


def test_days_and_months_are_no_names() -> None:
    assert names("They met on Monday in July.") == []


@pytest.mark.parametrize(
    ("text", "first"),
    [("Calder said so", True), ("KCNA reported", True), ("Reporters watched it", False), ("Nothing was said", False)],
)
def test_a_sentence_opens_with_a_name_where_a_verb_follows(text: str, first: bool) -> None:
    assert bool(names(text)) is first


@pytest.mark.parametrize("text", ["Tokyo warned", "the Japanese navy", "Japan's navy", "in Tokyo's view"])
def test_a_country_its_people_and_its_government_are_one(text: str) -> None:
    (found,) = names(text)
    assert is_country(found)
    assert is_named(found, names("x Japan"), ())


def test_a_capital_in_which_something_happens_is_a_city() -> None:
    assert names("a fire in Tokyo") == [name("tokyo")]
    assert names("his next stop was Tokyo") == [name("tokyo")]
    assert len(all_names("a fire in Tokyo")) == 2


def test_north_is_not_south() -> None:
    assert not is_named(names("North Korea said")[0], names("South Korea said"), ())


def test_both_koreas_are_named_by_either() -> None:
    assert is_named(names("the Koreas")[0], names("South Korea"), ())


def test_a_surname_stands_for_the_full_name_that_the_article_has() -> None:
    assert is_named(MOON, [name("moon")], [MOON])
    assert not is_named(MOON, [name("moon")], [name("moon")])


def test_a_full_name_is_another_where_a_given_name_differs() -> None:
    assert not is_named(name("kim", "yong", "nam"), [name("kim", "jong", "un")], [name("kim", "yong", "nam")])


def test_initials_are_those_of_the_words_with_meaning() -> None:
    assert initials("the intercontinental ballistic missile of the Group of 20") == "IBMG20"


def is_borne_out(text: str, passage: str) -> bool:
    return bool(RULES.verify([Claim(text, (1,))], [source(1, passage)], ""))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The US imposed new sanctions.", "The U.S. imposed new sanctions."),
        ("The United States imposed new sanctions.", "The U.S. imposed new sanctions."),
        ("Washington imposed new sanctions.", "The U.S. imposed new sanctions."),
        ("The UN condemned the launch.", "The U.N. condemned the launch."),
        ("The United Nations condemned the launch.", "The U.N. condemned the launch."),
        ("The British minister resigned.", "The U.K. minister resigned."),
        ("Britain signed the treaty.", "The U.K. signed the treaty."),
        ("The EU signed the treaty.", "The E.U. signed the treaty."),
        ("The bridge is safe, according to the US army.", "The bridge is safe, according to the U.S. Army."),
    ],
)
def test_a_country_in_dotted_initials_is_the_same_country(one: str, other: str) -> None:
    assert (is_borne_out(one, other), is_borne_out(other, one)) == (True, True)


def test_a_country_in_dotted_initials_is_no_other_country() -> None:
    assert not is_borne_out("The Russian president met Xi.", "The U.S. president met Xi.")
    assert not is_borne_out("The U.S. president met Xi.", "The Russian president met Xi.")
    assert not is_borne_out(
        "The bridge is safe, according to the Russian army.", "The bridge is safe, according to the U.S. Army."
    )
