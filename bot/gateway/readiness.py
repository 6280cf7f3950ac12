"""What answers, which takes seconds to open while the bot is already there to be asked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.answer import Answer
from bot.gateway.archive import Archive
from bot.gateway.daemons import in_daemon
from bot.question import Question


class Answering(Protocol):
    """What the bot needs of an `Answerer`."""

    async def answer(
        self, question: Question, on_text: Callable[[str], None] = ..., on_found: Callable[[int], None] = ...
    ) -> Answer:
        """The checked answer; `on_found` is told how many articles are read, `on_text` the reply so far."""


@dataclass(frozen=True, slots=True)
class Opened:
    """All that commands need beside Discord and the journal."""

    answerer: Answering
    archive: Archive


class Opening:
    """Opens it while the bot is there already."""

    def __init__(self, build: Callable[[], Opened]) -> None:
        self.built = in_daemon("open-archive", build)
        """Ends with what was opened, or with the error that kept it from being so."""

    @property
    def is_open(self) -> bool:
        """Whether a question need not wait for the archive."""
        return self.built.done()

    async def opened(self) -> Opened:
        """What was opened, when it is there."""
        return await asyncio.shield(self.built)
