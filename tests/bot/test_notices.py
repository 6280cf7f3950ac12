"""What is said beside an answer."""

from dataclasses import replace

import pytest

from bot.evidence import Source
from bot.notices import dated, notices
from bot.verifier import Checked

from tests.bot.sources import source

FLIGHT = "The missile flew for 37 minutes on July 4."


def checked(article: Source, text: str | None = None) -> Checked:
    """The first sentence of the article, said."""
    sentence = article.sentences[0]
    return Checked(text or sentence.text, article, sentence)


def said(first: Source, *others: Source, question: str = "how many minutes did the July 4 missile fly") -> list[str]:
    return [notice.text for notice in notices([checked(first)], [first, *others], question)]


def test_a_correction_of_what_is_cited_is_quoted() -> None:
    report = source(1, FLIGHT, url="https://news.example/report")
    correction = source(2, "It was intercontinental.", corrects="https://news.example/report")
    assert said(report, correction) == ["A later correction says: “It was intercontinental.”"]


def test_of_a_correction_what_was_wrong_is_quoted_not_the_news_told_again() -> None:
    report = source(1, FLIGHT, url="https://news.example/report")
    text = "It was intercontinental. One. Two. Three. Four. The missile flew on July 4."
    correction = source(2, text, corrects="https://news.example/report")
    last = replace(correction.sentences[-1], relevance=1.0)
    correction = replace(correction, sentences=(*correction.sentences[:-1], last))
    assert said(report, correction) == ["A later correction says: “It was intercontinental.”"]


def test_a_figure_in_a_far_less_relevant_sentence_is_not_told() -> None:
    report, other = source(1, FLIGHT), source(2, "The missile flew for 39 minutes on July 4.")
    relevant = Checked(FLIGHT, report, replace(report.sentences[0], relevance=1.0))
    assert notices([relevant], [report, other], "how many minutes did the July 4 missile fly") == []


def test_a_correction_that_is_cited_already_is_not_told_again() -> None:
    report = source(1, FLIGHT, url="https://news.example/report")
    correction = source(2, "It was intercontinental.", corrects="https://news.example/report")
    assert notices([checked(report), checked(correction)], [report, correction], "which kind of missile") == []


def test_a_correction_of_another_article_is_not_told() -> None:
    report = source(1, FLIGHT, url="https://news.example/report")
    assert said(report, source(2, "It was late.", corrects="https://news.example/other")) == []


def test_another_figure_for_what_is_asked_is_told() -> None:
    other = source(2, "North Korea said the missile flew for 39 minutes on July 4.")
    assert said(source(1, FLIGHT), other) == [
        "Another report says: “North Korea said the missile flew for 39 minutes on July 4.”"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Officials said the missile flew for 37 minutes on July 4.",  # the same figure
        "The missile flew for 47 minutes on July 28.",  # another day
        "The missile flew 933 kilometers on July 4.",  # another unit
        "The talks lasted 39 minutes on July 4.",  # another thing
    ],
)
def test_what_does_not_contradict_is_not_told(text: str) -> None:
    assert said(source(1, FLIGHT), source(2, text)) == []


def test_without_a_day_in_them_reports_of_one_week_are_of_one_event() -> None:
    first = source(1, "The missile flew for 37 minutes.", published_at="2017-07-04")
    near = source(2, "The missile flew for 39 minutes.", published_at="2017-07-05")
    far = source(3, "The missile flew for 39 minutes.", published_at="2017-07-29")
    unknown = source(4, "The missile flew for 39 minutes.")
    assert said(first, near) == ["Another report says: “The missile flew for 39 minutes.”"]
    assert said(first, far, unknown) == []


def test_in_an_archive_without_days_reports_are_of_one_event() -> None:
    first, other = source(1, "The missile flew for 37 minutes."), source(2, "The missile flew for 39 minutes.")
    assert said(first, other) == ["Another report says: “The missile flew for 39 minutes.”"]


@pytest.mark.parametrize(
    "question", ["Who is the president of the South?", "does Moon still lead it?", "latest talks?"]
)
def test_how_things_are_is_told_with_the_day_of_the_report(question: str) -> None:
    article = source(1, "Moon leads the South.", published_at="2018-06-12")
    (sentence,) = dated([checked(article)], question)
    assert sentence.text == "Moon leads the South (as of June 12, 2018)."


@pytest.mark.parametrize(
    ("question", "text", "published_at"),
    [
        ("Who met in Singapore?", "Moon leads the South.", "2018-06-12"),
        ("Who is the president?", "Moon took office on May 10.", "2018-06-12"),
        ("Who is the president?", "Moon was elected in 2017.", "2018-06-12"),
        ("Who is the president?", "Moon leads the South.", None),
    ],
)
def test_what_does_not_change_or_has_a_day_is_told_without(question: str, text: str, published_at: str | None) -> None:
    article = source(1, text, **({"published_at": published_at} if published_at else {}))
    assert [sentence.text for sentence in dated([checked(article)], question)] == [text]


def test_of_nothing_there_is_nothing_to_say() -> None:
    assert dated([], "who is it?") == []
    assert notices([], [source(1, FLIGHT)], "who is it?") == []
