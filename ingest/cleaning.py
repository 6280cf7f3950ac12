"""What is not the article goes; the article's own words never change."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.articles import Article
from ingest.readers import Reading


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of noise; what the pattern's group `noise` matches is removed."""

    name: str
    pattern: re.Pattern[str]
    example: str
    """A text with the noise in it; the tests hold what must be left of it."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece of text that was not the article's, and the rule that knew it."""

    rule: str
    text: str


RULES = (
    Rule(
        "link-widget",
        # A site's link box run into the sentence: the name it hangs on is doubled, unrelated headlines follow, and the
        # box ends in MORE. The first name stays.
        re.compile(
            r"(?P<last>[A-Z][\w'’.-]{1,40})"
            r"(?P<noise>(?:[A-Z][\w'’.-]{0,40} ){1,3}(?P=last)(?=[A-Z\"'“‘])[^\n]{10,2000}? MORE)\b"
        ),
        "President TrumpDonald TrumpSenate passes budget Why cats purr MORE spoke on Monday.",
    ),
)


def clean(article: Article) -> tuple[Article, tuple[Removal, ...]]:
    """The article without its noise, and what was removed, in order."""
    text = article.text
    removals: list[Removal] = []
    for rule in RULES:
        text, removed = _apply(rule, text)
        removals += removed
    if not removals or not text.strip():
        return article, ()
    return article.model_copy(update={"text": text}), tuple(removals)


def cleaned(readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings, their articles without noise."""
    for reading in readings:
        yield clean(reading)[0] if isinstance(reading, Article) else reading


def _apply(rule: Rule, text: str) -> tuple[str, list[Removal]]:
    kept: list[str] = []
    removed: list[Removal] = []
    end = 0
    for match in rule.pattern.finditer(text):
        start, stop = match.span("noise")
        kept.append(text[end:start])
        removed.append(Removal(rule.name, text[start:stop]))
        end = stop
    return "".join([*kept, text[end:]]), removed
