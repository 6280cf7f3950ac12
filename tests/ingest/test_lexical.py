"""Search by words where a question holds rare words and common ones; a few rows stand for a large archive."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.catalog import Catalog
from ingest.lexical import PASSAGES, LexicalMatch, LexicalSearch, merge_segments
from ingest.passages import DateRange
from ingest.selection import EVERYTHING, Selection
from ingest.splitter import split
from ingest.stories import sign

TEXTS = {
    "common": "The missile was tested.",
    "rare": "An otter was seen.",
    "both": "An otter saw the missile, and no other missile.",
    **{f"other {n}": f"The missile number {n} was tested again and again in the morning." for n in range(9)},
}
UNLIKE = {f"river {n}": f"River {n} rose in spring." for n in range(30)}  # else 'missile' is in most, and worth nothing
DAYS = {"common": "2018-06-12", "rare": "2018-06-13"}
JUNE_12 = Selection(DateRange("2018-06-12", "2018-06-13"))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    for name, text in (TEXTS | UNLIKE).items():
        article = Article(id=name, text=text, published_at=DAYS.get(name))
        with catalog.database.transaction():
            catalog.put(article, split(article, 900), sign(text), "2026-01-01T00:00:00Z")
    yield catalog
    catalog.close()


def search(
    catalog: Catalog, most_rows: int, count: int, *phrases: str, among: Selection = EVERYTHING, share: float = 1.0
) -> dict[str, float]:
    """BM25 by the id of the article."""
    index = replace(PASSAGES, most_rows=most_rows)
    matches: list[LexicalMatch] = LexicalSearch(catalog.database, index, count, among, share).matches(phrases)
    stored = catalog.passages(match.key for match in matches)
    return {stored[match.key].article.id: match.bm25 for match in matches}


def test_only_rows_with_a_rare_word_are_looked_at_and_all_words_count_in_them(catalog: Catalog) -> None:
    whole = search(catalog, 1000, 50, "otter", "missile")
    assert whole.keys() == TEXTS.keys()
    assert search(catalog, 5, 2, "otter", "missile") == pytest.approx({name: whole[name] for name in ("both", "rare")})


def test_common_words_are_searched_for_where_the_rare_ones_do_not_give_enough(catalog: Catalog) -> None:
    assert len(search(catalog, 5, 50, "otter", "missile")) == len(TEXTS)
    assert len(search(catalog, 5, 3, "misspelt", "missile")) == 3


def test_common_words_are_searched_for_in_days_that_hold_no_rare_one(catalog: Catalog) -> None:
    assert search(catalog, 5, 2, "otter", "missile", among=JUNE_12).keys() == {"common"}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_values_of_a_few_days_are_those_of_the_whole_archive(catalog: Catalog, share: float) -> None:
    whole = search(catalog, 1000, 50, "otter", "missile")
    days = Selection(DateRange("2018-06-12", "2018-06-14"))
    found = search(catalog, 5, 2, "otter", "missile", among=days, share=share)
    assert found == pytest.approx({name: whole[name] for name in ("rare", "common")})
    assert list(found) == ["rare", "common"]


def test_merging_the_segments_changes_nothing_that_is_found(catalog: Catalog) -> None:
    def segments() -> int:
        return int(catalog.database.first("SELECT count(DISTINCT segid) FROM lexical_idx"))

    before, several = search(catalog, 1000, 50, "otter", "missile"), segments()
    merge_segments(catalog.database)
    assert several > segments() == 1
    assert search(catalog, 1000, 50, "otter", "missile") == before


def test_a_word_that_is_common_and_alone_is_searched_for(catalog: Catalog) -> None:
    assert "common" in search(catalog, 5, 50, "missile")


def test_the_best_come_first_and_no_more_than_asked_for(catalog: Catalog) -> None:
    values = list(search(catalog, 1000, 4, "otter", "missile").values())
    assert len(values) == 4
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("phrase", ['"', 'say "otter"', "NEAR(", "*", "-", "🎉"])
def test_nothing_in_a_phrase_is_an_operator(catalog: Catalog, phrase: str) -> None:
    assert search(catalog, 1000, 5, phrase) == {}
