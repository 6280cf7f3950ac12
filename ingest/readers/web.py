"""Single web pages."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from courlan import extract_domain

from ingest.articles import Article, utc_now
from ingest.errors import FetchError
from ingest.fetcher import Fetcher, Missing, NotModified, Page, checked_url
from ingest.ledger import SourceRecord
from ingest.readers.files import Known
from ingest.readers.html import page_fields
from ingest.readers.pdf import pdf_fields
from ingest.readers.source import Complete, Failure, Gone, NotAnArticle, Reading, Unchanged, article_from, guarded


def read_pages(urls: list[str], fetcher: Fetcher, known: Known) -> Iterator[Reading]:
    """The articles at these addresses."""
    for url in urls:
        yield from guarded(url, _read_named(url, fetcher, known))


def _read_named(url: str, fetcher: Fetcher, known: Known) -> Iterator[Reading]:
    try:
        checked_url(url)
        yield from read_page(known(url) or SourceRecord(url, "", 0), fetcher)
    except (FetchError, NotAnArticle) as error:
        yield Failure(url, None, str(error))


def read_page(source: SourceRecord, fetcher: Fetcher) -> Iterator[Reading]:
    """The article of one page, unless it is as it was when it was read last.

    Raises:
        FetchError: the page cannot be had.
        NotAnArticle: it holds no article, or leads to the front page.
    """
    is_sure = source.misses == 0  # a page that was gone is read anew, whatever its server thinks we still have
    response = fetcher.get(source.location, source.etag if is_sure else None, source.last_modified if is_sure else None)
    checked = replace(source, misses=0, checked_at="")
    match response:
        case NotModified():
            yield Unchanged(checked)
        case Missing(status):
            if source.misses == 0:
                outlook = "; withdrawn if it does so again" if source.identity else ""
                yield Failure(source.location, None, f"the server answers {status}{outlook}")
            if source.identity:
                yield Gone(replace(source, checked_at=""))
        case Page():
            if _is_front_page(response.url) and not _is_front_page(source.location):
                raise NotAnArticle("leads to the site's front page")  # many sites' way to say that it is no more
            article = _article(response)
            yield article
            yield Complete(
                replace(
                    checked,
                    articles=1,
                    identity=article.identity,
                    etag=response.etag,
                    last_modified=response.last_modified,
                )
            )


def _article(page: Page) -> Article:
    is_pdf = page.content.startswith(b"%PDF")
    if not is_pdf and not any(kind in page.content_type for kind in ("html", "xml", "text/plain")):
        raise NotAnArticle(f"neither a web page nor a PDF but {page.content_type[:60] or 'of no stated kind'!r}")
    fields = pdf_fields(page.content) if is_pdf else page_fields(page.content, page.url)
    canonical = str(fields.get("url") or page.url)
    url = canonical if _is_same_site(canonical, page.url) else page.url
    return article_from(fields | {"url": url, "id": url, "fetched_at": utc_now()}, page.url)


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _is_same_site(one: str, other: str) -> bool:
    """A page may name its own address; that of another site would put its text in the place of theirs."""
    if urlsplit(one).hostname == urlsplit(other).hostname:
        return True
    domain = extract_domain(one)
    return domain is not None and domain == extract_domain(other)
