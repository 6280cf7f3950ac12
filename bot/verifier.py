"""Does the archive say what the sentence says? The same code for the bot and for evaluation.

A claim is held against the one or two sentences of a source that are most like it. They support it when every number,
unit, date, name and quotation of the claim stands there, nothing is denied or made certain that was not, the same
people are said to have said it, and enough of its other words are theirs.

Measured by `python -m evals claims`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from bot.citations import Claim
from bot.evidence import Sentence, Source
from bot.names import names
from bot.support import Place, Statement, supports
from bot.terms import content_keys, terms

_LEAST = 0.3  # share of a claim's words that its evidence must hold, rare words counting more
_NEARLY_BEST = 0.06  # evidence whose share is this close to the best one's is evidence too
_PAIR_COST = 0.1  # two sentences must hold this much more than one: they hold other facts too
_LEAST_NEW = 0.75  # share of what a claim adds to the question that must stand in or near its evidence
_BEFORE = 2  # sentences before the evidence in which a pronoun's name may stand
_NUMBER_WEIGHT = 0.5  # a false number must not choose the place where it happens to be true
_VERB = re.compile(
    r"\b(?:said|told|is|are|was|were|be|been|has|have|had|does|do|did|will|would|can|could|may|might|must|should|"
    r"[a-z]{2,}(?:ed|[^aeiousy]s))\b"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that its source supports, with the words that do."""

    text: str
    source: Source
    quotation: Sentence


def verify(claims: Iterable[Claim], sources: list[Source], question: str) -> list[Checked]:
    """The claims that a source supports, each with its best evidence; the others are left out.

    The sources a claim cites are tried first. Where they do not support it, the others are: the citation moves.
    """
    asked = content_keys(question)
    checked = []
    for claim in claims:
        cited = [source for source in sources if source.number in claim.cited]
        others = [source for source in sources if source.number not in claim.cited]
        found = _best(claim, cited, asked) or _best(claim, others, asked)
        if found:
            checked.append(found)
    return checked


def _best(claim: Claim, sources: list[Source], asked: set[str]) -> Checked | None:
    keys = content_keys(claim.text)
    supported = [
        ((_share(keys, place.quotation.keys), _share(asked, place.quotation.keys), -source.number), source, place)
        for source in sources
        for place in _supporting(claim.text, source, asked)
    ]
    if not supported:
        return None
    _, source, place = max(supported, key=lambda each: each[0])
    return Checked(claim.text, source, place.quotation)


def _supporting(claim: str, source: Source, asked: set[str]) -> list[Place]:
    keys = content_keys(claim)
    if asked and _is_bare(claim):  # 'April 27.' leaves nothing to other words
        year = {(source.article.published_at or "")[:4]}
        return [
            place
            for _, place in _places(source, claim)
            if (keys & place.keys or not keys) and keys - year <= place.keys
        ]
    statement, added = Statement(claim), (keys - asked if asked else set())
    return [
        place
        for place in _likest(source, claim)
        if (not added or _share(added, place.around) >= _LEAST_NEW) and supports(place, statement)
    ]


def _is_bare(text: str) -> bool:
    """Whether it answers without a verb: 'April 27.', 'Yes', 'the White House'."""
    return len(text.split()) <= 8 and not _VERB.search(text)


def _likest(source: Source, claim: str) -> list[Place]:
    """What of the source is most like the claim: no other place can bear it out, whatever numbers stand there."""
    found = _places(source, claim)
    best = max((share for share, _ in found), default=0.0)
    return [place for share, place in found if share >= max(_LEAST, best - _NEARLY_BEST)]


def _places(source: Source, claim: str) -> list[tuple[float, Place]]:
    """Every sentence, and every two, with the share of the claim's words that they hold."""
    sentences = source.sentences
    weights = _weights(claim, sentences)
    everywhere = frozenset(name for sentence in sentences for name in names(sentence.text))
    everywhere |= frozenset(names(source.article.header))
    found = []
    for first, end in [(n, n + size) for size in (1, 2) for n in range(len(sentences) - size + 1)]:
        members, before = sentences[first:end], sentences[max(0, first - _BEFORE) : first]
        present = frozenset[str]().union(*(member.keys for member in members))
        share = _weighed(weights, present) - _PAIR_COST * (end - first - 1)
        quotation = max(members, key=lambda each: _weighed(weights, each.keys))
        found.append((share, Place(source.article, members, before, everywhere, quotation)))
    return found


def _weights(claim: str, sentences: tuple[Sentence, ...]) -> dict[str, float]:
    frequency = Counter(key for sentence in sentences for key in sentence.keys)
    return {
        term.key: (_NUMBER_WEIGHT if term.is_number else 1.0) * log(1 + len(sentences) / max(1, frequency[term.key]))
        for term in terms(claim)
        if term.is_content
    }


def _weighed(weights: dict[str, float], present: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(weight for key, weight in weights.items() if key in present) / total if total else 0.0


def _share(wanted: set[str], present: Iterable[str]) -> float:
    return len(wanted & set(present)) / len(wanted) if wanted else 0.0
