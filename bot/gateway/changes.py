"""Changes to the archive from Discord: one at a time, with progress by edits and a report at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import PurePath
from typing import Any, TypeVar

import discord
from discord import Embed

from ingest.errors import IngestError
from ingest.pipeline import IngestReport
from ingest.readers import Failure

from bot.gateway.archive import Archive, Progress
from bot.gateway.daemons import in_daemon
from bot.gateway.failures import tell
from bot.gateway.live import LiveMessage
from bot.gateway.localisation import Words
from bot.gateway.markdown import escaped, shortened
from bot.gateway.places import CommandPlace
from bot.gateway.rendering import COLOURS, notice_embed, progress_embed, with_fields
from bot.gateway.services import Services

_MOST_FAILURES = 20
_LONGEST_REASON = 300  # units
_LAST_ARTICLE_SECONDS = 1.0  # in which a change that is stopped may end by itself
_LAST_WORDS_SECONDS = 1.5  # for saying that it was stopped

_Made = TypeVar("_Made")

Change = Callable[[Archive, Progress], IngestReport]


class Interrupted(Exception):
    """The bot is stopped before the change is made."""


class Changes:
    """Makes changes to the archive, and tells who asked for them how they went."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._turn = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._commands: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """Stop after the article that is being read, and let those who wait be told so."""
        self._stopping.set()
        if self._commands:
            await asyncio.wait(self._commands, timeout=_LAST_ARTICLE_SECONDS + _LAST_WORDS_SECONDS)

    async def applied(self, change: Callable[[Archive], _Made]) -> _Made:
        """What the change gives.

        Raises:
            IngestError: the archive cannot be changed like that.
            Interrupted: the bot is stopped meanwhile.
        """
        self._remember_command()
        opened = await self._services.opening.opened()
        work = in_daemon("change-archive", lambda: change(opened.archive))
        stopping = asyncio.create_task(self._stopping.wait())
        either: list[asyncio.Future[Any]] = [work, stopping]
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await asyncio.wait([work], timeout=_LAST_ARTICLE_SECONDS)
        if not work.done():
            raise Interrupted
        return work.result()

    def _remember_command(self) -> None:
        """For `close`, which waits until whoever gave the command has been told how it went."""
        command = asyncio.current_task()
        if command:
            self._commands.add(command)
            command.add_done_callback(self._commands.discard)

    async def make(self, interaction: discord.Interaction, change: Callable[[], Awaitable[Change]]) -> None:
        """Make the change that `change` prepares, after the command has been deferred."""
        words = Words(interaction.locale)
        if self._turn.locked():
            await tell(interaction, notice_embed(words("ingest.busy")))
            return
        self._remember_command()
        async with self._turn:
            await interaction.response.defer(thinking=True, ephemeral=True)
            live = LiveMessage(CommandPlace(interaction, is_private=True))
            live.show(progress_embed(words("ingest.fetching")))
            await live.finish(await self._made(change, live, words))

    async def _made(self, change: Callable[[], Awaitable[Change]], live: LiveMessage, words: Words) -> list[Embed]:
        loop = asyncio.get_running_loop()

        def show(report: IngestReport) -> None:
            if self._stopping.is_set():
                raise Interrupted
            step = words("ingest.reading", read=report.read, failed=len(report.failed))
            loop.call_soon_threadsafe(live.show, progress_embed(step))

        try:
            prepared = await change()
            report = await self.applied(lambda archive: prepared(archive, show))
        except (IngestError, Interrupted, discord.HTTPException) as error:
            return [failed(error, words)]
        await self._services.refresh()
        return report_embeds(report, words)


def failed(error: Exception, words: Words) -> Embed:
    """Why a change was not made."""
    if isinstance(error, Interrupted):
        return notice_embed(words("ingest.interrupted"))
    return notice_embed(words("ingest.failed", reason=escaped(shortened(str(error), _LONGEST_REASON))))


def report_embeds(report: IngestReport, words: Words) -> list[Embed]:
    """The editor's report: what was added, and what could not be read, why."""
    names = ("read", "added", "updated", "unchanged", "withdrawn", "passages")
    text = words("ingest.report", **{name: getattr(report, name) for name in names}, seconds=f"{report.seconds:.1f}")
    colour = COLOURS["failed"] if report.failed and not report.read else COLOURS["answered"]
    embed = Embed(description=text, colour=colour)
    return with_fields([embed], words("ingest.failures"), map(_failure_line, report.failed[:_MOST_FAILURES]))


def _failure_line(failure: Failure) -> str:
    is_page = failure.path.startswith(("http://", "https://"))
    place = escaped(shortened(failure.path if is_page else PurePath(failure.path).name, 100))
    line = f":{failure.line}" if failure.line is not None else ""
    return f"{place}{line} · {escaped(shortened(failure.reason, _LONGEST_REASON))}"
