from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.errors import MassRemoval, NoSuchArticle
from ingest.index import PassageIndex
from ingest.pipeline import ingest
from ingest.statistics import visible_count
from ingest.withdrawal import remove

from tests.conftest import PASSAGE_CHARS, SUMMIT, TRAILER
from tests.embedders import BagOfWordsEmbeddings


def fill(index: PassageIndex, embedder: BagOfWordsEmbeddings, count: int) -> list[str]:
    articles = [Article(id=f"file:///a/{n}.txt", text=f"Article number {n}.") for n in range(count)]
    ingest(articles, index, embedder, PASSAGE_CHARS)
    return [article.id for article in articles]


def test_a_removed_article_is_never_retrieved_again(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    assert remove(archive, ["trailer"], allow_mass_removal=False) == 1
    assert archive.catalog.lexical(["trailer"], 5) == []
    assert archive.vectors.all_ids() == archive.catalog.all_passage_ids()
    report = ingest([TRAILER, TRAILER.model_copy(update={"text": "An edited trailer."})], archive, embedder, 300)
    assert (report.read, report.added, report.updated, report.unchanged) == (2, 0, 0, 2)
    assert archive.catalog.lexical(["trailer"], 5) == []


def test_a_removed_article_stays_in_the_catalog(archive: PassageIndex) -> None:
    remove(archive, ["https://demo.example/summit"], allow_mass_removal=False)
    version = archive.catalog.version(SUMMIT.identity)
    assert version is not None
    assert version.state == "removed"


def test_an_unknown_name_removes_nothing(archive: PassageIndex) -> None:
    with pytest.raises(NoSuchArticle, match="'absent'"):
        remove(archive, ["trailer", "absent"], allow_mass_removal=False)
    assert visible_count(archive.catalog) == 2


def test_what_is_no_address_at_all_is_an_unknown_name(archive: PassageIndex) -> None:
    with pytest.raises(NoSuchArticle, match="bad"):
        remove(archive, ["http://[bad/"], allow_mass_removal=False)


def test_all_articles_of_a_folder_can_be_removed(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    fill(index, embedder, 3)
    assert remove(index, ["file:///a"], allow_mass_removal=False) == 3


def test_more_than_ten_and_more_than_a_tenth_at_once_must_be_allowed(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    ids = fill(index, embedder, 100)
    with pytest.raises(MassRemoval, match=r"11 articles.*--allow-mass-removal"):
        remove(index, ids[:11], allow_mass_removal=False)
    assert visible_count(index.catalog) == 100
    assert remove(index, ids[:10], allow_mass_removal=False) == 10
    assert remove(index, ids[10:40], allow_mass_removal=True) == 30


def test_many_of_a_large_archive_may_go(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    ids = fill(index, embedder, 120)
    assert remove(index, ids[:12], allow_mass_removal=False) == 12


def test_the_names_are_whole_paths(index: PassageIndex, embedder: BagOfWordsEmbeddings, tmp_path: Path) -> None:
    fill(index, embedder, 11)
    assert remove(index, ["file:///a/1.txt"], allow_mass_removal=False) == 1
