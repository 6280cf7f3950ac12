"""A place that is written to while an answer is made, but never more than once a second."""

import asyncio
import logging
from collections.abc import Sequence

from discord import Embed
from discord.ui import View

from bot.gateway.places import NOT_DONE, Place

log = logging.getLogger(__name__)

EDIT_SECONDS = 1.0
"""Discord lets a message be edited five times in five seconds; more would delay the answer itself."""


class LiveMessage:
    """Shows the newest of the embeds it is given; none of them is worth failing an answer for."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._next: Embed | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_over = False
        self._editing = asyncio.Lock()  # an edit under way must not arrive after the answer

    def show(self, embed: Embed) -> None:
        """Show the embed as soon as the last edit is a second old, unless a newer one comes first."""
        self._next = embed
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._edit())

    async def finish(self, embeds: Sequence[Embed], view: View | None = None) -> list[int]:
        """Show the answer; gives the ids of its messages.

        Raises:
            discord.HTTPException: the place is gone, or the bot may not write there.
        """
        async with self._editing:
            self._end()
            return await self._place.finish(embeds, view)

    async def remove(self) -> None:
        """Show nothing any more.

        Raises:
            discord.HTTPException: the place is gone already.
        """
        async with self._editing:
            self._end()
            await self._place.remove()

    def _end(self) -> None:
        self._is_over = True
        if self._task:
            self._task.cancel()  # it sleeps, or waits for the lock that is held here: no edit is cut off

    async def _edit(self) -> None:
        while self._next and not self._is_over:
            async with self._editing:
                embed, self._next = self._next, None
                if embed and not self._is_over:
                    await self._update(embed)
            await asyncio.sleep(EDIT_SECONDS)

    async def _update(self, embed: Embed) -> None:
        try:
            await self._place.update(embed)
        except NOT_DONE as error:
            log.warning("progress not shown: %r", error)
