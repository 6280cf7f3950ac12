"""Numbers of a claim, held against those of the place that is to bear it out."""

import pytest

from bot.verifier import LEAST_PROBABILITY, RULES

from tests.bot.sources import source


def is_supported(passage: str, claim: str) -> bool:
    weighed = RULES.weigh(claim, source(1, passage))
    return weighed is not None and weighed.probability >= LEAST_PROBABILITY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Five hostages were freed.", "The five hostages were freed."),
        ("Four sons of the couple died in the fire.", "Their four sons died in the fire."),
        ("One person was hurt in the fire.", "1 person was hurt in the fire."),
        ("It was her first title.", "It was her 1st title."),
        ("The two leaders met in Hanoi.", "The leaders met in Hanoi."),
    ],
)
def test_what_is_counted_in_passing_and_what_is_counted_bear_each_other_out(one: str, other: str) -> None:
    assert is_supported(one, other)
    assert is_supported(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The three hostages were freed.", "The five hostages were freed."),
        ("The five judges ruled on Monday.", "The nine judges ruled on Monday."),
        ("The first suspect confessed.", "The second suspect confessed."),
        ("One soldier was wounded.", "Four soldiers were wounded."),
        ("Three people were hurt.", "Both persons were hurt."),
    ],
)
def test_what_is_counted_otherwise_is_not_borne_out(one: str, other: str) -> None:
    assert not is_supported(one, other)
    assert not is_supported(other, one)


def test_one_may_stand_beside_several_of_its_kind() -> None:
    passage = "A soldier was wounded when four soldiers and two officers were in the car."
    assert is_supported(passage, "One soldier was wounded.")
