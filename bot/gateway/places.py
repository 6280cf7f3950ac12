"""Where an answer is written: the response to a command, or a message below the question."""

import logging
from collections.abc import Sequence
from typing import Any, Protocol

import discord
from discord import Embed
from discord.ui import View

log = logging.getLogger(__name__)

_EXPIRED = {10015, 10062, 50027}  # unknown webhook, unknown interaction, invalid token: 15 minutes have passed


class Place(Protocol):
    """A place that shows one embed while an answer is made, and then the answer."""

    async def update(self, embed: Embed) -> None:
        """Show this embed instead of what is there."""

    async def finish(self, embeds: Sequence[Embed], view: View | None) -> list[int]:
        """Show the first embed instead of what is there, the others below, the view under the last; message ids."""

    async def remove(self) -> None:
        """Show nothing any more."""


class CommandPlace:
    """The response to a command; the channel, when the command's token expires while the model writes."""

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
            if error.code not in _EXPIRED or self._is_private:  # what is private must not go to the channel
                raise
        log.info("command expired; answering in the channel")
        channel = self._interaction.channel
        if not isinstance(channel, discord.abc.Messageable):
            return []
        return await MessagePlace(channel).finish(embeds, view)

    async def remove(self) -> None:
        """Show nothing any more."""
        await self._interaction.delete_original_response()

    async def _respond(self, embeds: Sequence[Embed], view: View | None) -> list[int]:
        views = _under_the_last(embeds, view)
        shown = await self._interaction.edit_original_response(embed=embeds[0], view=views[0])
        sent = [shown.id]
        for embed, below in zip(embeds[1:], views[1:], strict=True):
            message = await self._interaction.followup.send(
                embed=embed, view=below or discord.utils.MISSING, ephemeral=self._is_private, wait=True
            )
            sent.append(message.id)
        return sent


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
        if self._message:
            await self._message.edit(embed=embeds[0], view=views[0])
        else:
            self._message = await self._send(embeds[0], views[0])
        sent = [self._message.id]
        for embed, below in zip(embeds[1:], views[1:], strict=True):
            sent.append((await self._send(embed, below)).id)
        return sent

    async def remove(self) -> None:
        """Show nothing any more."""
        if self._message:
            await self._message.delete()

    async def _send(self, embed: Embed, view: View | None) -> discord.Message:
        given: dict[str, Any] = {"view": view, "reference": self._reference}
        return await self._channel.send(embed=embed, **{name: value for name, value in given.items() if value})


def is_gone(error: discord.HTTPException) -> bool:
    """Whether a message, or the channel with it, has been deleted."""
    return isinstance(error, discord.NotFound) and error.code not in _EXPIRED


def _under_the_last(embeds: Sequence[Embed], view: View | None) -> list[View | None]:
    return [*([None] * (len(embeds) - 1)), view]
