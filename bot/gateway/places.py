"""Where an answer is written: the response to a command, or a reply to a message."""

import logging
from collections.abc import Sequence
from typing import Protocol

import discord
from discord import Embed

log = logging.getLogger(__name__)

_TOKEN_IS_GONE = {10015, 50027}  # an interaction's token is good for 15 minutes


class Place(Protocol):
    """A place that shows one embed while an answer is made, and then the answer."""

    async def update(self, embed: Embed) -> None:
        """Show this embed instead of what is there."""

    async def finish(self, embeds: Sequence[Embed]) -> None:
        """Show the first embed instead of what is there, the others in messages below."""


class CommandPlace:
    """The response to a command; the channel, when the command's token expires while the model writes."""

    def __init__(self, interaction: discord.Interaction, is_private: bool) -> None:
        self._interaction = interaction
        self._is_private = is_private

    async def update(self, embed: Embed) -> None:
        """Show this embed instead of what is there."""
        await self._interaction.edit_original_response(embed=embed)

    async def finish(self, embeds: Sequence[Embed]) -> None:
        """Show the first embed instead of what is there, the others in messages below."""
        await self._interaction.edit_original_response(embed=embeds[0])
        for embed in embeds[1:]:
            await self._interaction.followup.send(embed=embed, ephemeral=self._is_private)
