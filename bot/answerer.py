"""Answerer: the whole question, from words to a checked answer, without Discord."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, field, replace

from bot.acceptance import LEAST_ODDS, LEAST_ODDS_OF_QUOTATIONS, Judge
from bot.answer import NO_MODEL, NO_REPAIRS, QUOTATIONS, REFUSAL, Answer, Citation, Near, Repairs, Status, Timing
from bot.asked import Kind, kind_asked
from bot.chat import Chat
from bot.citations import Claim, parse_reply, read_claims
from bot.conversation import form_of, standalone
from bot.errors import ChatError
from bot.evidence import WORTH_ASKING, WORTH_QUOTING, EvidenceGatherer, Sentence, Source, is_enough
from bot.extractive import quotations
from bot.missing import Missing, missing
from bot.notices import ANOTHER_REPORT, dated, notices, quoted
from bot.other_answers import other_answer
from bot.prompt import Prompt, build_prompt
from bot.question import Question, checked_question
from bot.retriever import Hit, Retriever
from bot.verifier import RULES, Checked, Verifier

log = logging.getLogger(__name__)

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """Checked sentences, and what wrote them; none where there is no answer."""

    sentences: list[Checked]
    model: str
    is_outage: bool = False


@dataclass(slots=True)
class _Course:
    """What happened so far on the way to an answer."""

    began: float = field(default_factory=time.monotonic)
    retrieved: float = 0.0
    first_token: float | None = None
    repairs: Repairs = NO_REPAIRS

    def now(self) -> float:
        return round(time.monotonic() - self.began, 3)

    def timing(self) -> Timing:
        return Timing(self.retrieved, self.first_token, self.now())


class Answerer:
    """Answers questions from one archive: with a chat model, or without one in the archive's own words."""

    def __init__(
        self,
        retriever: Retriever,
        chat: Chat | None,
        passages: int,
        evidence_chars: int,
        verifier: Verifier = RULES,
    ) -> None:
        self._retriever = retriever
        self._gatherer = EvidenceGatherer(retriever.embedder, evidence_chars)
        self._chat = chat
        self._passages = passages
        self.verifier = verifier
        self.model = chat.name if chat else QUOTATIONS

    async def answer(
        self,
        question: Question | str,
        on_text: Callable[[str], None] = lambda text: None,
        on_found: Callable[[int], None] = lambda articles: None,
    ) -> Answer:
        """The checked answer, a refusal, or the news that the model was not heard.

        `on_found` is told how many articles are read, `on_text` is given the unchecked reply so far, as it is written.

        Raises:
            QuestionError: the question is empty or too long.
        """
        course = _Course()
        whole = Question(question) if isinstance(question, str) else question
        whole = replace(whole, text=checked_question(whole.text))
        alone = replace(whole, text=standalone(whole.text, whole.history))
        hits = await asyncio.to_thread(self._found, alone)
        course.retrieved = course.now()
        sources = await asyncio.to_thread(self._gatherer.gather, alone.text, hits)
        on_found(len(sources))
        told = await self._told(whole.text, alone.text, sources, course, on_text)
        answer = _composed(whole.text, told, sources, course)
        if answer.status == "refused":
            answer = replace(answer, missing=await asyncio.to_thread(self._missing, whole, sources))
        log.info(
            "question status=%s model=%s sentences=%d unknown=%d moved=%d unsupported=%d sources=%d "
            "retrieve=%.3f first_token=%s total=%.3f",
            answer.status,
            told.model,
            len(told.sentences),
            *astuple(answer.repairs),
            len(sources),
            answer.seconds.retrieve,
            answer.seconds.first_token,
            answer.seconds.total,
        )
        return answer

    def _found(self, question: Question) -> list[Hit]:
        """Passages to answer from, and what corrects them."""
        hits = self._retriever.retrieve(question, self._passages)
        return hits + self._retriever.corrections(hits)

    def _missing(self, question: Question, sources: list[Source]) -> Missing:
        return missing(question.text, [source.article for source in sources], self._retriever.days_asked(question))

    async def _told(
        self, asked: str, question: str, sources: list[Source], course: _Course, on_text: Callable[[str], None]
    ) -> _Told:
        """What the model answers; where that does not hold, the archive's own words, if the model finds the answer in
        them. `asked` is what the member wrote, `question` stands by itself.
        """
        kind = kind_asked(form_of(asked, question))
        if self._chat is None:
            return _Told(_quoted_with_notices(sources, question, kind), QUOTATIONS)
        if not is_enough(sources, WORTH_ASKING):
            return _Told([], self.model)
        judge = Judge(self._chat, asked, question, sources, kind)
        try:
            reply = await self._reply(self._chat, build_prompt(question, sources), course, on_text)
            written = await asyncio.to_thread(self.verifier.verify, reply, sources, question)
            course.repairs = _counted(course.repairs, reply, written)
            if await judge.accepts(written, LEAST_ODDS):
                beside = notices(written, sources, question) or await _other_answer(judge, written)
                return _Told([*dated(written, question), *beside], self.model)
            quotes = _quoted(sources, question, kind)
            if await judge.accepts(quotes, LEAST_ODDS_OF_QUOTATIONS, untold=False):
                return _Told([*quotes, *notices(quotes, sources, question)], QUOTATIONS)
        except ChatError as error:
            log.error("the language model gave no answer: %s", error)
            return _Told(_quoted_with_notices(sources, question, kind), QUOTATIONS, is_outage=True)
        return _Told([], self.model)

    async def _reply(self, chat: Chat, prompt: Prompt, course: _Course, on_text: Callable[[str], None]) -> list[Claim]:
        """What the model claims, each claim with the sources it cites."""
        written = ""
        async for piece in chat.stream(prompt):
            written += piece
            answer = parse_reply(written).answer
            if answer:
                course.first_token = course.first_token or course.now()
                on_text(answer)
        reply = parse_reply(written)
        claims = read_claims(reply.answer)
        labels = {*reply.evidence, *(label for claim in claims for label in claim.cited)}
        course.repairs = Repairs(unknown=sum(not prompt.source_numbers([label]) for label in labels))
        return [Claim(claim.text, prompt.source_numbers(claim.cited or reply.evidence)) for claim in claims]


def _counted(repairs: Repairs, claims: list[Claim], checked: list[Checked]) -> Repairs:
    cited = {claim.text: claim.cited for claim in claims}
    moved = sum(sentence.source.number not in cited[sentence.text] for sentence in checked)
    return replace(repairs, moved=moved, unsupported=len(claims) - len(checked))


def _quoted(sources: list[Source], question: str, kind: Kind | None) -> list[Checked]:
    return quotations(sources, question, kind) if is_enough(sources, WORTH_QUOTING) else []


def _quoted_with_notices(sources: list[Source], question: str, kind: Kind | None) -> list[Checked]:
    quotes = _quoted(sources, question, kind)
    return [*quotes, *notices(quotes, sources, question)]


async def _other_answer(judge: Judge, checked: list[Checked]) -> list[Checked]:
    """The answer of another article, where the model is as sure of it as it must be of one; a model that does not tell
    how sure it is tells of none."""
    other = other_answer(checked, judge.sources, judge.question, judge.kind)
    if other and await judge.is_sure([other], LEAST_ODDS, untold=False):
        return [quoted(ANOTHER_REPORT, other.source, other.quotation)]
    return []


def _composed(question: str, told: _Told, sources: list[Source], course: _Course) -> Answer:
    """The sentences with markers, counted by article in order of first use, and what they cite."""
    numbers: dict[str, int] = {}
    citations: dict[Citation, None] = {}
    sentences = []
    for sentence in told.sentences:
        article = sentence.source.article
        number = numbers.setdefault(article.identity, len(numbers) + 1)
        span = sentence.quotation.span
        outlets = sentence.source.also_reported_by
        citations[Citation(number, article, sentence.quotation.text, span.start, span.end, outlets)] = None
        sentences.append(_marked(sentence.text, number))
    status: Status = "answered" if sentences else "failed" if told.is_outage else "refused"
    text = " ".join(sentences) or (NO_MODEL if status == "failed" else REFUSAL)
    nearest = tuple(Near(source.article, _best_of(source).text) for source in sources[:_NEAREST])
    shown = _by_number(citations)
    return Answer(
        question,
        status,
        text,
        shown,
        nearest,
        tuple(sources),
        told.model,
        course.timing(),
        told.is_outage,
        repairs=course.repairs,
    )


def _best_of(source: Source) -> Sentence:
    return max(source.sentences, key=lambda sentence: sentence.relevance)


def _by_number(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(sorted(citations, key=lambda citation: citation.number))


def _marked(sentence: str, number: int) -> str:
    """The sentence with its marker before the full stop, and with a full stop."""
    body = sentence.rstrip(" .,;:")
    if body.endswith(("?", "!", "”", '"')):
        return f"{body} [{number}]"
    return f"{body} [{number}]."
