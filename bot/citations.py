"""A model's reply to sentences, each with the sources it cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sentences import split_sentences

_LIST = r"\d{1,3}(?:\s*(?:[-–,;&]|,?\s*\band\b)\s*s?\d{1,3})*"  # 1, 2 and 3; 1-3
_MARKERS = re.compile(
    rf"""(?:,?\s*\baccording\s+to)?\s*(?:
        (?:passages?|sources?)\s*\[(?P<named>\d{{1,3}})\]       # passage [4]
        | [\[【]\s*\^?\s*(?:id|sources?|passages?|s)?\s*[:#]?\s*    # [1], [^1], [ID:1], 【1】
          (?P<list>{_LIST})(?:(?::\d{{1,3}})?†[^\]】\n]{{0,40}})?\s*[\]】]   # [1, 2], [1-3], 【4†source】
        | \((?:passages?|sources?)\s+(?P<worded>{_LIST})\)       # (source 1)
        | \(s?(?P<round>\d{{1,2}}(?:\s*,\s*s?\d{{1,2}})*)\)(?=\s*(?:[.!?]|$))  # (1) at the end of a sentence
    )""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_FORM = re.compile(
    r"\s*[*_]{0,2}evidence[*_]{0,2}:[*_]{0,2}(?P<evidence>[^\n]*?)"
    r"(?:\s+[*_]{0,2}answer[*_]{0,2}:[*_]{0,2}|\n|$)\s*(?:[*_]{0,2}answer[*_]{0,2}:[*_]{0,2})?",
    re.IGNORECASE,
)
_LABELS = re.compile(r"\d{1,3}(?:\s*[-–]\s*s?\d{1,3})?", re.IGNORECASE)
_AFTER_STOP = re.compile(
    r"([.!?…][\"”’)]*)((?:\s*(?:[\[【][^\]】\n]{0,40}[\]】]|\((?:passages?|sources?)\s[^)\n]{1,20}\)))+)", re.IGNORECASE
)
_LINE = re.compile(r"(?<!,)\s*\n\s*(?![\s\[【a-z])")  # what goes on in lower case, or cites, belongs to the line before
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")  # a year has more digits, and a decimal number no space


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, or has written so far."""

    evidence: tuple[int, ...]
    """The numbers of the sentences that it named before its answer."""
    answer: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a reply without its markers, and the numbers they named."""

    text: str
    cited: tuple[int, ...]


def parse_reply(text: str) -> Reply:
    """The two parts of a reply, which may still be growing; one that keeps to no form is all answer."""
    form = _FORM.match(text)
    named = [label for part in _LABELS.findall(form["evidence"]) for label in _range(part)] if form else []
    answer, lead = (text[form.end() :], "answer:") if form else (text, "evidence:")
    is_begun = not lead.startswith(answer.strip("*_ \t\r\n").lower())
    return Reply(tuple(dict.fromkeys(named)), answer if is_begun else "")


def read_claims(answer: str) -> list[Claim]:
    """The sentences of the answer, in order, and the items of its lists without their numbers; a marker after the full
    stop belongs to the sentence before it."""
    moved = _AFTER_STOP.sub(r"\2\1", answer)
    claims = []
    for sentence in _sentences(moved):
        text = re.sub(r"\s+([.,;!?])", r"\1", _MARKERS.sub(" ", sentence))
        text = re.sub(r"\s+", " ", text).lstrip(" ,;").strip(" -*•")
        if re.search(r"\w", text):
            claims.append(Claim(text, _numbers(sentence)))
    return claims


def _sentences(answer: str) -> Iterator[str]:
    for line in _LINE.split(answer):
        item = _ITEM.sub("", line)
        for span in split_sentences(item):
            yield item[span.start : span.end]


def _numbers(sentence: str) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for match in _MARKERS.finditer(sentence):
        listed = match["named"] or match["list"] or match["worded"] or match["round"]
        for part in re.split(r"\s*(?:,?\s*\band\b|[,;&])\s*", listed, flags=re.IGNORECASE):
            found.update(dict.fromkeys(_range(part)))
    return tuple(found)


def _range(part: str) -> range:
    plain = re.sub("s", "", part, flags=re.IGNORECASE).replace("–", "-")
    first, _, last = (piece.strip() for piece in plain.partition("-"))
    start = int(first)
    stop = int(last) if last else start
    return range(start, stop + 1) if start <= stop < start + 20 else range(0)
