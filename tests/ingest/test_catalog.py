from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.catalog import Catalog, StoredVersion
from ingest.errors import StorageFailed
from ingest.passages import DateRange
from ingest.selection import Selection
from ingest.splitter import split
from ingest.statistics import summarise
from ingest.stories import sign

from tests.conftest import SUMMIT, TRAILER

NOW = "2026-01-01T00:00:00Z"


def put(catalog: Catalog, article: Article) -> bool:
    with catalog.database.transaction():
        return catalog.put(article, split(article, 100), sign(article.text), NOW)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    for article in (SUMMIT, TRAILER):
        put(catalog, article)
    yield catalog
    catalog.close()


def found(catalog: Catalog, *words: str) -> list[str]:
    ids = [match.key for match in catalog.lexical(words, 10)]
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
    assert found(catalog, "photograph") == [TRAILER.text]


def test_a_passage_is_found_by_the_words_of_its_title(catalog: Catalog) -> None:
    put(catalog, Article(id="t", title="Zebra", text="Nothing else here."))
    assert [match.bm25 > 0 for match in catalog.lexical(["zebra"], 5)] == [True]


def test_replacing_an_article_forgets_its_old_words(catalog: Catalog) -> None:
    edited = TRAILER.model_copy(update={"text": "A blue lorry."})
    put(catalog, edited)
    assert found(catalog, "trailer", "bright") == ["A blue lorry."]  # found by its title alone
    assert found(catalog, "loading") == []
    version = catalog.version("trailer")
    assert version is not None
    assert (version.content_hash, version.state) == (edited.content_hash, "updated")


def test_an_article_is_stored_whole_or_not_at_all(catalog: Catalog) -> None:
    passages = split(TRAILER, 100)
    edited = TRAILER.model_copy(update={"text": "A blue lorry."})
    with pytest.raises(StorageFailed, match="UNIQUE"), catalog.database.transaction():
        catalog.put(edited, [*passages, *passages], sign(edited.text), NOW)  # the same id twice
    assert catalog.version("trailer") == StoredVersion(TRAILER.content_hash, "current", NOW, False)
    assert found(catalog, "loading") == [TRAILER.text]


def test_the_summary_counts_and_dates(catalog: Catalog) -> None:
    put(catalog, Article(id="3", text="Words."))
    summary = summarise(catalog)
    assert (summary.articles, summary.passages) == (3, 4)
    assert (summary.updated, summary.withdrawn, summary.also_reported) == (0, 0, 0)
    assert summary.months == {"2018-07": 1, "2018-06": 1, "": 1}
    assert (summary.oldest, summary.newest) == ("2018-06-12", "2018-07-31")
    assert summary.sources == {"": 1, "Demo Wire": 1, "Other Post": 1}


def test_an_empty_catalog_has_an_empty_summary(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "empty.sqlite3")
    assert summarise(catalog).articles == 0
    assert summarise(catalog).newest is None
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


def test_a_withdrawn_article_is_found_no_more_and_stays_in_the_catalog(catalog: Catalog) -> None:
    with catalog.database.transaction():
        catalog.withdraw("trailer", "withdrawn", NOW)
    assert found(catalog, "trailer") == []
    assert catalog.lexical_articles(["trailer"], 5) == []
    assert catalog.passage_ids("trailer") == set()
    version = catalog.version("trailer")
    assert version is not None
    assert version.state == "withdrawn"
    assert summarise(catalog).withdrawn == 1
    assert summarise(catalog).articles == 1


def test_the_dates_and_the_outlet_of_a_search_are_kept_to(catalog: Catalog) -> None:
    put(catalog, Article(id="undated", text="Another trailer."))
    june = Selection(DateRange("2018-06-01", "2018-07-01"))
    for among in (june, Selection(source=SUMMIT.source)):
        matches = catalog.lexical(["trailer", "leaders"], 5, among)
        assert {passage.article.id for passage in catalog.passages([m.key for m in matches]).values()} == {"summit"}


def test_articles_are_found_by_all_their_words_together(catalog: Catalog) -> None:
    assert [match.key for match in catalog.lexical_articles(["singapore", "remains"], 5)] == [SUMMIT.identity]


def test_a_correction_is_known_to_the_article_it_corrects(catalog: Catalog) -> None:
    correction = Article(
        id="c",
        published_at="2018-06-13",
        corrects="https://demo.example/summit?utm_source=x",
        text="It was on Wednesday.",
    )
    put(catalog, correction)
    assert [passage.article for passage in catalog.corrections_of([SUMMIT.identity])] == [correction]
    assert catalog.corrections_of([TRAILER.identity]) == []


def test_articles_are_named_by_identity_id_address_or_file(catalog: Catalog) -> None:
    put(catalog, Article(id="file:///a/b.jsonl#1", text="One."))
    put(catalog, Article(id="file:///a/bc.txt", text="Two."))
    assert catalog.identities_named("summit") == ["https://demo.example/summit"]
    assert catalog.identities_named("https://demo.example/summit#top") == ["https://demo.example/summit"]
    assert catalog.identities_named("file:///a/b.jsonl") == ["file:///a/b.jsonl#1"]
    assert len(catalog.identities_named("file:///a")) == 2
    assert catalog.identities_named("trail") == []


def test_a_file_that_is_no_database_is_an_error_for_the_editor(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    path.write_text("not a database at all, but long enough to be taken for one at first sight. " * 20)
    with pytest.raises(StorageFailed, match="file is not a database"):
        Catalog(path)


def test_a_reader_opens_the_catalog_while_another_writes(catalog: Catalog, tmp_path: Path) -> None:
    with catalog.database.transaction():
        catalog.set_fact("recipe", "another")
        reader = Catalog(tmp_path / "catalog.sqlite3")
        assert reader.fact("recipe") is None
        reader.close()
