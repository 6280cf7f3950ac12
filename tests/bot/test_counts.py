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


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("The bank will cut rates twice this year.", "There will be two rate cuts by the bank this year."),
        ("The fare rose to double that of May.", "The fare rose to 2 times that of May."),
        ("Three of the country's five mines were shut.", "Of five mines, three were shut."),
        ("Five hostages were freed.", "Five of the town's hostages were freed."),
        ("The mayor resigned an hour after the vote.", "The mayor resigned one hour after the vote."),
        ("Another suspect was arrested.", "A second suspect was arrested."),
        ("The storm was the second storm of June. It killed nobody.", "The second storm of June killed nobody."),
    ],
)
def test_a_number_may_be_told_in_other_words(passage: str, claim: str) -> None:
    assert is_supported(passage, claim)


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("The bank will cut rates three times this year.", "The bank will cut rates twice this year."),
        ("The mayor resigned an hour after the vote.", "The mayor resigned two hours after the vote."),
        ("Another suspect was arrested.", "A third suspect was arrested."),
        ("The police questioned three men after the second strike.", "The police questioned two men after the strike."),
        ("The fifth strike hit three mines.", "The third strike hit five mines."),
        ("She wrote 40 novels and 15 plays.", "She wrote 15 novels and 40 plays."),
    ],
)
def test_other_words_for_a_number_bear_out_no_other(passage: str, claim: str) -> None:
    assert not is_supported(passage, claim)
