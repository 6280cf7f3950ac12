"""What becomes of a change to the archive when the bot is stopped meanwhile."""

import asyncio
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from discord import Embed

from ingest.pipeline import IngestReport

from bot.gateway.changes import Change, Changes
from bot.gateway.services import Services

from tests.bot.gateway.fakes import FakeArchive


class EndlessArchive(FakeArchive):
    """Reads one article after the other until it is stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.is_stopped = False

    def poll(self, progress: Callable[[IngestReport], None]) -> IngestReport:
        try:
            while True:
                progress(IngestReport(read=1))
                time.sleep(0.001)
        finally:
            self.is_stopped = True


class Command:
    """As much of an interaction as a change needs."""

    def __init__(self) -> None:
        self.locale = None
        self.shown: list[str | None] = []
        self.has_changed = asyncio.Event()
        self.response = self

    async def defer(self, thinking: bool, ephemeral: bool) -> None:
        """Only the member sees what comes."""

    async def edit_original_response(self, embed: Embed, view: Any = None) -> Any:
        self.shown.append(embed.description)
        self.has_changed.set()
        return SimpleNamespace(id=1)


@pytest.fixture
def archive() -> EndlessArchive:
    return EndlessArchive()


async def test_it_ends_after_the_article_that_is_being_read_and_the_editor_is_told(
    services: Services, archive: EndlessArchive
) -> None:
    async def prepare() -> Change:
        return lambda archive, progress: archive.poll(progress)

    changes, command = Changes(services), Command()
    given: Any = command
    making = asyncio.create_task(changes.make(given, prepare))
    await command.has_changed.wait()
    await changes.close()
    assert making.done()
    assert archive.is_stopped
    assert (command.shown[-1] or "").startswith("The bot was stopped before this was finished.")
