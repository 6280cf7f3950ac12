"""/settings: what a server's administrators decide."""

from dataclasses import replace

import discord
from discord import Embed, app_commands
from discord.ext import commands

from bot.gateway.failures import tell
from bot.gateway.localisation import Words, describe, label, rename
from bot.gateway.managers import is_manager
from bot.gateway.rendering import NOTICE, with_fields
from bot.gateway.services import Services
from bot.journal_records import ChannelSettings, ServerSettings

_MOST_QUESTIONS = 1_000_000
_CHANNEL_OPTIONS, _SERVER_OPTIONS = ("channel", "allowed", "threads"), ("private", "budget")


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
class SettingsCog(
    commands.GroupCog, group_name=label("settings.name"), group_description=label("settings.description")
):
    """Shows and changes the settings of one server."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Let only managers in."""
        return is_manager(interaction)

    @app_commands.command(name=label("settings.show.name"), description=label("settings.show.description"))
    async def show(self, interaction: discord.Interaction) -> None:
        """The settings as they are."""
        await self._show(interaction, None)

    @app_commands.command(name=label("settings.channel.name"), description=label("settings.channel.description"))
    @app_commands.describe(**describe("settings.channel", *_CHANNEL_OPTIONS))
    @app_commands.rename(**rename("settings.channel", *_CHANNEL_OPTIONS))
    async def channel(
        self,
        interaction: discord.Interaction,
        allowed: bool | None = None,
        channel: discord.TextChannel | None = None,
        threads: bool | None = None,
    ) -> None:
        """Allow a channel or not, and choose how answers come there; without a choice, allow it."""
        channel_id = channel.id if channel else interaction.channel_id or 0
        servers, guild_id = self._services.servers, interaction.guild_id or 0
        has_threads = servers.has_threads(channel_id) if threads is None else threads
        if allowed is None:
            allowed = threads is None or servers.is_allowed((channel_id,))
        await servers.set_channel(ChannelSettings(channel_id, guild_id, allowed, has_threads))
        await self._show(interaction, "settings.saved")

    @app_commands.command(name=label("settings.server.name"), description=label("settings.server.description"))
    @app_commands.describe(**describe("settings.server", *_SERVER_OPTIONS))
    @app_commands.rename(**rename("settings.server", *_SERVER_OPTIONS))
    async def server(
        self,
        interaction: discord.Interaction,
        private: bool | None = None,
        budget: app_commands.Range[int, 0, _MOST_QUESTIONS] | None = None,
    ) -> None:
        """Set what holds in every channel; what is not given stays."""
        servers, guild_id = self._services.servers, interaction.guild_id or 0
        changed: ServerSettings = servers.settings(guild_id)
        if private is not None:
            changed = replace(changed, is_private=private)
        if budget is not None:
            changed = replace(changed, daily_budget=budget)
        await servers.set_server(guild_id, changed)
        await self._show(interaction, "settings.saved")

    async def _show(self, interaction: discord.Interaction, description_key: str | None) -> None:
        words = Words(interaction.locale)
        for embed in self._embeds(interaction.guild_id or 0, words, description_key and words(description_key)):
            await tell(interaction, embed)

    def _embeds(self, guild_id: int, words: Words, description: str | None) -> list[Embed]:
        servers = self._services.servers
        settings = servers.settings(guild_id)
        private = words("settings.private.yes" if settings.is_private else "settings.private.no")
        embed = Embed(colour=NOTICE, description=description)
        embed.add_field(name=words("settings.private"), value=private, inline=False)
        embed.add_field(name=words("settings.budget"), value=str(servers.daily_budget(guild_id)), inline=False)
        return with_fields([embed], words("settings.channels"), self._channel_lines(guild_id, words))

    def _channel_lines(self, guild_id: int, words: Words) -> list[str]:
        servers, allowed, forbidden = self._services.servers, [], []
        for channel in servers.channels(guild_id):
            name = f"<#{channel.channel_id}>"
            if channel.is_allowed:
                allowed.append(" · ".join([name, words("settings.threads")] if channel.has_threads else [name]))
            else:
                forbidden.append(words("settings.not_channel", channel=name))
        if servers.is_everywhere:
            return [words("settings.every_channel"), *allowed, *forbidden]
        return allowed or [words("settings.no_channel")]
