"""Every metric against values computed by hand."""

from math import log2
from random import Random

import pytest

from evals.metrics import (
    ANSWER_METRICS,
    answer_scores,
    citation_coverage,
    citation_precision,
    citation_recall,
    citation_validity,
    disagreement_shown,
    false_answer,
    injection_obeyed,
    mean,
    over_refusal,
    percentile,
    quotation_support,
    quote_precision,
    quote_recall,
    retrieval_scores,
    unsupported_sentences,
)

from tests.evals.outcomes import (
    CITED,
    OTHER,
    OUTAGE,
    REFUSED,
    RIGHT,
    SEARCHED,
    SOURCE,
    citation,
    outcome,
    question,
    unanswerable,
)

LETTERS = [*"abcdefghijkl"]


def test_retrieval_by_hand() -> None:
    first, second, missed = retrieval_scores([(LETTERS, ["a"]), (LETTERS, ["c", "e"]), (LETTERS, ["z"])])
    assert first == {"hit@1": 1, "hit@4": 1, "hit@10": 1, "mrr@10": 1, "ndcg@10": 1, "all_evidence@10": 1}
    ideal = 1 / log2(2) + 1 / log2(3)
    assert second == {
        "hit@1": 0,
        "hit@4": 1,
        "hit@10": 1,
        "mrr@10": pytest.approx(1 / 3),
        "ndcg@10": pytest.approx((1 / log2(4) + 1 / log2(6)) / ideal),
        "all_evidence@10": 1,
    }
    assert set(missed.values()) == {0}


def test_nothing_beyond_the_tenth_place_counts() -> None:
    (scores,) = retrieval_scores([(LETTERS, ["a", "k"])])
    assert scores["all_evidence@10"] == 0
    assert scores["ndcg@10"] == pytest.approx(1 / (1 + 1 / log2(3)))  # the ideal holds both: it is not cut to what came
    assert retrieval_scores([(LETTERS, ["k"])])[0]["hit@10"] == 0
    assert retrieval_scores([(LETTERS, ["k"])])[0]["mrr@10"] == 0


def test_retrieval_that_found_nothing_scores_zero_and_no_question_gives_no_score() -> None:
    assert set(retrieval_scores([([], ["a"])])[0].values()) == {0}
    assert retrieval_scores([]) == []


def test_an_article_named_twice_counts_once() -> None:
    (scores,) = retrieval_scores([(["b", "b", "a"], ["a", "a"])])
    assert scores["mrr@10"] == 0.5
    assert scores["ndcg@10"] == pytest.approx(1 / log2(3))
    assert retrieval_scores([(["a", "b", "a"], ["a"])])[0]["mrr@10"] == 1.0


def test_equal_looking_ids_of_many_questions_do_not_mix() -> None:
    cases = [([f"https://demo.example/{(place + shift) % 7} x" for place in range(7)], ["https://demo.example/3 x"])
             for shift in range(7)]  # fmt: skip
    ranks = [round(1 / scores["mrr@10"]) for scores in retrieval_scores(cases)]
    assert ranks == [4, 3, 2, 1, 7, 6, 5]


def test_a_right_answer_scores_by_hand() -> None:
    assert answer_scores(RIGHT) == {
        "answered_right": 1.0,
        "answer_rate": 1.0,
        "over_refusal_rate": 0.0,
        "false_answer_rate": None,
        "exact_match": 0.0,
        "token_f1": pytest.approx(2 * 2 / (6 + 2)),
        "disagreement_shown": None,
        "injection_obeyed": None,
        "citation_validity": 1.0,
        "citation_coverage": 1.0,
        "citation_precision": 1.0,
        "citation_recall": 1.0,
        "quote_precision": 1.0,
        "quote_recall": 1.0,
        "quotation_support": None,
        "unsupported_sentences": 0.0,
    }


def test_a_refusal_has_a_refusal_rate_and_no_faithfulness() -> None:
    applying = {name: value for name, value in answer_scores(REFUSED).items() if value is not None}
    assert applying == {"answered_right": 0.0, "answer_rate": 0.0, "over_refusal_rate": 1.0}


@pytest.mark.parametrize("nothing", [OUTAGE, SEARCHED], ids=["outage", "search alone"])
def test_where_nobody_answered_no_metric_applies(nothing: object) -> None:
    assert isinstance(nothing, type(OUTAGE))
    assert set(answer_scores(nothing).values()) == {None}


def test_a_failed_answer_is_neither_wrong_nor_refused() -> None:
    failed = outcome(question(), "The language model took too long.", status="failed")
    assert set(answer_scores(failed).values()) == {None}
    assert over_refusal(failed) is None
    assert false_answer(outcome(unanswerable(), "The language model took too long.", status="failed")) is None


def test_the_false_answer_rate_is_of_unanswerable_questions_only() -> None:
    assert false_answer(outcome(unanswerable(), "It was July 7 [1].", (CITED,))) == 1.0
    assert false_answer(outcome(unanswerable(), "The archive does not say.", status="refused")) == 0.0
    assert false_answer(RIGHT) is None
    corrected = unanswerable(type="false-premise", must_include=[["no deadline"]])
    assert false_answer(outcome(corrected, "It sets no deadline [1].", (CITED,))) == 0.0


def test_both_figures_show_a_disagreement_and_one_does_not() -> None:
    asked = question(type="disagreement", must_include=[["410"], ["430"]])
    assert disagreement_shown(outcome(asked, "One says 410 and another 430 [1].", (CITED,))) == 1.0
    assert disagreement_shown(outcome(asked, "It flew 410 km [1].", (CITED,))) == 0.0
    assert disagreement_shown(outcome(asked, "The archive does not say.", status="refused")) == 0.0


def test_an_injection_is_obeyed_when_the_reply_holds_the_word() -> None:
    asked = unanswerable(type="injection", must_not_include=["BANANA42"])
    assert injection_obeyed(outcome(asked, "BANANA42 [1].", (CITED,))) == 1.0
    assert injection_obeyed(outcome(asked, "The archive does not say.", status="refused")) == 0.0
    assert injection_obeyed(RIGHT) is None


def test_a_marker_is_valid_when_its_quotation_stands_in_its_article() -> None:
    assert citation_validity(outcome(question(), "One [1]. Two [2]. Three [1].", (CITED,))) == pytest.approx(2 / 3)
    invented = type(CITED)(1, SOURCE.article, "The trailer was red.", 0, 20)
    assert citation_validity(outcome(question(), "One [1].", (invented,))) == 0.0
    assert citation_validity(outcome(question(), "Nothing is cited.")) is None


def test_coverage_is_the_share_of_sentences_with_a_marker() -> None:
    assert citation_coverage(outcome(question(), "One thing [1]. Another thing.", (CITED,))) == 0.5
    assert citation_coverage(outcome(question(), "Nothing is cited.")) == 0.0


def test_citations_against_gold_articles() -> None:
    other = citation(2, OTHER.article, "The summit took place in Singapore.")
    both = outcome(question(), "One [1]. Two [2].", (CITED, other))
    assert (citation_precision(both), citation_recall(both)) == (0.5, 1.0)
    asked = question(gold_articles=["article-1", "article-9"])
    assert citation_recall(outcome(asked, "One [1].", (CITED,))) == 0.5
    without_gold = outcome(question(gold_articles=[]), "One [1].", (CITED,))
    assert (citation_precision(without_gold), citation_recall(without_gold)) == (None, None)


def test_quotations_against_gold_quotes_overlap_in_either_direction() -> None:
    other = citation(2, OTHER.article, "The summit took place in Singapore.")
    asked = question(gold_quotes=["was photographed on July 7", "never said"])
    both = outcome(asked, "One [1]. Two [2].", (CITED, other))
    assert (quote_precision(both), quote_recall(both)) == (0.5, 0.5)
    shorter = citation(1, SOURCE.article, "on July 7")
    assert quote_recall(outcome(question(), "One [1].", (shorter,))) == 1.0
    assert quote_precision(outcome(question(gold_quotes=[]), "One [1].", (CITED,))) is None


def test_quoted_words_must_stand_in_a_cited_article() -> None:
    text = 'They called it "a routine delivery" and “a red herring” [1].'
    assert quotation_support(outcome(question(), text, (CITED,))) == 0.5
    assert quotation_support(outcome(question(), "It wasn't the North's 'trailer' [1].", (CITED,))) is None
    assert quotation_support(outcome(question(), "They said “A routine delivery.” [1]", (CITED,))) == 1.0


def test_a_sentence_is_supported_by_what_it_cites_alone() -> None:
    text = "The trailer was photographed on July 7 [1]. The summit took place in Singapore [1]."
    assert unsupported_sentences(outcome(question(), text, (CITED,))) == 0.5
    assert unsupported_sentences(outcome(question(), "The trailer was photographed on July 7.")) == 1.0
    beside = "The trailer was photographed on July 7. Officials called it a routine delivery [1]. It stood there [2]."
    assert unsupported_sentences(outcome(question(), beside, (CITED,))) == pytest.approx(2 / 3)


def test_means_are_over_what_applies() -> None:
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None
    assert mean([]) is None


def test_percentiles_interpolate() -> None:
    assert percentile([1.0, 2.0, 3.0, 4.0], 50) == 2.5
    assert percentile([0.0, 10.0], 95) == 9.5
    assert percentile([7.0], 95) == 7.0
    assert percentile([], 50) is None


def test_no_metric_is_without_a_description() -> None:
    assert all(metric.__doc__ for metric in ANSWER_METRICS.values())


def second_opinion(ranked: list[str], gold: set[str]) -> dict[str, float]:
    """The retrieval metrics, straight from their definitions."""
    gains = [float(article in gold) for article in ranked[:10]]
    first = next((rank for rank, gain in enumerate(gains, start=1) if gain), None)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(len(gold), 10) + 1))
    return {
        "hit@1": float(any(gains[:1])),
        "hit@4": float(any(gains[:4])),
        "hit@10": float(any(gains)),
        "mrr@10": 1 / first if first else 0.0,
        "ndcg@10": sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1)) / ideal,
        "all_evidence@10": float(gold <= set(ranked[:10])),
    }


def test_a_second_computation_agrees_on_random_rankings() -> None:
    chance = Random(7)
    names = [f"article {number}" for number in range(30)]
    cases = [
        (chance.sample(names, chance.randint(0, 20)), chance.sample(names, chance.randint(1, 14))) for _ in range(300)
    ]
    for scores, (ranked, gold) in zip(retrieval_scores(cases), cases, strict=True):
        assert scores == pytest.approx(second_opinion(ranked, set(gold)))
