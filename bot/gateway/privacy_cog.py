"""/privacy: what is stored about a member, for them to see, take along and delete."""

import asyncio
import io
import json
import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ButtonStyle, Interaction, app_commands, ui
from discord.ext import commands

from bot.gateway.failures import guarded
from bot.gateway.localisation import Words, label
from bot.gateway.rendering import notice_embed
from bot.gateway.services import Services

if TYPE_CHECKING:
    from bot.gateway.bot import FootnoteBot


class DeleteButton(ui.DynamicItem[ui.Button[ui.View]], template=r"forget"):
    """Deletes what is stored about who presses it."""

    def __init__(self, label: str) -> None:
        super().__init__(ui.Button(label=label, custom_id="forget", style=ButtonStyle.danger))

    @classmethod
    async def from_custom_id(cls, interaction: Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button as it was sent, perhaps by an earlier process."""
        return cls("…")

    @guarded
    async def callback(self, interaction: Interaction["FootnoteBot"]) -> None:
        """Delete, then say so."""
        await asyncio.to_thread(interaction.client.services.journal.forget, interaction.user.id)
        embed = notice_embed(Words(interaction.locale)("privacy.deleted"))
        await interaction.response.edit_message(embed=embed, view=None)


class PrivacyCog(commands.GroupCog, group_name=label("privacy.name"), group_description=label("privacy.description")):
    """Every answer of these is seen only by the member."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name=label("privacy.show.name"), description=label("privacy.show.description"))
    async def show(self, interaction: discord.Interaction) -> None:
        """How much there is, and what for."""
        await self._tell_counts(interaction, "privacy.counts", None)

    @app_commands.command(name=label("privacy.export.name"), description=label("privacy.export.description"))
    async def export(self, interaction: discord.Interaction) -> None:
        """All of it, as JSON."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        stored = await asyncio.to_thread(self._services.journal.stored_about, interaction.user.id)
        content = json.dumps(stored, ensure_ascii=False, indent=2).encode()
        file = discord.File(io.BytesIO(content), "footnote.json")
        embed = notice_embed(Words(interaction.locale)("privacy.file"))
        await interaction.edit_original_response(embed=embed, attachments=[file])

    @app_commands.command(name=label("privacy.delete.name"), description=label("privacy.delete.description"))
    async def delete(self, interaction: discord.Interaction) -> None:
        """All of it, once it is confirmed."""
        view = ui.View(timeout=None).add_item(DeleteButton(Words(interaction.locale)("button.delete")))
        await self._tell_counts(interaction, "privacy.sure", view)

    async def _tell_counts(self, interaction: discord.Interaction, key: str, view: ui.View | None) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        stored = await asyncio.to_thread(self._services.journal.stored_about, interaction.user.id)
        counts = {name: len(rows) for name, rows in stored.items()}
        embed = notice_embed(Words(interaction.locale)(key, **counts))
        await interaction.edit_original_response(embed=embed, view=view)
