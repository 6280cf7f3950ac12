"""What is denied, and what is left open."""

import pytest

from bot.polarity import are_opposed, clauses, is_certain, is_open


def test_a_denial_belongs_to_its_clause() -> None:
    found = clauses("He promised help, but he did not say in which city it would come.")
    assert [(sorted(clause.keys), clause.is_negative) for clause in found] == [
        (["help", "promis"], False),
        (["citi", "come"], True),
    ]


@pytest.mark.parametrize("text", ["It does not only rain.", "Do not hesitate to call.", "It did not rule out war."])
def test_what_sounds_like_a_denial_is_none(text: str) -> None:
    assert not any(clause.is_negative for clause in clauses(text))


@pytest.mark.parametrize(
    ("left", "right", "opposed"),
    [
        ({"surviv"}, {"die"}, True),
        ({"will"}, {"unwill"}, True),
        ({"rise"}, {"rise", "fall"}, False),
        ({"rise"}, {"climb"}, False),
    ],
)
def test_opposites_are_opposed_unless_both_stand_there(left: set[str], right: set[str], opposed: bool) -> None:
    assert are_opposed(frozenset(left), frozenset(right)) is opposed
    assert are_opposed(frozenset(right), frozenset(left)) is opposed


def test_a_condition_is_not_certain() -> None:
    assert is_certain("It was confirmed.")
    assert not is_certain("If confirmed, it is the first.")
    assert not is_certain("It was not confirmed.")
    assert not is_certain("She was confirmed by the Senate.")


def test_a_belief_of_others_is_open_and_the_month_of_may_is_not() -> None:
    assert is_open("It is believed to have flown.")
    assert not is_open("It flew in May.")
