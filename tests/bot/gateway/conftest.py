"""A bot in simcord's Discord, answering from a fake."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import simcord
from discord import app_commands

from bot.gateway.bot import create_bot
from bot.gateway.readiness import Opened, Opening
from bot.gateway.services import Services, open_services
from bot.settings import BotSettings

from tests.bot.gateway.fakes import FakeAnswerer, FakeArchive
from tests.bot.gateway.rooms import Room
from tests.fake_discord.openapi import assert_conforms


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
def archive() -> FakeArchive:
    return FakeArchive()


@pytest.fixture
def chosen() -> dict[str, Any]:
    """Settings that a test wants to be other than the defaults; a module may have its own."""
    return {}


@pytest.fixture
async def services(
    answerer: FakeAnswerer, archive: FakeArchive, chosen: dict[str, Any], tmp_path: Path
) -> AsyncIterator[Services]:
    opening = Opening(lambda: Opened(answerer, archive))
    await opening.opened()
    usual: dict[str, Any] = {"allowed_channels": "*", "data_dir": tmp_path, "shutdown_seconds": 0.0}
    opened = open_services(BotSettings(**(usual | chosen)), opening)
    yield opened
    opened.journal.close()


@pytest.fixture
async def env(services: Services) -> AsyncIterator[simcord.Env]:
    """Discord with the bot in it; every request the bot made must be one that Discord's own description allows."""
    running = simcord.Env(create_bot(services), shard_count=1)
    await running.start()
    yield running
    await running.shutdown()
    assert [error for error in running.errors if not isinstance(error, app_commands.CheckFailure)] == []
    for request in running.http_requests:
        assert_conforms(request.method, request.path, request.json)


@pytest.fixture
def room(env: simcord.Env) -> Room:
    return Room(env)


@pytest.fixture(autouse=True)
def no_stray_files(tmp_path: Path) -> Iterator[None]:
    """Nothing is written outside the data folder."""
    yield
    assert {path.name for path in (tmp_path / "home").iterdir()} == set()
