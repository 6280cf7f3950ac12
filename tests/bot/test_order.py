"""What came before what, and what is more than what."""

import pytest

from bot.order import are_reordered, orders


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The mayor resigned before the report came out.", "The mayor resigned after the report came out."),
        ("After the report came out, the mayor resigned.", "The mayor resigned before the report came out."),
        ("More nurses than doctors went on strike.", "More doctors than nurses went on strike."),
        ("The tunnel is longer than the bridge.", "The bridge is longer than the tunnel."),
    ],
)
def test_the_same_the_other_way_round_is_reordered(one: str, other: str) -> None:
    assert are_reordered(orders(one), orders(other))
    assert are_reordered(orders(other), orders(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("After the report came out, the mayor resigned.", "The mayor resigned following the report."),
        ("The mayor resigned before the vote.", "The vote took place after the mayor resigned."),
        ("More nurses than doctors went on strike.", "Fewer doctors than nurses went on strike."),
        ("The tunnel is longer than the bridge.", "The bridge is shorter than the tunnel."),
        ("More than 40 nurses went on strike.", "After the nurses went on strike, more than 40 left."),
        ("The mayor had resigned twice before.", "The mayor resigned after the vote."),
        ("The vote took place before the strike ended.", "The vote took place after the mayor resigned."),
        ("Rather than resign, the mayor left.", "The mayor left rather than resign."),
    ],
)
def test_the_same_in_other_words_is_in_the_same_order(one: str, other: str) -> None:
    assert not are_reordered(orders(one), orders(other))
    assert not are_reordered(orders(other), orders(one))
