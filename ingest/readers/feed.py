"""RSS, Atom and JSON feeds: what they say is to be read, and by what an entry can be told to be the same as before."""

import codecs
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urljoin

import lxml.html

from ingest.articles import Article, normalise_timestamp
from ingest.errors import FetchError
from ingest.fetcher import checked_url
from ingest.readers.source import NotAnArticle, article_from

_MOST_ENTRIES = 1_000
_BLOCK_END = re.compile(r"</(?:p|div|li|h\d|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; its own text is often only a summary."""

    url: str
    title: str | None
    author: str | None
    source: str | None
    published_at: str | None
    updated_at: str | None
    text: str

    @property
    def fingerprint(self) -> str:
        """Changes when the feed says anything else about the page."""
        return hashlib.sha256(repr(self).encode("utf-8", "replace")).hexdigest()

    def article(self) -> Article:
        """The article as far as the feed tells it.

        Raises:
            NotAnArticle: it tells no text.
        """
        return article_from(asdict(self) | {"is_feed_text": True}, self.url)


def parse_feed(content: bytes, url: str) -> list[FeedEntry]:
    """The entries that lead to a web page, in the feed's order, at most 1,000.

    Raises:
        NotAnArticle: it is no feed.
    """
    is_json = content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    entries = _json_entries(content) if is_json else _xml_entries(content)
    found = []
    for entry in entries:
        address = _address(url, entry.url)
        if address:
            found.append(replace(entry, url=address))
    return found


def _address(base_url: str, link: str) -> str | None:
    """Where the entry leads; None where no page could be fetched."""
    try:
        address = urljoin(base_url, link) if link else ""
        checked_url(address)
    except (ValueError, FetchError):
        return None
    return address


def _json_entries(content: bytes) -> Iterator[FeedEntry]:
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAnArticle(f"not a feed: {error}") from None
    if not isinstance(feed, dict) or not str(feed.get("version")).startswith("https://jsonfeed.org/version/"):
        raise NotAnArticle("not a feed: JSON without the version of a JSON feed")
    for item in _objects(feed.get("items"))[:_MOST_ENTRIES]:
        authors = [_string(author.get("name")) for author in _objects(item.get("authors"))]
        yield FeedEntry(
            url=_string(item.get("url") or item.get("external_url")) or "",
            title=_string(item.get("title")),
            author=", ".join(filter(None, authors)) or None,
            source=_string(feed.get("title")),
            published_at=_date(item.get("date_published")),
            updated_at=_date(item.get("date_modified")),
            text=_string(item.get("content_text")) or _plain(item.get("content_html") or item.get("summary")),
        )


def _xml_entries(content: bytes) -> Iterator[FeedEntry]:
    import feedparser  # no other reader needs it

    feed = feedparser.parse(io.BytesIO(content))  # a stream: it would take bytes for the name of a file
    if not feed.get("version"):
        reason = str(feed.get("bozo_exception", "no RSS and no Atom"))
        raise NotAnArticle(f"not a feed: {reason[:200]}")
    for entry in feed.entries[:_MOST_ENTRIES]:
        fields = dict(entry)  # feedparser's own mapping gives one date for another
        bodies = [part.get("value") for part in fields.get("content", [])]
        yield FeedEntry(
            url=_string(fields.get("link")) or "",
            title=_plain(fields.get("title")) or None,
            author=_string(fields.get("author")),
            source=_string(feed.feed.get("title")),
            published_at=_date(fields.get("published")),
            updated_at=_date(fields.get("updated")),
            text=_plain(next(filter(None, bodies), None) or fields.get("summary")),
        )


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _plain(markup: Any) -> str:
    """The words of a piece of HTML, paragraphs apart."""
    if not isinstance(markup, str) or not markup.strip():
        return ""
    try:
        return str(lxml.html.fromstring(_BLOCK_END.sub("\n\n", markup)).text_content()).strip()
    except (lxml.etree.ParserError, ValueError):
        return ""


def _date(value: Any) -> str | None:
    try:
        return normalise_timestamp(value if isinstance(value, str) else None)
    except ValueError:
        return None
