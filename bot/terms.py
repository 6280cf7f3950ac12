"""The words of a question, a sentence or a passage, made comparable: stems, numbers and names."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from bot.numbers import LOW_ORDINALS, ONES, TENS

_TOKEN = re.compile(
    r"""\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)\b)?
    | [^\W\d_]+-?\d+\b               # Hwasong-14 is one name, and so is G20
    | [^\W\d_]+(?:['’][^\W\d_]+)*""",
    re.VERBOSE,
)
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_PLAIN_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe"}
)  # those that Unicode takes apart no further
_STEMMER = snowballstemmer.stemmer("english")

STOP_WORDS = frozenset(
    """
    a about after again all also am an and any are as at be because been before being between both but by can could did
    do does doing down during each few for from further get give given gave got had has have having he her here hers him
    his how i if in into is it its just let like made make me more most much my no nor not now of off on once only or
    other our out over own per please said same say says she should show so some such tell than that the their them
    then there these they this those through to too under until up upon us very was we were what when where which while
    who whom whose why will with would yes you your according archive article articles news report reported reports
    """.split()
)
_NAMES = frozenset("IS IT US WHO".split())  # what is none of these words in capitals; others may be for emphasis

_NUMBER_WORDS = {"zero": "0", "dozen": "12", "hundred": "100", "thousand": "1000", "half": "half"} | {
    word: str(value) for word, value in (ONES | TENS | LOW_ORDINALS).items()
}
_SPELLINGS = {  # one word in two countries, or long and short
    "km": "kilometre", "kms": "kilometre", "kilometer": "kilometre", "kilometers": "kilometre", "meter": "metre",
    "meters": "metre", "defense": "defence", "center": "centre", "program": "programme", "programs": "programme",
    "tonne": "ton", "tonnes": "ton", "america": "us", "american": "us", "americans": "us", "centers": "centre",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One word: as written, and the form in which it is compared."""

    text: str
    key: str
    is_shouted: bool = False
    """Whether all around it is in capitals too."""

    @property
    def is_number(self) -> bool:
        """Whether it is a number, in digits or in words."""
        return self.key[:1].isdigit()

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name; the first word of a sentence always is."""
        return self.text[:1].isupper()

    @property
    def is_content(self) -> bool:
        """Whether it carries meaning of its own."""
        return is_content_word(self.text, self.is_shouted)


def terms(text: str) -> list[Term]:
    """The words of the text, in order; `U.S.` and `US` are the same word, and so are `two` and `2`."""
    composed = unicodedata.normalize("NFC", joined_initials(text))  # an accent of its own would cut the word in two
    is_all_shouted = is_shouted(text)
    return [Term(word, _key(word), is_all_shouted) for word in _TOKEN.findall(composed)]


def is_content_word(word: str, is_shouted: bool = False) -> bool:
    """Whether a word as it is written carries meaning of its own: the WHO does, unless all is written in capitals."""
    return word == "US" or word.lower() not in STOP_WORDS or (word in _NAMES and not is_shouted)


def is_shouted(text: str) -> bool:
    """Whether it is more than two words, and all in capitals."""
    return text.isupper() and len(text.split()) > 2


def joined_initials(text: str) -> str:
    """The text with the full stops left out of initials: `US` for `U.S.`."""
    return _INITIALS.sub(lambda match: match.group().replace(".", ""), text)


def plain_letters(text: str) -> str:
    """The text without accents, ligatures and the like: `Erdogan` for `Erdoğan`; it may be longer or shorter."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_PLAIN_LETTERS)


def content_keys(text: str) -> set[str]:
    """The comparable forms of the words that carry meaning."""
    return {term.key for term in terms(text) if term.is_content}


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    if word[0].isdigit():
        return re.sub(r"[a-z]+$", "", word.replace(",", ""))
    plain = re.sub(r"['’]s?$|['’]", "", plain_letters(word).lower())
    return _NUMBER_WORDS.get(plain) or str(_STEMMER.stemWord(_SPELLINGS.get(plain, plain)))
