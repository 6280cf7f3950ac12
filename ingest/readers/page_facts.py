"""What a web page says about itself: JSON-LD first, then OpenGraph and other meta tags, `<time>`, canonical link.

Nothing is guessed: a date in the address, in the running text or in a copyright line is not the article's date.
Sources: schema.org/Article, ogp.me.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from ingest.articles import normalise_timestamp

_MOST_NODES = 2_000  # of JSON-LD; a page's own facts are among the first
_ARTICLE_TYPES = ("Article", "BlogPosting", "Report", "LiveBlogPosting")
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
              "parsely-pub-date", "sailthru.date", "citation_publication_date", "pubdate")  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "lastmod")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is unknown is None."""

    title: str | None
    author: str | None
    source: str | None
    url: str | None
    """The canonical address, as the page gives it."""
    published_at: str | None
    updated_at: str | None


def page_facts(page: HtmlElement, base_url: str | None) -> PageFacts:
    """The facts of a parsed page; relative addresses are resolved against `base_url`."""
    item = _article_item(page)
    meta = _meta(page)
    published = _first_date([item.get("datePublished"), *(meta.get(name) for name in _PUBLISHED), _time(page)])
    updated = _first_date([item.get("dateModified"), *(meta.get(name) for name in _UPDATED)])
    return PageFacts(
        title=_name(item.get("headline")) or meta.get("og:title"),
        author=_name(item.get("author")) or meta.get("author"),
        source=meta.get("og:site_name") or _name(item.get("publisher")),
        url=_canonical(page, meta, base_url),
        published_at=published,
        updated_at=updated if updated != published else None,
    )


def _article_item(page: HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the article, or an empty one."""
    for script in page.iterfind('.//script[@type="application/ld+json"]'):
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(content):
            kinds = node.get("@type")
            if any(str(kind).endswith(_ARTICLE_TYPES) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                return node
    return {}


def _nodes(content: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document that are of the page itself: others, such as its most read, lie deeper."""
    waiting = [content]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting += [value[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in value]
        elif isinstance(value, list):
            waiting += value


def _meta(page: HtmlElement) -> dict[str, str]:
    """Meta tags by their names in small letters; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in page.iterfind(".//meta[@content]"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = tag.get("content", "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _time(page: HtmlElement) -> str | None:
    """The `<time>` that is marked as the publication, or the only one of the article's head.

    Of several articles the first is the page's own; the rest, and those inside it, are teasers or comments.
    """
    articles = page.xpath("//article")
    place = page if len(articles) < 2 else articles[0]
    times = place.xpath(
        './/time[@datetime][@pubdate or @itemprop="datePublished"][count(ancestor::article) < 2]'
        " | .//header//time[@datetime][count(ancestor::article) = 1]"
    )
    moments = {time.get("datetime") for time in times}
    return moments.pop() if len(moments) == 1 else None


def _canonical(page: HtmlElement, meta: dict[str, str], base_url: str | None) -> str | None:
    links = page.xpath('//link[@rel="canonical"]/@href')
    address = next((link.strip() for link in links if link.strip()), None) or meta.get("og:url")
    if not address:
        return base_url
    try:
        resolved = urljoin(base_url or "", address)
    except ValueError:  # such as a bracket that opens no IPv6 address
        return base_url
    return resolved if resolved.startswith(("http://", "https://")) else base_url


def _name(value: Any) -> str | None:
    """The text of a JSON-LD value: a string, an object with a name, or a list of either."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value[:20]))) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    return value if isinstance(value, str) and value.strip() else None


def _first_date(candidates: Iterable[Any]) -> str | None:
    for candidate in candidates:
        try:
            found = normalise_timestamp(candidate if isinstance(candidate, str) else None)
        except ValueError:
            continue
        if found:
            return found
    return None
