"""The sentences of the passages found that the model is shown, and the checker may quote."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from math import log

from ingest.articles import Article
from ingest.passages import Span
from ingest.sentences import split_sentences

from bot.retriever import Hit
from bot.terms import content_keys


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, with its place in the article's text."""

    article: Article
    span: Span
    keys: frozenset[str]
    """The words that carry meaning, in comparable form."""

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


def gather(question: str, hits: list[Hit], max_chars: int) -> list[Source]:
    """The articles of the hits, best first, with at most `max_chars` characters of sentences to be shown in all."""
    sentences = _sentences(hits)
    chosen = _choose(content_keys(question), sentences, max_chars)
    numbered = {id(sentence) for sentence in chosen}
    sources = []
    for number, (_, group) in enumerate(groupby(sentences, key=lambda sentence: sentence.article.identity), start=1):
        members = sorted(group, key=lambda sentence: sentence.span.start)
        shown = tuple(sentence for sentence in members if id(sentence) in numbered)
        sources.append(Source(number, members[0].article, tuple(members), shown))
    return sources


def _sentences(hits: list[Hit]) -> list[Sentence]:
    """Sentences of the hits, grouped by article, articles in the order of their best hit."""
    rank = {hit.passage.article.identity: place for place, hit in reversed(list(enumerate(hits)))}
    ordered = sorted(hits, key=lambda hit: (rank[hit.passage.article.identity], hit.passage.start))
    return [
        Sentence(
            hit.passage.article,
            Span(hit.passage.start + span.start, hit.passage.start + span.end),
            frozenset(content_keys(hit.passage.text[span.start : span.end])),
        )
        for hit in ordered
        for span in split_sentences(hit.passage.text)
    ]


def _choose(wanted: set[str], sentences: list[Sentence], max_chars: int) -> list[Sentence]:
    """The sentences most worth reading, whole, while they fit."""
    frequency = Counter(key for sentence in sentences for key in sentence.keys)
    weight = {key: log(1 + len(sentences) / frequency[key]) for key in frequency}
    article_rank: dict[str, int] = {}
    worth = []
    for sentence in sentences:
        rank = article_rank.setdefault(sentence.article.identity, len(article_rank))
        shared = sum(weight[key] for key in sentence.keys & wanted)
        worth.append((shared + 2.0 / (1 + rank), sentence))
    chosen: list[Sentence] = []
    used = 0
    for _, sentence in sorted(worth, key=lambda pair: -pair[0]):
        length = sentence.span.end - sentence.span.start
        if used + length <= max_chars or not chosen:
            chosen.append(sentence)
            used += length
    return chosen
