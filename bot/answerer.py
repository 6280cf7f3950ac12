"""Answerer: the whole question, from words to a checked answer, without Discord."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.articles import Article

from bot.chat import Chat
from bot.citations import read_reply
from bot.errors import ChatError
from bot.evidence import Source, gather
from bot.prompt import REFUSAL, build_prompt
from bot.question import Question, checked_question
from bot.retriever import Retriever
from bot.verifier import Checked, verify

log = logging.getLogger(__name__)

_NEAREST = 3

Status = Literal["answered", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited article, with the words that bear out what is said."""

    number: int
    """As in the answer's markers: one number for each article, in order of first use."""
    article: Article
    quote: str
    """Verbatim: `article.text[start:end]`."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds from the question; None for what did not happen."""

    retrieve: float
    first_token: float | None
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member is told."""

    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...]
    nearest: tuple[Article, ...]
    """The articles nearest to the question, for a refusal to show."""
    sources: tuple[Source, ...]
    """What the archive offered, and what of it the model was shown."""
    model: str
    seconds: Timing


@dataclass(slots=True)
class _Clock:
    began: float = field(default_factory=time.monotonic)
    retrieved: float = 0.0
    first_token: float | None = None

    def now(self) -> float:
        return round(time.monotonic() - self.began, 3)

    def timing(self) -> Timing:
        return Timing(self.retrieved, self.first_token, self.now())


class Answerer:
    """Answers questions from one archive with one chat model."""

    def __init__(self, retriever: Retriever, chat: Chat, passages: int, evidence_chars: int) -> None:
        self._retriever = retriever
        self._chat = chat
        self._passages = passages
        self._evidence_chars = evidence_chars

    async def answer(self, question: Question | str, on_text: Callable[[str], None] = lambda text: None) -> Answer:
        """The checked answer, or a refusal; `on_text` is given the unchecked reply so far, as it is written.

        Raises:
            QuestionError: the question is empty or too long.
        """
        clock = _Clock()
        whole = Question(question) if isinstance(question, str) else question
        asked = checked_question(whole.text)
        hits = await asyncio.to_thread(self._retriever.retrieve, replace(whole, text=asked), self._passages)
        clock.retrieved = clock.now()
        sources = await asyncio.to_thread(gather, asked, hits, self._evidence_chars)
        try:
            reply = await self._reply(asked, sources, clock, on_text) if sources else REFUSAL
        except ChatError as error:
            log.error("question failed: %s", error)
            text, found = error.for_member, tuple(sources)
            return Answer(asked, "failed", text, (), _nearest(sources), found, self._chat.name, clock.timing())
        claims = [claim for claim in read_reply(reply) if claim.text.rstrip(".") != REFUSAL.rstrip(".")]
        checked = verify(claims, sources, asked)
        answer = self._compose(asked, checked, sources, clock)
        log.info(
            "question status=%s claims=%d kept=%d sources=%d retrieve=%.3f first_token=%s total=%.3f",
            answer.status,
            len(claims),
            len(checked),
            len(sources),
            answer.seconds.retrieve,
            answer.seconds.first_token,
            answer.seconds.total,
        )
        return answer

    async def _reply(self, question: str, sources: list[Source], clock: _Clock, on_text: Callable[[str], None]) -> str:
        reply = ""
        async for piece in self._chat.stream(build_prompt(question, sources)):
            if clock.first_token is None:
                clock.first_token = clock.now()
            reply += piece
            on_text(reply)
        return reply

    def _compose(self, question: str, checked: list[Checked], sources: list[Source], clock: _Clock) -> Answer:
        numbers: dict[str, int] = {}
        citations: dict[int, Citation] = {}
        sentences = []
        for sentence in checked:
            article = sentence.source.article
            number = numbers.setdefault(article.identity, len(numbers) + 1)
            span = sentence.quotation.span
            citations.setdefault(number, Citation(number, article, sentence.quotation.text, span.start, span.end))
            sentences.append(_marked(sentence.text, number))
        status: Status = "answered" if checked else "refused"
        text = " ".join(sentences) if checked else REFUSAL
        cited, nearest = tuple(citations.values()), _nearest(sources)
        return Answer(question, status, text, cited, nearest, tuple(sources), self._chat.name, clock.timing())


def _marked(sentence: str, number: int) -> str:
    """The sentence with its marker before the full stop, and with a full stop."""
    body = sentence.rstrip(" .,;:")
    if body.endswith(("?", "!", "”", '"')):
        return f"{body} [{number}]"
    return f"{body} [{number}]."


def _nearest(sources: list[Source]) -> tuple[Article, ...]:
    return tuple(source.article for source in sources[:_NEAREST])
