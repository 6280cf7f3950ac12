"""What decides the order of candidates."""

from datetime import date

import pytest

from ingest.catalog import Place
from ingest.passages import DateRange

from bot.dates import TimeScope
from bot.ranking import Candidate, Preferences, exchanged

AS_OF = date(2018, 6, 12)
THE_POST = Preferences(TimeScope(), AS_OF, frozenset({"Post"}))


def candidate(name: str, value: float, outlet: str | None = None, day: str | None = None) -> Candidate:
    return Candidate(name, Place(name, name, day, outlet), value)


def order(candidates: list[Candidate]) -> list[str]:
    return [each.passage_id for each in candidates]


def added_by_date(day: str | None, scope: TimeScope, best: float = 1.0) -> float:
    candidates = [candidate("best", best), candidate("dated", 0.0, day=day)]
    applied = {each.passage_id: each for each in Preferences(scope, AS_OF).applied(candidates)}
    return applied["dated"].date_preference


@pytest.mark.parametrize(
    ("day", "added"),
    [
        ("2018-06-12", 0.3),
        ("2018-06-13", 0.3),  # it was the day of the question somewhere
        ("2018-05-13", 0.15),  # a month before
        ("2017-06-12", 0.0228),
        ("2018-06-14", -0.3),
        (None, 0.0),
    ],
)
def test_newer_articles_are_preferred_and_later_ones_are_not(day: str | None, added: float) -> None:
    assert added_by_date(day, TimeScope()) == pytest.approx(added, abs=1e-4)


def test_a_date_adds_a_share_of_the_best_match() -> None:
    assert added_by_date("2018-06-12", TimeScope(), best=2.0) == pytest.approx(0.6)
    assert added_by_date("2018-06-12", TimeScope(), best=-1.0) == 0.0


def test_the_latest_is_preferred_twice_as_much_and_other_days_when_they_are_named() -> None:
    assert added_by_date("2018-06-12", TimeScope(recency=2.0)) == pytest.approx(0.6)
    named = TimeScope(near=DateRange("2017-02-01", "2017-03-04"), recency=0.0)
    assert added_by_date("2017-02-14", named) == pytest.approx(0.3)
    assert added_by_date("2018-06-12", named) == 0.0
    assert added_by_date("2018-06-20", TimeScope(recency=0.0)) == 0.0


def test_a_far_better_match_stays_before_the_news_of_the_day() -> None:
    old, new = candidate("old", 1.0, day="2017-01-01"), candidate("new", 0.6, day="2018-06-12")
    assert order(Preferences(TimeScope(), AS_OF).applied([new, old])) == ["old", "new"]


def test_an_outlet_that_is_named_comes_before_a_slightly_better_match() -> None:
    wire, post = candidate("wire", 1.0, "Wire"), candidate("post", 0.9, "Post")
    first, second = THE_POST.applied([wire, post])
    assert (first.passage_id, second) == ("post", wire)
    assert first.value == pytest.approx(1.05)
    assert first.outlet_preference == pytest.approx(0.15)


def test_a_far_better_match_stays_before_the_outlet_that_is_named() -> None:
    candidates = [candidate("wire", 1.0, "Wire"), candidate("post", 0.8, "Post")]
    assert order(THE_POST.applied(candidates)) == ["wire", "post"]


def test_the_preference_is_of_the_match_and_not_of_the_date() -> None:
    candidates = [candidate("wire", 1.0, "Wire", day="2018-06-12"), candidate("post", 0.9, "Post")]
    (post,) = [each for each in THE_POST.applied(candidates) if each.passage_id == "post"]
    assert post.outlet_preference == pytest.approx(0.15)


def test_no_preference_changes_nothing_but_the_order() -> None:
    worse, better = candidate("worse", 0.5), candidate("better", 1.0, "Wire")
    assert Preferences(TimeScope(), AS_OF).applied([worse, better]) == [better, worse]
    assert THE_POST.applied([]) == []


def test_a_match_of_no_value_prefers_nothing() -> None:
    assert THE_POST.applied([candidate("post", -0.1, "Post")])[0].value == -0.1


def test_what_the_outlet_adds_stays_with_its_article_when_a_reranker_orders() -> None:
    read = THE_POST.applied([candidate("wire", 1.0, "Wire"), candidate("post", 0.9, "Post")])
    values = {each.passage_id: each.value for each in exchanged(read, [2.0, 1.0])}
    assert values == pytest.approx({"post": 1.15, "wire": 0.9})
