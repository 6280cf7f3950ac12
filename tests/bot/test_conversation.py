"""Follow-ups made to stand by themselves."""

import pytest

from bot.conversation import form_of, standalone
from bot.question import Turn

BEFORE = (Turn("When did Moon meet Kim in Panmunjom?", "Moon Jae-in met Kim Jong Un on April 27."),)


def test_a_question_without_history_is_left_alone() -> None:
    assert standalone("and who leads it?", ()) == "and who leads it?"


def test_a_question_that_stands_by_itself_is_left_alone() -> None:
    question = "Did Pyongyang launch satellites during February 2016?"
    assert standalone(question, BEFORE) == question


@pytest.mark.parametrize("question", ["and what did they sign?", "so they knew it then", "who came along?"])
def test_a_question_that_looks_back_carries_the_words_and_names_of_the_turn_before(question: str) -> None:
    assert standalone(question, BEFORE) == f"{question} (Moon meet Kim Panmunjom Jae Jong Un April)"


def test_only_the_last_turn_is_carried() -> None:
    history = (Turn("Who is Otto Warmbier?", "A student."), *BEFORE)
    assert "Warmbier" not in standalone("and then?", history)


@pytest.mark.parametrize(
    "question",
    [
        "Who met in Singapore in June 2018?",
        "Who won the 2019 Nobel Peace Prize?",
        "Is there a vaccine against malaria approved by regulators?",
        "How many nuclear tests has North Korea carried out in total?",
        "Which countries that border China have closed all roads?",
        "Where is the largest dam in Africa located today?",
    ],
)
def test_a_question_of_many_words_that_looks_at_nothing_before_is_left_alone(question: str) -> None:
    assert standalone(question, BEFORE) == question


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("What about 2019?", "Who met Trump: 2019?"),
        ("And in July?", "Who met Trump in 2018: in July?"),
        ("ok, and on 25 July?", "Who met Trump in 2018: on 25 July?"),
        ("And who was it in 2019?", "And who was it in 2019? (met Trump)"),
        ("And in 2019?", "Who met Trump: in 2019?"),
        ("And who else?", "And who else? (met Trump 2018 12 June)"),
    ],
)
def test_a_time_that_a_question_names_takes_the_place_of_the_one_before(question: str, alone: str) -> None:
    assert standalone(question, (Turn("Who met Trump in 2018 on 12 June?", "He met her."),)) == alone


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("what about the second time?", "the second time?"),
        ("How about the second one?", "the second one?"),
        ("ok and Moscow", "Moscow"),
        ("And, in Seoul?", "in Seoul?"),
        ("and the year before", "the year before"),
    ],
)
def test_what_names_only_another_thing_asks_the_same_of_it(question: str, asked: str) -> None:
    alone = standalone(question, BEFORE)
    assert alone == f"When did Moon meet Kim in Panmunjom: {asked}"
    assert form_of(question, alone) == alone


@pytest.mark.parametrize(
    "question",
    [
        "and the reason?",
        "and his exact words?",
        "what about his parents?",
        "what about him?",
        "And tell me the names of the others",
        "and explain it",
        "and should we worry?",
        "and who else?",
        "what about the cost of the new bridge over the Wex, financed by Brannock Steel?",
        "so Moscow?",
    ],
)
def test_what_asks_something_else_asks_only_that(question: str) -> None:
    alone = standalone(question, BEFORE)
    assert alone.startswith(f"{question} (")
    assert form_of(question, alone) == question


def test_a_third_turn_asks_what_the_first_asked() -> None:
    history = (Turn("Who met Trump in 2018?", "Moon met him."), Turn("And in July?", "Kim met him."))
    assert standalone("and in August?", history) == "Who met Trump in 2018: in August?"
