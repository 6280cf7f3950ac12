"""Whether a place in an article says what a claim says: one check for each way in which a claim goes wrong."""

import re
from datetime import date, timedelta

from bot.belonging import is_misplaced
from bot.corrections import is_withdrawn, tells_of_a_report
from bot.denial import denies_the_same
from bot.extent import are_limited_otherwise, goes_further
from bot.facts import Count, Facts, facts, plain_words
from bot.names import Name, all_names, initials, is_abbreviated, is_country, is_named
from bot.order import are_reordered
from bot.polarity import is_certain
from bot.relative_days import relative_days, weekdays
from bot.roles import are_swapped
from bot.roughly import told_roughly
from bot.speech import is_said_by_someone, speakers
from bot.statements import Place, Statement, has_pronoun
from bot.terms import terms

_OTHER_DAY = re.compile(
    r"\b(?:next|following|previous|eve|yesterday|overnight|days? (?:before|after|earlier|later))\b", re.I
)
_SUBJECT = re.compile(r"\b(?:he|she|it|they)\b", re.IGNORECASE)


def failed_checks(place: Place, claim: Statement) -> list[str]:
    """What the claim says that the place does not, as far as rules can tell: names of checks, none for a place that
    bears it out."""
    return [name for name, check in _CHECKS.items() if not check(place, claim)]


def _holds_numbers(place: Place, claim: Statement) -> bool:
    """Each number as often as in the claim, with its unit where it has one, or one that bears it out where it is told
    roughly; a year may stand near. 'The two leaders' may be counted nowhere, but not otherwise."""
    said, theirs = claim.facts, place.facts
    years = theirs.years | theirs.numbers.keys() | place.near.years | {place.published[:4]}
    if not _holds_counts(said, place) or not said.years <= years:
        return False
    for number, unit in said.measures:
        units = {other for same, other in theirs.measures if same == number}
        if units and unit not in units:
            return False
    return not any(_is_counted_otherwise(count, theirs.counts) for count in said.counted_in_passing) and not any(
        _counts_something_else(number, said.counts, theirs.counts) for number in said.claimed
    )


def _holds_counts(said: Facts, place: Place) -> bool:
    """What is there only in passing bears out a number that counts the same: 'the two leaders' is not the second. That
    it is the second may stand near."""
    theirs = place.facts
    counted_alike = {count.number for count in said.counts & theirs.counts}
    elsewhere = {count.number for count in said.counts & place.near.counts if count.is_ordinal}
    elsewhere |= theirs.years | told_roughly(said, theirs)  # 1,800 is taken for no year, and 1800 for one
    return (said.claimed - theirs.numbers).keys() <= elsewhere and (
        said.claimed - theirs.claimed
    ).keys() <= counted_alike | elsewhere


def _is_counted_otherwise(count: Count, theirs: frozenset[Count]) -> bool:
    same = [other for other in theirs if (other.noun, other.is_ordinal) == (count.noun, count.is_ordinal)]
    return bool(same) and count not in same


def _counts_something_else(number: str, said: frozenset[Count], theirs: frozenset[Count]) -> bool:
    """Whether the number counts something else there, and what the claim counts by it is counted by others."""
    counts = [count for count in said if count.number == number]
    is_counting = any(other.number == number and other.noun != "time" for other in theirs)
    return (
        is_counting
        and not theirs.intersection(counts)
        and any(_is_counted_otherwise(count, theirs) for count in counts)
    )


def _holds_dates(place: Place, claim: Statement) -> bool:
    """Each date is one that is meant there; of weekdays, where both name any, one is the same."""
    said, theirs = weekdays(claim.text), weekdays(place.text)
    if said and theirs and not said & theirs:
        return False
    known = _known_days(place)
    return all(day in known for day in claim.facts.dates)


def _known_days(place: Place) -> set[tuple[int, int]]:
    """Named there, or near where none is; 'the next day' and 'on the eve' make a day either side of these right.
    'On Tuesday' and 'last month' count from the day of publication.

    A month of which no day is named, or any, is `(month, 0)`.
    """
    published = {(int(place.published[5:7]), int(place.published[8:10]))} if place.published else set()
    around = place.near.dates | published
    known = set(place.facts.dates or around)
    if not place.facts.dates or _OTHER_DAY.search(place.text):
        known = {_shifted(day, shift) for day in known | published for shift in (-1, 0, 1)}
    known |= relative_days(place.text, place.published)
    return known | {(month, 0) for month, _ in known | around}


def _shifted(day: tuple[int, int], shift: int) -> tuple[int, int]:
    try:
        moved = date(2000, *day) + timedelta(days=shift)
    except ValueError:  # a month alone, or a day that is none
        return day
    return (moved.month, moved.day)


def _holds_names(place: Place, claim: Statement) -> bool:
    return all(_holds_name(place, name, claim) for name in claim.facts.names)


def _holds_name(place: Place, name: Name, claim: Statement) -> bool:
    """It stands in the sentence itself or in the header; or near, or elsewhere, and nothing stands in its stead."""
    if _is_written(place.quotation.text, name, place.everywhere) or is_named(name, place.title_names, place.everywhere):
        return True
    if is_abbreviated(name, claim.text, place.text):
        return True
    is_near = _is_written(place.text, name, place.everywhere) or is_named(name, place.near_names, place.everywhere)
    if is_near and has_pronoun(place.quotation.text):
        return True
    return (is_near or is_named(name, place.everywhere, place.everywhere)) and not _others(place, name, claim)


def _is_written(text: str, name: Name, everywhere: frozenset[Name]) -> bool:
    words = [word for word in terms(text) if word.is_content]  # 'the man who said it' does not name the WHO
    if is_named(name, all_names(text), everywhere) or name <= {word.key for word in words}:
        return True
    if any(len(word) > 2 and word.upper() in initials(text) for word in name):  # ICBM
        return True
    common = {word.key for word in words if not word.is_name}
    return bool(name & common) and any(name <= known for known in everywhere)


def _others(place: Place, name: Name, claim: Statement) -> list[Name]:
    """The names there of which the claim says nothing: a country may stand in a country's stead, no other name can."""
    said = claim.facts.names
    return [
        other
        for other in all_names(place.quotation.text)
        if is_country(other) == is_country(name)
        and not is_named(other, said, place.everywhere)
        and not any(is_named(each, [other], place.everywhere) for each in said)
    ]


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


def _holds_quotations(place: Place, claim: Statement) -> bool:
    return all(quoted in plain_words(place.text) for quoted in claim.facts.quotations)


def _is_as_certain(place: Place, claim: Statement) -> bool:
    return is_certain(place.text) or not is_certain(claim.text)


def _goes_no_further(place: Place, claim: Statement) -> bool:
    """No number that is the least becomes the most, and of some nothing is said of all."""
    return not are_limited_otherwise(claim.facts.limits, place.facts.limits) and not goes_further(
        claim.text, place.text
    )


def _has_the_same_speaker(place: Place, claim: Statement) -> bool:
    if not claim.speakers:
        return True
    present = _who_may_speak(place)
    if not present or (
        all(map(is_country, claim.speakers)) and any(is_named(each, place.near.names, ()) for each in claim.speakers)
    ):
        return True
    quoted = place.quotation.text
    common = {term.key for term in terms(quoted) if term.is_content and not term.is_name}
    return any(
        is_named(each, present, place.everywhere)
        or each & common
        or is_abbreviated(each, claim.text, quoted)
        or any(is_abbreviated(other, quoted, " ".join(each).upper()) for other in present)
        for each in claim.speakers
    )


def _has_the_same_roles(place: Place, claim: Statement) -> bool:
    return not are_swapped(claim.deeds, place.deeds)


def _has_the_same_order(place: Place, claim: Statement) -> bool:
    return not are_reordered(claim.orders, place.orders)


def _belongs_where_it_stands(place: Place, claim: Statement) -> bool:
    return not any(is_misplaced(part, place.belonging) for part in claim.belonging)


def _is_still_held(place: Place, claim: Statement) -> bool:
    """It is not what a correction withdraws, unless that is what is asked or told of."""
    is_of_report = tells_of_a_report(claim.whole or claim.text) or tells_of_a_report(claim.question)
    return is_of_report or not is_withdrawn(place.article, place.quotation.text)


def _who_may_speak(place: Place) -> list[Name]:
    """The quotation's speakers, or its names and the speakers beside it; where none is named, who stands before it or
    in the header."""
    text = place.quotation.text
    own = speakers(text, all_names, turned=True)
    beside = [] if own else [name for each in place.members for name in speakers(each.text, all_names, turned=True)]
    is_unnamed = not (own or beside) or is_said_by_someone(text, all_names)
    before = _named_before(place) if is_unnamed or _SUBJECT.search(text) else []
    return [*(own or all_names(text)), *beside, *before, *(all_names(place.article.header) if is_unnamed else [])]


def _named_before(place: Place) -> list[Name]:
    """The names in the nearest sentence before the quotation that has any."""
    for sentence in reversed((*place.before, *place.members)):
        if sentence.span.start < place.quotation.span.start:
            found = all_names(sentence.text)
            if found:
                return found
    return []


_CHECKS = {
    "numbers": _holds_numbers,
    "dates": _holds_dates,
    "names": _holds_names,
    "quotations": _holds_quotations,
    "other numbers": _has_no_rival,
    "certainty": _is_as_certain,
    "denial": denies_the_same,
    "extent": _goes_no_further,
    "speaker": _has_the_same_speaker,
    "roles": _has_the_same_roles,
    "order": _has_the_same_order,
    "belonging": _belongs_where_it_stands,
    "correction": _is_still_held,
}
