"""Answers made of quotations."""

from dataclasses import replace

import pytest

from bot.asked import kind_asked
from bot.extractive import quotations

from tests.bot.sources import source


def test_the_most_relevant_sentences_are_quoted_best_first_and_no_more_than_two() -> None:
    whole = source(1, "One is here. Two is here. Three is here. Four is here.")
    weighed = [replace(s, relevance=r) for s, r in zip(whole.sentences, (0.1, 0.9, 0.8, 0.7), strict=True)]
    found = quotations([replace(whole, sentences=tuple(weighed))], "what is here")
    assert [each.text for each in found] == ["“Two is here.”", "“Three is here.”"]
    assert [each.quotation.text for each in found] == ["Two is here.", "Three is here."]


def test_a_second_quotation_must_be_nearly_as_good() -> None:
    whole = source(1, "One is here. Two is here.")
    weighed = [replace(s, relevance=r) for s, r in zip(whole.sentences, (0.9, 0.5), strict=True)]
    assert len(quotations([replace(whole, sentences=tuple(weighed))], "what is here")) == 1


def test_no_sentences_give_no_quotations() -> None:
    assert quotations([], "what is here") == []


def quoted(text: str, question: str) -> list[str]:
    """Of an article whose last sentence is the most relevant by a little."""
    whole = source(1, text)
    last = len(whole.sentences) - 1
    weighed = tuple(replace(s, relevance=0.9 if n == last else 0.5) for n, s in enumerate(whole.sentences))
    found = quotations([replace(whole, sentences=weighed)], question, kind_asked(question))
    return [each.quotation.text for each in found]


@pytest.mark.parametrize("last", ["He said it was wise.", "“It was wise,” he said.", "Both agreed."])
def test_a_sentence_that_does_not_say_of_whom_it_speaks_is_quoted_after_the_one_that_does(last: str) -> None:
    assert quoted(f"Rain fell. Admiral Harris spoke. {last}", "was it wise") == ["Admiral Harris spoke.", last]


def test_a_sentence_that_says_of_whom_it_speaks_is_quoted_alone() -> None:
    assert quoted("Rain fell. Harris said that he was wise.", "was it wise") == ["Harris said that he was wise."]


def test_a_sentence_before_that_was_not_found_is_not_quoted() -> None:
    whole = source(1, "Admiral Harris spoke. Rain fell. He said it was wise.")
    first, _, last = whole.sentences
    found = quotations([replace(whole, sentences=(first, replace(last, relevance=0.9)))], "was it wise")
    assert [each.quotation.text for each in found] == ["He said it was wise."]


def test_what_a_sentence_looks_back_at_stands_before_it() -> None:
    whole = source(1, "Admiral Harris spoke. He praised the plan. It was wise, he said.")
    weighed = [replace(s, relevance=r) for s, r in zip(whole.sentences, (0.5, 0.8, 0.9), strict=True)]
    found = quotations([replace(whole, sentences=tuple(weighed))], "was it wise")
    assert [each.quotation.text for each in found] == [sentence.text for sentence in whole.sentences]


def test_the_article_with_the_best_sentence_is_quoted_first() -> None:
    first, second = source(1, "One is here."), source(2, "Two is here.")
    weighed = [
        replace(each, sentences=(replace(each.sentences[0], relevance=r),)) for each, r in ((first, 0.8), (second, 0.9))
    ]
    assert [each.quotation.text for each in quotations(weighed, "who")] == ["Two is here.", "One is here."]


def test_nothing_is_quoted_twice() -> None:
    whole = source(1, "Admiral Harris spoke. He said it was wise.")
    weighed = [replace(s, relevance=r) for s, r in zip(whole.sentences, (0.8, 0.9), strict=True)]
    found = quotations([replace(whole, sentences=tuple(weighed))], "was it wise")
    assert [each.quotation.text for each in found] == ["Admiral Harris spoke.", "He said it was wise."]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when did they meet", {"They met on May 5."}),
        ("how many of them met", {"Six of them met."}),
        ("the exact words about them, please", {"They said “yes”."}),
        ("who are they", set()),
    ],
)
def test_a_sentence_that_tells_what_is_asked_for_is_worth_more(question: str, told: set[str]) -> None:
    whole = source(1, "They are here. Rain fell. Six of them met. Rain fell. They met on May 5. Rain. They said “yes”.")
    relevances = (0.9, 0.87, 0.85, 0.1, 0.85, 0.1, 0.85)
    weighed = tuple(replace(s, relevance=r) for s, r in zip(whole.sentences, relevances, strict=True))
    found = quotations([replace(whole, sentences=weighed)], question, kind_asked(question))
    assert {each.quotation.text for each in found} - {"They are here.", "Rain fell.", "Rain."} == told
