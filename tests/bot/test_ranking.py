"""What decides the order of candidates."""

import pytest

from ingest.catalog import Place

from bot.ranking import Candidate, exchanged, preferring


def candidate(name: str, value: float, outlet: str | None = None, date_preference: float = 0.0) -> Candidate:
    return Candidate(name, Place(name, name, None, outlet), value, date_preference)


def order(candidates: list[Candidate]) -> list[str]:
    return [each.passage_id for each in candidates]


def test_an_outlet_that_is_named_comes_before_a_slightly_better_match() -> None:
    wire, post = candidate("wire", 1.0, "Wire"), candidate("post", 0.9, "Post")
    first, second = preferring(frozenset({"Post"}), [wire, post])
    assert (first.passage_id, second) == ("post", wire)
    assert first.value == pytest.approx(1.05)
    assert first.outlet_preference == pytest.approx(0.15)


def test_a_far_better_match_stays_before_the_outlet_that_is_named() -> None:
    candidates = [candidate("wire", 1.0, "Wire"), candidate("post", 0.8, "Post")]
    assert order(preferring(frozenset({"Post"}), candidates)) == ["wire", "post"]


def test_the_preference_is_of_the_match_and_not_of_the_date() -> None:
    candidates = [candidate("wire", 1.4, "Wire", date_preference=0.4), candidate("post", 0.9, "Post")]
    (post,) = [each for each in preferring(frozenset({"Post"}), candidates) if each.passage_id == "post"]
    assert post.outlet_preference == pytest.approx(0.15)


def test_no_outlet_named_changes_nothing_but_the_order() -> None:
    worse, better = candidate("worse", 0.5), candidate("better", 1.0, "Wire")
    assert preferring(frozenset(), [worse, better]) == [better, worse]
    assert preferring(frozenset({"Wire"}), []) == []


def test_a_match_of_no_value_prefers_nothing() -> None:
    assert preferring(frozenset({"Post"}), [candidate("post", -0.1, "Post")])[0].value == -0.1


def test_what_the_outlet_adds_stays_with_its_article_when_a_reranker_orders() -> None:
    read = preferring(frozenset({"Post"}), [candidate("wire", 1.0, "Wire"), candidate("post", 0.9, "Post")])
    values = {each.passage_id: each.value for each in exchanged(read, [2.0, 1.0])}
    assert values == pytest.approx({"post": 1.15, "wire": 0.9})
