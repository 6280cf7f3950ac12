"""PDF files, through pypdf: those that hold text, not pictures of it."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from ingest.articles import Article
from ingest.readers.source import NotAnArticle, SourceFile, article_from
from ingest.readers.text import split_top

_MOST_PAGES = 500
_MOST_CHARACTERS = 5_000_000


def read(file: SourceFile) -> Iterator[Article]:
    """The one article of the file.

    Raises:
        NotAnArticle: it is broken, encrypted, too long, or holds no text.
    """
    yield article_from(pdf_fields(file.content()), file.id)


def pdf_fields(content: bytes) -> dict[str, object]:
    """The fields of the article in a PDF document.

    Raises:
        NotAnArticle: it is broken, encrypted, too long, or holds no text.
    """
    from pypdf import PdfReader  # no other reader needs it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of each small fault; the text is what counts
    try:
        document = PdfReader(io.BytesIO(content))
        if document.is_encrypted and not document.decrypt(""):
            raise NotAnArticle("an encrypted PDF")
        pages = _text(document)
        title = document.metadata and document.metadata.title
    except NotAnArticle:
        raise
    except Exception as error:  # a broken PDF makes pypdf raise nearly anything, RecursionError among it
        raise NotAnArticle(f"a broken PDF ({type(error).__name__}: {str(error)[:80]})") from None
    if not pages.strip():
        raise NotAnArticle("a PDF without text; pictures of text are not read")
    top = split_top(pages)
    return top.fields | ({"title": title} if title else {}) | {"text": top.text}


def _text(document: Any) -> str:
    if len(document.pages) > _MOST_PAGES:
        raise NotAnArticle(f"a PDF of {len(document.pages):,} pages; at most {_MOST_PAGES} are read")
    parts: list[str] = []
    for page in document.pages:
        parts.append(_paragraphs(page.extract_text()))
        if sum(map(len, parts)) > _MOST_CHARACTERS:
            raise NotAnArticle(f"a PDF of more than {_MOST_CHARACTERS:,} characters")
    return "\n\n".join(parts)


def _paragraphs(page: str) -> str:
    """Lines of print joined where a sentence runs on, and words that were divided at the end of a line."""
    undivided = re.sub(r"(?<=[a-zß-ÿ])-\n(?=[a-zß-ÿ])", "", page)
    return re.sub(r"(?<![.!?:”\"\n])\n(?=[a-zß-ÿ])", " ", undivided)
