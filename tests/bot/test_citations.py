"""Replies to claims."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.citations import Claim, read_reply


@pytest.mark.parametrize(
    "marker",
    [
        "[1][2]",
        "[1, 2]",
        "[1-2]",
        "【1】【2】",
        "[^1][^2]",
        "[ID:1] [ID:2]",
        "[1; 2]",
        "passage [1] source [2]",
        "(1, 2)",
    ],
)
def test_every_way_to_write_a_marker_is_understood(marker: str) -> None:
    assert read_reply(f"The talks began {marker}.") == [Claim("The talks began.", (1, 2))]


def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert read_reply("The talks began in May. [2] They ended in June.[1]") == [
        Claim("The talks began in May.", (2,)),
        Claim("They ended in June.", (1,)),
    ]


def test_a_year_in_brackets_is_not_a_citation() -> None:
    assert read_reply("The summit [2018] was held in Singapore (2018).")[0].cited == ()


def test_a_round_number_inside_a_sentence_is_not_a_citation() -> None:
    assert read_reply("Resolution 2375 (11) was adopted by all members.")[0].cited == ()


def test_a_wide_range_is_not_a_citation() -> None:
    assert read_reply("Pages [1-999] were read.")[0].cited == ()


def test_a_bare_marker_is_not_a_claim() -> None:
    assert read_reply("[1] [2].") == []


def test_a_list_gives_its_sentences_without_bullets() -> None:
    assert [claim.text for claim in read_reply("- Kim spoke. [1]\n\n- Moon spoke. [2]")] == [
        "Kim spoke.",
        "Moon spoke.",
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab A.?![]()【】^-,; 0123456789\n\"'“”:ID")), max_size=200))
def test_no_reply_however_broken_leaves_a_marker_in_a_claim(reply: str) -> None:
    for claim in read_reply(reply):
        assert "[1]" not in claim.text
        assert all(0 <= number < 1000 for number in claim.cited)
