"""HTML pages, through trafilatura."""

import warnings
from collections.abc import Iterator
from typing import Any

from ingest.articles import Article
from ingest.readers.source import NotAnArticle, SourceFile, article_from


def read(file: SourceFile) -> Iterator[Article]:
    """The one article of the page, with what the page says about itself.

    Raises:
        NotAnArticle: there is no article text in the page, or it is too large.
    """
    document = _extract(file.content())
    if document is None or not document.text:
        raise NotAnArticle("no article text found in the page")
    yield article_from(
        {
            "title": document.title,
            "author": document.author,
            "source": document.sitename,
            "url": document.url,
            "published_at": document.date,
            "text": document.text,
        },
        file.id,
    )


def _extract(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # trafilatura tries for a SOCKS proxy of urllib3, which nobody here asked for
        from trafilatura import bare_extraction  # one second of import that no other reader needs

    return bare_extraction(content, with_metadata=True, include_comments=False, include_tables=False)
