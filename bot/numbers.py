"""Number phrases to digits: 'one hundred and twenty', 'two dozen' and '1.5 million' are one number each."""

import re
from collections.abc import Iterable
from decimal import Decimal


def _from_one(words: str) -> dict[str, int]:
    return {word: value for value, word in enumerate(words.split(), start=1)}


ONES = _from_one(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
"""Words of numbers below twenty, and their values; without zero."""
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_ORDINALS = _from_one(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
) | {word.removesuffix("y") + "ieth": value for word, value in TENS.items()}
LOW_ORDINALS = {word: value for word, value in _ORDINALS.items() if value <= 7}
"""Those that stay words, for they may be said in passing."""
_VALUES = {"a": Decimal(1), "an": Decimal(1), "half a": Decimal("0.5")} | {
    word: Decimal(value) for word, value in (ONES | TENS).items()
}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_DIGITS = r"(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?(?![.,]?\d)"
_SMALL = rf"\b(?:{_any_of(ONES | TENS)})"
_COUNT = rf"(?:\b(?:half\s+a|an?)|{_SMALL}|{_DIGITS})"
_ORDINAL = re.compile(rf"\b(?:(?P<tens>{_any_of(TENS)})-)?(?P<ordinal>{_any_of(_ORDINALS)})\b", re.IGNORECASE)
_COMPOUND = re.compile(rf"\b(?P<tens>{_any_of(TENS)})-(?P<ones>{_any_of(ONES)})\b", re.IGNORECASE)
_HUNDREDS = re.compile(
    rf"(?P<count>{_COUNT})[\s-]+hundred\b"
    rf"(?:(?:\s+and)?\s+(?P<rest>\d\d|{_SMALL})\b(?![\s-]+(?:hundred|percent)\b|[,.]\d|%))?",
    re.IGNORECASE,
)  # 'between one hundred and two hundred' is two numbers
_SCALED = re.compile(
    rf"(?P<count>{_COUNT})[\s-]+(?P<scale>{_any_of(_SCALES)})\b(?:(?<=thousand)\s+(?:and\s+)?(?P<rest>\d{{3}})\b(?![,.-]?\d))?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?P<first>{_SMALL}|(?<![\d.,])\d{{1,3}}(?:\.\d+)?)(?=\s*(?:-|–|\bto\b|\bor\b|\band\b)\s*[$€£]?"
    rf"(?:{_SMALL}|{_DIGITS})[\s-]+(?P<scale>million|billion|trillion)\b)",
    re.IGNORECASE,
)  # '3 to 4 million'


def in_digits(text: str) -> str:
    """The text with its longer number phrases in digits; 'five' and 'first' are left as they are, for they may be said
    in passing."""
    text = _ORDINAL.sub(_ordinal, text)
    text = _RANGE.sub(r"\g<first> \g<scale>", text)
    text = _COMPOUND.sub(lambda match: str(TENS[match["tens"].lower()] + ONES[match["ones"].lower()]), text)
    text = _HUNDREDS.sub(lambda match: _sum(match, 100), text)
    for _ in range(2):  # 'a hundred thousand million'
        text = _SCALED.sub(lambda match: _sum(match, _SCALES[match["scale"].lower()]), text)
    return text


def shortest(number: str) -> str:
    """A number in digits without the zeros that change nothing: `7` for `7.0`."""
    return number.rstrip("0").rstrip(".") if number.count(".") == 1 else number


def _ordinal(match: re.Match[str]) -> str:
    ordinal, tens = match["ordinal"].lower(), match["tens"]
    if ordinal in LOW_ORDINALS and not tens:
        return match.group()
    return f"{_ORDINALS[ordinal] + (TENS[tens.lower()] if tens else 0)}th"


def _sum(match: re.Match[str], scale: int) -> str:
    return shortest(f"{_value(match['count']) * scale + _value(match['rest'] or '0'):,f}")  # 2,000 is no year


def _value(count: str) -> Decimal:
    plain = " ".join(count.lower().replace(",", "").split())
    return _VALUES[plain] if plain in _VALUES else Decimal(plain)
