"""What a reader of news must be told beside the answer: a correction, a report that differs, how old the news is."""

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from bot.evidence import Sentence, Source
from bot.facts import facts
from bot.terms import content_keys
from bot.verifier import Checked

ANOTHER_REPORT = "Another report says:"
# A rival must be nearly as good an answer as the sentence it contradicts, and about the same thing. Set by judgement:
# too few questions of any set turn on it to choose by.
_LEAST_ASKED = 0.3  # share of the question's words, numbers and units aside, that the two sentences have in common
NEARLY_AS_RELEVANT = 0.35
_ASKS_OF_NOW = re.compile(
    r"\b(?:now|currently|current|latest|still|today|so far|these days|at the moment|yet)\b|"
    r"^\s*(?:who|what|where|which \w+|how (?:many|much) \w+)(?:\s+(?:is|are)|['’]s)\b",
    re.IGNORECASE,
)
_LEAD = 5  # sentences of a correction that say what was wrong; the others tell the news again
_MONTHS = content_keys(" ".join(month_name))
_SAME_EVENT_DAYS = 7  # reports further apart are of different events, unless both name the same day


def notices(checked: list[Checked], sources: list[Source], question: str) -> list[Checked]:
    """What is to be said after the checked sentences, each in the words of an article that they do not cite."""
    cited = {sentence.source.number for sentence in checked}
    corrections = _corrections(checked, sources, cited)
    return [*corrections, *islice(_rivals(checked, sources, content_keys(question), cited), 1)]


def dated(checked: list[Checked], question: str) -> list[Checked]:
    """The sentences, the first with the day of its article where the question asks how things are and it names none."""
    if not checked or not _ASKS_OF_NOW.search(question):
        return checked
    first, *others = checked
    published = first.source.article.published_at
    said = facts(first.text)
    if not published or said.dates or said.years or not first.text.endswith("."):
        return checked
    day = date.fromisoformat(published[:10])
    text = f"{first.text[:-1]} (as of {day:%B} {day.day}, {day.year})."
    return [replace(first, text=text), *others]


def _corrections(checked: list[Checked], sources: list[Source], cited: set[int]) -> Iterator[Checked]:
    identities = {sentence.source.article.identity for sentence in checked}
    for source in sources:
        if source.number not in cited and source.article.corrects in identities:
            lead = source.sentences[:_LEAD]
            yield quoted("A later correction says:", source, max(lead, key=lambda each: each.relevance))


def _rivals(checked: list[Checked], sources: list[Source], asked: set[str], cited: set[int]) -> Iterator[Checked]:
    """Sentences of other articles on what is asked that give another figure of the same unit, best first."""
    others = [(sentence, source) for source in sources if source.number not in cited for sentence in source.sentences]
    for sentence, source in sorted(others, key=lambda pair: -pair[0].relevance):
        if any(_differs(sentence, each.quotation, asked) for each in checked):
            yield quoted(ANOTHER_REPORT, source, sentence)


def _differs(other: Sentence, quotation: Sentence, asked: set[str]) -> bool:
    if other.relevance < quotation.relevance - NEARLY_AS_RELEVANT or not is_same_event(other, quotation):
        return False
    ours, theirs = facts(quotation.text).measures, facts(other.text).measures
    units = {unit for _, unit in ours} & {unit for _, unit in theirs}
    about = {key for key in asked if not key[0].isdigit()} - _MONTHS - content_keys(" ".join(units))
    shared = about & other.keys & quotation.keys
    return (
        bool(shared)
        and len(shared) >= _LEAST_ASKED * len(about)
        and any(
            {number for number, its in ours if its == unit}.isdisjoint(number for number, its in theirs if its == unit)
            for unit in units
        )
    )


def is_same_event(one: Sentence, other: Sentence) -> bool:
    """Whether both name the same day or, where one names none, were published within days of each other.

    In an archive without days nothing tells events apart.
    """
    days = [{day for day in facts(sentence.text).dates if day[1]} for sentence in (one, other)]
    if all(days):
        return not days[0].isdisjoint(days[1])
    published = [sentence.article.published_at for sentence in (one, other)]
    if not (published[0] and published[1]):
        return published == [None, None]
    first, second = (date.fromisoformat(day[:10]) for day in published if day)
    return abs((first - second).days) <= _SAME_EVENT_DAYS


def quoted(lead: str, source: Source, sentence: Sentence) -> Checked:
    """The sentence in its own words, said after the lead."""
    return Checked(f"{lead} “{' '.join(sentence.text.split())}”", source, sentence)
