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
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|else|is|are|was|were|do|does|did|has|have|had|can|could|will|"
    r"would|then)\b",
    re.IGNORECASE,
)
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
    own = [term for term in terms(question) if term.is_content]
    if not _LOOKS_BACK.search(_NOTHING_BEFORE.sub(" ", question)) and len(own) >= _FEW_WORDS:
        return question
    before = history[-1]
    other = _LEAD.sub("", question)
    if other != question and not _ASKS.search(other):
        asked_before = re.sub(r"\s+", " ", _untimed(before.question, question))
        return f"{asked_before.strip(' ?.!,')}: {other}"
    present = {term.key for term in own}
    asked = [
        term.text for term in terms(_untimed(before.question, question)) if term.is_content and term.key not in present
    ]
    answer = _untimed(before.answer, question)
    answered = [t.text for t in terms(answer) if t.is_content and t.is_name and t.key not in present]
    carried = list(dict.fromkeys([*asked, *answered]))
    return f"{question} ({' '.join(carried)})" if carried else question


def _untimed(before: str, question: str) -> str:
    """The text before, without the days and months, or the years, in whose place the question names its own."""
    names_year = _YEAR.search(question)
    if names_year or _DAY_OR_MONTH.search(question):
        before = _DAY_OR_MONTH.sub(" ", before)
    return _YEAR.sub(" ", before) if names_year else before
