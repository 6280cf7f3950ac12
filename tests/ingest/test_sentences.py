from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One ends. Two begins.", ["One ends.", "Two begins."]),
        ("Is it? Yes! It is…  Good.", ["Is it?", "Yes!", "It is…", "Good."]),
        ("“It’s active.” Lewis said so.", ["“It’s active.”", "Lewis said so."]),
        ("He left. “We stay,” she said.", ["He left.", "“We stay,” she said."]),
        ("He met Mr. Kim and Gen. Brooks.", ["He met Mr. Kim and Gen. Brooks."]),
        ("The U.S. Navy sailed.", ["The U.S. Navy sailed."]),
        ("It could reach the U.S. The paper said so.", ["It could reach the U.S.", "The paper said so."]),
        ("A rise of 3.5 percent. More came.", ["A rise of 3.5 percent.", "More came."]),
        ("On Jan. 5 he left.", ["On Jan. 5 he left."]),
        ("A heading\n\nA sentence", ["A heading", "A sentence"]),
        ("one line\nanother line", ["one line\nanother line"]),
        ("   ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="aB. !?\n“”U.S", max_size=200))
def test_no_character_but_white_space_is_lost_and_spans_are_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_what_is_longer_than_any_sentence_is_cut_at_white_space() -> None:
    pieces = sentences("word " * 1000)
    assert [len(piece) for piece in pieces] == [1999, 1994, 1004]
    assert [len(piece) for piece in sentences("x" * 4500)] == [2000, 2000, 500]


@pytest.mark.parametrize(
    "text",
    [
        "The court upheld Roe v. Wade again.",
        "U.S. Atty. Jones spoke.",
        "He met Brig. Ali, Cpl. Roe, Pvt. Doe, Pfc. Lee and Cmdr. Ray.",
        "Chief Supt. Hill, Insp. Lane and Det. Park came.",
        "Messrs. Black and White left with Sec. Rice and Amb. Bolton.",
        "It flew to Ft. Worth.",
        "He lived in Salem, Mass. Route 1 passes it.",
        "He came from Fresno, Calif. Route 1 from Miami, Fla. Route 2 to Erie, Pa. Route 3.",
        "From Reston, Va. Route 4 to Duluth, Minn. Route 5, Yakima, Wash. Route 6 and Tempe, Ariz. Route 7.",
        "The Dept. Store and Univ. Hall closed.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Émile left. Łódź grew. Šimon went. İzmir shook.",
            ["Émile left.", "Łódź grew.", "Šimon went.", "İzmir shook."],
        ),
        ("It cost 5 zl. łódź is no opening. Žižek spoke.", ["It cost 5 zl. łódź is no opening.", "Žižek spoke."]),
        ("It happened in Fresno, Calif. The town shook.", ["It happened in Fresno, Calif.", "The town shook."]),
        ("He is at the Univ. The paper said so.", ["He is at the Univ.", "The paper said so."]),
    ],
)
def test_every_latin_capital_may_open_a_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
