"""Where an answer is written: the response to a command, or a message below the question."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

import aiohttp
import discord
from discord import Embed
from discord.ui import View

log = logging.getLogger(__name__)

_Done = TypeVar("_Done")

NOT_DONE = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What a request to Discord ends with when it is not done; time-outs are among the last."""
_PAUSES = (1.0, 2.0, 4.0)  # seconds; the library itself repeats what ended with 500, 502, 504 or 524, and no more
_EXPIRED = {10015, 10062, 50027}  # unknown webhook, unknown interaction, invalid token: 15 minutes have passed


async def persistently(request: Callable[[], Awaitable[_Done]]) -> _Done:
    """What the request gives, made again after a pause when Discord, or the way there, fails for a moment."""
    for pause in _PAUSES:
        try:
            return await request()
        except NOT_DONE as error:
            if isinstance(error, discord.HTTPException) and error.status < 500:
                raise
            log.warning("trying again in %.0f s: %r", pause, error)
        await asyncio.sleep(pause)
    return await request()


class Place(Protocol):
    """A place that shows one embed while an answer is made, and then the answer."""

    async def update(self, embed: Embed) -> None:
        """Show this embed instead of what is there."""

    async def finish(self, embeds: Sequence[Embed], view: View | None) -> list[int]:
        """Show the first embed instead of what is there, the others below, the view under the last; message ids."""

    async def remove(self) -> None:
        """Show nothing any more."""


class CommandPlace:
    """The response to a command, until its token expires; then the channel or, for what is private, the member."""

    def __init__(self, interaction: discord.Interaction, is_private: bool) -> None:
        self._interaction = interaction
        self._is_private = is_private

    async def update(self, embed: Embed) -> None:
        """Show this embed instead of what is there."""
        await self._interaction.edit_original_response(embed=embed)

    async def finish(self, embeds: Sequence[Embed], view: View | None) -> list[int]:
        """Show the first embed instead of what is there, the others below, the view under the last; message ids."""
        try:
            return await self._respond(embeds, view)
        except discord.HTTPException as error:
            if error.code not in _EXPIRED:
                raise
        instead = self._interaction.user if self._is_private else self._interaction.channel
        log.info("command expired; answering in the %s", type(instead).__name__)
        if not isinstance(instead, discord.abc.Messageable):
            return []
        return await MessagePlace(instead).finish(embeds, view)

    async def remove(self) -> None:
        """Show nothing any more."""
        await self._interaction.delete_original_response()

    async def _respond(self, embeds: Sequence[Embed], view: View | None) -> list[int]:
        views = _under_the_last(embeds, view)
        edit = self._interaction.edit_original_response
        shown = await persistently(lambda: edit(embed=embeds[0], view=views[0]))
        following = zip(embeds[1:], views[1:], strict=True)
        return [shown.id, *[(await self._follow(embed, below)).id for embed, below in following]]

    async def _follow(self, embed: Embed, view: View | None) -> discord.Message:
        below = view or discord.utils.MISSING
        send = self._interaction.followup.send
        return await persistently(lambda: send(embed=embed, view=below, ephemeral=self._is_private, wait=True))


class MessagePlace:
    """A message of its own, as a reply to the question where there is one."""

    def __init__(self, channel: discord.abc.Messageable, question: discord.Message | None = None) -> None:
        self._channel = channel
        self._reference = question.to_reference(fail_if_not_exists=False) if question else None
        self._message: discord.Message | None = None

    async def update(self, embed: Embed) -> None:
        """Show this embed instead of what is there."""
        if self._message:
            await self._message.edit(embed=embed)
        else:
            self._message = await self._send(embed, None)

    async def finish(self, embeds: Sequence[Embed], view: View | None) -> list[int]:
        """Show the first embed instead of what is there, the others below, the view under the last; message ids."""
        views = _under_the_last(embeds, view)
        begun = self._message
        if begun:
            await persistently(lambda: begun.edit(embed=embeds[0], view=views[0]))
        first = begun or await self._send_surely(embeds[0], views[0])
        following = zip(embeds[1:], views[1:], strict=True)
        return [first.id, *[(await self._send_surely(embed, below)).id for embed, below in following]]

    async def remove(self) -> None:
        """Show nothing any more."""
        if self._message:
            await self._message.delete()

    async def _send_surely(self, embed: Embed, view: View | None) -> discord.Message:
        return await persistently(lambda: self._send(embed, view))

    async def _send(self, embed: Embed, view: View | None) -> discord.Message:
        given: dict[str, Any] = {"view": view, "reference": self._reference}
        return await self._channel.send(embed=embed, **{name: value for name, value in given.items() if value})


def is_gone(error: Exception) -> bool:
    """Whether a message, or the channel with it, has been deleted."""
    return isinstance(error, discord.NotFound) and error.code not in _EXPIRED


def _under_the_last(embeds: Sequence[Embed], view: View | None) -> list[View | None]:
    return [*([None] * (len(embeds) - 1)), view]
