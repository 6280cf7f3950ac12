"""A follow-up to a question that stands by itself, by rule: a small model guesses, and takes its time for it."""

import re

from bot.question import Turn
from bot.terms import terms

_LOOKS_BACK = re.compile(
    r"^\s*(?:and|but|so|also|what about|how about|what else|why|when|where|who|how many|how long|how much)\b|"
    r"\b(?:he|she|they|him|her|them|his|their|its|it|that|this|those|these|there|then|one|ones|same|other|another)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 4  # a question with fewer words of its own leans on the one before


def standalone(question: str, history: tuple[Turn, ...]) -> str:
    """The question with the names of the turn before it, when it looks back at them; else the question itself."""
    if not history:
        return question
    own = [term for term in terms(question) if term.is_content]
    if not _LOOKS_BACK.search(question) and len(own) >= _FEW_WORDS:
        return question
    before = history[-1]
    present = {term.key for term in own}
    asked = [term.text for term in terms(before.question) if term.is_content and term.key not in present]
    answered = [t.text for t in terms(before.answer) if t.is_content and t.is_name and t.key not in present]
    carried = list(dict.fromkeys([*asked, *answered]))
    return f"{question} ({' '.join(carried)})" if carried else question
