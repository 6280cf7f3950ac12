"""Plain text: the first line is the title when it looks like one; a byline and dates may stand below it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.articles import Article, normalise_timestamp
from ingest.readers.source import SourceFile, article_from

_LONGEST_TITLE = 200
_TOP_LINES = 6  # lines below the title that may say who wrote it and when
_WORD = r"[A-ZÀ-Þ][\w.'’-]*"
_NAME = rf"{_WORD}(?: (?:{_WORD}|de|van|von|der|bin|al)){{1,3}}"
_BYLINE = re.compile(
    rf"(?:By|BY|by|Written by) (?P<author>{_NAME}(?:(?:, {_NAME}){{0,4}},? (?:and|AND|&) {_NAME})?)"
    rf"(?:(?:, | in | for |, in |, for | \| ){_WORD}(?: {_WORD}){{0,3}})?"
)
_DATE_LINE = re.compile(
    r"(?:(?P<label>published|posted|first published|updated|last updated|last modified|modified)(?: on| at)?:? *)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? +)?(?P<date>\S.*)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:,| at| -| \|| ·)* *\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,5}\)?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Top:
    """What the lines above the article say, and the article below them."""

    text: str
    fields: dict[str, object] = field(default_factory=dict)


def read(file: SourceFile) -> Iterator[Article]:
    """The one article of the file.

    Raises:
        NotAnArticle: the file is empty, too large, or not text.
    """
    top = split_top(file.text())
    yield article_from(top.fields | {"text": top.text}, file.id)


def split_top(text: str) -> Top:
    """The title, author and dates that stand alone at the top of a text, and what follows them."""
    title, body = split_title(text)
    fields: dict[str, object] = {"title": title} if title else {}
    for _ in range(_TOP_LINES):
        line, _, rest = body.lstrip().partition("\n")
        found = _facts(line.strip())
        if not found or fields.keys() & found or not rest.strip():
            break
        fields |= found
        body = rest
    return Top(body, fields)


def split_title(text: str) -> tuple[str | None, str]:
    """A first line that stands alone, is short and does not end like a sentence, and the rest; else None and all."""
    first, _, below = text.lstrip().partition("\n")
    rest = below.lstrip()
    has_gap = "\n" in below[: len(below) - len(rest)]
    if not rest or not (has_gap or _facts(rest.partition("\n")[0].strip())):
        return None, text
    line = first.strip()
    if len(line) > _LONGEST_TITLE or line.endswith((".", ",", ";")) or _facts(line):
        return None, text
    return line, rest


def _facts(line: str) -> dict[str, object]:
    """What a line says that says nothing but who wrote the article, or when; else nothing."""
    if len(line) > _LONGEST_TITLE:
        return {}
    if byline := _BYLINE.fullmatch(line):
        return {"author": byline["author"]}
    dated = _DATE_LINE.fullmatch(line)
    moment = _moment(dated["date"]) if dated else None
    if not dated or not moment:
        return {}
    is_update = re.search("updated|modified", dated["label"] or "", re.IGNORECASE)
    return {"updated_at" if is_update else "published_at": moment}


def _moment(written: str) -> str | None:
    """The date; a time of day is left out where its zone is not certain."""
    for form in (written, _CLOCK.sub("", written)):
        try:
            return normalise_timestamp(form.strip())
        except ValueError:
            continue
    return None
