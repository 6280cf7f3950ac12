"""Threads that answers open."""

import logging

import discord

from bot.calls import visible
from bot.gateway.localisation import Words
from bot.gateway.markdown import shortened
from bot.gateway.places import MessagePlace
from bot.gateway.rendering import notice_embed
from bot.gateway.servers import Servers

log = logging.getLogger(__name__)

_LONGEST_NAME = 100  # units


async def open_thread(
    interaction: discord.Interaction, question: str, servers: Servers
) -> tuple[MessagePlace, int] | None:
    """A thread below the response to a command, and its id; None where the bot may not open one."""
    channel = interaction.channel
    if not isinstance(channel, discord.TextChannel):
        return None
    words = Words(interaction.locale)
    below = await interaction.edit_original_response(embed=notice_embed(words("asking.thread")))
    return await _opened(below, question, channel, servers)


async def open_thread_below(
    message: discord.Message, question: str, servers: Servers
) -> tuple[MessagePlace, int] | None:
    """A thread below a question, and its id; None where the bot may not open one."""
    if not isinstance(message.channel, discord.TextChannel):
        return None
    return await _opened(message, question, message.channel, servers)


async def _opened(
    below: discord.Message, question: str, channel: discord.TextChannel, servers: Servers
) -> tuple[MessagePlace, int] | None:
    name = shortened(" ".join(visible(question).split()), _LONGEST_NAME) or "…"
    try:
        thread = await channel.create_thread(name=name, message=below, auto_archive_duration=1440)
    except discord.HTTPException as error:
        log.warning("no thread opened: %s", error)
        return None
    await servers.add_thread(thread.id)
    return MessagePlace(thread), thread.id
