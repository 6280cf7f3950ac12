"""A question to the passages that may answer it: dense and lexical search, and the date, in one order.

    value = cosine + 0.14 * (BM25 of the passage + BM25 of its whole article) / ln(1 + passages) + preference of dates

A convex combination that needs no maximum of the query's own results: BM25 grows with the words of the question that
matter, so a question with many of them relies on words and a misspelt one on meaning; the logarithm is BM25's weight of
a word that stands in one passage, which makes the constant hold for archives of any size.

How 0.14 was chosen: the best of some four hundred combinations of normalisation, lists and weights by mean MRR@10 over
all demo questions, the SQuAD 2.0 slice and the MultiHop-RAG slice, so figures on those are not held-out ones. From
0.08 to 0.2 the mean is .904 to .909; reciprocal rank fusion with the best weight reached .873. On the demo questions'
halves alone 0.08 is best (dev .865 against .841) and 0.12 (test .907 against .906). `python -m bench.retrieval` shows
the plain methods beside it.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import log
from typing import Literal

from ingest.catalog import ALWAYS, DateRange, Place, StoredPassage
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.index import PassageIndex

from bot.dates import TimeScope, time_scope
from bot.question import Question
from bot.terms import STOP_WORDS

_CANDIDATES = 200  # passages or articles taken from each list
_LEXICAL_WEIGHT = 0.14
_MOST_WORDS = 64  # of a question; a pasted text has thousands, and the first say what it is about

# Most questions about news are asked in the days after it. An article published on the day of the question gains .45,
# two weeks before it half of that, a year before .02: as much as a far better match is worth, and at last nothing.
# Chosen by giving articles of the two public sets random dates in 90 and 700 days and asking 2 or 7 days after the
# right one (Hit@4 .975 to 1.000) or 300 (MRR@10 .899 to .893): half-lives of 7 to 30 days and .3 to .45 differ little.
_RECENCY_WEIGHT = 0.45
_RECENCY_HALF_DAYS = 14

Fate = Literal["kept", "enough from this article", "same story as another", "below the best"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with all that decided its place."""

    passage: StoredPassage
    value: float
    """What it was ordered by, higher is better; comparable only within one search."""
    similarity: float | None
    """Cosine to the question, in [-1, 1], higher is nearer; None when the dense list does not hold it."""
    dense_rank: int | None
    bm25: float | None
    """Of the passage, positive, higher is better; None when the lexical list does not hold it."""
    lexical_rank: int | None
    article_bm25: float | None
    """Of the whole article it stands in."""
    date_preference: float
    """What its date added to the value, in [0, 0.9]."""
    fate: Fate = "kept"


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the three searches gave: passage ids, and identities of articles, best first."""

    dense: dict[str, float]
    lexical: dict[str, float]
    articles: dict[str, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many passages one article may give; a story gives those of one article."""

    per_article: int = 3


class Retriever:
    """Searches one archive."""

    def __init__(
        self, index: PassageIndex, embedder: SentenceTransformerEmbeddings, limits: Limits | None = None
    ) -> None:
        self._index = index
        self.embedder = embedder
        self._limits = limits or Limits()

    def warm_up(self) -> None:
        """Load the embedder and open the index, so that the first question does not wait for it."""
        self.retrieve(Question("warm up"), 1)

    def retrieve(self, question: Question, count: int) -> list[Hit]:
        """At most `count` passages, best first; neighbours in one article are one span."""
        return _joined([hit for hit in self.explain(question, count) if hit.fate == "kept"])

    def explain(self, question: Question, count: int) -> list[Hit]:
        """Every candidate, best first, with its fate."""
        scope = time_scope(question.text, question.as_of)
        lists = self._search(question, _both(question.within, scope.within))
        if not lists.dense and not lists.lexical:  # nothing in those days: rather what there is than nothing
            lists = self._search(question, question.within)
        ordered = self._ordered(lists, scope, question)
        judged = _judged(ordered, count, self._limits)
        shown = [candidate for candidate in judged if candidate.fate != "below the best"]
        stored = self._index.catalog.passages([candidate.passage_id for candidate in shown])
        return [  # what another process has just withdrawn is left out
            _hit(candidate, stored[candidate.passage_id], lists)
            for candidate in shown
            if candidate.passage_id in stored
        ]

    def _search(self, question: Question, dates: DateRange) -> _Lists:
        vector = self.embedder.embed_query(question.text)
        dense = self._index.nearest(vector, _CANDIDATES, dates)
        words, phrases = lexical_expressions(question.text)
        catalog = self._index.catalog
        lexical = catalog.lexical(words, _CANDIDATES, dates) if words else []
        articles = catalog.lexical_articles(phrases, _CANDIDATES, dates) if phrases else []
        return _Lists(
            {neighbour.passage_id: neighbour.similarity for neighbour in dense},
            {match.key: match.bm25 for match in lexical},
            {match.key: match.bm25 for match in articles},
        )

    def _ordered(self, lists: _Lists, scope: TimeScope, question: Question) -> list["_Candidate"]:
        places = self._index.catalog.places(lists.dense.keys() | lists.lexical.keys())
        weight = _LEXICAL_WEIGHT / log(2 + self._index.catalog.passages_ever())
        farthest = min(lists.dense.values(), default=0.0)
        candidates = []
        for identifier, place in places.items():
            if question.source and place.source != question.source:
                continue
            words = lists.lexical.get(identifier, 0.0) + lists.articles.get(place.identity, 0.0)
            preference = _preference(place.published_at, scope, question.as_of)
            value = lists.dense.get(identifier, farthest) + weight * words + preference
            candidates.append(_Candidate(identifier, place, value, preference))
        return sorted(candidates, key=lambda candidate: (-candidate.value, candidate.passage_id))


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage_id: str
    place: Place
    value: float
    date_preference: float
    fate: Fate = "kept"


def _both(one: DateRange, other: DateRange) -> DateRange:
    """The days in both."""
    since = max((r.since for r in (one, other) if r.since), default=None)
    until = min((r.until for r in (one, other) if r.until), default=None)
    return DateRange(since, until)


def _preference(published_at: str | None, scope: TimeScope, as_of: date) -> float:
    """What the date adds: all of it on the day of the question or in the days it names, and never less than 0."""
    if published_at is None:
        return 0.0
    if scope.near != ALWAYS:
        is_near = (scope.near.since or "") <= published_at[:10] < (scope.near.until or "9")
        return _RECENCY_WEIGHT if is_near else 0.0
    age_days = (as_of - date.fromisoformat(published_at[:10])).days
    if age_days < -1:  # published after the question was asked; a day may be the time zone
        return 0.0
    return scope.recency * _RECENCY_WEIGHT / (1 + max(age_days, 0) / _RECENCY_HALF_DAYS)


def _judged(candidates: list[_Candidate], count: int, limits: Limits) -> list[_Candidate]:
    """The candidates with their fates: no article gives too many, no story more than one article."""
    kept = 0
    by_article: Counter[str] = Counter()
    teller: dict[str, str] = {}
    judged = []
    for candidate in candidates:
        place = candidate.place
        fate: Fate = "kept"
        if kept >= count:
            fate = "below the best"
        elif teller.setdefault(place.story, place.identity) != place.identity:
            fate = "same story as another"
        elif by_article[place.identity] >= limits.per_article:
            fate = "enough from this article"
        else:
            kept += 1
            by_article[place.identity] += 1
        judged.append(replace(candidate, fate=fate))
    return judged


def _hit(candidate: _Candidate, passage: StoredPassage, lists: _Lists) -> Hit:
    identifier = candidate.passage_id
    return Hit(
        passage,
        candidate.value,
        lists.dense.get(identifier),
        _rank(lists.dense, identifier),
        lists.lexical.get(identifier),
        _rank(lists.lexical, identifier),
        lists.articles.get(candidate.place.identity),
        candidate.date_preference,
        candidate.fate,
    )


def _rank(ordered: dict[str, float], identifier: str) -> int | None:
    return list(ordered).index(identifier) + 1 if identifier in ordered else None


def _joined(hits: list[Hit]) -> list[Hit]:
    """The hits, those that follow each other in one article put together at the place of the better one."""
    joined: list[Hit] = []
    for hit in hits:
        neighbour = next((n for n, other in enumerate(joined) if _touches(hit, other)), None)
        if neighbour is None:
            joined.append(hit)
            continue
        other = joined[neighbour].passage
        start, end = min(hit.passage.start, other.start), max(hit.passage.end, other.end)
        joined[neighbour] = replace(joined[neighbour], passage=replace(other, start=start, end=end))
    return joined


def _touches(one: Hit, other: Hit) -> bool:
    """Whether nothing but white space lies between them."""
    if one.passage.article.identity != other.passage.article.identity:
        return False
    first, second = sorted((one.passage, other.passage), key=lambda passage: passage.start)
    return not first.article.text[first.end : second.start].strip()


def lexical_expressions(question: str) -> tuple[str, str]:
    """FTS5 expressions for any of the question's words that carry meaning, and for those and their pairs.

    Empty when no word does. Each word is quoted, so that none is taken for an operator.
    """
    words = re.findall(r"\w+", question.lower())[: 4 * _MOST_WORDS]
    content = dict.fromkeys(f'"{word}"' for word in words if word not in STOP_WORDS)
    pairs = dict.fromkeys(f'"{left} {right}"' for left, right in pairwise(words) if not {left, right} & STOP_WORDS)
    single = list(content)[:_MOST_WORDS]
    return " OR ".join(single), " OR ".join([*single, *list(pairs)[:_MOST_WORDS]])
