"""What a member is told: the answer or the refusal, and what bears it out."""

from dataclasses import dataclass
from typing import Literal

from ingest.articles import Article

from bot.evidence import Source
from bot.missing import NOTHING, Missing

QUOTATIONS = "quotations"
"""What `Answer.model` says when no model wrote the answer: it is made of the archive's own words."""

REFUSAL = "The archive does not say."
"""What a member is told when the archive holds no answer."""
NO_MODEL = "The language model gives no answer at the moment, and nothing is near enough to be quoted."
"""What they are told when there is no model to find one."""

Status = Literal["answered", "refused", "failed"]
"""`failed` when the model was not heard and nothing can be quoted: the archive may say, or may not."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of an article that bear out a sentence of the answer; an article cited for two has two."""

    number: int
    """As in the answer's markers: one number for each article, in order of first use."""
    article: Article
    quote: str
    """Verbatim: `article.text[start:end]`."""
    start: int
    end: int
    also_reported_by: tuple[str, ...] = ()
    """Other outlets that tell the article's story, first published first."""


@dataclass(frozen=True, slots=True)
class Near:
    """An article near to a question that it may not answer."""

    article: Article
    quote: str
    """The sentence of it that is nearest, verbatim."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds from the question; None for what did not happen."""

    retrieve: float
    first_token: float | None
    total: float


@dataclass(frozen=True, slots=True)
class Repairs:
    """What was mended in the model's reply."""

    unknown: int = 0
    """Labels and markers that stand for nothing it was shown: dropped."""
    moved: int = 0
    """Sentences that another source supports than the one cited, or that cited none: cited anew."""
    unsupported: int = 0
    """Sentences that no source supports: removed."""


NO_REPAIRS = Repairs()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member is told."""

    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...]
    nearest: tuple[Near, ...]
    """What is nearest to the question, best first, to be shown where there is no answer."""
    sources: tuple[Source, ...]
    """What the archive offered, and what of it the model was shown."""
    model: str
    """What wrote it: a model's name, or `QUOTATIONS`."""
    seconds: Timing
    is_outage: bool = False
    """Whether there is a model, and it was not heard."""
    missing: Missing = NOTHING
    """What a refusal tells beside its text."""
    repairs: Repairs = NO_REPAIRS

    @property
    def is_quoted(self) -> bool:
        """Whether it is made of the archive's own words."""
        return self.status == "answered" and self.model == QUOTATIONS
