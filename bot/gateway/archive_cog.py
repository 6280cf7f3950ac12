"""Commands that change the archive, for members who may manage the server."""

import asyncio
from pathlib import PurePath

import discord
from discord import Embed, app_commands
from discord.ext import commands

from ingest.errors import IngestError
from ingest.pipeline import IngestReport
from ingest.readers import Failure

from bot.gateway.archive import FILE_KINDS
from bot.gateway.failures import tell
from bot.gateway.live import LiveMessage
from bot.gateway.localisation import Words, describe, label, rename
from bot.gateway.managers import is_manager
from bot.gateway.markdown import escaped, shortened
from bot.gateway.places import CommandPlace
from bot.gateway.rendering import COLOURS, notice_embed, progress_embed, with_fields
from bot.gateway.services import Services

_MOST_FAILURES = 20


class ArchiveCog(commands.Cog):
    """/ingest, one change at a time."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._changing = asyncio.Lock()

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let only managers in."""
        return is_manager(interaction)

    @app_commands.command(name=label("ingest.name"), description=label("ingest.description"))
    @app_commands.describe(**describe("ingest", "attachment"))
    @app_commands.rename(**rename("ingest", "attachment"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def ingest(self, interaction: discord.Interaction, attachment: discord.Attachment) -> None:
        """Add the articles of a file; progress by edits, the report at the end."""
        words = Words(interaction.locale)
        hindrance = self._hindrance(attachment, words)
        if hindrance:
            await tell(interaction, notice_embed(hindrance))
            return
        async with self._changing:
            await interaction.response.defer(thinking=True, ephemeral=True)
            live = LiveMessage(CommandPlace(interaction, is_private=True))
            await live.finish(await self._added(attachment, live, words))

    def _hindrance(self, attachment: discord.Attachment, words: Words) -> str | None:
        """Why the file is not fetched; looked at before a byte of it is."""
        most_mb = self._services.settings.max_file_mb
        if self._changing.locked():
            return words("ingest.busy")
        if PurePath(attachment.filename).suffix.lower() not in FILE_KINDS:
            return words("ingest.kind", kinds=" ".join(FILE_KINDS))
        if attachment.size > most_mb * 1_000_000:
            return words("ingest.size", megabytes=f"{attachment.size / 1e6:.1f}", most=most_mb)
        return None

    async def _added(self, attachment: discord.Attachment, live: LiveMessage, words: Words) -> list[Embed]:
        live.show(progress_embed(words("ingest.fetching")))
        loop = asyncio.get_running_loop()

        def show(report: IngestReport) -> None:
            step = words("ingest.reading", read=report.read, failed=len(report.failed))
            loop.call_soon_threadsafe(live.show, progress_embed(step))

        try:
            content = await attachment.read()
            opened = await self._services.opening.opened()
            report = await asyncio.to_thread(opened.archive.add_file, attachment.filename, content, show)
        except (IngestError, discord.HTTPException) as error:
            return [notice_embed(words("ingest.failed", reason=escaped(str(error))))]
        await self._services.refresh()
        return report_embeds(report, words)


def report_embeds(report: IngestReport, words: Words) -> list[Embed]:
    """The editor's report: what was added, and what could not be read, why."""
    counts = {name: getattr(report, name) for name in ("read", "added", "updated", "unchanged", "passages")}
    text = words("ingest.report", **counts, seconds=f"{report.seconds:.1f}")
    colour = COLOURS["failed"] if report.failed and not report.read else COLOURS["answered"]
    embed = Embed(description=text, colour=colour)
    return with_fields([embed], words("ingest.failures"), map(_failure_line, report.failed[:_MOST_FAILURES]))


def _failure_line(failure: Failure) -> str:
    place = escaped(shortened(PurePath(failure.path).name, 100))
    line = f":{failure.line}" if failure.line is not None else ""
    return f"{place}{line} · {escaped(shortened(failure.reason, 300))}"
