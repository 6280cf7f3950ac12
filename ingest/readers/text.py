"""Plain text: the first line is the title when it looks like one."""

import re
from collections.abc import Iterator

from ingest.articles import Article
from ingest.readers.source import SourceFile, article_from

_LONGEST_TITLE = 200


def read(file: SourceFile) -> Iterator[Article]:
    """The one article of the file.

    Raises:
        NotAnArticle: the file is empty, too large, or not text.
    """
    title, body = split_title(file.text())
    yield article_from({"title": title, "text": body}, file.id)


def split_title(text: str) -> tuple[str | None, str]:
    """A first line that stands alone, is short and does not end like a sentence, and the rest; else None and all."""
    match = re.match(r"\s*(\S[^\n]*)\n\s*\n(?=\s*\S)", text)
    if not match:
        return None, text
    line = match.group(1).strip()
    if len(line) > _LONGEST_TITLE or line.endswith((".", ",", ";")):
        return None, text
    return line, text[match.end() :]
