"""What the journal takes and gives."""

from dataclasses import dataclass
from typing import Any

from ingest.passages import ALWAYS, DateRange


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asked, where, and after which answer."""

    member_id: int
    guild_id: int
    """0 for a direct message."""
    channel_id: int
    parent_id: int | None = None
    is_private: bool = False
    """Whether only the member sees the answer, so that nobody else may follow it up."""


SURROUNDINGS_CHARS = 500
"""Kept on either side of a quotation; a page of the sources holds some 4,000 characters in all."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it was when the answer was given; the archive may have changed since."""

    number: int
    article_id: str
    headline: str
    source: str | None
    published_at: str | None
    url: str | None
    before: str
    quote: str
    after: str
    updated_day: str | None = None
    """See `Article.updated_day`; None in what an earlier version kept."""
    is_feed_text: bool = False
    """See `Article.is_feed_text`."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer out of the journal."""

    id: int
    member_id: int
    parent_id: int | None
    question: str
    status: str
    text: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question worth a place in an evaluation set: it was refused, or its answer was voted down."""

    answer_id: int
    asked_at: str
    question: str
    status: str
    text: str
    comments: tuple[str, ...]
    citations: tuple[Cited, ...]
    passages: list[dict[str, Any]]
    configuration: dict[str, Any]
    as_of: str | None = None
    """The day that relative dates were counted from; None in what an earlier version kept."""
    within: DateRange = ALWAYS
    """Days of publication that the member insisted on."""
    source: str | None = None
    """The outlet that the member insisted on."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server's administrators have set."""

    is_private: bool = False
    """Whether answers to commands are shown only to who asked, unless they say otherwise."""
    daily_budget: int | None = None
    """Questions a day; None for the operator's default."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What is set for one channel."""

    channel_id: int
    guild_id: int
    is_allowed: bool = False
    has_threads: bool = False
    """Whether each answer opens a thread."""
