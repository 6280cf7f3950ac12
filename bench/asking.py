"""What the measurements of answering share: an archive for one run, the embedded model, and what ours says."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.index import PassageIndex
from ingest.pipeline import ingest
from ingest.readers import Reading

from bot.answer import Answer
from bot.answerer import Answerer
from bot.composition import open_retriever
from bot.question import Question
from bot.retriever import Retriever
from bot.settings import BotSettings

SEED = 5
_PATIENCE_SECONDS = 600.0  # on a busy machine the model is slow, which is no outage


@dataclass(frozen=True, slots=True)
class Said:
    """What became of one question."""

    text: str
    is_refusal: bool
    seconds: float
    """From the question to the whole reply."""
    problem: str | None = None
    """Why there is no reply; then the rest says nothing."""


def settings_for(data_dir: Path, chat_model: str = "local") -> BotSettings:
    """The settings of the environment, with an archive in the folder and all the time in the world."""
    return BotSettings(data_dir=data_dir, chat_model=chat_model, chat_timeout_seconds=_PATIENCE_SECONDS)


def searchable(readings: Iterable[Reading], settings: BotSettings) -> Retriever:
    """Search over a new archive of those articles; reports how many there are."""
    PassageIndex.create(settings.data_dir, settings.recipe).close()
    retriever = open_retriever(settings)
    report = ingest(readings, retriever.index, retriever.embedder, settings.passage_chars)
    print(f"{report.added} articles in {report.passages} passages, ingested in {report.seconds:.0f} s", flush=True)
    return retriever


async def said_by_ours(answerer: Answerer, question: Question) -> Said:
    """What ours says."""
    began = time.monotonic()
    try:
        answer = await answerer.answer(question)
    except Exception as error:  # one question must not end a run of hours
        return Said("", False, time.monotonic() - began, f"{type(error).__name__}: {error}")
    return said(answer, answerer)


def said(answer: Answer, answerer: Answerer) -> Said:
    """The answer, unless it is one that a member is given because the model is in trouble."""
    problem = f"{answerer.model} gave no reply" if answer.is_outage else None
    return Said(answer.text, answer.status == "refused", answer.seconds.total, problem)
