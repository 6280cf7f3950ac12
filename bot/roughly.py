"""Numbers told roughly: 'more than 2,000 people' is borne out by 2,300 people, and 'about 300 km' by 312 km."""

from bot.extent import Limit
from bot.facts import Facts


def told_roughly(said: Facts, theirs: Facts) -> set[str]:
    """The numbers told roughly that another number there, of the same unit or the same things, bears out."""
    return {
        each.number
        for each in said.ranges
        if any(each.holds(other) and _are_of_the_same(each.number, said, other, theirs) for other in theirs.claimed)
    }


def _are_of_the_same(number: str, said: Facts, other: str, theirs: Facts) -> bool:
    """Whether two numbers have the same unit, or without one count the same, and not one as the least and the other as
    the most."""
    if any(Limit(other, not limit.is_least) in theirs.limits for limit in said.limits if limit.number == number):
        return False
    units, their_units = _units(number, said), _units(other, theirs)
    nouns, their_nouns = _nouns(number, said), _nouns(other, theirs)
    if units or their_units:
        return bool(units) and units <= their_units
    return bool(nouns & their_nouns) or nouns == their_nouns


def _units(number: str, told: Facts) -> set[str]:
    return {unit for same, unit in told.measures if same == number}


def _nouns(number: str, told: Facts) -> set[str]:
    return {count.noun for count in told.counts if count.number == number}
