"""Commands for every member that ask no model: what is there, and how much."""

import asyncio

import discord
from discord import Embed, app_commands
from discord.ext import commands
from discord.utils import format_dt

from bot.errors import QuestionError
from bot.gateway.localisation import Words, describe, label, rename
from bot.gateway.markdown import escaped, shortened, units
from bot.gateway.places import CommandPlace
from bot.gateway.rendering import (
    COLOURS,
    NOTICE,
    also_reported,
    article_line,
    notice_embed,
    unreadable_embed,
    with_fields,
)
from bot.gateway.services import Services
from bot.question import Question, checked_question
from bot.retriever import Hit

_PASSAGES_SHOWN = 5
_LONGEST_PASSAGE = 280  # units; escaped it may be twice as long
_LONGEST_ARTICLE_LINE = 440
_LONGEST_WORDS = 500
_MOST_OUTLETS = 100


class ReaderCog(commands.Cog):
    """/search, /sources, /status, /help: each answers only who asked."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(name=label("search.name"), description=label("search.description"))
    @app_commands.describe(**describe("search", "words"))
    @app_commands.rename(**rename("search", "words"))
    async def search(self, interaction: discord.Interaction, words: app_commands.Range[str, 1, _LONGEST_WORDS]) -> None:
        """Passages, without a model."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        try:
            sought = Question(checked_question(words))
        except QuestionError:
            await interaction.edit_original_response(embed=unreadable_embed(words, Words(interaction.locale)))
            return
        opened = await self._services.opening.opened()
        hits = await asyncio.to_thread(opened.archive.search, sought, _PASSAGES_SHOWN)
        if not hits:
            await interaction.edit_original_response(embed=notice_embed(Words(interaction.locale)("search.none")))
            return
        embed = Embed(title=shortened(escaped(words), 250), colour=COLOURS["quoted"])
        words_of = Words(interaction.locale)
        embeds = with_fields([embed], "\u200b", (hit_line(hit, words_of) for hit in hits))
        await CommandPlace(interaction, is_private=True).finish(embeds, None)

    @app_commands.command(name=label("sources.name"), description=label("sources.description"))
    async def sources(self, interaction: discord.Interaction) -> None:
        """Outlets, with how many articles of each there are."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        words = Words(interaction.locale)
        summary = await self._services.refresh()
        newest = summary.newest or words("unknown")
        embed = Embed(title=words("sources.count", count=summary.articles, newest=newest[:10]), colour=NOTICE)
        outlets = list(summary.sources.items())[:_MOST_OUTLETS]
        lines = [f"{escaped(shortened(name or words('sources.unknown'), 100))} · {count}" for name, count in outlets]
        hidden = len(summary.sources) - len(outlets)
        lines += [words("sources.more", count=hidden)] if hidden else []
        await CommandPlace(interaction, is_private=True).finish(with_fields([embed], "\u200b", lines), None)

    @app_commands.command(name=label("status.name"), description=label("status.description"))
    async def status(self, interaction: discord.Interaction) -> None:
        """The size of the archive, the model, and what waits."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        words, services = Words(interaction.locale), self._services
        summary = await services.refresh()
        unknown = words("unknown")
        guild_id = interaction.guild_id or 0
        used, budget = services.limits.budgets.used(guild_id), services.servers.daily_budget(guild_id)
        counts = words("status.counts", articles=summary.articles, passages=summary.passages)
        dates = words("status.dates", oldest=summary.oldest or unknown, newest=summary.newest or unknown)
        waiting = words("status.waiting", waiting=len(services.limits.queue))
        embed = Embed(colour=NOTICE)
        embed.add_field(name=words("status.archive"), value=f"{counts}\n{dates}", inline=False)
        changed = format_dt(services.changed_at, "R") if services.changed_at else unknown
        embed.add_field(name=words("status.ingest"), value=changed, inline=False)
        embed.add_field(name=words("status.model"), value=escaped(services.settings.chat_model), inline=False)
        budget_line = words("status.budget", used=used, budget=budget)
        embed.add_field(name=words("status.queue"), value=f"{waiting}\n{budget_line}", inline=False)
        await interaction.edit_original_response(embed=embed)

    @app_commands.command(name=label("help.name"), description=label("help.description"))
    async def help(self, interaction: discord.Interaction) -> None:
        """What the bot can do."""
        embed = notice_embed(Words(interaction.locale)("help.text"))
        await interaction.response.send_message(embed=embed, ephemeral=True)


def hit_line(hit: Hit, words: Words) -> str:
    """The article and the passage, short enough for a field."""
    passage = escaped(shortened(" ".join(hit.passage.text.split()), _LONGEST_PASSAGE))
    also = also_reported(hit.also_reported_by, words)
    line = article_line(hit.passage.article, words, limit=_LONGEST_ARTICLE_LINE - units(also))
    return f"{line}{also}\n> {passage}"
