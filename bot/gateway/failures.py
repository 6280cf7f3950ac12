"""An error nobody expected: the log has all of it, the member a short number to name."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.gateway.localisation import Words
from bot.gateway.places import NOT_DONE
from bot.gateway.rendering import notice_embed

log = logging.getLogger(__name__)

_Item = TypeVar("_Item")


def logged(error: BaseException, words: Words) -> discord.Embed:
    """Put the error into the log; what the member sees of it."""
    identifier = secrets.token_hex(3)
    log.error("error id=%s", identifier, exc_info=error)
    return notice_embed(words("error", id=identifier))


async def tell(interaction: discord.Interaction, embed: discord.Embed) -> None:
    """Say something to the one who pressed or typed, and to nobody else."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(embed=embed, ephemeral=True)
        else:
            await interaction.response.send_message(embed=embed, ephemeral=True)
    except NOT_DONE as error:
        log.warning("member not told: %r", error)


async def on_command_error(interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
    """What the command tree does with an error of a command."""
    words = Words(interaction.locale)
    if isinstance(error, app_commands.CheckFailure):
        await tell(interaction, notice_embed(words("limit.manager")))
        return
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    await tell(interaction, logged(cause, words))


def guarded(
    callback: Callable[[_Item, discord.Interaction[Any]], Awaitable[None]],
) -> Callable[[_Item, discord.Interaction[Any]], Coroutine[Any, Any, None]]:
    """For the callback of a button: its error is told and logged like that of a command."""

    async def call(item: _Item, interaction: discord.Interaction[Any]) -> None:
        try:
            await callback(item, interaction)
        except Exception as error:
            await tell(interaction, logged(error, Words(interaction.locale)))

    return call
