"""What each server allows, in memory: a command must be answered before a database could be asked."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.journal import Journal
from bot.journal_records import ChannelSettings, ServerSettings


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a server has set nothing."""

    allowed_channels: str
    """`*`, or channel ids separated by commas."""
    daily_budget: int


class Servers:
    """The settings of all servers; every change is written to the journal first."""

    def __init__(self, journal: Journal, defaults: Defaults) -> None:
        self._journal, self._defaults = journal, defaults
        self._everywhere = defaults.allowed_channels.strip() == "*"
        self._named = {int(part) for part in defaults.allowed_channels.replace("*", "").split(",") if part.strip()}
        self._servers = journal.servers()
        self._channels = {channel.channel_id: channel for channel in journal.channels()}
        self._threads = journal.threads()

    def is_allowed(self, channel_ids: Sequence[int]) -> bool:
        """Whether members may ask in the channel; `channel_ids` are its own id and, for a thread, its parent's.

        What the server has set for either holds, and only where it has set nothing what the operator has.
        """
        for identifier in channel_ids:
            if identifier in self._channels:
                return self._channels[identifier].is_allowed
        return self._everywhere or not self._named.isdisjoint(channel_ids)

    @property
    def is_everywhere(self) -> bool:
        """Whether the operator allows every channel."""
        return self._everywhere

    def has_threads(self, channel_id: int) -> bool:
        """Whether each answer in the channel opens a thread."""
        return self._channel(channel_id).has_threads

    def is_our_thread(self, channel_id: int) -> bool:
        """Whether an answer opened this thread."""
        return channel_id in self._threads

    def settings(self, guild_id: int) -> ServerSettings:
        """What the server has set."""
        return self._servers.get(guild_id, ServerSettings())

    def daily_budget(self, guild_id: int) -> int:
        """Questions a day."""
        budget = self.settings(guild_id).daily_budget
        return self._defaults.daily_budget if budget is None else budget

    def channels(self, guild_id: int) -> list[ChannelSettings]:
        """The channels of the server for which something is set."""
        return [channel for channel in self._channels.values() if channel.guild_id == guild_id]

    async def set_server(self, guild_id: int, settings: ServerSettings) -> None:
        """Replace what the server has set."""
        await asyncio.to_thread(self._journal.set_server, guild_id, settings)
        self._servers[guild_id] = settings

    async def set_channel(self, settings: ChannelSettings) -> None:
        """Replace what is set for the channel."""
        await asyncio.to_thread(self._journal.set_channel, settings)
        self._channels[settings.channel_id] = settings

    async def add_thread(self, thread_id: int) -> None:
        """Remember a thread that an answer opened."""
        self._threads.add(thread_id)
        await asyncio.to_thread(self._journal.add_thread, thread_id)

    def _channel(self, channel_id: int) -> ChannelSettings:
        return self._channels.get(channel_id, ChannelSettings(channel_id, 0))
