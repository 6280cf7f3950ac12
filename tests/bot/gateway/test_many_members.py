"""Many members at once. What is measured here is by bench/discord_load.py, which prints it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import discord
import pytest

from bot.gateway.client import stay_connected
from bot.gateway.services import Services

from tests.bot.gateway.fakes import ANSWERED, FakeAnswerer, SlowAnswerer
from tests.fake_discord.payloads import Who
from tests.fake_discord.server import TOKEN, FakeDiscord

MEMBERS = 200
FULL = "Too many questions are waiting. Please try again in a minute."


@pytest.fixture
def chosen() -> dict[str, Any]:
    return {"discord_token": TOKEN, "answers_at_once": 4}


@pytest.fixture
def answerer() -> FakeAnswerer:
    return SlowAnswerer(0.05)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch, services: Services) -> AsyncIterator[FakeDiscord]:
    server = FakeDiscord()
    await server.start()
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://{server.address}/api/v10")
    running = asyncio.create_task(stay_connected(services))
    await server.connected()
    yield server
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await server.stop()


def said(server: FakeDiscord) -> list[str]:
    return [embed.get("description") or "" for sent in server.messages.values() for embed in sent["embeds"]]


async def test_of_two_hundred_who_ask_at_once_each_is_answered_or_told_that_the_queue_is_full(
    server: FakeDiscord,
) -> None:
    for member in range(MEMBERS):
        await server.dispatch("INTERACTION_CREATE", Who(user_id=5000 + member).command("ask", question="When?"))
    await server.until(lambda: sum(text in (ANSWERED.text, FULL) for text in said(server)) == MEMBERS, seconds=30)
    assert said(server).count(ANSWERED.text) == 54
    assert len(server.seen("POST", "/interactions/*")) == MEMBERS
