"""The commands' side of a real archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import IngestError, MassRemoval, NoSuchArticle, RefusedAddress
from ingest.index import PassageIndex
from ingest.pipeline import IngestReport

from bot.gateway.archive import Archive, safe_name
from bot.gateway.changes import Interrupted
from bot.gateway.client import open_archive
from bot.question import Question
from bot.retriever import Retriever
from bot.settings import BotSettings

from tests.embedders import BagOfWordsEmbeddings

ARTICLE = b"---\ntitle: Red trailer\nurl: https://news.example/a/red\n---\nA red trailer was photographed on July 7.\n"


def quiet(report: IngestReport) -> None:
    """For reports on the way that a test does not look at."""


@pytest.fixture
def settings(tmp_path: Path) -> BotSettings:
    return BotSettings(data_dir=tmp_path / "archive", embedding_precision="float32")


@pytest.fixture
def archive(settings: BotSettings) -> Iterator[Archive]:
    embedder = BagOfWordsEmbeddings()
    index = PassageIndex.create(settings.data_dir, settings.recipe)
    yield Archive(settings, Retriever(index, embedder))
    index.close()


def test_an_attached_file_is_found_and_its_copy_is_gone(archive: Archive, settings: BotSettings) -> None:
    seen: list[int] = []
    report = archive.add_file("../../red.md", ARTICLE, lambda report: seen.append(report.read))
    assert (report.added, report.failed) == (1, [])
    assert seen[-1] == 1
    assert [hit.passage.article.title for hit in archive.search(Question("red trailer"), 3)] == ["Red trailer"]
    assert list((settings.data_dir / "uploads").iterdir()) == []
    assert archive.summary().articles == 1
    assert archive.changed_at() is not None


def test_a_change_that_is_stopped_half_way_can_be_made_again(archive: Archive) -> None:
    def stop(report: IngestReport) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        archive.add_file("red.md", ARTICLE, stop)
    assert archive.add_file("red.md", ARTICLE, quiet).failed == []
    assert archive.summary().articles == 1


def test_two_files_of_one_name_are_two_articles(archive: Archive) -> None:
    archive.add_file("message.txt", b"The first words.", quiet)
    archive.add_file("message.txt", b"Other words entirely.", quiet)
    assert archive.summary().articles == 2


def test_a_withdrawn_article_is_held_no_more(archive: Archive) -> None:
    archive.add_file("red.md", ARTICLE, quiet)
    assert archive.holds("https://news.example/a/red")
    archive.withdraw("https://news.example/a/red")
    assert not archive.holds("https://news.example/a/red")
    with pytest.raises(NoSuchArticle):
        archive.withdraw("https://news.example/a/red")


def test_why_an_article_was_withdrawn_is_in_the_history(archive: Archive, settings: BotSettings) -> None:
    archive.add_file("red.md", ARTICLE, quiet)
    archive.withdraw("https://news.example/a/red", "wrong date")
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    (run,) = index.ledger.runs(1)
    index.close()
    assert (run.command, run.report["withdrawn"]) == ("/withdraw: wrong date", 1)


def test_a_name_for_several_articles_withdraws_none(archive: Archive, settings: BotSettings) -> None:
    archive.add_file("one.txt", b"The first words.", quiet)
    archive.add_file("two.txt", b"Other words entirely.", quiet)
    with pytest.raises(MassRemoval):
        archive.withdraw((settings.data_dir / "uploads").resolve().as_uri())
    assert archive.summary().articles == 2


def test_feeds_are_followed_once_and_no_more_when_told(archive: Archive) -> None:
    assert [archive.add_feed("https://news.example/feed") for _ in range(2)] == [True, False]
    assert [feed.url for feed in archive.feeds()] == ["https://news.example/feed"]
    assert [archive.remove_feed("https://news.example/feed") for _ in range(2)] == [True, False]
    assert archive.poll(quiet).read == 0


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "http://[::1]/", "words"])
def test_only_addresses_of_the_public_internet_are_fetched(archive: Archive, url: str) -> None:
    try:
        report = archive.add_page(url, quiet)
    except (IngestError, RefusedAddress):
        return
    assert len(report.failed) == 1
    assert report.read == 0


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/pass wd", "pass_wd"), (".env", "env"), ("a/b\x00c.txt", "b_c.txt"), ("...", "article.txt")],
)
def test_a_name_from_elsewhere_stays_in_its_folder(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_what_the_settings_say_of_search_holds_in_discord_too(
    settings: BotSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = settings.model_copy(
        update={"chat_model": "none", "passages_per_article": 1, "reranker_model": "a-model", "reranker_seconds": 7.0}
    )
    rerankers: list[tuple[str, float]] = []

    def reranker(model: str, most_seconds: float) -> None:
        rerankers.append((model, most_seconds))

    monkeypatch.setattr("bot.composition.Reranker", reranker)
    monkeypatch.setattr("bot.composition.open_embedder", lambda settings: BagOfWordsEmbeddings())
    PassageIndex.create(chosen.data_dir, chosen.recipe).close()
    archive = open_archive(chosen).archive
    paragraphs = ["A red trailer was seen. " * 50, "It rained. " * 150, "Another red trailer was seen. " * 40]
    archive.add_file("red.txt", "\n\n".join(paragraphs).encode(), quiet)
    assert len(archive.search(Question("red trailer"), 8)) == 1
    assert rerankers == [("a-model", 7.0)]
