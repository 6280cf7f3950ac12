"""Who did it to whom: 'France beat Brazil' and 'Brazil beat France' have the same words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from bot.names import Name, all_names, is_country
from bot.terms import terms

_WORD = re.compile(r"(?<![\w'’-])[a-z]+(?![\w'’-])")
_NEAR = 5  # words on either side of the deed, in which who does it is named, and to whom
_BREAK = re.compile(r"[,;:.()\"“”—–]")
_IS_DONE = re.compile(r"\b(?:is|are|was|were|be|been|being|got|gets?)\s+(?:\w+ly\s+)?$")
_BY = re.compile(r"\s+by\b")
_BY_SOMEBODY = re.compile(r".*?\bby\b(?=[^A-Z]*[A-Z])")  # was sentenced to a year in prison by Judge Sullivan
_GOAL = re.compile(r"\b(to|from|for|against) (?:the )?([A-Z].*)")  # was sent to Canada by
_WAY = re.compile(r"\bfrom (?:the )?([A-Z][^,;:.()]*?) to (?:the )?([A-Z][^,;:.()]*)")
_CAPITAL = re.compile(r"[A-Z]")
_PREPOSITION = re.compile(r"\b(to|from|of|in|into|on|at|for|against|over|about|through|with|and|or)\b")
_MUTUAL = frozenset(
    "meet met talk agre discuss speak spoke marri fight fought clash trade negoti debat plai play tie drew border join "
    "differ cooper collabor compet exchang share alli merg split unit separ "
    "face partner neighbour neighbor resembl match game final duel near unlik rival date embrac".split()
)  # stems of what is so of both, whoever is named first
_TENSES = dict(
    pair.split("/")
    for pair in "beaten/beat taken/took given/gave chosen/chose stolen/stole driven/drove overthrown/overthrew "
    "forgiven/forgave forsaken/forsook written/wrote thrown/threw bitten/bit overtaken/overtook overtak/overtook "
    "take/took choos/chose steal/stole drive/drove overthrow/overthrew write/wrote throw/threw bite/bit buy/bought "
    "sell/sold send/sent lend/lent lead/led lose/lost win/won pay/paid hold/held catch/caught teach/taught sue/su "
    "leave/left tell/told strike/struck".split()
)  # stems of one verb in other tenses
_ALONGSIDE = frozenset("with and or".split())


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does to somebody else."""

    what: tuple[str, str]
    """The word, in comparable form, and the preposition before whom it is done to."""
    doers: tuple[Name, ...]
    """The names near it of which one does it."""
    others: tuple[Name, ...]
    """Those of which it is done to one."""


def deeds(text: str) -> list[Deed]:
    """Every word between names that are near it, with them, which in the passive change places; and every way from
    one name to another."""
    return [*_deeds(text), *_ways(text)]


def are_swapped(claimed: list[Deed], told: list[Deed]) -> bool:
    """Whether a deed is claimed that is told only the other way round."""
    return any(_is_swapped(deed, [other for other in told if other.what == deed.what]) for deed in claimed)


def _is_swapped(deed: Deed, told: list[Deed]) -> bool:
    is_reversed = any(_one_of(deed.doers, each.others) and _one_of(deed.others, each.doers) for each in told)
    is_told = any(_one_of(deed.doers, each.doers) or _one_of(deed.others, each.others) for each in told)
    return is_reversed and not is_told


def _one_of(some: tuple[Name, ...], others: tuple[Name, ...]) -> bool:
    return any(name <= other or other <= name for name in some for other in others)


def _deeds(text: str) -> Iterator[Deed]:
    for match in _WORD.finditer(text):
        (term,) = terms(match.group())
        if not term.is_content or term.is_number or _PREPOSITION.match(term.text):
            continue
        before, after = _BREAK.split(text[: match.start()])[-1], _BREAK.split(text[match.end() :])[0]
        is_done = _IS_DONE.search(before) is not None
        by = (_BY_SOMEBODY if is_done else _BY).match(after)
        between = "" if by else _CAPITAL.split(after)[0]
        preposition = _last_preposition(between)
        is_mutual = preposition in _ALONGSIDE or any(each.key in _MUTUAL for each in (term, *terms(between)[:1]))
        if is_mutual or (is_done and not by):
            continue
        goal = _GOAL.search(by.group()) if by and is_done else None
        first = _names_behind(goal[2]) if goal else tuple(all_names(" ".join(before.split()[-_NEAR:])))
        second = _names_behind(after[by.end() :] if by else after)
        if first and second:
            doers, others = (second, first) if by else (first, second)
            yield Deed((_TENSES.get(term.key, term.key), goal[1] if goal else preposition), doers, others)


def _ways(text: str) -> Iterator[Deed]:
    for way in _WAY.finditer(text):
        start, goal = _names_behind(way[1]), _names_behind(way[2])
        if start and goal:
            yield Deed(("from", "to"), start, goal)


def _last_preposition(text: str) -> str:
    """The one before whom it is done to: a letter to Kim is not one from him, however long."""
    found = _PREPOSITION.findall(text)
    return found[-1] if found else ""


def _names_behind(text: str) -> tuple[Name, ...]:
    """The first name near, and the one that may stand right behind a country's: the French President Macron."""
    words = text.split()
    rest = takewhile(lambda word: word[0].isupper(), words[_NEAR:])  # of a name that would be cut in two
    found = all_names(" ".join([*words[:_NEAR], *rest]))
    return tuple(found[:2] if found and is_country(found[0]) else found[:1])
