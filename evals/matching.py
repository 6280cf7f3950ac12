"""Does a text say this? Comparisons of words, the same for every metric."""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Sequence

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SINGLE_QUOTES = re.compile(r"[\u2018\u2019\u02bc]")
_DOUBLE_QUOTES = re.compile(r"[\u201c\u201d\u201e«»]")
_MARKER = re.compile(r"\s*\[\d+\]")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """Without differences that no reader minds: case, curly quotes, kinds of dash, runs of white space."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", _DASHES.sub("-", plain)))
    return " ".join(plain.split())


def without_markers(text: str) -> str:
    """The text without `[1]`."""
    return _MARKER.sub("", text)


def says(text: str, phrase: str) -> bool:
    """Whether the phrase occurs as whole words: "5" is neither in "2015" nor in "5.5", "1,500" or the marker "[5]"."""
    wanted = re.escape(normalised(phrase))
    return re.search(rf"(?<!\w)(?<!\d[.,]){wanted}(?!\w)(?![.,]\d)", normalised(without_markers(text))) is not None


def says_one_of_each(text: str, groups: Sequence[Sequence[str]]) -> bool:
    """Whether at least one phrase of every group occurs; true when there is no group."""
    return all(any(says(text, phrase) for phrase in group) for group in groups)


def answer_words(text: str) -> list[str]:
    """The words that exact match and F1 compare.

    Source: the SQuAD 1.1 evaluation script, Rajpurkar et al. 2016: lower case, no punctuation, no a, an, the.
    """
    return _ARTICLES.sub(" ", normalised(without_markers(text)).translate(_PUNCTUATION)).split()


def exact_match(text: str, answers: Sequence[str]) -> float:
    """1.0 when the text is one of the answers, word for word, else 0.0."""
    return float(any(answer_words(text) == answer_words(answer) for answer in answers))


def token_f1(text: str, answers: Sequence[str]) -> float:
    """The best F1, in [0, 1], of the text's words against those of an answer, each counted as often as it occurs."""
    return max((_f1(answer_words(text), answer_words(answer)) for answer in answers), default=0.0)


def _f1(found: list[str], wanted: list[str]) -> float:
    shared = (Counter(found) & Counter(wanted)).total()
    return 2 * shared / (len(found) + len(wanted)) if shared else 0.0
