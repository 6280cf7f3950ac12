"""Commands that change the archive, for members who may manage the server."""

import asyncio
from collections.abc import Callable
from pathlib import PurePath

import discord
from discord import Embed, app_commands
from discord.ext import commands

from ingest.errors import IngestError, NoSuchArticle
from ingest.ledger import FeedRecord

from bot.gateway.archive import FILE_KINDS, Archive
from bot.gateway.changes import Change, Changes, Interrupted, failed
from bot.gateway.failures import tell
from bot.gateway.localisation import Words, describe, label, rename
from bot.gateway.managers import is_manager
from bot.gateway.markdown import escaped, shortened
from bot.gateway.places import CommandPlace
from bot.gateway.rendering import NOTICE, notice_embed, with_fields
from bot.gateway.services import Services

_LONGEST_ADDRESS = 2000
_LONGEST_ARTICLE = _LONGEST_REASON = 300  # units


class ArchiveCog(commands.Cog):
    """/ingest and /withdraw."""

    def __init__(self, services: Services, changes: Changes) -> None:
        self._services, self._changes = services, changes

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let only managers in."""
        return is_manager(interaction)

    @app_commands.command(name=label("ingest.name"), description=label("ingest.description"))
    @app_commands.describe(**describe("ingest", "url", "attachment"))
    @app_commands.rename(**rename("ingest", "url", "attachment"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def ingest(
        self,
        interaction: discord.Interaction,
        url: app_commands.Range[str, 1, _LONGEST_ADDRESS] | None = None,
        attachment: discord.Attachment | None = None,
    ) -> None:
        """Add the articles of a file, or that of a page."""
        words = Words(interaction.locale)
        if attachment and not url:
            hindrance = self._hindrance(attachment, words)
        else:
            hindrance = None if url and not attachment else words("ingest.what")
        if hindrance:
            await tell(interaction, notice_embed(hindrance))
            return

        async def prepare() -> Change:
            if attachment:
                content = await attachment.read()
                return lambda archive, progress: archive.add_file(attachment.filename, content, progress)
            return lambda archive, progress: archive.add_page(url or "", progress)

        await self._changes.make(interaction, prepare)

    def _hindrance(self, attachment: discord.Attachment, words: Words) -> str | None:
        """Why the file is not fetched; looked at before a byte of it is."""
        most_mb = self._services.settings.max_file_mb
        if PurePath(attachment.filename).suffix.lower() not in FILE_KINDS:
            return words("ingest.kind", kinds=" ".join(FILE_KINDS))
        if attachment.size > most_mb * 1_000_000:
            return words("ingest.size", megabytes=f"{attachment.size / 1e6:.1f}", most=most_mb)
        return None

    @app_commands.command(name=label("withdraw.name"), description=label("withdraw.description"))
    @app_commands.describe(**describe("withdraw", "article", "reason"))
    @app_commands.rename(**rename("withdraw", "article", "reason"))
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def withdraw(
        self,
        interaction: discord.Interaction,
        article: app_commands.Range[str, 1, _LONGEST_ADDRESS],
        reason: app_commands.Range[str, 1, _LONGEST_REASON] | None = None,
    ) -> None:
        """Take an article out of the archive."""
        words = Words(interaction.locale)
        await interaction.response.defer(thinking=True, ephemeral=True)
        try:
            await self._changes.applied(lambda archive: archive.withdraw(article.strip(), reason))
            await self._services.refresh()
            done = words("withdraw.done", article=escaped(shortened(article, _LONGEST_ARTICLE)))
            said = notice_embed(f"{done}\n{words('withdraw.because', reason=escaped(reason))}" if reason else done)
        except NoSuchArticle:
            said = notice_embed(words("withdraw.none"))
        except (IngestError, Interrupted) as error:
            said = failed(error, words)
        await interaction.edit_original_response(embed=said)


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class FeedsCog(commands.GroupCog, group_name=label("feeds.name"), group_description=label("feeds.description")):
    """/feeds list, add, remove and poll."""

    def __init__(self, services: Services, changes: Changes) -> None:
        self._services, self._changes = services, changes

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let only managers in."""
        return is_manager(interaction)

    @app_commands.command(name=label("feeds.list.name"), description=label("feeds.list.description"))
    async def list(self, interaction: discord.Interaction) -> None:
        """The feeds, and how the last poll of each went."""
        words = Words(interaction.locale)
        await interaction.response.defer(thinking=True, ephemeral=True)
        opened = await self._services.opening.opened()
        feeds = await asyncio.to_thread(opened.archive.feeds)
        embed = Embed(colour=NOTICE, description=None if feeds else words("feeds.none"))
        lines = [_feed_line(feed, words) for feed in feeds]
        embeds = with_fields([embed], words("feeds.followed"), lines)
        await CommandPlace(interaction, is_private=True).finish(embeds, None)

    @app_commands.command(name=label("feeds.add.name"), description=label("feeds.add.description"))
    @app_commands.describe(**describe("feeds.add", "url"))
    @app_commands.rename(**rename("feeds.add", "url"))
    async def add(self, interaction: discord.Interaction, url: app_commands.Range[str, 1, _LONGEST_ADDRESS]) -> None:
        """Follow a feed."""
        await self._change(interaction, lambda archive: archive.add_feed(url.strip()), ("feeds.added", "feeds.known"))

    @app_commands.command(name=label("feeds.remove.name"), description=label("feeds.remove.description"))
    @app_commands.describe(**describe("feeds.remove", "url"))
    @app_commands.rename(**rename("feeds.remove", "url"))
    async def remove(self, interaction: discord.Interaction, url: app_commands.Range[str, 1, _LONGEST_ADDRESS]) -> None:
        """Follow a feed no more; its articles stay."""
        await self._change(
            interaction, lambda archive: archive.remove_feed(url.strip()), ("feeds.removed", "feeds.unknown")
        )

    @app_commands.command(name=label("feeds.poll.name"), description=label("feeds.poll.description"))
    async def poll(self, interaction: discord.Interaction) -> None:
        """Read what is new in all feeds now."""

        async def prepare() -> Change:
            return lambda archive, progress: archive.poll(progress)

        await self._changes.make(interaction, prepare)

    async def _change(
        self, interaction: discord.Interaction, change: Callable[[Archive], bool], keys: tuple[str, str]
    ) -> None:
        """Make the change; `keys` are what is said when it was one, and when there was nothing to do."""
        words = Words(interaction.locale)
        await interaction.response.defer(thinking=True, ephemeral=True)
        try:
            is_changed = await self._changes.applied(change)
            said = notice_embed(words(keys[0] if is_changed else keys[1]))
        except (IngestError, Interrupted) as error:
            said = failed(error, words)
        await interaction.edit_original_response(embed=said)


def _feed_line(feed: FeedRecord, words: Words) -> str:
    polled_at = (feed.polled_at or words("unknown"))[:16].replace("T", " ")
    outcome = escaped(shortened(feed.outcome or "–", 100))
    return f"{escaped(shortened(feed.url, 200))} · {polled_at} · {outcome}"
