"""The bot: its intents, its commands, and how it ends."""

import logging

import discord
from discord import AllowedMentions, Intents, MemberCacheFlags
from discord.ext import commands

from bot.gateway.ask_cog import AskCog
from bot.gateway.readiness import Opening

log = logging.getLogger(__name__)


# The bot has no voice, and needs no line in the log about it.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class FootnoteBot(commands.AutoShardedBot):
    """Answers questions in Discord; one process for as many shards as Discord asks for."""

    def __init__(self, opening: Opening) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,  # never read: on_message is not the library's
            help_command=None,
            intents=Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=AllowedMentions.none(),
            member_cache_flags=MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._opening = opening

    async def setup_hook(self) -> None:
        """Register the commands before the first event can come."""
        await self.add_cog(AskCog(self._opening))
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Text commands do not exist."""

    async def on_ready(self) -> None:
        """Say so in the log."""
        log.info("connected guilds=%d shards=%d", len(self.guilds), self.shard_count or 1)


def create_bot(opening: Opening) -> FootnoteBot:
    """The bot, not yet connected."""
    return FootnoteBot(opening)
