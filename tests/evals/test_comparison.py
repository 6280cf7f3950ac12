"""Two results of the same questions."""

from typing import Any

import numpy as np
import pytest

from evals.comparison import Difference, bootstrap_interval, compare, passed
from evals.errors import ResultError
from evals.outcomes import Outcome
from evals.results import result_of

from tests.evals.outcomes import CITED, OUTAGE, RIGHT, SEARCHED, outcome, question


def answered(count: int, wrong: int = 0, name: str = "q") -> list[Outcome]:
    """So many answers, the first ones of them wrong."""
    texts = ["On July 8 [1]."] * wrong + ["On July 7 [1]."] * (count - wrong)
    return [outcome(question(id=f"{name}{place}"), text, (CITED,)) for place, text in enumerate(texts)]


def result(outcomes: list[Outcome], mode: str = "answers") -> dict[str, Any]:
    return result_of({"mode": mode}, outcomes)


def test_the_interval_of_equal_differences_is_their_value() -> None:
    assert bootstrap_interval(np.array([-1.0] * 12)) == (-1.0, -1.0)
    assert bootstrap_interval(np.array([0.25])) == (0.25, 0.25)


def test_the_interval_is_that_of_the_binomial_and_always_the_same() -> None:
    differences = np.array([1.0] * 50 + [0.0] * 50)
    low, high = bootstrap_interval(differences)
    assert low == pytest.approx(0.40, abs=0.011)  # 40 and 60: the 2.5 % and 97.5 % points of a binomial (100, 1/2)
    assert high == pytest.approx(0.60, abs=0.011)
    uneven = np.linspace(-1, 1, 37) ** 3  # whose resampled means hardly ever agree by chance
    assert bootstrap_interval(uneven) == bootstrap_interval(uneven)


def test_a_significant_loss_is_worse_and_the_way_back_better() -> None:
    good, bad = result(answered(20)), result(answered(20, wrong=10))
    there, back = compare(good, bad), compare(bad, good)
    assert there.is_worse
    assert not back.is_worse
    assert {d.metric for d in back.differences if d.is_better} == {
        "answered_right",
        "token_f1",
        "unsupported_sentences",
    }
    assert (len(there.lost), len(there.gained), len(back.lost), len(back.gained)) == (10, 0, 0, 10)


def test_a_loss_that_chance_explains_is_shown_and_not_called_worse() -> None:
    comparison = compare(result(answered(20)), result(answered(20, wrong=1)))
    assert [(old["id"], old["verdict"], new["verdict"]) for old, new in comparison.lost] == [("q0", "right", "wrong")]
    assert not comparison.is_worse


def test_more_of_what_is_bad_is_worse() -> None:
    assert Difference("false_answer_rate", 20, 0.0, 0.5, 0.3, 0.7).is_worse
    assert Difference("false_answer_rate", 20, 0.5, 0.0, -0.7, -0.3).is_better
    assert Difference("hit@4", 20, 0.5, 0.0, -0.7, -0.3).is_worse
    assert not Difference("hit@4", 20, 0.5, 0.4, -0.3, 0.0).is_worse


def test_fewer_than_ten_pairs_are_never_significant() -> None:
    assert not compare(result(answered(9)), result(answered(9, wrong=9))).is_worse
    assert compare(result(answered(10)), result(answered(10, wrong=10))).is_worse


def test_outages_and_questions_of_one_result_alone_are_left_out_and_counted() -> None:
    comparison = compare(result([RIGHT, *answered(3, name="r")]), result([OUTAGE, *answered(2, name="r")]))
    assert comparison.not_compared == 2
    assert {difference.pairs for difference in comparison.differences} == {2}


def test_results_without_a_common_question_cannot_be_compared() -> None:
    with pytest.raises(ResultError, match="no question in common"):
        compare(result(answered(2)), result(answered(2, name="r")))
    with pytest.raises(ResultError, match="no question in common"):
        compare(result([]), result([]))


def test_a_search_cannot_be_compared_with_answers() -> None:
    with pytest.raises(ResultError, match="a run of answers cannot be compared with one of retrieval"):
        compare(result([RIGHT]), result([SEARCHED], "retrieval"))


def test_a_search_passes_when_a_gold_article_is_among_the_first_four() -> None:
    far = Outcome(question(), ("a", "b", "c", "d", "article-1"), 0.1)
    assert [passed(record) for record in result([SEARCHED, far], "retrieval")["questions"]] == [True, False]
