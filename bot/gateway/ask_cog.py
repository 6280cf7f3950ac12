"""The commands that ask a question."""

from dataclasses import replace
from datetime import date, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from ingest.articles import normalise_timestamp
from ingest.passages import DateRange

from bot.gateway.desk import Asker, Desk, Posed
from bot.gateway.failures import tell
from bot.gateway.localisation import Words, describe, label, rename
from bot.gateway.managers import is_manager
from bot.gateway.markdown import escaped, shortened
from bot.gateway.places import CommandPlace, Place
from bot.gateway.rendering import notice_embed
from bot.gateway.services import Services
from bot.gateway.threads import open_thread
from bot.journal_records import Asking
from bot.limits import Ticket
from bot.question import LONGEST_QUESTION, Question

_MOST_CHOICES, _LONGEST_CHOICE = 25, 100
_OPTIONS = ("question", "since", "until", "source", "private")


class AskCog(commands.Cog):
    """/ask, and "Ask about this" on a message."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services, desk: Desk) -> None:
        self._bot, self._services, self._desk = bot, services, desk
        self._about = app_commands.ContextMenu(name=label("ask_about.name"), callback=self.ask_about)

    async def cog_load(self) -> None:
        """A cog's context menus are not found by the library."""
        self._bot.tree.add_command(self._about)

    @app_commands.command(name=label("ask.name"), description=label("ask.description"))
    @app_commands.describe(**describe("ask", *_OPTIONS))
    @app_commands.rename(**rename("ask", *_OPTIONS))
    async def ask(
        self,
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Answer where the command was given."""
        words = Words(interaction.locale)
        within = _within(since, until, words)
        if isinstance(within, str):
            await tell(interaction, notice_embed(within))
            return
        is_private = (
            self._services.servers.settings(interaction.guild_id or 0).is_private if private is None else private
        )
        await self._ask(interaction, Question(question, within=within, source=source), is_private)

    @ask.autocomplete("source")
    async def outlets(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The outlets that hold what was typed so far, those with most articles first."""
        if not self._services.opening.is_open:
            return []
        summary = self._services.summary or await self._services.refresh()
        names = [name for name in summary.sources if name]
        fitting = [name for name in names if typed.casefold() in name.casefold() and len(name) <= _LONGEST_CHOICE]
        return [app_commands.Choice(name=name, value=name) for name in fitting[:_MOST_CHOICES]]

    async def ask_about(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Take a message for a question."""
        text = " ".join(message.content.split())
        if not text:
            await tell(interaction, notice_embed(Words(interaction.locale)("asking.nothing")))
            return
        is_private = self._services.servers.settings(interaction.guild_id or 0).is_private
        await self._ask(interaction, Question(shortened(text, LONGEST_QUESTION)), is_private)

    async def _ask(self, interaction: discord.Interaction, question: Question, is_private: bool) -> None:
        words = Words(interaction.locale)
        asker = _asker(interaction)
        ticket = self._desk.admit(asker, words)
        if not isinstance(ticket, Ticket):
            await tell(interaction, notice_embed(ticket))
            return

        async def pose() -> Posed:
            await interaction.response.defer(thinking=True, ephemeral=is_private)
            place, channel_id = await self._place(interaction, question.text, is_private)
            return Posed(question, replace(asker.asking, channel_id=channel_id, is_private=is_private), words, place)

        await self._desk.answer(interaction.id, pose, ticket)

    async def _place(self, interaction: discord.Interaction, text: str, is_private: bool) -> tuple[Place, int]:
        """Where the answer goes, and the id of that channel."""
        here = interaction.channel_id or 0
        if not is_private and self._services.servers.has_threads(here):
            thread = await open_thread(interaction, text, self._services.servers)
            if thread:
                return thread
        return CommandPlace(interaction, is_private), here


def _asker(interaction: discord.Interaction) -> Asker:
    asking = Asking(interaction.user.id, interaction.guild_id or 0, interaction.channel_id or 0)
    parent_id = getattr(interaction.channel, "parent_id", None)
    channel_ids = (asking.channel_id, parent_id) if parent_id else (asking.channel_id,)
    return Asker(asking, channel_ids, is_manager(interaction))


def _within(since: str | None, until: str | None, words: Words) -> DateRange | str:
    """The days, or what is wrong with them."""
    days: list[str | None] = []
    for value in (since, until):
        try:
            timestamp = normalise_timestamp(value)
        except (ValueError, OverflowError):
            return words("asking.bad_date", value=escaped(shortened(value or "", 80)))
        days.append(timestamp[:10] if timestamp else None)
    first, last = days
    if first and last and first > last:
        return words("asking.order")
    try:
        end = (date.fromisoformat(last) + timedelta(days=1)).isoformat() if last else None
    except OverflowError:  # no day comes after 9999-12-31
        return words("asking.bad_date", value=last)
    return DateRange(first, end)
