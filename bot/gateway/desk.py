"""Where every question ends, however it was asked: admitted, answered, journalled, and never left without a word."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import discord
from discord import Embed
from discord.ui import View

from bot.answer import Answer
from bot.errors import QuestionError
from bot.gateway.buttons import answer_view
from bot.gateway.failures import logged
from bot.gateway.live import LiveMessage
from bot.gateway.localisation import Words
from bot.gateway.places import NOT_DONE, Place, is_gone
from bot.gateway.readiness import Opened
from bot.gateway.rendering import answer_embeds, notice_embed, progress_embed, unreadable_embed
from bot.gateway.services import Services
from bot.journal_records import Asking
from bot.limits import Rejection, Ticket
from bot.question import Question

log = logging.getLogger(__name__)

_Written = TypeVar("_Written")

_LAST_WORDS_SECONDS = 1.5  # for saying that an answer was interrupted
_OPENING_SECONDS = 600.0  # a first start fetches the models; a command's token is good for 900 s


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to ask, and where: what decides whether they may."""

    asking: Asking
    channel_ids: tuple[int, ...]
    """The channel and, for a thread, the one it hangs on."""
    is_manager: bool
    """Whether they may manage the server: they can ask in every channel, and so try the bot before they allow it."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A question, who asks it, in which language they are spoken to, and where they are answered."""

    question: Question
    asking: Asking
    words: Words
    place: Place


Posing = Callable[[], Awaitable[Posed]]
"""What is left to do for a question that has been admitted: show that it is, and look up what it follows up."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What replaces the progress."""

    embeds: Sequence[Embed]
    view: View | None = None
    answer_id: int | None = None


class _Progress:
    """What the member sees of an answer that is being made."""

    def __init__(self, live: LiveMessage, words: Words, articles: int) -> None:
        self._live, self._words, self._articles = live, words, articles
        live.show(progress_embed(words("asking.searching", articles=articles)))

    def on_found(self, found: int) -> None:
        """The search has ended."""
        self._live.show(progress_embed(self._words("asking.reading", found=found, articles=self._articles)))

    def on_text(self, text: str) -> None:
        """More is written, which may not stand."""
        self._live.show(progress_embed(self._words("asking.unchecked"), text))


class _Running:
    """A question between its admission and its end. Only the making of its answer can be stopped: what is shown at its
    beginning or end is shown whole, and where it stopped can be said."""

    def __init__(self) -> None:
        self.is_taken_back = False
        self._is_stopped = False
        self._making: asyncio.Task[_Shown] | None = None

    def stop(self) -> None:
        """Make no answer, or not to its end."""
        self._is_stopped = True
        if self._making:
            self._making.cancel()

    async def made(self, making: Coroutine[Any, Any, _Shown]) -> _Shown | None:
        """What is to be shown; None when it was stopped."""
        self._making = asyncio.create_task(making)
        if self._is_stopped:
            self._making.cancel()
        await asyncio.wait([self._making])
        return None if self._making.cancelled() else self._making.result()


class Desk:
    """Takes questions while the bot runs."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._running: dict[int, _Running] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closing = False

    def hindrance(self, asker: Asker, words: Words) -> str | None:
        """Why nobody is answered now, or not there."""
        if self._is_closing:
            return words("asking.stopping")
        is_direct = asker.asking.guild_id == 0
        may = is_direct or asker.is_manager or self._services.servers.is_allowed(asker.channel_ids)
        return None if may else words("limit.channel")

    def admit(self, asker: Asker, words: Words) -> Ticket | str:
        """A place in the queue, or what to tell the member instead. Never waits."""
        hindrance, services = self.hindrance(asker, words), self._services
        if hindrance:
            return hindrance
        budget = services.servers.daily_budget(asker.asking.guild_id)
        admitted = services.limits.admit(asker.asking.member_id, asker.asking.guild_id, budget)
        if isinstance(admitted, Rejection):
            return words(f"limit.{admitted.limit}", seconds=admitted.retry_seconds)
        return admitted

    async def answer(self, key: int, posing: Posing, ticket: Ticket) -> None:
        """Answer what was admitted; returns when nothing more will happen. `key` is the message or interaction.

        Raises:
            discord.Forbidden: the bot may not write there.
            Exception: whatever `posing` raises.
        """
        running = _Running()
        task = asyncio.create_task(self._work(running, posing, ticket))
        self._running[key] = running
        self._tasks.add(task)
        try:
            await asyncio.wait([task])
            task.result()
        finally:
            self._running.pop(key, None)
            self._tasks.discard(task)

    def take_back(self, key: int) -> None:
        """The member has deleted the question: nobody wants the answer any more."""
        running = self._running.get(key)
        if running:
            running.is_taken_back = True
            running.stop()

    async def close(self, grace_seconds: float) -> None:
        """Take no more questions, let those under way end, and tell the others that they were interrupted."""
        self._is_closing = True
        if not self._tasks:
            return
        log.info("stopping answers=%d grace=%.0f", len(self._tasks), grace_seconds)
        _, unfinished = await asyncio.wait(self._tasks, timeout=grace_seconds)
        for running in self._running.values():
            running.stop()
        if unfinished:
            await asyncio.wait(unfinished, timeout=_LAST_WORDS_SECONDS)

    async def _work(self, running: _Running, posing: Posing, ticket: Ticket) -> None:
        try:
            posed = await posing()
            live = LiveMessage(posed.place)
            shown = await running.made(self._outcome(posed, live, ticket))
        finally:
            ticket.leave()
        if running.is_taken_back:
            await self._end(live.remove())
            return
        shown = shown or _Shown([notice_embed(posed.words("asking.interrupted"))])
        message_ids = await self._end(live.finish(shown.embeds, shown.view))
        if shown.answer_id is not None and message_ids:
            await asyncio.to_thread(self._services.journal.place, shown.answer_id, message_ids)

    async def _end(self, writing: Awaitable[_Written]) -> _Written | None:
        try:
            return await writing
        except discord.Forbidden:
            raise
        except NOT_DONE as error:
            log.warning("answer not shown: %s", "the message or channel is gone" if is_gone(error) else repr(error))
            return None

    async def _outcome(self, posed: Posed, live: LiveMessage, ticket: Ticket) -> _Shown:
        words = posed.words
        try:
            rejection = await ticket.turn(
                lambda place: live.show(progress_embed(words("asking.waiting", position=place)))
            )
            if rejection:
                return _Shown([notice_embed(words(f"limit.{rejection.limit}"))])
            opened = await self._opened(live, words)
            async with asyncio.timeout(self._services.settings.answer_timeout_seconds):
                answer = await self._answer(posed, opened, live)
            return await self._kept(posed, answer)
        except QuestionError:
            return _Shown([unreadable_embed(posed.question.text, words)])
        except TimeoutError:
            return _Shown([notice_embed(words("asking.timeout"))])
        except Exception as error:  # a member who asked is told, whatever happened
            return _Shown([logged(error, words)])

    async def _opened(self, live: LiveMessage, words: Words) -> Opened:
        opening = self._services.opening
        if not opening.is_open:
            live.show(progress_embed(words("asking.opening")))
        async with asyncio.timeout(_OPENING_SECONDS):
            opened = await opening.opened()
            if self._services.summary is None:
                await self._services.refresh()
        return opened

    async def _answer(self, posed: Posed, opened: Opened, live: LiveMessage) -> Answer:
        progress = _Progress(live, posed.words, self._services.articles)
        return await opened.answerer.answer(posed.question, progress.on_text, progress.on_found)

    async def _kept(self, posed: Posed, answer: Answer) -> _Shown:
        embeds = answer_embeds(answer, posed.words)
        services = self._services
        try:
            add = partial(services.journal.add, posed.asking, answer, services.configuration, posed.question)
            answer_id = await asyncio.to_thread(add)
        except Exception:  # a full disk, say; the answer is good all the same
            log.exception("answer not kept, so nobody can vote on it or see its sources")
            return _Shown(embeds)
        return _Shown(embeds, answer_view(answer_id, len(answer.citations), posed.words), answer_id)
