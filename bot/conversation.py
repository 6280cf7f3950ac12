"""A follow-up to a question that stands by itself, by rule: a small model guesses, and takes its time for it."""

import re

from bot.calendar_names import MONTHS
from bot.question import Turn
from bot.terms import terms

_LOOKS_BACK = re.compile(
    r"^\s*(?:and|but|so|also|what about|how about|what else)\b|"
    r"\b(?:he|she|they|him|her|them|his|their|its|it|that|this|those|these|there|then|one|ones|same|other|another)\b",
    re.IGNORECASE,
)
_NOTHING_BEFORE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have) there\b(?=\s+\w)|\bthere (?:is|are|was|were|has|have|will)\b|"
    r"\b(?:which|what|the|an?|any|all|many|some) \w+ that\b(?=\s+\w)|\b(?:say|said|says|believe|think|claim|know)"
    r" that\b",
    re.IGNORECASE,
)  # 'is there a vaccine', 'which countries that border China': these look at nothing before
_LEAD = re.compile(r"^\W*(?:(?:and|but|so|ok|okay)\W+)*(?:(?:what|how) about|and)\W+", re.IGNORECASE)
_OTHER = re.compile(  # words for another thing of the same kind, or another time
    r"\b(?:first|second|third|last|next|other|one|ones|pair|(?:day|week|month|year|time)s?|before|after|later|earlier)\b",
    re.IGNORECASE,
)
_LITTLE = frozenset("the a an in on at of for from to since until by during with and or".split())  # ask nothing new
_MONTH = "|".join(name for name in sorted(MONTHS, key=len, reverse=True) if name != "may")  # which is also a verb
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_IN = r"(?:\b(?i:in|on|of|at|from|since|until|by|during|for) )?"
_YEAR = re.compile(rf"{_IN}\b(?:19|20)\d\d\b")
_DAY_OR_MONTH = re.compile(
    rf"{_IN}(?:\b(?:{_DAY} (?:of )?)?(?:(?i:{_MONTH})|May)\b(?:\.? {_DAY}\b)?|\b(?i:{_DAY} may|may {_DAY})\b)"
)
_FEW_WORDS = 4  # a question with fewer words of its own leans on the one before


def standalone(question: str, history: tuple[Turn, ...]) -> str:
    """The question with the names of the turn before it, when it looks back at them; else the question itself.

    One that only names another thing, as in 'and the second one?', asks of it what the turn before asked.
    """
    if not history:
        return question
    other = _LEAD.sub("", question)
    if other != question and _only_names(other):
        asked_before = _untimed(standalone(history[-1].question, history[:-1]), question)
        return f"{' '.join(asked_before.split()).strip(' ?.!,:')}: {other}"
    own = [term for term in terms(question) if term.is_content]
    if not _LOOKS_BACK.search(_NOTHING_BEFORE.sub(" ", question)) and len(own) >= _FEW_WORDS:
        return question
    before = history[-1]
    present = {term.key for term in own}
    asked = [
        term.text for term in terms(_untimed(before.question, question)) if term.is_content and term.key not in present
    ]
    answer = _untimed(before.answer, question)
    answered = [t.text for t in terms(answer) if t.is_content and t.is_name and t.key not in present]
    carried = list(dict.fromkeys([*asked, *answered]))
    return f"{question} ({' '.join(carried)})" if carried else question


def form_of(question: str, alone: str) -> str:
    """The question that says what kind of thing is asked for: as it stands by itself, but for words carried over."""
    return question if alone.startswith(question) else alone


def _only_names(text: str) -> bool:
    """Whether it is a name, a number, a time or 'the second one', and nothing more."""
    rest = terms(_DAY_OR_MONTH.sub(" ", _OTHER.sub(" ", text)))
    words = [term for term in rest if term.text.lower() not in _LITTLE]
    is_something = bool(words or _OTHER.search(text) or _DAY_OR_MONTH.search(text))
    return is_something and all(term.is_name or term.is_number for term in words)


def _untimed(before: str, question: str) -> str:
    """The text before, without the days and months, or the years, in whose place the question names its own."""
    names_year = _YEAR.search(question)
    if names_year or _DAY_OR_MONTH.search(question):
        before = _DAY_OR_MONTH.sub(" ", before)
    return _YEAR.sub(" ", before) if names_year else before
