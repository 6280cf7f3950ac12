"""What kind of thing a question asks for, and whether a text tells one: nothing else can be an answer to it."""

import re
from collections.abc import Iterable
from typing import Literal

from bot.calendar_names import WEEKDAYS
from bot.facts import facts
from bot.names import names
from bot.terms import content_keys, terms

Kind = Literal["time", "amount", "words"]

# A question that asks two things at once ('when did they meet, and who paid?') is of no kind.
_OPENS = r"^\W*(?:(?:and|but|so|then|ok|okay|also|by|since|until|to|from)\b\W*)*"
_ALONE = r"\b(?!.*\b(?:who|whom|whose|what|which|when|where|why|how)\b)"
_NO_AMOUNT = (
    r"(?!\s(?:do|does|did)\b.*\b(?:know|understand|care|matter)\b)"
    r"(?!(?<=far)\s(?:do|does|did|have|has|had)\b.*\b(?:get|got|gotten)\b)"
)  # 'how much do they know' and 'how far did the talks get' ask for no figure
_KINDS: dict[Kind, re.Pattern[str]] = {
    "time": re.compile(
        rf"(?:{_OPENS}(?:when|how long ago)|\b(?:what|which) (?:exact )?(?:day|date|month|year|time)){_ALONE}",
        re.IGNORECASE,
    ),
    "amount": re.compile(
        rf"\bhow (?:many|much|far|long|tall|high|deep|wide|heavy|fast|old){_ALONE}{_NO_AMOUNT}", re.IGNORECASE
    ),
    "words": re.compile(
        r"\b(?:word for word|exact(?: (?:words?|wording|quotes?|phrase|line|text))?,? (?:pls|please)|"
        r"exact (?:words|wording|quote|phrase)|which words|\w+['’]s (?:exact )?quotes?|quotes? (?:on|about|from|by)|"
        r"what exactly (?:did|has|had) .*\b(?:say|said|call|called|write|written|tweet|tweeted|tell|told)"
        r"(?! (?:for|on|off|it|he|she|they|that)\b))\b",
        re.IGNORECASE,
    ),
}
_OWN_WORDS = re.compile(r"[\"“”«»„]|‘\w[^’]* [^’]*’")
_TIME = re.compile(
    rf"\b(?:{'|'.join(WEEKDAYS)}|yesterday|today|tomorrow|morning|afternoon|evening|night|noon|"
    r"midnight|dawn|(?:day|week|weekend|month|year|hour|minute|decade)s?|spring|summer|autumn|winter|century|"
    r"after|before|during|since|until|ago|soon|never|always|when|once|while|\d{1,2}\s?[ap]\.?m|o['’]clock|lunchtime|bedtime|"
    r"christmas|easter|ramadan|hanukkah|passover|diwali|thanksgiving|eve|q[1-4]|"
    r"(?:no|without an?|any) (?:\w+ )?(?:date|deadline|time|timetable))\b|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\b(?:no|none|nobody|nothing|once|twice|both|few|several|many|most|all|half|quarter|dozens?|hundreds?|thousands?|"
    r"millions?|billions?|single|pair|couple|scores)\b|"
    r"\bone\b(?= [a-z])(?<!\b(?:this|that|each|very) one)(?<!\bthe one)",
    re.IGNORECASE,
)


def kind_asked(question: str) -> Kind | None:
    """The kind of thing that the question asks for; None where that cannot be told."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(question)), None)


def tells(text: str, kind: Kind, question: str) -> bool:
    """Whether the text tells a time or an amount that the question does not name itself, or quotes somebody."""
    if kind == "words":
        return _OWN_WORDS.search(text) is not None
    said, asked = facts(text), facts(question)
    is_time = bool(said.dates - asked.dates or said.years - asked.years or _TIME.search(text))
    if kind == "time":
        return is_time
    is_amount = bool(said.claimed.keys() - asked.numbers.keys() or _AMOUNT.search(text))
    return is_amount or (is_time and re.search(r"\blong\b", question) is not None)


def strangers(question: str, known: str, elsewhere: Iterable[str]) -> set[str]:
    """Words of the question that are names in the texts from elsewhere, and stand nowhere in the known one.

    A question typed in lower case does not tell its names: a name is what those texts write with a capital always.
    """
    texts = list(elsewhere)
    named = {word for text in texts for name in names(text) for word in name}
    common = {term.key for text in texts for term in terms(text) if term.text.islower()}
    return (content_keys(question) - content_keys(known)) & (named - common)
