"""Answers made of quotations."""

from dataclasses import replace

from bot.extractive import quotations

from tests.bot.sources import source


def test_the_most_relevant_sentences_are_quoted_best_first_and_no_more_than_two() -> None:
    whole = source(1, "One is here. Two is here. Three is here. Four is here.")
    weighed = [replace(s, relevance=r) for s, r in zip(whole.sentences, (0.1, 0.9, 0.8, 0.7), strict=True)]
    found = quotations([replace(whole, sentences=tuple(weighed))])
    assert [each.text for each in found] == ["“Two is here.”", "“Three is here.”"]
    assert [each.quotation.text for each in found] == ["Two is here.", "Three is here."]


def test_a_second_quotation_must_be_nearly_as_good() -> None:
    whole = source(1, "One is here. Two is here.")
    weighed = [replace(s, relevance=r) for s, r in zip(whole.sentences, (0.9, 0.5), strict=True)]
    assert len(quotations([replace(whole, sentences=tuple(weighed))])) == 1


def test_no_sentences_give_no_quotations() -> None:
    assert quotations([]) == []
