"""A model's reply to sentences, each with the sources it cites."""

import re
from dataclasses import dataclass

from ingest.sentences import split_sentences

_MARKERS = re.compile(
    r"""\s*(?:
        (?:passages?|sources?)\s*\[(?P<named>\d{1,3})\]       # passage [4]
        | [\[【]\s*\^?\s*(?:id|source|passage|s)?\s*[:#]?\s*    # [1], [^1], [ID:1], 【1】
          (?P<list>\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\s*[\]】]   # [1, 2], [1-3]
        | \((?P<round>\d{1,2}(?:\s*,\s*\d{1,2})*)\)(?=\s*(?:[.!?]|$))  # (1) at the end of a sentence
    )""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_AFTER_STOP = re.compile(r"([.!?…][\"”’)]*)((?:\s*[\[【][^\]】\n]{0,40}[\]】])+)")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a reply without its markers, and the numbers they named."""

    text: str
    cited: tuple[int, ...]


def read_reply(reply: str) -> list[Claim]:
    """The sentences of the reply, in order; a marker after the full stop belongs to the sentence before it."""
    moved = _AFTER_STOP.sub(r"\2\1", reply)
    claims = []
    for span in split_sentences(moved):
        sentence = moved[span.start : span.end]
        text = re.sub(r"\s+([.,;!?])", r"\1", _MARKERS.sub(" ", sentence))
        text = re.sub(r"\s+", " ", text).strip(" -*•")
        if re.search(r"\w", text):
            claims.append(Claim(text, _numbers(sentence)))
    return claims


def _numbers(sentence: str) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for match in _MARKERS.finditer(sentence):
        listed = match["named"] or match["list"] or match["round"]
        for part in re.split(r"\s*[,;]\s*", listed):
            found.update(dict.fromkeys(_range(part)))
    return tuple(found)


def _range(part: str) -> range:
    first, _, last = (piece.strip() for piece in re.sub("–", "-", part).partition("-"))
    start = int(first)
    stop = int(last) if last else start
    return range(start, stop + 1) if start <= stop < start + 20 else range(0)
