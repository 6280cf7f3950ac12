"""The check that a source says what a sentence says."""

from bot.citations import Claim
from bot.verifier import verify

from tests.bot.sources import source

TRAILER = (
    "A bright-red trailer was photographed on July 7 at the loading area. Experts saw two trucks. Kim spoke later."
)
MEETING = "Moon Jae-in met Kim Jong Un in Panmunjom on April 27. They signed a declaration."


def kept(text: str, *cited: int, question: str = "") -> list[tuple[str, int, str]]:
    sources = [source(1, TRAILER), source(2, MEETING)]
    checked = verify([Claim(text, cited)], sources, question)
    return [(each.text, each.source.number, each.quotation.text) for each in checked]


def test_a_supported_sentence_carries_the_words_that_support_it() -> None:
    assert kept("The red trailer was photographed on July 7.", 1) == [
        (
            "The red trailer was photographed on July 7.",
            1,
            "A bright-red trailer was photographed on July 7 at the loading area.",
        )
    ]


def test_a_citation_moves_to_the_source_that_supports_the_sentence() -> None:
    assert kept("Moon met Kim in Panmunjom.", 1)[0][1] == 2


def test_a_sentence_without_a_marker_gets_one() -> None:
    assert kept("Moon met Kim in Panmunjom.")[0][1] == 2


def test_a_wrong_number_is_not_supported() -> None:
    assert kept("The red trailer was photographed on July 8.", 1) == []


def test_a_name_from_nowhere_is_not_supported() -> None:
    assert kept("The trailer was photographed on July 7 by Planet.", 1) == []


def test_a_number_in_words_is_supported_by_digits_and_the_other_way() -> None:
    assert kept("Experts saw 2 trucks.", 1)


def test_a_sentence_of_other_words_is_not_supported() -> None:
    assert kept("The weather stayed mild and the harvest was good.", 1) == []


def test_a_short_answer_is_quoted_from_the_sentence_that_the_question_asks_about() -> None:
    assert kept("April 27.", question="When did Moon and Kim meet?")[0][2].startswith("Moon Jae-in met")
