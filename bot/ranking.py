"""What decides the order of what was found and which is shown: values, dates, outlets, enough of the same. Pure."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ingest.catalog import Place
from ingest.passages import ALWAYS

from bot.dates import TimeScope

# Preferences are shares of the value of the best match, since values grow with the words of a question: what is as much
# as a far better match to one question is nothing to another.
#
# Most questions about news are asked in the days after it. An article published on the day of the question gains .3, a
# month before it half of that, a year before .02; one published after it loses .3, since nobody can have asked for it.
# Chosen on archives of 2,000, 8,000 and 20,000 passages, mixed from the sentences of neighbouring articles of the two
# public sets, the demo archive and Wikinews (those that answer a question said again with four words in ten left out),
# dated in bursts over two years, and asked at different distances from the right article. Hit@4 at 20,000 without a
# preference, with .45 / (1 + days / 14) for every question, and with this: after 2 to 7 days .672, .840 and .880; some
# weeks .667, .777 and .832; 60 days .662, .679 and .736; 300 to 600 days .672, .653 and .653. In the smaller ones the
# order is the same. Shares of .25 to .35 and 14 to 30 days differ little; more helps new questions and hurts old ones.
# MRR@10 of all demo questions is .960 instead of .946. Real questions, each with its day, would be a better measure.
_RECENCY_SHARE = 0.3
_RECENCY_HALF_DAYS = 30
# From .1 to .2, all evidence@10 of one half of the MultiHop-RAG slice rises from .67 to .77 and .81, of the other from
# .76 to .79 and .82; a hundredth less where articles without an outlet are given one at random. What a wrong name does
# was measured by giving articles one of eight outlets at random, and every question one that is not the wanted
# article's: the demo questions lose .007 to .024 in MRR@10. The same preference for each question, whatever its values,
# loses twice as much for the same gain.
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
    date_preference: float = 0.0
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
    """What the date adds, as a share of the best match, in [-0.6, 0.6]: most on the day of the question or in the days
    it names; less than 0 where the article was published after the question was asked."""
    if published_at is None:
        return 0.0
    if scope.near != ALWAYS:
        return _RECENCY_SHARE if scope.near.holds(published_at) else 0.0
    age_days = (as_of - date.fromisoformat(published_at[:10])).days
    if age_days < -1:  # a day may be the time zone
        return -scope.recency * _RECENCY_SHARE
    return scope.recency * _RECENCY_SHARE / (1 + max(age_days, 0) / _RECENCY_HALF_DAYS)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Which articles a question prefers, of those that match it alike."""

    scope: TimeScope
    as_of: date
    outlets: frozenset[str] = frozenset()
    """Those it names."""

    def applied(self, matches: list[Candidate]) -> list[Candidate]:
        """The candidates, whose values are those of their match alone, with what their dates and outlets add."""
        best = max((candidate.value for candidate in matches), default=0.0)
        return best_first([self._preferred(candidate, max(best, 0.0)) for candidate in matches])

    def _preferred(self, candidate: Candidate, best: float) -> Candidate:
        by_date = best * date_preference(candidate.place.published_at, self.scope, self.as_of)
        by_outlet = best * _OUTLET_SHARE if candidate.place.source in self.outlets else 0.0
        value = candidate.value + by_date + by_outlet
        return Candidate(candidate.passage_id, candidate.place, value, by_date, by_outlet)


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
