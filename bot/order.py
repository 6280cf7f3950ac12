"""What came before what, and what is more than what: told the other way round, the same words say the opposite."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.terms import content_keys, terms

_SENTENCE = re.compile(r"(?<=[a-z\d”\"][.!?])\s|[;:—]|\b(?:but|while|whereas|although|though)\b")
_COMMA = re.compile(r",(?!\d)")
_TIME = re.compile(r"\b(?P<before>before|prior to|ahead of)\b|\b(?:after|following)\b", re.IGNORECASE)
_THAN = re.compile(
    r"\b(?P<how>more|less|fewer|(?!(?:rath|oth|howev)er\b)[a-z]+er)\b(?P<what>[^,;.]*?)\bthan\b(?!\s+(?:\d|ever\b|expected\b))",
    re.IGNORECASE,
)
_NEAR = 6  # words on either side of 'before' and 'after', and before 'than', that may say what is meant
_BEHIND_THAN = 3  # those behind it: what follows them is said of both


class Order(NamedTuple):
    """Two things, each by its words, of which the first comes before the second, or is more of something."""

    what: str
    """The comparative, in comparable form; 'before' of time."""
    first: frozenset[str]
    second: frozenset[str]


def orders(text: str) -> list[Order]:
    """All that the text tells."""
    return [order for sentence in _SENTENCE.split(text) for order in (*_in_time(sentence), *_comparisons(sentence))]


def are_reordered(claimed: list[Order], told: list[Order]) -> bool:
    """Whether anything is claimed that is told only the other way round."""
    return any(_is_reordered(order, [other for other in told if other.what == order.what]) for order in claimed)


def _is_reordered(order: Order, told: list[Order]) -> bool:
    crossed = [(len(order.first & other.second), len(order.second & other.first)) for other in told]
    straight = [len(order.first & other.first) + len(order.second & other.second) for other in told]
    return any(min(cross) > 0 and sum(cross) > same for cross, same in zip(crossed, straight, strict=True)) and not any(
        sum(cross) < same for cross, same in zip(crossed, straight, strict=True)
    )


def _in_time(sentence: str) -> Iterator[Order]:
    for match in _TIME.finditer(sentence):
        main, (beside, *rest) = _COMMA.split(sentence[: match.start()])[-1], _COMMA.split(sentence[match.end() :])
        if not content_keys(main) and rest:  # 'After the vote, the mayor left'
            main = rest[0]
        first, second = _keys(main.split()[-_NEAR:]), _keys(beside.split()[:_NEAR])
        if first and second:
            yield Order("before", *((first, second) if match["before"] else (second, first)))


def _comparisons(sentence: str) -> Iterator[Order]:
    for match in _THAN.finditer(sentence):
        before, after = _COMMA.split(sentence[: match.start()])[-1], _COMMA.split(sentence[match.end() :])[0]
        first = _keys([*before.split()[-_NEAR:], match["what"]])
        second = _keys(after.split()[:_BEHIND_THAN])
        if first and second:
            yield Order(terms(match["how"])[0].key, first, second)


def _keys(words: list[str]) -> frozenset[str]:
    return frozenset(content_keys(" ".join(words)))
