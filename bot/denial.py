"""Whether a place in an article denies what a claim denies, and no more."""

import re

from bot.polarity import Clause, are_opposed, clauses, is_to_come, is_wish
from bot.statements import Place, Statement

_FIRST = re.compile(r"\b(?:the|his|her|its|their|['’]s|a) first\b", re.IGNORECASE)
_NEVER_BEFORE = re.compile(
    r"\b(?:never|no)\b[^.;]*\b(?:before|previous|previously|earlier|until then)\b", re.IGNORECASE
)
_LEAST_SHARED = 2  # names and numbers, by which two clauses without another common word speak of the same


def denies_the_same(place: Place, claim: Statement) -> bool:
    """Nothing is denied that was not, and nothing told as a fact that was denied or left open.

    A denial is wanted for a denial; a word such as 'rejected' is one, too, but needs none.
    """
    if _are_both_the_first(claim.text, place.text):
        return True
    denies = any(clause.denies for clause in claim.clauses)
    if denies and not any(clause.is_negative for clause in place.clauses):
        denying = frozenset[str]().union(*(clause.denying for clause in claim.clauses))
        return are_opposed(claim.keys - denying, place.keys)
    if not claim.is_negative and any(_is_told_of_the_same(clause, claim) for clause in place.clauses if clause.denies):
        return False
    return all(_agrees(clause, place, claim, denies) for clause in claim.clauses)


def _are_both_the_first(one: str, other: str) -> bool:
    """Whether one says 'for the first time' where the other says 'never before'."""
    return any(_FIRST.search(first) and _NEVER_BEFORE.search(never) for first, never in ((one, other), (other, one)))


def _is_told_of_the_same(clause: Clause, claim: Statement) -> bool:
    """Whether the claim holds most of the clause's words."""
    is_of_the_same = len(clause.keys & claim.plain) >= max(2, len(clause.keys - claim.named) / 2)
    return is_of_the_same and not are_opposed(claim.plain, clause.opposable)


def _agrees(clause: Clause, place: Place, claim: Statement, denies: bool) -> bool:
    """Whether one of the place's clauses that are most like the clause denies as much, and is as certain."""
    keys = clause.keys & claim.plain
    if not keys:
        return True
    nearest = _nearest(clause, keys, place)
    if not any(keys & other.keys for other in nearest):
        if nearest and _says_the_opposite(clause, nearest):
            return False
        # nothing to hold it against: where only the quotation denies something, it may be this
        return claim.is_negative or not any(other.denies for other in clauses(place.quotation.text))
    is_as_open = claim.is_open or (is_wish(claim.text) and is_wish(place.text)) or is_to_come(claim.text, place.text)
    if not is_as_open and all(other.is_open for other in nearest):
        return False
    if any(_says_the_same(clause, other, keys) for other in nearest):
        return True
    return denies and not any(clause.negative & other.negative for other in nearest)


def _nearest(clause: Clause, keys: frozenset[str], place: Place) -> list[Clause]:
    """The place's clauses that share most of `keys` with the clause, and of these those that share most of all."""

    def shared(other: Clause) -> tuple[int, int]:
        return len(keys & other.keys), len(clause.keys & other.keys)

    most = max(map(shared, place.clauses), default=(0, 0))
    return [other for other in place.clauses if shared(other) == most]


def _says_the_opposite(clause: Clause, nearest: list[Clause]) -> bool:
    """Whether it has the opposite of a word of each, with the same names or numbers, and neither denies anything."""
    return all(
        len(clause.keys & other.keys) >= _LEAST_SHARED
        and not (clause.is_negative or other.is_negative)
        and are_opposed(clause.keys, other.keys)
        for other in nearest
    )


def _says_the_same(clause: Clause, other: Clause, keys: frozenset[str]) -> bool:
    """Whether the clause, of which `keys` are looked at, denies as much as the other, opposites counted as denials."""
    are_reversed = are_opposed(keys - clause.denying, other.opposable)
    one_denies = clause.denies != other.denies
    if clause.negative & other.negative:
        return are_reversed == one_denies
    one_is_plain = (clause.denies and not other.is_negative) or (other.denies and not clause.is_negative)
    return are_reversed in (one_denies, one_is_plain)
