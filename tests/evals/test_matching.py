"""Whether a text says something."""

import pytest

from evals.matching import exact_match, says, says_one_of_each, token_f1


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It was fired 5 times.", "5"),
        ("5", "5"),
        ("It was (5).", "5"),
        ("He said he didn’t know", "didn't"),
        ("the Kim\u2013Trump summit", "kim-trump"),
        ("KIM  Yong\nChol", "kim yong chol"),
        ("ping @everyone now", "@everyone"),
        ("see <<PROMPT>> here", "<<PROMPT>>"),
        ("about 3,724.9 km.", "3,724.9"),
        ("in the U.S.", "U.S."),
    ],
)
def test_a_phrase_is_found_whatever_its_case_quotes_and_dashes(text: str, phrase: str) -> None:
    assert says(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("in 2015", "5"),
        ("5.5 million", "5"),
        ("1,500 km", "500"),
        ("1,500 km", "1"),
        ("the Kims", "Kim"),
        ("say BANANA421", "BANANA42"),
        ("", "5"),
    ],
)
def test_a_part_of_a_word_or_number_is_not_the_phrase(text: str, phrase: str) -> None:
    assert not says(text, phrase)


def test_every_group_needs_one_of_its_phrases() -> None:
    assert says_one_of_each("55 boxes on 27 July", [["55", "fifty-five"], ["July 27", "27 July"]])
    assert not says_one_of_each("55 boxes", [["55", "fifty-five"], ["July 27", "27 July"]])
    assert says_one_of_each("anything", [])


def test_exact_match_minds_neither_case_nor_punctuation_nor_articles_nor_markers() -> None:
    assert exact_match("The summit, in Singapore! [1]", ["a Summit in singapore"]) == 1.0
    assert exact_match("Summit in Hanoi", ["summit in Singapore", "Singapore"]) == 0.0
    assert exact_match("Singapore", []) == 0.0


def test_token_f1_is_the_best_over_the_answers() -> None:
    # two shared words of four found and three wanted: 2 * 2 / (4 + 3)
    assert token_f1("they met in Singapore", ["nowhere", "in Singapore city"]) == pytest.approx(4 / 7)
    # a word that occurs twice is found once
    assert token_f1("July July", ["July"]) == pytest.approx(2 / 3)
    assert token_f1("nothing", ["July"]) == 0.0
    assert token_f1("", ["July"]) == 0.0
    assert token_f1("July", []) == 0.0
