"""Where the sentences of a text begin and end."""

import re

from ingest.passages import Span

_CAPITALS = "A-ZÀ-ÞЀ-Я" + "".join(letter for letter in map(chr, range(0x100, 0x250)) if letter.isupper())  # Ł, Š, İ
_BOUNDARY = re.compile(
    rf"""
    \n[^\S\n]*\n\s*                                           # a blank line always ends a sentence
    | (?<=[.!?…]) ["”’»)\]]* \s+ (?=["“‘«(\[]*[{_CAPITALS}0-9])  # a full stop, quotes, space, a capital or digit
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""(?:
        \b(?:[A-Z]\.)+                                        # U.S., initials
        | \b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Adm|Capt|Sgt|Sen|Rep|Gov|Pres|Rev|Hon|St|Mt|Jr|Sr)\.
        | \b(?:Atty|Brig|Cpl|Pvt|Pfc|Cmdr|Supt|Insp|Det|Messrs|Sec|Amb|Ft|Dept|Univ)\.
        | \b(?:Calif|Mass|Fla|Pa|Va|Minn|Wash|Ariz)\.
        | \b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.
        | \b(?:No|Nos|vs?|al|cf|ca|approx|Inc|Ltd|Corp|Co|Bros|a\.m|p\.m|e\.g|i\.e|Art|Fig|pp?)\.
    )$""",
    re.VERBOSE,
)
_ENDS_A_SENTENCE_TOO = re.compile(
    r"(?:U\.S\.|U\.N\.|E\.U\.|U\.K\.|a\.m\.|p\.m\.|\b(?:Inc|Ltd|Corp|Co|Jr|Sr|Dept|Univ|"
    r"Calif|Mass|Fla|Pa|Va|Minn|Wash|Ariz)\.)$"
)
_COMMON_OPENERS = re.compile(
    r"""["“‘(\[]*(?:The|A|An|In|On|At|By|It|Its|He|She|They|His|Her|Their|We|I|But|And|That|This|These|Those|For|From|As
    |When|While|After|Before|If|However|Meanwhile|There|What|Some|Most|Many|One|No|Two)\b""",
    re.VERBOSE,
)
_LONGEST = 2_000  # characters; what goes on longer without a full stop is no sentence but a list, a table or noise


def split_sentences(text: str) -> list[Span]:
    """Spans of the sentences, in order, without the white space between them.

    A cut too few is preferred to a cut inside a sentence: after `U.S.` or `Corp.` a sentence ends only where a common
    opening word follows. What is longer than any sentence is cut at white space.
    """
    spans: list[Span] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if _is_inside_sentence(text, start, match):
            continue
        spans += _trimmed(text, start, match.end())
        start = match.end()
    return spans + _trimmed(text, start, len(text))


def _is_inside_sentence(text: str, start: int, boundary: re.Match[str]) -> bool:
    if boundary.group().startswith("\n") and boundary.group().count("\n") > 1:
        return False
    before = text[max(start, boundary.start() - 12) : boundary.start()]
    if not _ABBREVIATION.search(before):
        return False
    return not (_ENDS_A_SENTENCE_TOO.search(before) and _COMMON_OPENERS.match(text, boundary.end()))


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right - left <= _LONGEST:
        return [Span(left, right)] if right > left else []
    spans = []
    while right - left > _LONGEST:
        cut = text.rfind(" ", left + 1, left + _LONGEST)
        cut = left + _LONGEST if cut < 0 else cut
        spans += _trimmed(text, left, cut)
        left = cut
    return spans + _trimmed(text, left, right)
