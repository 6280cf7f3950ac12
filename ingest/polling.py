"""Feeds: what is new or changed in them, and whether the pages they led to still stand as they were read."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ingest.errors import FetchError, RefusedByRobots
from ingest.fetcher import Fetcher, Missing, NotModified
from ingest.ledger import Ledger, SourceRecord
from ingest.readers.feed import FeedEntry, parse_feed
from ingest.readers.source import Complete, Failure, NotAnArticle, Reading, Unchanged, guarded
from ingest.readers.web import read_page

log = logging.getLogger(__name__)

_SHORTEST_REST = timedelta(hours=1)
_SHARE_OF_AGE = 0.1  # a page known for ten days is looked at again once a day, one known for a year each month


class Poll:
    """One round of all feeds."""

    def __init__(self, fetcher: Fetcher, ledger: Ledger, now: str, is_revisiting_all: bool) -> None:
        """`now` is the time in UTC; `ledger` is only read."""
        self._fetcher = fetcher
        self._ledger = ledger
        self._now = now
        self._is_revisiting_all = is_revisiting_all
        self.outcomes: dict[str, str] = {}
        """How each feed went, by its address; complete when the readings are."""

    def readings(self, feeds: list[str]) -> Iterator[Reading]:
        """What the feeds lead to. That an entry is no longer in a feed means nothing."""
        for feed in feeds:
            failures = 0
            for reading in guarded(feed, self._feed(feed)):
                failures += isinstance(reading, Failure)
                if isinstance(reading, Complete) and reading.source.location == feed and failures:
                    continue  # the feed is not done with: its entries are looked at again next time
                yield reading
            self.outcomes[feed] = f"{failures} failed" if failures else "read"

    def _feed(self, feed: str) -> Iterator[Reading]:
        known = self._ledger.source(feed) or SourceRecord(feed, "", 0)
        seen: set[str] = set()
        try:
            response = self._fetcher.get(feed, known.etag, known.last_modified)
            if isinstance(response, Missing):
                raise FetchError(f"the server answers {response.status}")
            entries = [] if isinstance(response, NotModified) else parse_feed(response.content, response.url)
        except (FetchError, NotAnArticle) as error:
            yield Failure(feed, None, str(error))
            return
        for entry in entries:
            if entry.url not in seen:
                seen.add(entry.url)
                yield from guarded(entry.url, self._entry(entry, feed))
        for page in self._ledger.pages_of(feed):
            if page.location not in seen and self._is_due(page):
                again = self._page(page) if page.identity else self._unread_page(page)
                yield from guarded(page.location, again)
        if not isinstance(response, NotModified):
            yield Complete(replace(known, etag=response.etag, last_modified=response.last_modified, checked_at=""))

    def _entry(self, entry: FeedEntry, feed: str) -> Iterator[Reading]:
        known = self._ledger.source(entry.url)
        is_as_before = known is not None and known.signal == entry.fingerprint
        page = replace(known or SourceRecord(entry.url, "", 0), signal=entry.fingerprint, feed=feed)
        if known and is_as_before and not self._is_due(known):
            yield Unchanged(known)
        elif page.identity:
            yield from self._page(page)
        elif is_as_before:
            yield from self._unread_page(page)
        else:
            yield from self._new_page(page, entry)

    def _new_page(self, page: SourceRecord, entry: FeedEntry) -> Iterator[Reading]:
        try:
            yield from read_page(page, self._fetcher)
        except RefusedByRobots as error:  # a site that says no is not asked again until the entry changes
            yield from self._feed_text(entry, replace(page, feed=None), str(error))
        except (FetchError, NotAnArticle) as error:
            yield from self._feed_text(entry, page, str(error))

    def _feed_text(self, entry: FeedEntry, page: SourceRecord, reason: str) -> Iterator[Reading]:
        """The feed's own text, for want of the page."""
        try:
            article = entry.article()
        except NotAnArticle:
            yield Failure(entry.url, None, reason)
            return
        log.warning("%r: %s; the feed's own text is stored", entry.url, reason)
        yield article
        yield Complete(replace(page, articles=1, checked_at=""))

    def _page(self, page: SourceRecord) -> Iterator[Reading]:
        try:
            yield from read_page(page, self._fetcher)
        except (FetchError, NotAnArticle) as error:
            yield Failure(page.location, None, str(error))

    def _unread_page(self, page: SourceRecord) -> Iterator[Reading]:
        """A page of which only the feed's text is stored; that it still cannot be read is no news."""
        readings = list(self._page(page))
        if any(isinstance(reading, Failure) for reading in readings):
            yield Unchanged(replace(page, checked_at=""))
        else:
            yield from readings

    def _is_due(self, page: SourceRecord) -> bool:
        """Whether it is time to see if the page is still there and still the same."""
        if page.feed is None or self._is_revisiting_all:
            return page.feed is not None
        now = datetime.fromisoformat(self._now)
        age = now - datetime.fromisoformat(page.first_read_at)
        return now - datetime.fromisoformat(page.checked_at) >= max(_SHORTEST_REST, age * _SHARE_OF_AGE)
