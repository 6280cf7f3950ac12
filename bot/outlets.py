"""The outlets that a question names: "according to the BBC", "the TechCrunch article on ...". Pure.

A name is known whole and without its section ("BBC News - Health", "CNBC | World Business"), its "The" and its domain.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.countries import PEOPLES
from bot.terms import STOP_WORDS, plain_letters

_WORD = re.compile(r"\w+")
_SECTION = re.compile(r"\s[-|–—]\s|:\s|\.(?:com|org|net|co\.uk)\b")
_BROADCASTER = re.compile(r"([A-Z]{2,5}) News")  # most say the BBC for BBC News
_CITED = re.compile(r"\b(?:according to|(?:reported|published|written) (?:by|in))(?: the)? $", re.IGNORECASE)
_SMALL_WORDS = STOP_WORDS | {"s"}  # small in a name, too

Spelling = tuple[str, ...]
"""The words of a name, in small letters without accents."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The words of a question, at `start` to before `end`, that name an outlet, or several of one name."""

    start: int
    end: int
    outlets: frozenset[str]
    """As the archive spells them: the sections of a newspaper, say."""


def mentions(question: str, outlets: tuple[str, ...]) -> list[Mention]:
    """Where the question names any of the outlets, in order; of names that overlap, the longest."""
    spellings = _spellings(outlets)
    longest = max(map(len, spellings), default=0)
    words = list(_WORD.finditer(question))
    keys = [_key(word.group()) for word in words]
    found: list[Mention] = []
    for first, word in enumerate(words):
        if found and word.start() < found[-1].end:
            continue
        for after in range(min(first + longest, len(words)), first, -1):
            named = spellings.get(tuple(keys[first:after]))
            if named and _is_name(question, words, first, after):
                found.append(Mention(word.start(), words[after - 1].end(), named))
                break
    return found


def without_mentions(question: str, found: Sequence[Mention]) -> str:
    """The question with the names struck out, as long as it was: USA Today is no day, nor is the Sunday Times."""
    for mention in found:
        question = question[: mention.start] + "_" * (mention.end - mention.start) + question[mention.end :]
    return question


@lru_cache(maxsize=4)  # an archive has the same outlets from question to question
def _spellings(outlets: tuple[str, ...]) -> dict[Spelling, frozenset[str]]:
    named = defaultdict(set)
    for outlet in outlets:
        for spelling in _spelled(outlet):
            named[spelling].add(outlet)
    return {spelling: frozenset(meant) for spelling, meant in named.items()}


def _spelled(outlet: str) -> Iterator[Spelling]:
    short = _SECTION.split(outlet)[0]
    broadcaster = _BROADCASTER.fullmatch(short)
    for name in (outlet, short, broadcaster[1] if broadcaster else short):
        if name in PEOPLES:  # UN News is not meant wherever the UN is
            continue
        words = tuple(_key(word) for word in _WORD.findall(name))
        yield words[1:] if words[:1] == ("the",) and len(words) > 1 else words


def _key(word: str) -> str:
    return plain_letters(word).lower()


def _is_name(question: str, words: list[re.Match[str]], first: int, after: int) -> bool:
    """Whether the words are written as a name is, and one alone is neither a part of another nor an ordinary word."""
    if _CITED.search(question[: words[first].start()]):
        return True
    written = [word.group() for word in words[first:after]]
    if written[0].islower() or not all(_is_capital(word) for word in written):
        return False
    if len(written) > 1:
        return True
    before = words[first - 1].group() if first and _are_side_by_side(question, words, first) else ""
    behind = words[after].group() if after < len(words) and _are_side_by_side(question, words, after) else ""
    in_longer_name = before.lower() not in _SMALL_WORDS and before[:1].isupper()
    begins_sentence = first == 0 and written[0].istitle()
    return not (in_longer_name or begins_sentence or behind[:1].isupper() or behind[:1].isdigit())


def _is_capital(word: str) -> bool:
    return not word.islower() or word in _SMALL_WORDS


def _are_side_by_side(question: str, words: list[re.Match[str]], place: int) -> bool:
    """Whether nothing but a space is between the word at the place and the one before."""
    return question[words[place - 1].end() : words[place].start()] == " "
