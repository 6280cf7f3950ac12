from evals.questions import EvalQuestion

from bench.answers import balanced, verdict
from bench.asking import Said

ANSWERABLE = EvalQuestion(id="a", question="How long did it last?", answerable=True, answers=("63", "63 days"))
UNANSWERABLE = EvalQuestion(id="u", question="Who paid for it?", answerable=False)


def reply(text: str, is_refusal: bool = False, problem: str | None = None) -> Said:
    return Said(text, is_refusal, 1.0, problem)


def test_a_reply_is_right_that_states_an_answer() -> None:
    assert verdict(ANSWERABLE, reply("It lasted 63 days [1].")) == "right"
    assert verdict(ANSWERABLE, reply("It lasted 5 days [63].")) == "wrong"


def test_a_refusal_is_right_only_where_there_is_no_answer() -> None:
    assert verdict(ANSWERABLE, reply("I don't know.", is_refusal=True)) == "over-refused"
    assert verdict(UNANSWERABLE, reply("I don't know.", is_refusal=True)) == "right"
    assert verdict(UNANSWERABLE, reply("The king did.")) == "false answer"


def test_a_false_premise_that_is_corrected_is_answered_rightly() -> None:
    premise = UNANSWERABLE.model_copy(update={"must_include": (("took place", "was held"),)})
    assert verdict(premise, reply("The summit was held.")) == "right"
    assert verdict(premise, reply("Because of the rain.")) == "false answer"


def test_an_outage_is_neither_right_nor_wrong() -> None:
    assert verdict(ANSWERABLE, reply("63", problem="no reply")) == "failed"


def test_a_sample_is_half_answerable_and_the_same_every_time() -> None:
    questions = [
        EvalQuestion(id=str(number), question="Who?", answerable=number % 4 == 0, answers=("x",))
        for number in range(40)
    ]
    chosen = balanced(questions, 10)
    assert [question.answerable for question in chosen] == [True, False] * 5
    assert len({question.id for question in chosen}) == 10
    assert balanced(questions, 10) == chosen
