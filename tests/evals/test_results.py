"""What a result says of its outcomes."""

import pytest

from bot.entailment import Entailment
from bot.verifier import Verifier

from evals.outcomes import Outcome, Tokens
from evals.results import metrics_of, per_question, question_records, result_of

from tests.evals.outcomes import CITED, OUTAGE, REFUSED, RIGHT, SEARCHED, outcome, question, unanswerable

TIMES = ("retrieve_p50_s", "retrieve_p95_s", "first_token_p50_s", "total_p50_s", "total_p95_s")


def test_a_result_of_no_questions_has_no_metrics() -> None:
    result = result_of({"mode": "answers"}, [])
    assert set(result["metrics"].values()) == {None}
    assert result["counts"] == {"questions": 0, "answered": 0, "refused": 0, "failed": 0}
    assert (result["refusals"], result["stages"], result["types"], result["questions"]) == (
        {"answerable": {}, "unanswerable": {}},
        {},
        {},
        [],
    )


def test_one_question_is_its_own_mean() -> None:
    metrics = metrics_of(question_records([RIGHT]))
    assert (metrics["answered_right"], metrics["mrr@10"], metrics["token_f1"]) == (1.0, 1.0, 0.5)
    assert [metrics[name] for name in TIMES] == [0.25, 0.25, 1.0, 2.0, 2.0]


class NothingEntailed(Entailment):
    """Says of every sentence that nothing entails it."""

    def probability(self, premise: str, sentence: str) -> float:
        return 0.0


def test_sentences_are_judged_by_the_verifier_that_is_given() -> None:
    assert result_of({}, [RIGHT])["metrics"]["unsupported_sentences"] == 0.0
    doubting = Verifier(entailment=NothingEntailed("none"))
    assert result_of({}, [RIGHT], verifier=doubting)["metrics"]["unsupported_sentences"] == 1.0


def test_where_all_is_refused_nothing_is_said_of_faithfulness() -> None:
    metrics = metrics_of(question_records([REFUSED, REFUSED]))
    assert (metrics["over_refusal_rate"], metrics["answered_right"]) == (1.0, 0.0)
    assert not {"citation_precision", "citation_validity", "unsupported_sentences", "token_f1"} & metrics.keys()


def test_an_outage_is_counted_apart_and_moves_no_metric() -> None:
    alone, with_outage = result_of({}, [RIGHT]), result_of({}, [RIGHT, OUTAGE])
    assert with_outage["metrics"] == alone["metrics"]
    assert with_outage["counts"] == {"questions": 2, "answered": 1, "refused": 0, "failed": 1}


def test_an_outage_after_the_search_still_counts_for_the_search() -> None:
    missed = Outcome(question(id="q2"), ("article-2",), 0.1, None, "TimeoutError: ")
    assert metrics_of(question_records([RIGHT, missed]))["hit@1"] == 0.5


def test_an_unanswerable_question_has_no_ranking_to_judge() -> None:
    asked = unanswerable(gold_articles=["article-1"])
    assert "hit@1" not in metrics_of(question_records([outcome(asked, "It was July 7 [1].", (CITED,))]))


def test_a_repeated_question_counts_once() -> None:
    wrong = outcome(question(), "On July 8 [1].", (CITED,))
    other = outcome(question(id="q2"), "On July 7 [1].", (CITED,))
    records = question_records([RIGHT, wrong, other])
    assert per_question(records, "answered_right") == {"q1": 0.5, "q2": 1.0}
    assert metrics_of(records)["answered_right"] == 0.75


def test_a_search_alone_has_a_time_for_the_search_only() -> None:
    metrics = metrics_of(question_records([SEARCHED]))
    assert [metrics[name] for name in TIMES] == [0.25, 0.25, None, None, None]


def test_tokens_are_the_mean_of_those_that_were_counted() -> None:
    counted = Outcome(RIGHT.question, RIGHT.ranked, 0.25, RIGHT.answer, None, Tokens(600, 20))
    metrics = metrics_of(question_records([counted, RIGHT]))
    assert (metrics["tokens_read"], metrics["tokens_written"]) == (600, 20)


def test_the_tables_count_verdicts_stages_and_types() -> None:
    wrong = outcome(question(id="q2", type="date"), "On July 8 [1].", (CITED,))
    invented = outcome(unanswerable(id="q3", type="injection"), "It was July 7 [1].", (CITED,))
    result = result_of({}, [RIGHT, wrong, invented])
    assert result["refusals"] == {"answerable": {"right": 1, "wrong": 1}, "unanswerable": {"false answer": 1}}
    assert result["stages"] == {"stated": 1, "not stated": 1}
    assert list(result["types"]) == ["date", "injection"]
    assert result["types"]["date"]["metrics"]["answered_right"] == 0.0


def test_a_record_holds_what_a_reader_needs_to_judge_it() -> None:
    (record,) = question_records([RIGHT])
    assert record["expected"] == [["July 7"]]
    assert (record["verdict"], record["stage"], record["ranked"]) == ("right", "stated", ["article-1", "article-2"])
    assert record["citations"][0]["quote"] == "The trailer was photographed on July 7."
    assert record["sources"][0]["shown"].startswith("The trailer was photographed on July 7. Officials")
    assert record["scores"]["token_f1"] == pytest.approx(0.5)
    assert "false_answer_rate" not in record["scores"]
