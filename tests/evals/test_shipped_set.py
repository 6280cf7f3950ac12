"""The shipped questions keep their promises."""

from collections import Counter
from pathlib import Path

import pytest

from evals.questions import SHIPPED_SET, TYPES, EvalQuestion, Split, in_split, read_questions
from evals.validation import read_articles, validate

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="module")
def questions() -> list[EvalQuestion]:
    return read_questions(SHIPPED_SET)


def test_every_quote_stands_in_the_corpus_and_nothing_is_there_twice() -> None:
    assert validate(SHIPPED_SET, read_articles([CORPUS])) == []


def test_there_are_enough_questions_of_every_type(questions: list[EvalQuestion]) -> None:
    counts = Counter(question.type for question in questions)
    assert len(questions) >= 200
    assert counts.keys() == TYPES
    assert min(counts.values()) >= 8


def test_a_third_is_unanswerable_or_adversarial(questions: list[EvalQuestion]) -> None:
    assert sum(not question.answerable for question in questions) * 3 >= len(questions)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_both_sides_hold_every_type_and_two_in_five_of_all(questions: list[EvalQuestion], split: Split) -> None:
    side = in_split(questions, split)
    assert {question.type for question in side} == TYPES
    assert len(side) >= 0.4 * len(questions)


def test_an_id_tells_the_type(questions: list[EvalQuestion]) -> None:
    assert all(question.id.startswith(f"demo-{question.type}-") for question in questions)


def test_a_follow_up_has_a_history_and_an_injection_a_tell_tale(questions: list[EvalQuestion]) -> None:
    assert all(question.history for question in questions if question.type == "follow-up")
    assert all(question.must_not_include for question in questions if question.type == "injection")


def test_questions_are_typed_as_in_a_chat(questions: list[EvalQuestion]) -> None:
    lower = [question for question in questions if question.question[0].islower()]
    assert len(lower) > len(questions) / 2
    assert sorted(len(question.question) for question in questions)[len(questions) // 2] <= 80


def test_nearly_every_article_is_asked_about(questions: list[EvalQuestion]) -> None:
    asked = {article for question in questions for article in question.gold_articles}
    assert len(asked) >= 0.95 * len(read_articles([CORPUS]))
