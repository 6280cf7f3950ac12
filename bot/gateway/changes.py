"""Changes to the archive from Discord: one at a time, with progress by edits and a report at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import PurePath

import discord
from discord import Embed

from ingest.errors import IngestError
from ingest.pipeline import IngestReport
from ingest.readers import Failure

from bot.gateway.archive import Archive, Progress
from bot.gateway.failures import tell
from bot.gateway.live import LiveMessage
from bot.gateway.localisation import Words
from bot.gateway.markdown import escaped, shortened
from bot.gateway.places import CommandPlace
from bot.gateway.rendering import COLOURS, notice_embed, progress_embed, with_fields
from bot.gateway.services import Services

_MOST_FAILURES = 20
_LONGEST_REASON = 300  # units

Change = Callable[[Archive, Progress], IngestReport]


class Changes:
    """Makes changes to the archive, and tells who asked for them how they went."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._turn = asyncio.Lock()

    async def make(self, interaction: discord.Interaction, change: Callable[[], Awaitable[Change]]) -> None:
        """Make the change that `change` prepares, after the command has been deferred."""
        words = Words(interaction.locale)
        if self._turn.locked():
            await tell(interaction, notice_embed(words("ingest.busy")))
            return
        async with self._turn:
            await interaction.response.defer(thinking=True, ephemeral=True)
            live = LiveMessage(CommandPlace(interaction, is_private=True))
            live.show(progress_embed(words("ingest.fetching")))
            await live.finish(await self._made(change, live, words))

    async def _made(self, change: Callable[[], Awaitable[Change]], live: LiveMessage, words: Words) -> list[Embed]:
        loop = asyncio.get_running_loop()

        def show(report: IngestReport) -> None:
            step = words("ingest.reading", read=report.read, failed=len(report.failed))
            loop.call_soon_threadsafe(live.show, progress_embed(step))

        try:
            prepared = await change()
            opened = await self._services.opening.opened()
            report = await asyncio.to_thread(prepared, opened.archive, show)
        except (IngestError, discord.HTTPException) as error:
            return [notice_embed(words("ingest.failed", reason=escaped(shortened(str(error), _LONGEST_REASON))))]
        await self._services.refresh()
        return report_embeds(report, words)


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
