"""Feeds and pages of a whole site on the loopback interface, polled into an archive."""

from collections.abc import Callable, Iterator

import pytest

from ingest.articles import Article
from ingest.cleaning import cleaned
from ingest.fetcher import Fetcher, FetchLimits
from ingest.index import PassageIndex
from ingest.pipeline import Ingest, IngestReport, ingest
from ingest.polling import Poll
from ingest.readers import Failure
from ingest.readers import web as read_web
from ingest.readers.html import page_fields
from ingest.readers.web import read_pages
from ingest.statistics import summarise

from tests.conftest import PASSAGE_CHARS
from tests.embedders import BagOfWordsEmbeddings
from tests.ingest.site import SENTENCES, Answer, Site, page, rss, site
from tests.ingest.test_fetcher import is_test_host

SUBJECTS = """anchors bridges canals deserts embassies ferries glaciers harbours islands jungles kilns ladders mines
needles orchards pipelines quarries railways satellites tunnels uniforms valleys warships xylophones yachts zeppelins
avalanches barricades cathedrals dynasties""".split()
LIMITS = FetchLimits(max_bytes=1_000_000, seconds=5.0, delay_seconds=0.0)


@pytest.fixture
def web() -> Iterator[Site]:
    """Thirty pages and a feed that leads to them."""
    with site() as server:
        for subject in SUBJECTS:
            server.pages[f"/{subject}"] = page(f"Talks about {subject}", server.url(f"/{subject}"), subject * 2)
        server.pages["/feed"] = rss([(subject, server.url(f"/{subject}"), "Summary.") for subject in SUBJECTS])
        yield server


PollOnce = Callable[..., IngestReport]


@pytest.fixture
def poll(web: Site, index: PassageIndex, embedder: BagOfWordsEmbeddings) -> PollOnce:
    """Polls the site's feed once, at a time that can be given."""

    def once(now: str = "2026-01-01T00:00:00Z", revisit: bool = False, allow: bool = False) -> IngestReport:
        round_ = Poll(Fetcher(LIMITS, is_test_host), index.second_ledger(), now, revisit)
        run = Ingest(index, embedder, PASSAGE_CHARS, lambda: now)
        run.run(cleaned(round_.readings([web.url("/feed")])), lambda report: None, allow)
        return run.report

    return once


def texts(index: PassageIndex) -> dict[str, str]:
    return {article.identity: article.text for article in index.catalog.visible_articles()}


def test_every_page_of_the_feed_is_read_in_full(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    report = poll()
    assert (report.read, report.added, report.failed) == (30, 30, [])
    assert len(web.asked()) == 31
    stored = texts(index)[web.url("/bridges")]
    assert all(sentence in stored for sentence in SENTENCES)
    (article,) = [a for a in index.catalog.visible_articles() if a.url == web.url("/bridges")]
    assert (article.title, article.source) == ("Talks about bridges", "The Demo Post")
    assert article.published_at == "2018-07-31T08:00:00Z"
    assert article.fetched_at is not None
    assert not article.is_feed_text


def test_an_unchanged_feed_costs_one_request(web: Site, poll: PollOnce, embedder: BagOfWordsEmbeddings) -> None:
    poll()
    web.asked()
    embedder.texts_embedded.clear()
    report = poll()
    assert web.asked() == ["/feed"]
    assert (report.read, embedder.texts_embedded) == (0, [])


def test_an_edited_page_is_read_again_when_the_feed_says_so(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    poll()
    web.asked()
    web.pages["/canals"] = page("Talks about canals", web.url("/canals"), "Nobody signed after all.")
    entries = [(s, web.url(f"/{s}"), "New summary." if s == "canals" else "Summary.") for s in SUBJECTS]
    web.pages["/feed"] = rss(entries)
    report = poll()
    assert web.asked() == ["/feed", "/canals"]
    assert (report.updated, report.unchanged) == (1, 29)
    assert "Nobody signed after all." in texts(index)[web.url("/canals")]
    assert index.vectors.all_ids() == index.catalog.all_passage_ids()


def test_an_entry_changed_without_the_page_is_no_update(web: Site, poll: PollOnce) -> None:
    poll()
    web.asked()
    web.pages["/feed"] = rss([(s, web.url(f"/{s}"), "Reworded.") for s in SUBJECTS[:2]])
    report = poll()
    assert web.asked() == ["/feed", "/anchors", "/bridges"]  # answered with 304
    assert (report.updated, report.unchanged) == (0, 2)


def test_leaving_the_feed_is_no_withdrawal(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    poll()
    web.pages["/feed"] = rss([("anchors", web.url("/anchors"), "Summary.")])
    report = poll()
    assert report.withdrawn == 0
    assert len(texts(index)) == 30


def test_a_page_that_is_gone_twice_is_withdrawn(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    poll()
    del web.pages["/mines"]
    first = poll("2026-01-01T02:00:00Z")
    assert first.withdrawn == 0
    assert [failure.reason for failure in first.failed] == ["the server answers 404; withdrawn if it does so again"]
    second = poll("2026-01-01T04:00:00Z")
    assert (second.withdrawn, second.failed) == (1, [])
    assert web.url("/mines") not in texts(index)
    assert summarise(index.catalog).withdrawn == 1
    assert index.vectors.all_ids() == index.catalog.all_passage_ids()


def test_a_page_that_comes_back_is_shown_again(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    poll()
    gone = web.pages.pop("/mines")
    poll("2026-01-01T02:00:00Z")
    poll("2026-01-01T04:00:00Z")
    web.pages["/mines"] = gone
    poll("2026-01-01T06:00:00Z")
    assert web.url("/mines") in texts(index)


def test_a_page_that_is_gone_once_and_back_is_not_withdrawn_by_the_next_miss(
    web: Site, poll: PollOnce, index: PassageIndex
) -> None:
    poll()
    gone = web.pages.pop("/mines")
    poll("2026-01-01T02:00:00Z")
    web.pages["/mines"] = gone
    poll("2026-01-01T04:00:00Z")
    del web.pages["/mines"]
    assert poll("2026-01-01T06:00:00Z").withdrawn == 0
    assert web.url("/mines") in texts(index)


def test_pages_are_looked_at_again_the_less_often_the_older_they_are(web: Site, poll: PollOnce) -> None:
    poll("2026-01-01T00:00:00Z")
    web.asked()
    poll("2026-01-01T00:30:00Z")
    assert web.asked() == ["/feed"]
    poll("2026-01-01T01:30:00Z")
    assert len(web.asked()) == 31
    poll("2026-01-11T00:00:00Z")
    assert len(web.asked()) == 31
    poll("2026-01-11T20:00:00Z")  # a tenth of ten days has not gone by
    assert web.asked() == ["/feed"]


def test_a_site_that_loses_all_its_pages_does_not_empty_the_archive(
    web: Site, poll: PollOnce, index: PassageIndex
) -> None:
    poll()
    feed = web.pages["/feed"]
    web.pages.clear()
    web.pages["/feed"] = feed
    poll(revisit=True)
    report = poll(revisit=True)
    assert report.withdrawn == 0
    assert "--allow-mass-removal" in report.failed[-1].reason
    assert len(texts(index)) == 30
    assert poll(revisit=True, allow=True).withdrawn == 30
    assert texts(index) == {}


def test_what_robots_forbid_is_stored_from_the_feed_and_labelled(
    web: Site, poll: PollOnce, index: PassageIndex
) -> None:
    web.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /warships\n")
    text = "Warships &lt;b&gt;sailed&lt;/b&gt; on Monday."
    web.pages["/feed"] = rss([("Warships", web.url("/warships"), text), ("Mines", web.url("/mines"), "Summary.")])
    report = poll()
    assert report.added == 2
    assert web.asked() == ["/feed", "/mines"]
    (article,) = [a for a in index.catalog.visible_articles() if a.url == web.url("/warships")]
    assert article.is_feed_text
    assert article.text == "Warships sailed on Monday."
    poll(revisit=True)
    assert web.asked() == ["/feed", "/mines"]
    web.pages["/robots.txt"] = Answer(b"")
    poll("2026-01-03T00:00:00Z")
    assert web.asked() == ["/feed", "/mines"]  # a site that says no is not asked until the entry changes


def test_the_feeds_text_never_takes_the_place_of_the_pages(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    poll()
    web.pages["/mines"] = Answer(b"", 503)
    web.pages["/feed"] = rss([("Mines", web.url("/mines"), "Only a summary.")])
    report = poll()
    assert [failure.reason for failure in report.failed] == ["the server answers 503"]
    assert all(sentence in texts(index)[web.url("/mines")] for sentence in SENTENCES)
    web.asked()
    poll()
    assert "/mines" in web.asked()  # the feed was not done with


def test_a_redirected_page_is_known_by_where_it_ends(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    web.pages["/old"] = Answer(b"", 301, {"Location": "/mines"})
    web.pages["/feed"] = rss([("Mines", web.url("/old"), "x"), ("Mines", web.url("/mines"), "x")])
    report = poll()
    assert (report.read, report.added, report.unchanged) == (2, 1, 1)
    assert list(texts(index)) == [web.url("/mines")]


def test_a_page_may_not_take_the_address_of_another_site(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    web.pages["/fake"] = page("Talks", "https://famous.example/talks")
    web.pages["/feed"] = rss([("Talks", web.url("/fake"), "x")])
    poll()
    assert list(texts(index)) == [web.url("/fake")]


def test_a_feed_that_is_no_feed_is_reported_and_the_next_is_read(
    web: Site, index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    web.pages["/page"] = Answer(b"<html><body>No feed.</body></html>")
    round_ = Poll(Fetcher(LIMITS, is_test_host), index.second_ledger(), "2026-01-01T00:00:00Z", False)
    run = Ingest(index, embedder, PASSAGE_CHARS)
    run.run(round_.readings([web.url("/page"), web.url("/absent"), web.url("/feed")]), lambda report: None, False)
    assert run.report.added == 30
    assert [failure.path for failure in run.report.failed] == [web.url("/page"), web.url("/absent")]
    assert round_.outcomes == {web.url("/page"): "1 failed", web.url("/absent"): "1 failed", web.url("/feed"): "read"}


def test_a_single_page_is_added_kept_current_and_withdrawn(
    web: Site, index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    def add() -> IngestReport:
        readings = read_pages([web.url("/mines")], Fetcher(LIMITS, is_test_host), index.second_ledger().source)
        run = Ingest(index, embedder, PASSAGE_CHARS)
        run.run(readings, lambda report: None, False)
        return run.report

    assert add().added == 1
    assert add().unchanged == 1
    assert web.requests[-1].headers["if-none-match"] == web.pages["/mines"].headers["ETag"]
    web.pages["/mines"] = Answer(b"", 410)
    assert len(add().failed) == 1
    assert add().withdrawn == 1
    assert texts(index) == {}


def test_what_is_no_page_is_reported(web: Site, index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    web.pages["/picture"] = Answer(b"\x89PNG", headers={"Content-Type": "image/png"})
    run = Ingest(index, embedder, PASSAGE_CHARS)
    readings = read_pages([web.url("/picture")], Fetcher(LIMITS, is_test_host), index.second_ledger().source)
    run.run(readings, lambda report: None, False)
    assert [failure.reason for failure in run.report.failed] == ["neither a web page nor a PDF but 'image/png'"]


def test_an_error_of_a_reader_ends_neither_the_feed_nor_the_round(
    web: Site, poll: PollOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(content: bytes, url: str | None) -> dict[str, object]:
        if url == web.url("/mines"):
            raise ZeroDivisionError("a mistake in a reader")
        return page_fields(content, url)

    monkeypatch.setattr(read_web, "page_fields", broken)
    report = poll()
    assert report.added == 29
    assert [(failure.path, failure.reason) for failure in report.failed] == [
        (web.url("/mines"), "not read for an error (ZeroDivisionError)")
    ]


def test_a_page_named_by_half_a_character_is_reported() -> None:
    readings = list(read_pages(["http://a/\udcff"], Fetcher(LIMITS, is_test_host), lambda url: None))
    assert [reading.path for reading in readings if isinstance(reading, Failure)] == ["http://a/\ufffd"]


def test_the_feeds_text_never_takes_the_place_of_a_files(
    web: Site, poll: PollOnce, index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    whole = Article(id="file:///a.md", url=web.url("/mines"), text="The whole report, read from a file.")
    ingest([whole], index, embedder, PASSAGE_CHARS)
    web.pages["/mines"] = Answer(b"", 403)
    web.pages["/feed"] = rss([("Mines", web.url("/mines"), "Only a summary.")])
    report = poll()
    assert (report.added, report.updated, report.unchanged) == (0, 0, 1)
    assert texts(index) == {web.url("/mines"): "The whole report, read from a file."}


def test_a_page_that_could_not_be_read_is_tried_again_when_it_is_due(
    web: Site, poll: PollOnce, index: PassageIndex
) -> None:
    whole = web.pages["/mines"]
    web.pages["/mines"] = Answer(b"", 503)
    web.pages["/feed"] = rss([("Mines", web.url("/mines"), "Only a summary.")])
    poll("2026-01-01T00:00:00Z")
    assert texts(index) == {web.url("/mines"): "Only a summary."}
    web.asked()
    poll("2026-01-01T00:30:00Z")
    assert web.asked() == ["/feed"]
    web.pages["/mines"] = whole
    poll("2026-01-01T02:00:00Z")
    assert all(sentence in texts(index)[web.url("/mines")] for sentence in SENTENCES)


def test_a_page_that_was_never_read_and_is_gone_is_no_failure_each_time(
    web: Site, poll: PollOnce, index: PassageIndex
) -> None:
    web.pages["/mines"] = Answer(b"", 503)
    web.pages["/feed"] = rss([("Mines", web.url("/mines"), "Only a summary.")])
    poll("2026-01-01T00:00:00Z")
    del web.pages["/mines"]
    web.pages["/feed"] = rss([("Mines", web.url("/mines"), "Only a summary."), ("Yachts", web.url("/yachts"), "x")])
    report = poll("2026-01-01T02:00:00Z")
    assert (report.added, report.unchanged, report.failed) == (1, 1, [])
    assert texts(index)[web.url("/mines")] == "Only a summary."


@pytest.mark.parametrize("status", [503, 404])
def test_a_page_that_left_the_feed_unread_is_tried_when_due_and_is_no_failure(
    web: Site, poll: PollOnce, index: PassageIndex, status: int
) -> None:
    whole = web.pages["/mines"]
    web.pages["/mines"] = Answer(b"", 503)
    web.pages["/feed"] = rss([("Mines", web.url("/mines"), "Only a summary.")])
    poll("2026-01-01T00:00:00Z")
    web.pages["/mines"] = Answer(b"", status)
    web.pages["/feed"] = rss([])
    web.asked()
    assert poll("2026-01-01T02:00:00Z").failed == []
    assert web.asked() == ["/feed", "/mines"]
    poll("2026-01-01T02:30:00Z")
    assert web.asked() == ["/feed"]
    web.pages["/mines"] = whole
    poll("2026-01-01T04:00:00Z")
    assert all(sentence in texts(index)[web.url("/mines")] for sentence in SENTENCES)


def test_a_page_that_names_another_address_is_one_article_still(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    poll("2026-01-01T00:00:00Z")
    web.pages["/mines"] = page("Talks about mines", web.url("/mines-corrected"))
    report = poll("2026-01-01T02:00:00Z")
    assert (report.added, report.withdrawn) == (1, 1)
    assert web.url("/mines-corrected") in texts(index)
    assert web.url("/mines") not in texts(index)
    assert index.vectors.all_ids() == index.catalog.all_passage_ids()


def test_an_article_that_another_page_still_names_is_not_withdrawn(
    web: Site, poll: PollOnce, index: PassageIndex
) -> None:
    web.pages["/copy"] = page("Talks about mines", web.url("/mines"))
    web.pages["/feed"] = rss([("Mines", web.url("/mines"), "x"), ("Copy", web.url("/copy"), "x")])
    poll("2026-01-01T00:00:00Z")
    web.pages["/copy"] = page("Talks about copies", web.url("/copy"))
    assert poll("2026-01-01T02:00:00Z").withdrawn == 0
    assert set(texts(index)) == {web.url("/mines"), web.url("/copy")}


def test_pages_that_all_name_other_addresses_do_not_empty_the_archive(
    web: Site, poll: PollOnce, index: PassageIndex
) -> None:
    poll("2026-01-01T00:00:00Z")
    for subject in SUBJECTS:
        web.pages[f"/{subject}"] = page(f"Talks about {subject}", web.url(f"/new-{subject}"), subject * 2)
    report = poll("2026-01-01T02:00:00Z")
    assert report.withdrawn == 0
    assert "--allow-mass-removal" in report.failed[-1].reason
    assert poll("2026-01-01T02:30:00Z", allow=True).withdrawn == 30
    assert set(texts(index)) == {web.url(f"/new-{subject}") for subject in SUBJECTS}


def test_a_page_that_leads_to_the_front_page_is_a_failure(web: Site, poll: PollOnce, index: PassageIndex) -> None:
    poll("2026-01-01T00:00:00Z")
    web.pages["/"] = page("The front page", web.url("/"))
    web.pages["/mines"] = Answer(b"", 302, {"Location": "/"})
    report = poll("2026-01-01T02:00:00Z")
    assert [failure.reason for failure in report.failed] == ["leads to the site's front page"]
    assert web.url("/") not in texts(index)
    assert web.url("/mines") in texts(index)
