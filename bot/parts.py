"""A sentence to the parts that each say one thing, so that each can be borne out by a place of its own."""

import re

from bot.terms import content_keys

VERB = (
    r"(?:is|are|was|were|be|been|has|have|had|does|do|did|will|would|can|could|may|might|must|should|put|set|"
    r"(?:re|over|under|up|with|mis|fore|out)?(?:took|gave|made|met|went|came|fell|held|sent|began|left|won|lost|rose|"
    r"flew|wrote|spoke|found|said|told|saw|got|led|kept|brought|became|beat|bore|born|bought|broke|built|caught|chose|"
    r"cut|drew|drove|felt|fled|fought|grew|heard|hit|knew|lent|meant|paid|quit|ran|sang|sank|sat|shot|shrank|slept|"
    r"sold|sought|spent|stood|stole|struck|swept|swore|taught|thought|threw|tore|woke|wore)|[a-z]{2,}ed)"
)
"""A pattern of words that are verbs in most sentences, in the past above all."""
_HAS_VERB = re.compile(rf"\b{VERB}\b|\b[a-z]{{2,}}[^aeiousy]s\b")
_JOINT = re.compile(
    r";\s+|,\s+(?:and|but|while|whereas|although|though|which|who|because)\s+|\s+(?:but|while|whereas|although|though)\s+"
    rf"|\s+and\s+(?=(?:he|she|it|they|that|there)\b|{VERB}\b)|(?<!\d),\s+(?={VERB}\b)"
)
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_LEAST_WORDS = 3  # words that carry meaning, on either side of a joint


def parts(sentence: str) -> list[str]:
    """The sentence, cut where what stands on either side has a verb, and never inside a quotation. What goes on after
    an insertion has the subject that stands before it."""
    quoted = [match.span() for match in _QUOTED.finditer(sentence)]
    found, start, subject = [], 0, ""
    for joint in _JOINT.finditer(sentence):
        before, after = sentence[start : joint.start()], sentence[joint.end() :]
        is_quoted = any(begin < joint.start() < end for begin, end in quoted)
        if not is_quoted and _says_something(before) and _says_something(after):
            found.append(f"{subject} {before}".strip())
            start = joint.end()
            subject = sentence.partition(",")[0] if joint.group().strip() == "," else ""
    return [*found, f"{subject} {sentence[start:]}".strip()]


def _says_something(text: str) -> bool:
    return len(content_keys(text)) >= _LEAST_WORDS and bool(_HAS_VERB.search(text))
