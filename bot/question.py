"""Question: what is asked, by when, of which part of the archive, and after what."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ingest.passages import ALWAYS, DateRange

from bot.errors import QuestionError

LONGEST_QUESTION = 2000
"""Characters; Discord's longest message."""


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what bounds it."""

    text: str
    as_of: date = field(default_factory=_today)
    """What 'last week' and 'the latest' are relative to."""
    within: DateRange = ALWAYS
    """Days of publication the member insists on, beside those the question itself names."""
    source: str | None = None
    """The outlet the member insists on."""
    history: tuple[Turn, ...] = ()
    """Earlier turns, oldest first: what a follow-up may refer to, never a source."""


def checked_question(text: str) -> str:
    """The question on one line, without control characters.

    Raises:
        QuestionError: nothing is left, or too much.
    """
    line = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()
    if not re.search(r"\w", line):
        raise QuestionError("The question is empty. Ask something, for instance: who met in Singapore in June 2018?")
    if len(line) > LONGEST_QUESTION:
        raise QuestionError(f"The question has {len(line):,} characters; at most {LONGEST_QUESTION:,} can be read.")
    return line
