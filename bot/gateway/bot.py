"""The bot: its intents, its commands, and how it ends."""

import asyncio
import logging
from typing import Any

import discord
from discord import AllowedMentions, Intents, Interaction, MemberCacheFlags, Permissions
from discord.app_commands import AppCommandContext, AppInstallationType
from discord.ext import commands

from bot.gateway.archive_cog import ArchiveCog, FeedsCog
from bot.gateway.ask_cog import AskCog
from bot.gateway.buttons import DYNAMIC_ITEMS, take_comment
from bot.gateway.changes import Changes
from bot.gateway.desk import Desk
from bot.gateway.failures import guarded, on_command_error
from bot.gateway.localisation import CommandTranslator
from bot.gateway.message_cog import MessageCog
from bot.gateway.privacy_cog import DeleteButton, PrivacyCog
from bot.gateway.reader_cog import ReaderCog
from bot.gateway.services import Services
from bot.gateway.settings_cog import SettingsCog

log = logging.getLogger(__name__)

PERMISSIONS = Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    read_message_history=True,  # Discord asks for it of who replies to a message
)
"""All that the bot needs in a server."""

# The bot has no voice, and needs no line in the log about it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def invite_url(application_id: int) -> str:
    """The link that adds the bot to a server."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


class FootnoteBot(commands.AutoShardedBot):
    """Answers questions in Discord; one process for as many shards as Discord asks for."""

    def __init__(self, services: Services, has_message_content: bool = True) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,  # never read: text commands do not exist
            help_command=None,
            # Message content is for threads, and replies that do not ping: the rest is readable without it.
            intents=Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=has_message_content),
            allowed_mentions=AllowedMentions.none(),
            allowed_contexts=AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=AppInstallationType(guild=True, user=False),
            member_cache_flags=MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.services = services
        self.desk = Desk(services)
        self.changes = Changes(services)
        self.tree.error(on_command_error)

    async def setup_hook(self) -> None:
        """Register commands and buttons before the first event can come."""
        self.add_dynamic_items(*DYNAMIC_ITEMS, DeleteButton)
        for cog in (
            AskCog(self, self.services, self.desk),
            MessageCog(self, self.services, self.desk),
            ReaderCog(self.services),
            PrivacyCog(self.services),
            SettingsCog(self.services),
            ArchiveCog(self.services, self.changes),
            FeedsCog(self.services, self.changes),
        ):
            await self.add_cog(cog)
        await self.tree.set_translator(CommandTranslator())
        await self.tree.sync()

    async def close(self) -> None:
        """Let answers and changes under way end, then leave."""
        if not self.is_closed():
            await asyncio.gather(self.desk.close(self.services.settings.shutdown_seconds), self.changes.close())
        await super().close()

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages are for `MessageCog`; text commands do not exist."""

    @guarded
    async def on_interaction(self, interaction: Interaction[Any]) -> None:
        """Forms, which no view of this process may know."""
        await take_comment(interaction)

    async def on_ready(self) -> None:
        """Say so in the log, with the link that invites the bot."""
        invitation = invite_url(self.application_id) if self.application_id else ""
        log.info("connected guilds=%d shards=%d invite=%s", len(self.guilds), self.shard_count or 1, invitation)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An error in a listener; what a member waits for has its own handling."""
        log.exception("error event=%s", event_method)


def create_bot(services: Services, has_message_content: bool = True) -> FootnoteBot:
    """The bot, not yet connected; without message content it hears in threads only what mentions it."""
    return FootnoteBot(services, has_message_content)
