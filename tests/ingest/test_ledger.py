from dataclasses import replace

from ingest.index import PassageIndex
from ingest.ledger import FeedRecord, SourceRecord
from ingest.pipeline import IngestReport
from ingest.readers import Failure

FIRST, SECOND = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"
PAGE = SourceRecord(
    "https://demo.example/a", "signal", 1, "identity", '"etag"', "yesterday", "https://demo.example/feed"
)


def test_a_source_keeps_when_it_was_first_read_and_last_checked(index: PassageIndex) -> None:
    index.ledger.note(PAGE, FIRST)
    known = index.ledger.source(PAGE.location)
    assert known == replace(PAGE, first_read_at=FIRST, checked_at=FIRST)
    index.ledger.note(replace(known, checked_at="", misses=1), SECOND)
    assert index.ledger.source(PAGE.location) == replace(PAGE, misses=1, first_read_at=FIRST, checked_at=SECOND)


def test_a_source_that_was_not_looked_at_keeps_its_time(index: PassageIndex) -> None:
    index.ledger.note(replace(PAGE, first_read_at=FIRST, checked_at=FIRST), SECOND)
    assert index.ledger.pages_of("https://demo.example/feed") == [replace(PAGE, first_read_at=FIRST, checked_at=FIRST)]


def test_an_unknown_source_is_none(index: PassageIndex) -> None:
    assert index.ledger.source("file:///a.txt") is None


def test_feeds_are_kept_in_the_order_they_were_added(index: PassageIndex) -> None:
    assert index.ledger.add_feed("https://b.example/", FIRST)
    assert index.ledger.add_feed("https://a.example/", SECOND)
    assert not index.ledger.add_feed("https://b.example/", SECOND)
    index.ledger.note_poll("https://b.example/", SECOND, "read")
    assert index.ledger.feeds() == [
        FeedRecord("https://b.example/", FIRST, SECOND, "read"),
        FeedRecord("https://a.example/", SECOND, None, None),
    ]
    assert index.ledger.remove_feed("https://b.example/")
    assert not index.ledger.remove_feed("https://b.example/")


def test_runs_are_listed_newest_first(index: PassageIndex) -> None:
    index.ledger.note_run(FIRST, "add", IngestReport(added=1, failed=[Failure("a", 2, "bad")]))
    index.ledger.note_run(SECOND, "feed", IngestReport(updated=3))
    newest, oldest = index.ledger.runs(5)
    assert (newest.began_at, newest.command, newest.report["updated"]) == (SECOND, "feed", 3)
    assert oldest.report["failed"] == [{"path": "a", "line": 2, "reason": "bad"}]
    assert index.ledger.runs(1) == [newest]
