"""The commands that ask a question."""

import asyncio
import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.answerer import LONGEST_QUESTION, Answer
from bot.errors import QuestionError
from bot.gateway.live import LiveMessage
from bot.gateway.places import CommandPlace, Place
from bot.gateway.readiness import Answering, Opening
from bot.gateway.rendering import answer_embeds, notice_embed, progress_embed
from bot.gateway.texts import ENGLISH

log = logging.getLogger(__name__)


class AskCog(commands.Cog):
    """Puts questions to the answerer and its answers where they were asked."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._running: set[asyncio.Task[None]] = set()

    @app_commands.command(name="ask", description="Ask the archive; the answer cites its sources")
    @app_commands.describe(question="Your question, in full words")
    async def ask(
        self,
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
    ) -> None:
        """Answer where the command was given."""
        await interaction.response.defer(thinking=True)
        await self._track(CommandPlace(interaction, is_private=False), question)

    async def cog_unload(self) -> None:
        """Tell those who wait that there will be no answer."""
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=2)

    async def _track(self, place: Place, question: str) -> None:
        task = asyncio.create_task(self._answer(place, question))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.wait([task])

    async def _answer(self, place: Place, question: str) -> None:
        live = LiveMessage(place)
        try:
            answer = await self._written(live, question)
            embeds = answer_embeds(answer)
        except QuestionError as error:
            embeds = [notice_embed(str(error))]
        except asyncio.CancelledError:
            embeds = [notice_embed(ENGLISH["ask.interrupted"])]
        try:
            await live.finish(embeds)
        except discord.HTTPException as error:
            log.warning("answer not shown: %s", error)

    async def _written(self, live: LiveMessage, question: str) -> Answer:
        if not self._opening.is_open:
            live.show(progress_embed(ENGLISH["ask.opening"]))
        answerer: Answering = await self._opening.answerer()
        live.show(progress_embed(ENGLISH["ask.searching"]))
        return await answerer.answer(question, lambda text: live.show(progress_embed(ENGLISH["ask.writing"], text)))
