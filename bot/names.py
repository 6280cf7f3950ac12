"""Names in a text, and whether a name of one text is one of another."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import dropwhile

from bot.calendar_names import MONTHS, WEEKDAYS
from bot.countries import HOMOGRAPHS, PEOPLES, PREFIX, SEATS
from bot.terms import Term, joined_initials, plain_letters, terms

Name = frozenset[str]
"""The words of one name, in comparable form: `{"moon", "jae"}`."""


def _any_of(words: dict[str, str]) -> str:
    return r"\b(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b"


# A people is called by its country. So is a government, and by its capital too: but not where something is *in* it.
# The China Sea is no country, nor is 'the North' before another name.
_PEOPLE = re.compile(_any_of(PEOPLES) + r"(?!\sSea\b)(?!(?:(?<=the North)|(?<=the South))\s[A-Z])")
_BOTH_KOREAS = frozenset({PREFIX.lower() + "korea"})
_SEAT = re.compile(_any_of(SEATS))
_GOVERNMENT = re.compile(
    rf"(?<!\bin )(?<!\bat )(?<!\bto )(?<!\bof )(?<!from )(?<!near )(?<!outside ){_any_of(SEATS)}(?=\s+[a-z])"
    rf"|{_any_of(SEATS)}(?=['’]s\b)"
)  # it acts: 'Tokyo warned', 'Tokyo's warning'
_PUNCTUATION = re.compile(r"[,;:()\[\]\"“”—]|\s-\s|(?<=[a-z]{3})\.\s")
_CALENDAR = frozenset([*MONTHS, *WEEKDAYS])
_TITLES = frozenset(
    "presid minist ministri depart secretari state foreign defenc chief chancellor general leader prime senat "
    "mr mrs ms dr sir vice deputi first spokesman spokeswoman ambassador director envoy governor mayor king "
    "queen princ professor offic gen prof capt".split()
)  # stems of words that stand before the names of many
_TITLES_BEFORE = _TITLES | frozenset(
    "sen rep gov lt col sgt maj adm rev lieuten colonel captain sergeant major admir reverend repres congressman "
    "congresswoman judg justic pope coach sheriff hurrican typhoon storm cyclon".split()
)  # those that are no part of a name only where they begin it: the Desert Storm, Amartya Sen, the Justice Department
_OPENING_NAME = re.compile(
    r"[A-Z]{2,}\b|(?!Nothing|Nobody|None|Every|Some|Any|Another|Police|One\b)[A-Z][a-z]*[a-rt-z] "
    r"(?:is|was|has|had|will|would|can|could|may|might|did|does|said|says|told|wrote|[a-z]+ed|and [A-Z])\b"
)  # a sentence begins with a name where a verb follows one word without an article


@lru_cache(maxsize=20_000)
def names(text: str) -> list[Name]:
    """The names in the text, in order; its first word is one only where another follows, or it is a country."""
    plain = plain_letters(joined_initials(text))
    return _names(_GOVERNMENT.sub(lambda match: SEATS[match.group()], plain), bool(_OPENING_NAME.match(plain)))


@lru_cache(maxsize=20_000)
def all_names(text: str) -> list[Name]:
    """As `names`, and for every capital both the city and the country."""
    plain = plain_letters(joined_initials(text))
    seats = _names(_SEAT.sub(lambda match: SEATS[match.group()], plain), False)
    return _names(plain, True) + [name for name in seats if is_country(name)]


def is_country(name: Name) -> bool:
    """Whether it is the name of a country, its people, its capital or its government."""
    return any(word.startswith(PREFIX.lower()) for word in name)


def initials(text: str) -> str:
    """The first letters of all words that carry meaning, and its numbers."""
    return "".join(term.key if term.is_number else term.text[0].upper() for term in terms(text) if term.is_content)


def is_abbreviated(name: Name, spelled: str, text: str) -> bool:
    """Whether an acronym of three or more letters in the text stands for the name, as it is spelled: FBI for the Bureau
    in 'the Federal Bureau of Investigation'."""
    words = [term for term in terms(spelled) if term.is_content]
    letters = "".join(term.text[0] for term in words)  # capitals only where the word is one of a name
    for word in terms(text):
        if len(word.text) > 2 and word.text.isupper() and (start := letters.find(word.text)) >= 0:
            meant = words[start : start + len(word.text)]
            whole = " ".join(term.text for term in meant)
            if name <= {term.key for term in meant} or (is_country(name) and name in names(f"x {whole}")):
                return True
    return False


def is_named(name: Name, present: Iterable[Name], anywhere: Iterable[Name]) -> bool:
    """Whether one of the names present can be this one: equal, longer, or a shorter form of what the article names."""
    for other in present:
        if name <= other or _is_part(name, other) or _is_namesake(name, other):
            return True
        if name & other and other <= name and any(name <= known for known in anywhere):
            return True
    return False


def _is_part(country: Name, other: Name) -> bool:
    """Whether both are countries and one is a part of the other: the Koreas are in the South's talks with the North."""
    if not (is_country(country) and is_country(other)):
        return False
    return country == _BOTH_KOREAS and next(iter(other)).endswith("korea")


def _is_namesake(country: Name, other: Name) -> bool:
    """Whether the country is one that other names hold too: Jordan alone may be Michael Jordan."""
    return any(country == {PREFIX.lower() + word.lower()} and word.lower() in other for word in HOMOGRAPHS)


def _names(text: str, opens: bool) -> list[Name]:
    return [name for run in _runs(_PEOPLE.sub(_country_or_name, text), opens) for name in _split(run) if name]


def _country_or_name(match: re.Match[str]) -> str:
    """The word for the country; Jordan beside another name is as it was."""
    is_name = match.group() in HOMOGRAPHS and _is_beside_a_name(match)
    return match.group() if is_name else PEOPLES[match.group()]


def _is_beside_a_name(match: re.Match[str]) -> bool:
    """Whether nothing but a space is between it and a name, which no title is: England Captain Harry Kane."""
    before = re.search(r"\w+ $", match.string[: match.start()])
    after = re.match(r" \w+", match.string[match.end() :])
    beside = [term for word in (before, after) if word for term in terms(word.group())]
    return any(_is_capital(term) and term.key not in _TITLES_BEFORE for term in beside)


def _runs(text: str, opens: bool) -> list[list[Term]]:
    """Capitalised words that follow each other with no punctuation between them."""
    runs: list[list[Term]] = []
    for number, piece in enumerate(_PUNCTUATION.split(text)):
        runs += _runs_of(terms(piece), opens or number > 0)
    return runs


def _runs_of(words: list[Term], opens: bool) -> list[list[Term]]:
    runs: list[list[Term]] = [[]]
    for place, word in enumerate(words):
        is_certain = place or opens or _is_country_word(word) or (len(words) > 1 and words[1].is_name)
        if is_certain and _is_capital(word):
            runs[-1].append(word)
        else:
            runs.append([])
    return [run for run in runs if run]


def _split(run: list[Term]) -> list[Name]:
    """A country is a name of its own, whatever stands beside it; so is what is left without its titles."""
    countries = [frozenset({word.key}) for word in run if _is_country_word(word)]
    rest = [word.key for word in run if not _is_country_word(word)]
    untitled = frozenset(dropwhile(_TITLES_BEFORE.__contains__, rest)) - _TITLES
    return [*countries, untitled or frozenset(rest) - _TITLES]


def _is_country_word(word: Term) -> bool:
    return word.text.startswith(PREFIX)


def _is_capital(word: Term) -> bool:
    return word.is_name and word.is_content and not word.is_number and word.text.lower() not in _CALENDAR
