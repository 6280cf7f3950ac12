import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.catalog import Catalog
from ingest.splitter import split

from tests.conftest import SUMMIT, TRAILER


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    for article in (SUMMIT, TRAILER):
        catalog.put(article, split(article, 100))
    yield catalog
    catalog.close()


def found(catalog: Catalog, match: str) -> list[str]:
    ids = [match.passage_id for match in catalog.lexical(match, 10)]
    stored = catalog.passages(ids)
    return [stored[identifier].text for identifier in ids]


def test_a_passage_comes_back_verbatim_with_its_article(catalog: Catalog) -> None:
    (passage,) = split(TRAILER, 100)
    stored = catalog.passages([passage.id])[passage.id]
    assert (stored.text, stored.start, stored.end, stored.ordinal) == (TRAILER.text, 0, len(TRAILER.text), 0)
    assert stored.article == TRAILER


def test_unknown_passages_are_left_out(catalog: Catalog) -> None:
    assert catalog.passages(["unknown"]) == {}


def test_more_passages_can_be_asked_for_than_sqlite_has_variables(catalog: Catalog) -> None:
    assert catalog.passages(str(number) for number in range(5000)) == {}


def test_words_are_found_in_any_form(catalog: Catalog) -> None:
    assert found(catalog, '"photograph"') == [TRAILER.text]


def test_a_word_of_the_title_counts_more_than_one_of_the_text(catalog: Catalog) -> None:
    catalog.put(Article(id="t", title="Zebra", text="Nothing else here."), split(Article(id="t", text="x"), 100))
    (title_match,) = catalog.lexical('"zebra"', 5)
    assert title_match.bm25 > 0


def test_replacing_an_article_forgets_its_old_words(catalog: Catalog) -> None:
    edited = TRAILER.model_copy(update={"text": "A blue lorry."})
    catalog.put(edited, split(edited, 100))
    assert found(catalog, '"trailer" OR "bright"') == ["A blue lorry."]  # found by its title alone
    assert found(catalog, '"loading"') == []
    assert catalog.content_hash("trailer") == edited.content_hash


def test_an_article_is_stored_whole_or_not_at_all(catalog: Catalog) -> None:
    passages = split(TRAILER, 100)
    edited = TRAILER.model_copy(update={"text": "A blue lorry."})
    with pytest.raises(sqlite3.IntegrityError):
        catalog.put(edited, [*passages, *passages])  # the same id twice
    assert catalog.content_hash("trailer") == TRAILER.content_hash
    assert found(catalog, '"loading"') == [TRAILER.text]


def test_the_summary_counts_and_dates(catalog: Catalog) -> None:
    catalog.put(Article(id="3", text="Words."), [])
    summary = catalog.summary()
    assert (summary.articles, summary.passages) == (3, 3)
    assert (summary.oldest, summary.newest) == ("2018-06-12", "2018-07-31")
    assert summary.sources == {"": 1, "Demo Wire": 1, "Other Post": 1}


def test_an_empty_catalog_has_an_empty_summary(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "empty.sqlite3")
    assert catalog.summary().articles == 0
    assert catalog.summary().newest is None
    catalog.close()


def test_facts_outlive_the_connection(tmp_path: Path) -> None:
    first = Catalog(tmp_path / "facts.sqlite3")
    first.set_fact("recipe", "one")
    first.set_fact("recipe", "two")
    first.close()
    second = Catalog(tmp_path / "facts.sqlite3")
    assert second.fact("recipe") == "two"
    assert second.fact("absent") is None
    second.close()
