"""The answerer, which takes seconds to build while the bot is already there to be asked."""

import asyncio
import threading
from collections.abc import Callable
from typing import Protocol

from bot.answerer import Answer


class Answering(Protocol):
    """What the bot needs of an `Answerer`."""

    async def answer(self, question: str, on_text: Callable[[str], None] = ...) -> Answer:
        """The checked answer; `on_text` is given the reply so far, as it is written."""


class Opening:
    """Builds the answerer in a thread of its own.

    It is a daemon: a model that is being fetched or loaded cannot be interrupted, and must not hold up the exit.
    """

    def __init__(self, build: Callable[[], Answering]) -> None:
        self._build = build
        self._loop = asyncio.get_running_loop()
        self.built: asyncio.Future[Answering] = self._loop.create_future()
        """Ends with the answerer, or with the error that kept it from being built."""
        threading.Thread(target=self._work, name="open-archive", daemon=True).start()

    @property
    def is_open(self) -> bool:
        """Whether a question need not wait for the archive."""
        return self.built.done()

    async def answerer(self) -> Answering:
        """The answerer, when it is there."""
        return await asyncio.shield(self.built)

    def _work(self) -> None:
        try:
            answerer = self._build()
        except BaseException as error:
            self._report(self.built.set_exception, error)
        else:
            self._report(self.built.set_result, answerer)

    def _report(self, end: Callable[..., None], outcome: object) -> None:
        try:
            self._loop.call_soon_threadsafe(lambda: None if self.built.done() else end(outcome))
        except RuntimeError:  # the loop is closed: the bot was stopped meanwhile
            return
