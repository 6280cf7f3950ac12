"""The sentences of the passages found: how well each answers the question, and which of them the model is shown."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from math import log

from ingest.articles import Article
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.passages import Span
from ingest.sentences import split_sentences

from bot.calls import is_call
from bot.corrections import is_withdrawn, tells_of_a_report
from bot.retriever import Hit
from bot.terms import content_keys

# Weighed by the share of all demo questions whose gold sentences are all among the first 1,200 characters: .75, against
# .67 without the words, .63 by cosine alone. The best of 36 weights on the dev half alone, .5 for the passage and
# .3 more for the sentence's own words, gives .72 there against .70, and .78 against .80 on the test half.
_WORDS_WEIGHT = 0.5
_PASSAGE_WEIGHT = 1.0
# Of what was wrong in a report: the next sentence says what is right. Set by judgement: with it quotations answer two
# more of the 93 answerable demo questions of the dev half.
_WITHDRAWN_COST = 0.3
WORTH_ASKING = 0.3
"""The relevance of the best sentence that makes a model worth asking, whose answer is checked: below it are 1 in 100 of
the answerable demo questions of the dev half, and 20 in 100 of those the archive cannot answer."""
WORTH_QUOTING = 0.5
"""That which makes it worth quoting, which nothing checks: below it are 10 in 100 and 33 in 100."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, with its place in the article's text."""

    article: Article
    span: Span
    keys: frozenset[str]
    """The words that carry meaning, in comparable form."""
    relevance: float = 0.0
    """How well it answers the question, at most 1.5, higher is better: cosine, share of the question's words in it and
    in the sentence before, and how far its passage is behind the best; less of what a correction withdraws. The best
    ones are comparable between questions, since the best passage is behind none."""

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.article.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Source:
    """What the archive offers of one article for one question."""

    number: int
    """Counted from 1, best article first: the number the model is told to cite."""
    article: Article
    sentences: tuple[Sentence, ...]
    """Every sentence of the passages found, in the article's order."""
    shown: tuple[Sentence, ...]
    """Those of them that the model is shown."""
    also_reported_by: tuple[str, ...] = ()
    """Other outlets that tell its story, first published first."""

    def previous(self, sentence: Sentence) -> Sentence | None:
        """The sentence that stands right before it in the article, if it was found."""
        text, start = self.article.text, sentence.span.start
        before = (each for each in self.sentences if each.span.end <= start)
        return next((each for each in before if not text[each.span.end : start].strip()), None)


class EvidenceGatherer:
    """Weighs the sentences of the hits."""

    def __init__(self, embedder: SentenceTransformerEmbeddings, max_chars: int) -> None:
        """`max_chars` is what the model is shown, headers counted."""
        self._embedder = embedder
        self._max_chars = max_chars

    def gather(self, question: str, hits: list[Hit]) -> list[Source]:
        """The articles of the hits, best first, with the most relevant sentences of all of them to be shown."""
        sentences = self._weighed(question, hits)
        chosen = {id(sentence) for sentence in _choose(sentences, self._max_chars)}
        outlets = {hit.passage.article.identity: hit.also_reported_by for hit in hits}
        sources = []
        for number, (identity, group) in enumerate(groupby(sentences, key=lambda each: each.article.identity), start=1):
            members = tuple(sorted(group, key=lambda sentence: sentence.span.start))
            shown = tuple(sentence for sentence in members if id(sentence) in chosen)
            sources.append(Source(number, members[0].article, members, shown, outlets[identity]))
        return sources

    def _weighed(self, question: str, hits: list[Hit]) -> list[Sentence]:
        """Sentences of the hits that are no calls, grouped by article, articles in the order of their best hit."""
        rank = {hit.passage.article.identity: place for place, hit in reversed(list(enumerate(hits)))}
        ordered = sorted(hits, key=lambda hit: (rank[hit.passage.article.identity], hit.passage.start))
        spans = ((hit, span) for hit in ordered for span in split_sentences(hit.passage.text))
        found = [(hit, span) for hit, span in spans if not is_call(_written(hit, span))]
        if not found:
            return []
        texts = [_titled(hit, span) for hit, span in found]
        vectors = self._embedder.encode([question, *texts])
        cosines = vectors[1:] @ vectors[0]
        keys = [frozenset(content_keys(_written(hit, span))) for hit, span in found]
        shares = _word_shares(content_keys(question), _with_previous(found, keys))
        best = max(hit.value for hit in hits)
        cost = 0.0 if tells_of_a_report(question) else _WITHDRAWN_COST
        return [
            Sentence(
                hit.passage.article,
                Span(hit.passage.start + span.start, hit.passage.start + span.end),
                own,
                float(cosine)
                + _WORDS_WEIGHT * share
                + _PASSAGE_WEIGHT * (hit.value - best)
                - cost * is_withdrawn(hit.passage.article, _written(hit, span)),
            )
            for (hit, span), own, cosine, share in zip(found, keys, cosines, shares, strict=True)
        ]


def is_enough(sources: list[Source], least_relevance: float) -> bool:
    """Whether any sentence is as relevant as that."""
    best = max((sentence.relevance for source in sources for sentence in source.sentences), default=-1.0)
    return best >= least_relevance


def _titled(hit: Hit, span: Span) -> str:
    """The title says what a sentence is about that names nothing."""
    return f"{hit.passage.article.title or ''} {_written(hit, span)}".strip()


def _written(hit: Hit, span: Span) -> str:
    return hit.passage.text[span.start : span.end]


def _with_previous(found: list[tuple[Hit, Span]], keys: list[frozenset[str]]) -> list[frozenset[str]]:
    """The words of each sentence and of the one before it in its passage, which names what it calls 'it'."""
    joined = keys[:1]
    for (before, _), (hit, _), previous, own in zip(found, found[1:], keys, keys[1:], strict=False):
        joined.append(own | previous if before is hit else own)
    return joined


def _word_shares(asked: set[str], sentences: list[frozenset[str]]) -> list[float]:
    """For each sentence, the share of the question's words that it holds, in [0, 1]; rare words count more."""
    frequency = Counter(key for keys in sentences for key in keys)
    weight = {key: log(1 + len(sentences) / max(1, frequency[key])) for key in asked}
    total = sum(weight.values()) or 1.0
    return [sum(weight[key] for key in keys & asked) / total for keys in sentences]


def _choose(sentences: list[Sentence], max_chars: int) -> list[Sentence]:
    """The most relevant sentences, whole, while they and the headers of their articles fit."""
    chosen: list[Sentence] = []
    headed: set[str] = set()
    used = 0
    for sentence in sorted(sentences, key=lambda each: -each.relevance):
        header = 0 if sentence.article.identity in headed else len(sentence.article.header)
        length = sentence.span.end - sentence.span.start + header
        if used + length <= max_chars or not chosen:
            chosen.append(sentence)
            headed.add(sentence.article.identity)
            used += length
    return chosen
