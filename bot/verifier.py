"""Does the archive say what the sentence says? The same code for the bot and for evaluation.

A claim is weighed against one source by how much of it the two best sentences say, and by whether each of its parts
has a place that passes every check of `bot/support.py`: rules that a reader can follow. How much they say is the share
of the claim's words that they hold or, where there is an embedder, how near its words are to theirs in meaning. A
logistic regression makes a probability of the two.

Measured by `python -m evals claims`.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log

from bot.calls import is_call
from bot.citations import Claim
from bot.entailment import Entailment
from bot.evidence import Sentence, Source
from bot.likeness import Likeness
from bot.names import names
from bot.parts import parts
from bot.statements import Place, Statement
from bot.support import failed_checks
from bot.terms import content_keys, terms

LEAST_PROBABILITY = 0.5
"""That a source supports a claim: one that is less probably so is left out."""
# Logistic regressions on the shipped claims, on the true ones with their evidence cut out of the article, and on two
# joined by ", and", with likeness also where the second one's evidence is cut out. The intercepts are .7 lower than
# fitted: what is in doubt is left out, and in cross-validation by article macro-F1 of the shipped claims is as good. A
# claim of which a part failed cannot stand by rules, then, and likeness (fitted beside that, at -4.0) is not asked of
# it: that takes longest. Another stands with a likeness of .59. So measured, .91 of the true ones are kept and .88 of
# the altered ones rejected by either, and of those with their evidence cut out .96 are rejected without likeness and
# .98 with it. On claims of other kinds than those fitted on, weights fitted on six more kinds, a weight for each check,
# the claim's length, or coverage and the cosine of whole sentences beside likeness moved macro-F1 by .015 at most.
# After a change, see both with `python -m evals claims`, and with the claims that nothing was fitted on: `python -m
# evals claims evals/claims/held_out.jsonl`.
_INTERCEPT, _WEIGHTS = -1.55, {"coverage": 4.0, "failed": -4.0}
_INTERCEPT_ALIKE, _WEIGHTS_ALIKE = -5.3, {"likeness": 9.0}
_NEARLY_BEST = 0.06  # a place whose share of the words is this close to the best one's may bear a part out
_LEAST_OF_BEST = 0.5  # of what the part's best place holds must a place hold that is best for the whole; .7 gains less
_PAIR_COST = 0.1  # two sentences must hold this much more than one: they hold other facts too
_LEAST_NEW = 0.8  # share of what a claim adds to the question that must stand in its evidence
_BEFORE = 2  # sentences before the evidence in which a pronoun's name may stand
_NUMBER_WEIGHT = 0.5  # a false number must not choose the place where it happens to be true
_SPEAKER_WEIGHT = 0.5  # nor a false speaker a place where they say something else
_VERB = re.compile(
    r"\b(?:said|told|is|are|was|were|be|been|has|have|had|does|do|did|will|would|can|could|may|might|must|should|"
    r"became|began|bought|brought|broke|built|came|caught|cut|drew|drove|fell|felt|flew|fought|found|gave|got|grew|"
    r"held|hit|kept|knew|led|left|lost|made|meant|met|paid|put|ran|rose|sank|sat|saw|sent|set|shot|slept|sold|spent|"
    r"spoke|stood|stole|struck|taught|thought|threw|took|went|won|wore|wrote|[a-z]{2,}(?:ed|[^aeiousy]s))\b"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that its source supports, with the words that do."""

    text: str
    source: Source
    quotation: Sentence


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one source says of one claim."""

    source: Source
    quotation: Sentence
    """The sentence most like the claim."""
    evidence: tuple[Sentence, ...]
    """The places that bear its parts out, or come nearest to that, in the article's order; none of a bare answer."""
    coverage: float
    """Share of the claim's words that the two best sentences hold, in [0, 1], rare words counting more."""
    failed: bool
    """Whether it has a part that no place bears out."""
    failures: tuple[str, ...]
    """Why: names of the checks that failed at the best place of such a part."""
    likeness: float | None = None
    """How much of the claim the two best sentences say, in the same or in other words, in [-1, 1]; None where that is
    not asked: of a bare answer, where a part failed, and where no vectors can be had."""

    @property
    def probability(self) -> float:
        """That the source supports the claim, in [0, 1]."""
        is_compared = self.likeness is not None
        intercept, weights = (_INTERCEPT_ALIKE, _WEIGHTS_ALIKE) if is_compared else (_INTERCEPT, _WEIGHTS)
        weighed = sum(weight * getattr(self, feature) for feature, weight in weights.items())
        return 1 / (1 + exp(-(intercept + weighed)))


@dataclass(frozen=True, slots=True)
class Verifier:
    """Judges claims by rules, and by the models it has beside them."""

    likeness: Likeness | None = None
    entailment: Entailment | None = None
    """What it says of the evidence counts for half."""

    def verify(self, claims: Iterable[Claim], sources: list[Source], question: str) -> list[Checked]:
        """The claims that a source supports, each with its best evidence; the others, and calls, are left out.

        The sources a claim cites are tried first. Where they do not support it, the others are: the citation moves.
        """
        checked = []
        for claim in claims:
            if is_call(claim.text):
                continue
            cited = [source for source in sources if source.number in claim.cited]
            others = [source for source in sources if source.number not in claim.cited]
            found = self._best(claim.text, cited, question) or self._best(claim.text, others, question)
            if found:
                checked.append(Checked(claim.text, found.source, found.quotation))
        return checked

    def _best(self, claim: str, sources: list[Source], question: str) -> Weighed | None:
        weighed = [each for source in sources if (each := self.weigh(claim, source, question))]
        best = max(weighed, key=lambda each: (each.probability, -each.source.number), default=None)
        return best if best and self.probability(claim, best) >= LEAST_PROBABILITY else None

    def probability(self, claim: str, weighed: Weighed) -> float:
        """That the source supports the claim, in [0, 1]: the mean of both opinions where there are two."""
        if not (self.entailment and weighed.evidence):
            return weighed.probability
        premise = "\n".join([weighed.source.article.header, *(sentence.text for sentence in weighed.evidence)])
        judged = self.entailment.probability(premise, claim)
        return weighed.probability if judged is None else (weighed.probability + judged) / 2

    def weigh(self, claim: str, source: Source, question: str = "") -> Weighed | None:
        """How well the source supports the claim, as an answer to the question; None of a source without sentences."""
        if not source.sentences:
            return None
        asked = content_keys(question)
        if asked and _is_bare(claim):
            return _weigh_bare(claim, source, asked)
        return _weigh(claim, source, question, self.likeness)


RULES = Verifier()
"""Judges by rules alone."""


def _weigh(claim: str, source: Source, question: str, likeness: Likeness | None) -> Weighed:
    said, asked = content_keys(claim), content_keys(question)
    judged = [_judge(Statement(part, claim, question), source, asked) for part in parts(claim)]
    places = [place for place, failed in judged if not failed] or [place for place, _ in judged]
    first, second = _fullest(claim, source.sentences)
    is_failed = any(failed for _, failed in judged)
    return Weighed(
        source,
        max((place.quotation for place in places), key=lambda each: (len(said & each.keys), len(asked & each.keys))),
        _in_order(member for place, _ in judged for member in place.members),
        _weighed(_weights(claim, source.sentences), first.keys | second.keys),
        is_failed,
        tuple(name for _, failed in judged for name in failed),
        likeness.share_said(claim, (first.text, second.text)) if likeness and not is_failed else None,
    )


def _in_order(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    unique = {sentence.span.start: sentence for sentence in sentences}
    return tuple(unique[start] for start in sorted(unique))


def _weigh_bare(claim: str, source: Source, asked: set[str]) -> Weighed:
    """'April 27.' leaves nothing to other words: all of it stands in one place, or it is no answer."""
    keys = content_keys(claim)
    needed = keys - {(source.article.published_at or "")[:4]}
    places = [_place(source, first, end) for first, end in _spans(source)]
    holding = [place for place in places if needed <= place.keys and (keys & place.keys or not keys)]
    nearest = max(holding or places, key=lambda place: (_share(asked, place.quotation.keys), -len(place.members)))
    return Weighed(
        source,
        max(nearest.members, key=lambda each: (len(keys & each.keys), len(asked & each.keys))),
        (),
        _share(keys, nearest.keys) if keys else 1.0,
        not holding,
        () if holding else ("answer",),
    )


def _is_bare(text: str) -> bool:
    """Whether it answers without a verb: 'April 27.', 'Yes', 'the White House'."""
    return len(text.split()) <= 8 and not _VERB.search(text)


def _judge(statement: Statement, source: Source, asked: set[str]) -> tuple[Place, list[str]]:
    """Of the places most like the part, or most like the whole claim, the one where the fewest checks fail, and which:
    no other place can bear it out, whatever numbers stand there."""
    weights = _weights_of(statement, statement.text, source.sentences)
    judged = []
    for first, end in _candidates(statement, weights, source):
        place = _place(source, first, end, weights)
        failed = failed_checks(place, statement) + ([] if _adds_what_is_there(statement, place, asked) else ["answer"])
        judged.append((len(failed), -_held(weights, source, first, end), first, place, failed))
    *_, place, failed = min(judged, key=lambda each: each[:3])
    return place, failed


def _candidates(statement: Statement, weights: dict[str, float], source: Source) -> Iterable[tuple[int, int]]:
    """The likeliest spans, and those likeliest for the whole claim that hold half as many of the part's words."""
    spans = _likeliest(weights, source)
    if statement.whole in ("", statement.text):
        return spans
    least = _LEAST_OF_BEST * max(_held(weights, source, *span) for span in spans)
    whole = _likeliest(_weights_of(statement, statement.whole, source.sentences), source)
    return dict.fromkeys([*spans, *(span for span in whole if _held(weights, source, *span) >= least)])


def _likeliest(weights: dict[str, float], source: Source) -> list[tuple[int, int]]:
    """The spans that hold about as much of the words as any."""
    shares = [(_held(weights, source, first, end), first, end) for first, end in _spans(source)]
    best = max(share for share, _, _ in shares)
    return [(first, end) for share, first, end in shares if share >= best - _NEARLY_BEST]


def _held(weights: dict[str, float], source: Source, first: int, end: int) -> float:
    """The share of the words that a span holds, less what a second sentence costs."""
    present = frozenset[str]().union(*(member.keys for member in source.sentences[first:end]))
    return _weighed(weights, present) - _PAIR_COST * (end - first - 1)


def _weights_of(statement: Statement, text: str, sentences: tuple[Sentence, ...]) -> dict[str, float]:
    """The weights of a text's words, where the statement's speakers count for less."""
    speakers = frozenset[str]().union(*statement.speakers)
    weights = _weights(text, sentences)
    return {key: weight * (_SPEAKER_WEIGHT if key in speakers else 1) for key, weight in weights.items()}


def _adds_what_is_there(statement: Statement, place: Place, asked: set[str]) -> bool:
    """Whether what the claim adds to the question stands there; all of it in one sentence, where it adds nothing."""
    if not asked:
        return True
    added = statement.keys - asked
    return _share(added, place.around) >= _LEAST_NEW if added else statement.keys <= place.quotation.keys


def _spans(source: Source) -> list[tuple[int, int]]:
    """Every sentence, and every two that follow each other: the first, and the one after the last."""
    count = len(source.sentences)
    return [(first, first + size) for size in (1, 2) for first in range(count - size + 1)]


def _place(source: Source, first: int, end: int, weights: dict[str, float] | None = None) -> Place:
    members = source.sentences[first:end]
    everywhere = frozenset(name for sentence in source.sentences for name in names(sentence.text))
    return Place(
        source.article,
        members,
        source.sentences[max(0, first - _BEFORE) : first],
        everywhere | frozenset(names(source.article.header)),
        max(members, key=lambda each: _weighed(weights or {}, each.keys)),
    )


def _fullest(claim: str, sentences: tuple[Sentence, ...]) -> tuple[Sentence, Sentence]:
    """The two sentences that hold most of the claim's words: the one with most of them, and what adds most to it."""
    weights = _weights(claim, sentences)
    first = max(sentences, key=lambda each: _weighed(weights, each.keys))
    return first, max(sentences, key=lambda each: _weighed(weights, first.keys | each.keys))


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


def _share(wanted: Iterable[str], present: Iterable[str]) -> float:
    wanted_set = set(wanted)
    return len(wanted_set & set(present)) / len(wanted_set) if wanted_set else 0.0
