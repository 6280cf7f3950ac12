"""A model's reply to sentences, each with the sources it cites."""

import re
from dataclasses import dataclass

from ingest.sentences import split_sentences

_MARKERS = re.compile(
    r"""\s*(?:
        (?:passages?|sources?)\s*\[(?P<named>\d{1,3})\]       # passage [4]
        | [\[【]\s*\^?\s*(?:id|source|passage|s)?\s*[:#]?\s*    # [1], [^1], [ID:1], 【1】
          (?P<list>\d{1,3}(?:\s*[-–,;]\s*s?\d{1,3})*)\s*[\]】]   # [1, 2], [1-3]
        | \(s?(?P<round>\d{1,2}(?:\s*,\s*s?\d{1,2})*)\)(?=\s*(?:[.!?]|$))  # (1) at the end of a sentence
    )""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_FORM = re.compile(r"\s*evidence:(?P<evidence>[^\n]*?)(?:\s+answer:|\n|$)\s*(?:answer:)?", re.IGNORECASE)
_AFTER_STOP = re.compile(r"([.!?…][\"”’)]*)((?:\s*[\[【][^\]】\n]{0,40}[\]】])+)")


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
    named = re.findall(r"\d{1,3}", form["evidence"]) if form else []
    answer, lead = (text[form.end() :], "answer:") if form else (text, "evidence:")
    is_begun = not lead.startswith(answer.strip().lower())
    return Reply(tuple(dict.fromkeys(map(int, named))), answer if is_begun else "")


def read_claims(answer: str) -> list[Claim]:
    """The sentences of the answer, in order; a marker after the full stop belongs to the sentence before it."""
    moved = _AFTER_STOP.sub(r"\2\1", answer)
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
        listed = re.sub("s", "", match["named"] or match["list"] or match["round"], flags=re.IGNORECASE)
        for part in re.split(r"\s*[,;]\s*", listed):
            found.update(dict.fromkeys(_range(part)))
    return tuple(found)


def _range(part: str) -> range:
    first, _, last = (piece.strip() for piece in re.sub("–", "-", part).partition("-"))
    start = int(first)
    stop = int(last) if last else start
    return range(start, stop + 1) if start <= stop < start + 20 else range(0)
