"""Passage: the contract between the two halves."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text."""

    start: int
    end: int


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
