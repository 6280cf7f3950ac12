"""A bot in simcord's Discord, answering from a fake."""

from collections.abc import AsyncIterator

import pytest
import simcord

from bot.gateway.bot import create_bot
from bot.gateway.readiness import Opening

from tests.bot.gateway.fakes import FakeAnswerer


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
async def env(answerer: FakeAnswerer) -> AsyncIterator[simcord.Env]:
    opening = Opening(lambda: answerer)
    await opening.answerer()
    running = simcord.Env(create_bot(opening), shard_count=1)
    await running.start()
    yield running
    await running.shutdown()
    running.raise_errors()
