"""Replies to claims."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.citations import Claim, Reply, parse_reply, read_claims


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
        "[S1, S2]",
        "(S1, S2)",
    ],
)
def test_every_way_to_write_a_marker_is_understood(marker: str) -> None:
    assert read_claims(f"The talks began {marker}.") == [Claim("The talks began.", (1, 2))]


def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    assert read_claims("The talks began in May. [2] They ended in June.[1]") == [
        Claim("The talks began in May.", (2,)),
        Claim("They ended in June.", (1,)),
    ]


def test_a_year_in_brackets_is_not_a_citation() -> None:
    assert read_claims("The summit [2018] was held in Singapore (2018).")[0].cited == ()


def test_a_round_number_inside_a_sentence_is_not_a_citation() -> None:
    assert read_claims("Resolution 2375 (11) was adopted by all members.")[0].cited == ()


def test_a_wide_range_is_not_a_citation() -> None:
    assert read_claims("Pages [1-999] were read.")[0].cited == ()


def test_a_bare_marker_is_not_a_claim() -> None:
    assert read_claims("[1] [2].") == []


def test_a_list_gives_its_sentences_without_bullets() -> None:
    assert [claim.text for claim in read_claims("- Kim spoke. [1]\n\n- Moon spoke. [2]")] == [
        "Kim spoke.",
        "Moon spoke.",
    ]


def test_a_reply_names_its_evidence_before_its_answer() -> None:
    assert parse_reply("Evidence: S2, S5, S2\nAnswer: It began in May.") == Reply((2, 5), "It began in May.")


@pytest.mark.parametrize(
    "reply",
    ["evidence: [2]\n\nanswer: It began.", "Evidence: S2. Answer: It began.", "\nEvidence: S2\nIt began."],
)
def test_a_form_kept_loosely_is_understood(reply: str) -> None:
    assert parse_reply(reply) == Reply((2,), "It began.")


def test_a_reply_without_the_form_is_all_answer() -> None:
    assert parse_reply("Even so, it began in 1953 [2].") == Reply((), "Even so, it began in 1953 [2].")


def test_evidence_without_an_answer_is_no_answer() -> None:
    assert parse_reply("Evidence: none") == Reply((), "")


def test_nothing_of_the_form_is_shown_while_a_reply_grows() -> None:
    reply = "Evidence: S12, S3\nAnswer: No."
    grown = [parse_reply(reply[:end]).answer for end in range(len(reply) + 1)]
    assert [answer for answer in grown if answer] == ["N", "No", "No."]


@pytest.mark.parametrize(
    "marker", ["[1 and 2]", "[1, 2 & 3]", "(source 1)", "(sources 1 and 2)", "【1†source】", "[sources 1, 2]"]
)
def test_the_markers_of_hosted_models_are_understood(marker: str) -> None:
    (claim,) = read_claims(f"The talks began {marker}.")
    cited = tuple(int(digit) for digit in "123" if digit in marker)
    assert claim == Claim("The talks began.", cited)


@pytest.mark.parametrize(
    ("reply", "texts"),
    [
        ("1. The dam failed [1]\n2. Ten died [2]", [("The dam failed", (1,)), ("Ten died", (2,))]),
        ("1) The dam failed. [1]\n2) Ten died. [2]", [("The dam failed.", (1,)), ("Ten died.", (2,))]),
        ("* The dam failed [1]\n• Ten died [2]", [("The dam failed", (1,)), ("Ten died", (2,))]),
        ("This is known:\n3.5 million left [1].", [("This is known:", ()), ("3.5 million left.", (1,))]),
        ("It was\n2018. was the year [1].", [("It was", ()), ("2018. was the year.", (1,))]),
        ("In all,\n35 people\nleft [1].", [("In all, 35 people left.", (1,))]),
        ("The dam failed\n[1]\n\nTen died [2].", [("The dam failed", (1,)), ("Ten died.", (2,))]),
    ],
)
def test_each_line_of_a_list_is_a_claim_without_its_number(
    reply: str, texts: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(claim.text, claim.cited) for claim in read_claims(reply)] == texts


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("The dam failed, according to passage [1].", "The dam failed."),
        ("The dam failed according to [1].", "The dam failed."),
        ("According to source [1], the dam failed.", "the dam failed."),
        ("The dam failed, according to Ruth Calder [1].", "The dam failed, according to Ruth Calder."),
    ],
)
def test_nothing_is_left_of_an_attribution_to_a_marker(reply: str, text: str) -> None:
    assert read_claims(reply) == [Claim(text, (1,))]


@pytest.mark.parametrize(
    ("reply", "read"),
    [
        ("**Evidence:** 3\n**Answer:** x", Reply((3,), "x")),
        ("**Evidence**: S3\n**Answer**: x", Reply((3,), "x")),
        ("Evidence: 1-3\nAnswer: x", Reply((1, 2, 3), "x")),
        ("Evidence: S1–S3, S7\nAnswer: x", Reply((1, 2, 3, 7), "x")),
        ("**Evidence:** S3. **Answer:** x", Reply((3,), "x")),
    ],
)
def test_a_form_in_bold_or_with_a_range_is_read(reply: str, read: Reply) -> None:
    assert parse_reply(reply) == read


def test_nothing_of_a_form_in_bold_is_shown_while_a_reply_grows() -> None:
    reply = "**Evidence:** S12, S3\n**Answer:** No."
    grown = [parse_reply(reply[:end]).answer for end in range(len(reply) + 1)]
    assert [answer for answer in grown if answer] == ["N", "No", "No."]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab A.?![]()【】^-,; 0123456789\n\"'“”:ID")), max_size=200))
def test_no_reply_however_broken_leaves_a_marker_in_a_claim(reply: str) -> None:
    for claim in read_claims(reply):
        assert "[1]" not in claim.text
        assert all(0 <= number < 1000 for number in claim.cited)
