"""Asks every question; what goes wrong with one is its outcome, and the others go on."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from langchain_core.callbacks import UsageMetadataCallbackHandler, get_usage_metadata_callback

from bot.answer import Answer
from bot.answerer import Answerer
from bot.conversation import standalone
from bot.question import Question, Turn, checked_question
from bot.retriever import Retriever

from evals.outcomes import Outcome, Tokens
from evals.questions import EvalQuestion

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")
_RANKED_PASSAGES = 50  # passages searched for the ranking: ten articles need more than ten passages


@dataclass(frozen=True, slots=True)
class Pace:
    """How a run goes through its questions."""

    repeat: int = 1
    """How often each question is asked."""
    concurrency: int = 1
    """How many at a time. One measures what a member waits for; more is faster with a provider's model."""


async def ask_all(
    questions: list[EvalQuestion],
    retriever: Retriever,
    answerer: Answerer | None,
    pace: Pace,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """The outcomes, in the questions' order, repeats together; without an answerer, of the search alone."""
    slots = asyncio.Semaphore(pace.concurrency)

    async def ask(question: EvalQuestion, repeat: int) -> Outcome:
        async with slots:
            outcome = await _ask(question, retriever, answerer, repeat)
        progress(outcome)
        return outcome

    return await asyncio.gather(*(ask(question, repeat) for question, repeat in _asked(questions, pace)))


def _asked(questions: list[EvalQuestion], pace: Pace) -> Iterator[tuple[EvalQuestion, int]]:
    for question in questions:
        for repeat in range(pace.repeat):
            yield question, repeat


async def _ask(question: EvalQuestion, retriever: Retriever, answerer: Answerer | None, repeat: int) -> Outcome:
    problems: list[str] = []
    with get_usage_metadata_callback() as usage:  # the answer first: a search before it would have warmed it up
        answer = await _attempt(_answer(question, answerer), problems) if answerer else None
    began = time.monotonic()
    ranked = await _attempt(asyncio.to_thread(rank, question, retriever), problems)
    seconds = round(time.monotonic() - began, 4)
    for problem in problems:
        log.error("id=%r failed: %s", question.id, problem)
    error = problems[0] if problems else None
    return Outcome(question, ranked or (), seconds, answer, error, _tokens(usage), repeat)


async def _attempt(asked: Awaitable[_Result], problems: list[str]) -> _Result | None:
    """What is awaited; whatever goes wrong is this question's problem, and the run goes on."""
    try:
        return await asked
    except Exception as problem:
        problems.append(f"{type(problem).__name__}: {problem}")
        return None


def rank(question: EvalQuestion, retriever: Retriever) -> tuple[str, ...]:
    """Ids of the articles found, best first, each once; a follow-up is searched for as the bot searches for it."""
    asked = _question(question)
    alone = replace(asked, text=standalone(asked.text, asked.history))
    hits = retriever.retrieve(alone, _RANKED_PASSAGES)
    return tuple(dict.fromkeys(hit.passage.article.id for hit in hits))


async def _answer(question: EvalQuestion, answerer: Answerer) -> Answer:
    answer = await answerer.answer(_question(question))
    if answer.is_outage:  # one that a member is spared must not be measured as the model's answer
        raise RuntimeError(f"{answerer.model} gave no reply; answered by {answer.model}")
    return answer


def _question(question: EvalQuestion) -> Question:
    text = checked_question(question.question)
    history = tuple(Turn(turn.question, turn.answer) for turn in question.history)
    return Question(text, question.as_of, history=history) if question.as_of else Question(text, history=history)


def _tokens(usage: UsageMetadataCallbackHandler) -> Tokens | None:
    counts = usage.usage_metadata.values()
    if not counts:
        return None
    return Tokens(sum(c["input_tokens"] for c in counts), sum(c["output_tokens"] for c in counts))
