import codecs
import json

import pytest

from ingest.readers.feed import FeedEntry, parse_feed
from ingest.readers.source import NotAnArticle

URL = "https://demo.example/feed"
RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Demo Post</title>
<item><title>Talks &amp;amp; more</title><link>/talks</link><dc:creator>Ada Writer</dc:creator>
<pubDate>Tue, 31 Jul 2018 08:00:00 +0900</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The talks <b>ended</b>.</p><p>Nobody signed.</p>]]></content:encoded></item>
<item><title>No link</title></item><item><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Demo Post</title><entry><title>Talks</title>
<link href="https://demo.example/talks"/><published>2018-07-30T23:00:00Z</published>
<updated>2018-07-31T01:00:00Z</updated><summary>Short.</summary></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Demo Post",
        "items": [
            {
                "url": "https://demo.example/talks",
                "title": "Talks",
                "authors": [{"name": "Ada Writer"}, {"name": "Ben Desk"}, "?"],
                "date_published": "2018-07-30T23:00:00Z",
                "date_modified": "not a date",
                "content_html": "<p>The talks ended.</p>",
            },
            "nonsense",
            {"title": "no address"},
        ],
    }
).encode()


def test_an_rss_entry_is_read_with_its_full_text() -> None:
    assert parse_feed(RSS, URL) == [
        FeedEntry(
            url="https://demo.example/talks",
            title="Talks & more",
            author="Ada Writer",
            source="The Demo Post",
            published_at="2018-07-30T23:00:00Z",
            updated_at=None,
            text="The talks ended.\n\nNobody signed.",
        )
    ]


def test_an_atom_entry_is_read_with_both_dates() -> None:
    (entry,) = parse_feed(ATOM, URL)
    assert (entry.published_at, entry.updated_at) == ("2018-07-30T23:00:00Z", "2018-07-31T01:00:00Z")
    assert entry.text == "Short."


def test_a_json_feed_is_read_and_what_is_no_date_is_unknown() -> None:
    (entry,) = parse_feed(JSON, URL)
    assert entry == FeedEntry(
        url="https://demo.example/talks",
        title="Talks",
        author="Ada Writer, Ben Desk",
        source="The Demo Post",
        published_at="2018-07-30T23:00:00Z",
        updated_at=None,
        text="The talks ended.",
    )


def test_a_fingerprint_changes_with_the_entry() -> None:
    (entry,) = parse_feed(ATOM, URL)
    (edited,) = parse_feed(ATOM.replace(b"Short.", b"Longer."), URL)
    assert entry.fingerprint == parse_feed(ATOM, URL)[0].fingerprint != edited.fingerprint


@pytest.mark.parametrize(
    "content", [b"", b"<html><body>page</body></html>", b"{}", b"{not json", b'{"version": 1}', b"[" * 100_000, b"\x00"]
)
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnArticle, match="not a feed"):
        parse_feed(content, URL)


def test_a_billion_laughs_are_not_laughed() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]>' + RSS.decode().replace("Short.", "&l9;").partition("?>")[2]
    try:
        entries = parse_feed(bomb.encode(), URL)
    except NotAnArticle:
        entries = []
    assert all(len(entry.text) < 100_000 for entry in entries)


def test_no_file_is_read_for_a_feed_that_names_one() -> None:
    with pytest.raises(NotAnArticle):
        parse_feed(b"/etc/passwd", URL)


def test_no_file_is_read_for_an_entity_that_names_one() -> None:
    content = RSS.replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss', 1)
    try:
        entries = parse_feed(content.replace(b"Short.", b"&f;"), URL)
    except NotAnArticle:
        entries = []
    assert all("root:" not in entry.text for entry in entries)


def test_no_more_than_a_thousand_entries_are_read() -> None:
    item = b"<item><link>https://demo.example/a</link></item>"
    many = b'<rss version="2.0"><channel><title>x</title>' + item * 1500 + b"</channel></rss>"
    assert len(parse_feed(many, URL)) == 1000


def test_a_link_that_is_no_address_costs_no_other_entry() -> None:
    bad = RSS.replace(b"javascript:alert(1)", b"http://[bad/")
    assert [entry.url for entry in parse_feed(bad, URL)] == ["https://demo.example/talks"]
    half = JSON.replace(b'{"title": "no address"}', b'{"url": "https://a/\\ud800"}, {"url": "https://a/#\\ud800"}')
    assert [entry.url for entry in parse_feed(half, URL)] == ["https://demo.example/talks"]


def test_a_json_feed_may_begin_with_a_byte_order_mark() -> None:
    assert parse_feed(codecs.BOM_UTF8 + JSON, URL) == parse_feed(JSON, URL)
