"""Passage: the contract between the two halves."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days of publication, as `2018-06-12`: from `since` to before `until`; None is open."""

    since: str | None = None
    until: str | None = None

    def holds(self, published_at: str | None) -> bool:
        """Whether a normalised timestamp is in the range; what is not known is in none but the whole one."""
        if published_at is None:
            return self == ALWAYS
        return (self.since or "") <= published_at < (self.until or "9")


ALWAYS = DateRange()


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim cut of one article: `article.text[start:end] == text`."""

    id: str
    """Depends on the article's identity and on what is embedded, so an unchanged passage of an edited article keeps
    its id, and with it its vector."""
    ordinal: int
    start: int
    end: int
    text: str
    embedded_text: str
    """What the embedder reads: the article's header, then the text. Never quoted."""


def passage_id(identity: str, embedded_text: str, repeat: int) -> str:
    """32 hexadecimal digits; `repeat` counts earlier passages of the article with the same text."""
    return hashlib.sha256(f"{identity}\n{repeat}\n{embedded_text}".encode()).hexdigest()[:32]
