"""Whether a place in an article says what a claim says: one check for each way in which a claim goes wrong."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from ingest.articles import Article

from bot.evidence import Sentence
from bot.facts import RANKS, Facts, facts, plain_words
from bot.names import Name, all_names, initials, is_country, is_named, names
from bot.polarity import Clause, are_opposed, clauses, is_certain, is_open
from bot.speech import speakers
from bot.terms import content_keys, terms

_OTHER_DAY = re.compile(
    r"\b(?:next|following|previous|eve|yesterday|overnight|days? (?:before|after|earlier|later))\b", re.I
)
_UNNAMED = re.compile(r"\b(?:is|are|was|were|been) (?:\w+ly )?(?:said|reported|told)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|it|they)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """A claim, read once."""

    text: str

    @cached_property
    def facts(self) -> Facts:
        return facts(self.text)

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.text)

    @cached_property
    def speakers(self) -> list[Name]:
        """Who is said to say it: the people and bodies, or where there are none the countries."""
        found = speakers(self.text, names)
        return [name for name in found if not is_country(name)] or found

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(content_keys(self.text))

    @cached_property
    def named(self) -> frozenset[str]:
        return frozenset[str]().union(*self.facts.names)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Its words that are neither names nor numbers."""
        return frozenset(key for key in self.keys - self.named if not key[0].isdigit())

    @cached_property
    def is_open(self) -> bool:
        return is_open(self.text)


@dataclass(frozen=True)
class Place:
    """One sentence of an article, or two that follow each other, and what stands around them."""

    article: Article
    members: tuple[Sentence, ...]
    before: tuple[Sentence, ...]
    """Some sentences before, where a pronoun's name may stand."""
    everywhere: frozenset[Name]
    quotation: Sentence

    @cached_property
    def text(self) -> str:
        return " ".join(member.text for member in self.members)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset[str]().union(*(member.keys for member in self.members))

    @cached_property
    def around(self) -> frozenset[str]:
        """Its words, those of the header and those of the sentences before."""
        return self.keys.union(content_keys(self.article.header), *(member.keys for member in self.before))

    @cached_property
    def facts(self) -> Facts:
        return facts(self.text)

    @cached_property
    def near(self) -> Facts:
        """Those of the header and of the sentences before."""
        return facts(" ".join([self.article.header, *(member.text for member in self.before)]))

    @cached_property
    def names(self) -> list[Name]:
        return all_names(self.text)

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.text)

    @cached_property
    def published(self) -> str:
        return self.article.published_at or ""


def supports(place: Place, claim: Statement) -> bool:
    """Whether the place says what the claim says, as far as rules can tell."""
    return all(check(place, claim) for check in _CHECKS)


def _holds_numbers(place: Place, claim: Statement) -> bool:
    """Each number as often as in the claim, with its unit where it has one; a year may stand near."""
    said, theirs = claim.facts, place.facts
    if said.numbers - theirs.numbers or not said.years <= theirs.years | place.near.years | {place.published[:4]}:
        return False
    for number, unit in said.measures:
        units = {other for same, other in theirs.measures if same == number}
        if units and unit not in units:
            return False
    return True


def _holds_dates(place: Place, claim: Statement) -> bool:
    """Named there, or near where none is; 'the next day' and 'on the eve' make a day either side of these right."""
    published = {(int(place.published[5:7]), int(place.published[8:10]))} if place.published else set()
    around = place.near.dates | published
    known = set(place.facts.dates or around)
    if not place.facts.dates or _OTHER_DAY.search(place.text):
        known = {_shifted(day, shift) for day in known | published for shift in (-1, 0, 1)}
    months = {month for month, _ in known | around}
    return all((month, day) in known if day else month in months for month, day in claim.facts.dates)


def _shifted(day: tuple[int, int], shift: int) -> tuple[int, int]:
    try:
        moved = date(2000, *day) + timedelta(days=shift)
    except ValueError:  # a month alone, or a day that is none
        return day
    return (moved.month, moved.day)


def _holds_names(place: Place, claim: Statement) -> bool:
    """Each stands there or, where the place may speak of it as 'he' or 'the ministry', near."""
    return all(
        _holds_country(place, name, claim) if is_country(name) else _holds_name(place, name)
        for name in claim.facts.names
    )


def _holds_name(place: Place, name: Name) -> bool:
    words = terms(place.text)
    if is_named(name, place.names, place.everywhere) or name <= {word.key for word in words}:
        return True
    if any(len(word) > 2 and word.upper() in initials(place.text) for word in name):  # ICBM
        return True
    if name & {word.key for word in words if not word.is_name} and any(name <= known for known in place.everywhere):
        return True
    return is_named(name, place.near.names, place.everywhere)


def _holds_country(place: Place, country: Name, claim: Statement) -> bool:
    """There or, where no other country stands there in its stead, anywhere in the article."""
    if is_named(country, place.names, ()):
        return True
    others = [name for name in place.names if is_country(name) and not is_named(name, claim.facts.names, ())]
    return not others and is_named(country, place.everywhere, ())


def _has_no_rival(place: Place, claim: Statement) -> bool:
    """No other sentence there has both more of the claim's words and another date, or number of the same unit."""
    if len(place.members) == 1:
        return True
    read = [(len(member.keys & claim.keys), facts(member.text)) for member in place.members]
    for day in claim.facts.dates:
        holding = max((shared for shared, theirs in read if day in theirs.dates), default=None)
        if holding is not None and any(shared > holding for shared, theirs in read if _other_day(day, theirs)):
            return False
    for number, unit in claim.facts.measures:
        holding = max((shared for shared, theirs in read if number in theirs.numbers), default=None)
        if holding is not None and any(
            shared > holding for shared, theirs in read if _other_number(number, unit, theirs)
        ):
            return False
    return True


def _other_day(day: tuple[int, int], theirs: Facts) -> bool:
    return day not in theirs.dates and any(number for _, number in theirs.dates)


def _other_number(number: str, unit: str, theirs: Facts) -> bool:
    return number not in theirs.numbers and any(unit == other for _, other in theirs.measures)


def _ranks_alike(place: Place, claim: Statement) -> bool:
    """What is called the first, the only or the largest is so there."""
    words = set(plain_words(place.text).split())
    return all(RANKS[word] & words for word in plain_words(claim.text).split() if word in RANKS)


def _holds_quotations(place: Place, claim: Statement) -> bool:
    return all(quoted in plain_words(place.text) for quoted in claim.facts.quotations)


def _is_as_certain(place: Place, claim: Statement) -> bool:
    return is_certain(place.text) or not is_certain(claim.text)


def _denies_the_same(place: Place, claim: Statement) -> bool:
    """Nothing is denied that was not, and nothing told as a fact that was denied or left open."""
    denies = any(clause.is_negative for clause in claim.clauses)
    if denies and not any(clause.is_negative for clause in place.clauses):
        return are_opposed(claim.keys, place.keys)
    if not denies and any(_is_told_of_the_same(clause, claim) for clause in place.clauses if clause.is_negative):
        return False
    return all(_agrees(clause, place, claim, denies) for clause in claim.clauses)


def _is_told_of_the_same(clause: Clause, claim: Statement) -> bool:
    """Whether the claim holds most of the clause's words."""
    return len(clause.keys & claim.plain) >= max(2, len(clause.keys - claim.named) / 2)


def _agrees(clause: Clause, place: Place, claim: Statement, denies: bool) -> bool:
    """Whether one of the place's clauses that share most of the clause's words denies as much, and is as certain."""
    keys = clause.keys & claim.plain
    most = max((len(keys & other.keys) for other in place.clauses), default=0)
    if not keys:
        return True
    if not most:  # nothing to hold it against: where only the quotation denies something, it may be this
        return denies or not any(other.is_negative for other in clauses(place.quotation.text))
    nearest = [other for other in place.clauses if len(keys & other.keys) == most]
    if not claim.is_open and all(other.is_open for other in nearest):
        return False
    same = any((clause.is_negative != other.is_negative) == are_opposed(keys, other.keys) for other in nearest)
    return same or denies


def _has_the_same_speaker(place: Place, claim: Statement) -> bool:
    if not claim.speakers:
        return True
    sentence = place.quotation
    own = speakers(sentence.text, all_names, turned=True)
    present = own or all_names(sentence.text)
    if not present or _PRONOUN.search(sentence.text):
        present = present + _named_before(place)
    if not own and _UNNAMED.search(sentence.text):
        present = present + all_names(place.article.header)
    if not present or (
        all(map(is_country, claim.speakers)) and any(is_named(each, place.near.names, ()) for each in claim.speakers)
    ):
        return True
    common = {term.key for term in terms(sentence.text) if not term.is_name}
    return any(is_named(each, present, place.everywhere) or each & common for each in claim.speakers)


def _named_before(place: Place) -> list[Name]:
    """The names in the nearest sentence before the quotation that has any."""
    for sentence in reversed((*place.before, *place.members)):
        if sentence.span.start < place.quotation.span.start:
            found = all_names(sentence.text)
            if found:
                return found
    return []


_CHECKS = (
    _holds_numbers,
    _holds_dates,
    _holds_names,
    _holds_quotations,
    _has_no_rival,
    _ranks_alike,
    _is_as_certain,
    _denies_the_same,
    _has_the_same_speaker,
)
