"""HTML pages: the text through trafilatura, the facts from the page's own metadata."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lxml.html import HtmlElement

from ingest.articles import Article
from ingest.readers.page_facts import page_facts
from ingest.readers.source import NotAnArticle, SourceFile, article_from

_MOST_ELEMENTS = 30_000  # a long page has 5,000; trafilatura's time grows with the square: 5 s here, minutes at 300,000
# A table without a head, or with paragraphs in it, is a layout or a list of links.
_RESULTS = "//table[not(ancestor::table or .//table)][.//th][not(.//p or .//ul)]"
_LAYOUTS = "//table[not(ancestor::table)][.//table or .//p or .//ul or not(.//th)]"
_WORDS_OF_LAYOUT = ".//text()[not(ancestor::a or ancestor::script or ancestor::style)]"
_MOST_OF_LAYOUT = 400  # characters outside links; a table with more may hold the article itself
_TABLE_RULE = re.compile(r"^\|(?:---\|)+\n", re.MULTILINE)  # what trafilatura draws below the head of a table


def read(file: SourceFile) -> Iterator[Article]:
    """The one article of the page, with what the page says about itself.

    Raises:
        NotAnArticle: there is no article text in the page, or it is too large.
    """
    yield article_from(page_fields(file.content(), None), file.id)


def page_fields(content: bytes, base_url: str | None) -> dict[str, object]:
    """The fields of the article in a page that was read from `base_url`.

    Raises:
        NotAnArticle: there is no article text in the page, or it has too many elements.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # trafilatura tries for a SOCKS proxy of urllib3, which nobody here asked for
        from trafilatura import bare_extraction, load_html  # one second of import that no other reader needs

    page = load_html(content)
    if page is None:
        raise NotAnArticle("no article text found in the page")
    if sum(1 for _ in page.iter()) > _MOST_ELEMENTS:
        raise NotAnArticle(f"a page of more than {_MOST_ELEMENTS:,} elements")
    facts = page_facts(page, base_url)
    has_results = _leave_only_results(page)
    document: Any = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=has_results)
    if document is None or not document.text:
        raise NotAnArticle("no article text found in the page")
    read_anyhow = {"title": document.title, "author": document.author, "source": document.sitename}
    known = {name: value for name, value in asdict(facts).items() if value}
    fields = read_anyhow | known
    return fields | {"text": _below_headline(_TABLE_RULE.sub("", document.text), fields["title"])}


def _leave_only_results(page: HtmlElement) -> bool:
    """Whether the tables that are left are all of results; trafilatura reads all tables of a page, or none."""
    layouts = page.xpath(_LAYOUTS)
    if not page.xpath(_RESULTS) or any(_is_long(layout) for layout in layouts):
        return False
    for layout in layouts:
        layout.drop_tree()
    return True


def _is_long(layout: HtmlElement) -> bool:
    return sum(len(words.strip()) for words in layout.xpath(_WORDS_OF_LAYOUT)) > _MOST_OF_LAYOUT


def _below_headline(text: str, title: str | None) -> str:
    """The text without a first line that says what the title says."""
    first, _, rest = text.partition("\n")
    is_title = title is not None and first.casefold().split() == title.casefold().split()
    return rest if is_title and rest.strip() else text
