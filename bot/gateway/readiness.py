"""What answers, which takes seconds to open while the bot is already there to be asked."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.answerer import Answer
from bot.gateway.archive import Archive
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
    """Opens it in a thread of its own.

    That is a daemon: a model that is being fetched or loaded cannot be interrupted, and must not hold up the exit.
    """

    def __init__(self, build: Callable[[], Opened]) -> None:
        self._build = build
        self._loop = asyncio.get_running_loop()
        self.built: asyncio.Future[Opened] = self._loop.create_future()
        """Ends with what was opened, or with the error that kept it from being so."""
        threading.Thread(target=self._work, name="open-archive", daemon=True).start()

    @property
    def is_open(self) -> bool:
        """Whether a question need not wait for the archive."""
        return self.built.done()

    async def opened(self) -> Opened:
        """What was opened, when it is there."""
        return await asyncio.shield(self.built)

    def _work(self) -> None:
        try:
            opened = self._build()
        except BaseException as error:
            self._report(self.built.set_exception, error)
        else:
            self._report(self.built.set_result, opened)

    def _report(self, end: Callable[[Any], None], outcome: object) -> None:
        try:
            self._loop.call_soon_threadsafe(lambda: None if self.built.done() else end(outcome))
        except RuntimeError:  # the loop is closed: the bot was stopped meanwhile
            return
