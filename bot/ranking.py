"""What decides the order of what was found and which is shown: values, dates, outlets, enough of the same. Pure."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingest.catalog import Place
from ingest.passages import ALWAYS

from bot.dates import TimeScope

# Most questions about news are asked in the days after it. An article published on the day of the question gains .45,
# two weeks before it half of that, a year before .02: as much as a far better match is worth, and at last nothing.
# Chosen by giving articles of the two public sets random dates in 90 and 700 days and asking 2 or 7 days after the
# right one (Hit@4 .975 to 1.000) or 300 (MRR@10 .899 to .893): half-lives of 7 to 30 days and .3 to .45 differ little.
_RECENCY_WEIGHT = 0.45
_RECENCY_HALF_DAYS = 14
# Of the value of the best candidate, since values grow with the words of a question. From .1 to .2, all evidence@10 of
# one half of the MultiHop-RAG slice rises from .67 to .77 and .81, of the other from .76 to .79 and .82; a hundredth
# less where articles without an outlet are given one at random. What a wrong name does was measured by giving articles
# one of eight outlets at random, and every question one that is not the wanted article's: the demo questions lose .007
# to .024 in MRR@10. The same preference for each question, whatever its values, loses twice as much for the same gain.
_OUTLET_SHARE = 0.15

Fate = Literal["kept", "enough from this article", "same story as another"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one article and one story may give."""

    per_article: int = 3
    """Passages."""
    articles_per_story: int = 1
    """Others that tell the story are named beside it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be shown, with its place in the order."""

    passage_id: str
    place: Place
    value: float
    """Higher is better; comparable only within one search."""
    date_preference: float
    """What its date added to the value."""
    outlet_preference: float = 0.0
    """What it added that the question names its outlet."""
    rerank: int | None = None
    """Its rank by the reranker; None where there is none, or it failed."""
    fate: Fate = "kept"

    @property
    def match_value(self) -> float:
        """How well it matches the question, whenever and wherever it was published."""
        return self.value - self.date_preference - self.outlet_preference


def date_preference(published_at: str | None, scope: TimeScope, as_of: date) -> float:
    """What the date adds: all of it on the day of the question or in the days it names, and never less than 0."""
    if published_at is None:
        return 0.0
    if scope.near != ALWAYS:
        return _RECENCY_WEIGHT if scope.near.holds(published_at) else 0.0
    age_days = (as_of - date.fromisoformat(published_at[:10])).days
    if age_days < -1:  # published after the question was asked; a day may be the time zone
        return 0.0
    return scope.recency * _RECENCY_WEIGHT / (1 + max(age_days, 0) / _RECENCY_HALF_DAYS)


def preferring(outlets: frozenset[str], candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, best first, with more value for those of the outlets."""
    best = max((candidate.match_value for candidate in candidates), default=0.0)
    gain = _OUTLET_SHARE * max(best, 0.0)
    return best_first(
        [
            replace(candidate, value=candidate.value + gain, outlet_preference=gain)
            if candidate.place.source in outlets
            else candidate
            for candidate in candidates
        ]
    )


def best_first(candidates: list[Candidate]) -> list[Candidate]:
    """In the order of their values; equal ones in one that is always the same."""
    return sorted(candidates, key=lambda candidate: (-candidate.value, candidate.passage_id))


def exchanged(candidates: list[Candidate], scores: list[float]) -> list[Candidate]:
    """The candidates, which exchange their values so that they are in the order of the scores.

    The scale of values stays what it was, and what date and outlet add stays with the article: a reranker knows
    neither.
    """
    values = sorted((candidate.match_value for candidate in candidates), reverse=True)
    by_score = sorted(zip(candidates, scores, strict=True), key=lambda pair: -pair[1])
    return [
        replace(candidate, value=candidate.value - candidate.match_value + value, rerank=rank)
        for rank, ((candidate, _), value) in enumerate(zip(by_score, values, strict=True), start=1)
    ]


def judged(candidates: list[Candidate], count: int, limits: Limits) -> list[Candidate]:
    """The candidates with their fates, down to the last of `count` kept."""
    kept = 0
    by_article: Counter[str] = Counter()
    tellers: dict[str, set[str]] = {}
    shown = []
    for candidate in candidates:
        if kept == count:
            break
        fate = _fate(candidate.place, by_article, tellers.setdefault(candidate.place.story, set()), limits)
        if fate == "kept":
            kept += 1
            by_article[candidate.place.identity] += 1
            tellers[candidate.place.story].add(candidate.place.identity)
        shown.append(replace(candidate, fate=fate))
    return shown


def _fate(place: Place, by_article: Counter[str], tellers: set[str], limits: Limits) -> Fate:
    if place.identity not in tellers and len(tellers) >= limits.articles_per_story:
        return "same story as another"
    return "enough from this article" if by_article[place.identity] >= limits.per_article else "kept"
