"""What another article answers to the same question."""

from dataclasses import replace

import pytest

from bot.asked import kind_asked
from bot.evidence import Source
from bot.other_answers import other_answer
from bot.verifier import Checked

from tests.bot.sources import source

QUESTION = "who opened the bridge of Wexmoor"
REPORT = "The bridge of Wexmoor was opened by Anna Brannock."
OTHER = "On Monday the bridge of Wexmoor was opened by Peter Quill."


def told(first: Source, *others: Source, question: str = QUESTION, said: str | None = None) -> str | None:
    """The other answer beside the first sentence of the first source."""
    sentence = first.sentences[0]
    rival = other_answer(
        [Checked(said or sentence.text, first, sentence)], [first, *others], question, kind_asked(question)
    )
    return rival.text if rival else None


def test_another_name_for_what_is_asked_is_another_answer() -> None:
    rival = other_answer(
        [Checked(REPORT, report := source(1, REPORT), report.sentences[0])], [source(2, OTHER)], QUESTION, None
    )
    assert rival is not None
    assert (rival.text, rival.source.number) == (OTHER, 2)
    assert rival.quotation.article.text[rival.quotation.span.start : rival.quotation.span.end] == OTHER


def test_who_is_quoted_has_another_answer_too() -> None:
    question = "a quote from who opened the bridge of Wexmoor"
    assert told(source(1, REPORT), source(2, OTHER), question=question) == OTHER


def test_a_bare_answer_has_a_name_too() -> None:
    assert told(source(1, REPORT), source(2, OTHER), said="Brannock") == OTHER


def test_the_sentence_before_is_quoted_where_it_says_what_is_spoken_of() -> None:
    assert told(
        source(1, REPORT), source(2, "Rain fell. The bridge of Wexmoor is new. It was opened by Peter Quill.")
    ) == ("The bridge of Wexmoor is new. It was opened by Peter Quill.")


def test_a_sentence_before_that_was_not_found_with_it_is_not_quoted() -> None:
    other = source(2, "The bridge of Wexmoor is new. Rain fell. It was opened by Peter Quill.")
    first, _, last = other.sentences
    assert told(source(1, REPORT), Source(2, other.article, (first, last), ())) is None


def test_a_sentence_before_that_adds_nothing_of_what_is_asked_is_not_quoted() -> None:
    assert told(source(1, REPORT), source(2, f"Rain fell. {OTHER}")) == OTHER


@pytest.mark.parametrize(
    "text",
    [
        "On Monday the bridge of Wexmoor was opened by Brannock.",  # the same name
        f"{OTHER} Before that Brannock had spoken.",  # it knows the first answer
        "On Monday the bridge of Wexmoor was opened by a mayor.",  # no name
        "On Monday the ferry was christened by Peter Quill.",  # another thing
    ],
)
def test_what_tells_nothing_else_is_no_other_answer(text: str) -> None:
    assert told(source(1, REPORT), source(2, text)) is None


def test_a_name_that_the_first_article_knows_is_no_other_answer() -> None:
    assert told(source(1, f"{REPORT} The mayor is Peter Quill."), source(2, OTHER)) is None


def test_who_shares_a_name_with_the_answer_is_no_other_answer() -> None:
    report = source(1, "The bridge of Wexmoor was opened by Anna Brannock and Jane Dell.")
    assert told(report, source(2, "On Monday the bridge of Wexmoor was opened by Brannock and Peter Quill.")) is None


def test_what_the_answer_tells_already_is_no_other_answer() -> None:
    first, second = source(1, REPORT), source(2, OTHER)
    both = [Checked(each.article.text, each, each.sentences[0]) for each in (first, second)]
    assert other_answer(both, [first, second], QUESTION, None) is None


def test_a_far_less_relevant_sentence_is_no_other_answer() -> None:
    report, other = source(1, REPORT), source(2, OTHER)
    relevant = Checked(REPORT, report, replace(report.sentences[0], relevance=1.0))
    assert other_answer([relevant], [report, other], QUESTION, None) is None


def test_of_a_time_or_an_amount_no_name_is_an_answer() -> None:
    assert told(source(1, REPORT), source(2, OTHER), question="when was the bridge of Wexmoor opened") is None


def test_what_corrects_the_answer_is_told_as_a_correction_and_what_it_corrects_is_not_told() -> None:
    report = source(1, REPORT, url="https://a.example/report")
    correction = source(2, OTHER, url="https://a.example/correction", corrects="https://a.example/report")
    assert told(report, correction) is None
    assert told(correction, report) is None


def test_reports_of_far_days_are_of_two_events() -> None:
    report = source(1, REPORT, published_at="2020-01-02")
    assert told(report, source(2, OTHER, published_at="2020-01-05")) == OTHER
    assert told(report, source(2, OTHER, published_at="2020-03-05")) is None


def test_without_an_answer_there_is_no_other() -> None:
    assert other_answer([], [source(1, REPORT)], QUESTION, None) is None
