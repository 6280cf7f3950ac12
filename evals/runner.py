"""Asks every question; what goes wrong with one is its outcome, and the others go on."""

import asyncio
import inspect
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import UsageMetadataCallbackHandler, get_usage_metadata_callback

from bot.answerer import Answer, Answerer, checked_question
from bot.retriever import Retriever

from evals.outcomes import Outcome, Tokens
from evals.questions import EvalQuestion

log = logging.getLogger(__name__)

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
    began = time.monotonic()
    answer: Answer | None = None
    error: str | None = None
    ranked: tuple[str, ...] = ()
    retrieve_seconds = 0.0
    with get_usage_metadata_callback() as usage:
        try:
            ranked = await asyncio.to_thread(rank, question, retriever)
            retrieve_seconds = round(time.monotonic() - began, 4)
            if answerer:
                answer = await _answer(question, answerer)
        except Exception as problem:  # whatever it is, it is this question's result, and the run goes on
            error = f"{type(problem).__name__}: {problem}"
            log.error("id=%r failed: %s", question.id, error)
    return Outcome(question, ranked, retrieve_seconds, answer, error, _tokens(usage), repeat)


def rank(question: EvalQuestion, retriever: Retriever) -> tuple[str, ...]:
    """Ids of the articles found, best first, each once."""
    asked = checked_question(question.question)
    hits = retriever.retrieve(asked, _RANKED_PASSAGES, **_accepted(retriever.retrieve, question))
    return tuple(dict.fromkeys(hit.passage.article.id for hit in hits))


async def _answer(question: EvalQuestion, answerer: Answerer) -> Answer:
    return await answerer.answer(question.question, **_accepted(answerer.answer, question))


def _accepted(function: Callable[..., Any], question: EvalQuestion) -> dict[str, Any]:
    """Of what a question may come with, that which the function has a keyword for."""
    known = {"history": question.history, "as_of": question.as_of}
    return {name: known[name] for name in inspect.signature(function).parameters if name in known}


def _tokens(usage: UsageMetadataCallbackHandler) -> Tokens | None:
    counts = usage.usage_metadata.values()
    if not counts:
        return None
    return Tokens(sum(c["input_tokens"] for c in counts), sum(c["output_tokens"] for c in counts))
