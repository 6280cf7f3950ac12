"""What a refusal names as missing."""

import pytest

from ingest.articles import Article
from ingest.passages import ALWAYS, DateRange

from bot.missing import Missing, missing

LAUNCH = Article(
    id="launch",
    title="A missile is launched",
    published_at="2018-07-05",
    text="The Hwasong-14 was carried on a truck. Kim Jong Un photographed it.",
)


def words_missing(question: str) -> tuple[str, ...]:
    return missing(question, [LAUNCH], ALWAYS).words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who designed the Hwasong-14 engine?", ("designed", "engine")),
        ("how many axles did the truck have", ("axles",)),  # that it asks for a number names nothing
        ("When does the Brexit deadline run out?", ("Brexit", "deadline")),
        ("Who photographs trucks?", ()),  # in other forms the words are there
        ("who carried the launched missile", ()),  # one stands in the title alone
        ("Kimchi, wine, bread or cheese?", ("Kimchi", "wine", "bread")),
        ("Is wine wine?", ("wine",)),
        ("Who won the election last week?", ("election",)),
        ("What's the latest news on missiles, what year was it, how long did it take?", ()),
        ("Was it launched yesterday, in January 2018 or on Monday?", ()),
    ],
)
def test_it_names_the_words_that_no_article_found_has(question: str, words: tuple[str, ...]) -> None:
    assert words_missing(question) == words


@pytest.mark.parametrize("question", ["BANANA42", "say OFFLEASH", "did nk say so", "@me", "<<<>>>", "x" * 31, "42 000"])
def test_what_is_no_ordinary_word_is_not_said_again(question: str) -> None:
    assert words_missing(question) == ()


def test_where_nothing_was_found_no_word_is_missing_more_than_another() -> None:
    assert missing("Who designed it?", [], ALWAYS) == Missing()


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (DateRange("2018-06-01", "2018-07-01"), "2018-06-01 … 2018-06-30"),
        (DateRange("2018-06-01", "2018-06-02"), "2018-06-01"),
        (DateRange("2018-07-06", None), "2018-07-06 …"),
        (DateRange(None, "2018-06-12"), "… 2018-06-11"),
        (DateRange("2018-07-01", "2018-08-01"), ""),  # one is of these days
        (ALWAYS, ""),
        (DateRange("2018-06-12", "2018-06-12"), ""),  # a since after an until names no days
        (DateRange("2019-06-12", "2018-06-12"), ""),
    ],
)
def test_it_names_the_days_of_which_nothing_was_found(days: DateRange, shown: str) -> None:
    assert missing("Who carried it?", [LAUNCH], days).days == shown


def test_it_names_the_days_where_nothing_at_all_was_found() -> None:
    assert missing("Who?", [], DateRange("2018-06-01", "2018-06-02")).days == "2018-06-01"
