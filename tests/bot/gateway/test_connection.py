"""The real, unmodified client on the wire: starting, staying connected, and what Discord answers in bad moments."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from typing import Any

import discord
import pytest
import yarl

from bot.errors import ConfigurationError
from bot.gateway.client import stay_connected
from bot.gateway.services import Services

from tests.bot.gateway.fakes import ANSWERED, FakeAnswerer
from tests.fake_discord.openapi import assert_conforms
from tests.fake_discord.payloads import BOT_ID, GUILD_ID, NEWS_ID, OWNER_ID, Who, message, new_id, thread, user
from tests.fake_discord.server import TOKEN, FakeDiscord, Fault


@pytest.fixture
def chosen() -> dict[str, Any]:
    return {"discord_token": TOKEN}


def redirect(monkeypatch: pytest.MonkeyPatch, server: FakeDiscord) -> None:
    """Discord's two addresses are all that differs from the real thing, and that nobody waits between two log-ins."""

    async def at_once(client: discord.Client, shard_id: int | None, *, initial: bool = False) -> None:
        """The library's own hook sleeps five seconds, as Discord's rules ask."""

    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://{server.address}/api/v10")
    gateway = yarl.URL(f"ws://{server.address}/gateway")
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    server = FakeDiscord(heartbeat_ms=300)
    await server.start()
    redirect(monkeypatch, server)
    yield server
    await server.stop()
    for request in server.requests:
        assert_conforms(request.method, request.path, request.body)


@pytest.fixture
async def connection(server: FakeDiscord, services: Services) -> AsyncIterator[asyncio.Task[None]]:
    running = asyncio.create_task(stay_connected(services))
    yield running
    running.cancel()
    with suppress(asyncio.CancelledError, ConfigurationError):
        await running


@pytest.fixture
async def online(server: FakeDiscord, connection: asyncio.Task[None]) -> FakeDiscord:
    await server.connected()
    return server


async def shown(server: FakeDiscord, text: str) -> dict[str, Any]:
    """The message that shows the text, as soon as there is one."""

    def found() -> dict[str, Any] | None:
        for sent in server.messages.values():
            if any(text in (embed.get("description") or "") for embed in sent["embeds"]):
                return dict(sent)
        return None

    result: dict[str, Any] = await server.until(found)
    return result


async def ask(server: FakeDiscord) -> None:
    await server.dispatch("INTERACTION_CREATE", Who().command("ask", question="When?"))


async def test_it_starts_syncs_its_commands_and_answers_a_command(online: FakeDiscord) -> None:
    assert {command["name"] for command in online.commands} == {
        "ask", "search", "sources", "status", "help", "privacy", "settings", "ingest", "withdraw", "feeds",
        "Ask about this",
    }  # fmt: skip
    await ask(online)
    await shown(online, ANSWERED.text)
    first = next(request for request in online.requests if request.path.startswith("/interactions"))
    assert first.body == {"type": 5}


async def test_it_answers_a_mention_a_reply_in_its_thread_and_a_direct_message(
    online: FakeDiscord, answerer: FakeAnswerer
) -> None:
    asker, bot = user(4000), user(BOT_ID, is_bot=True)
    thread_id = new_id()
    await online.dispatch("THREAD_CREATE", thread(thread_id, "When?"))
    questions = (
        (message(NEWS_ID, asker, f"<@{BOT_ID}> By mention?", mentions=[bot], guild_id="2000"), str(NEWS_ID)),
        (message(thread_id, asker, "In a thread?", guild_id="2000"), thread_id),
        (message("5000", asker, "Directly?", channel_type=1), "5000"),
    )
    for sent, channel_id in questions:
        await online.dispatch("MESSAGE_CREATE", sent)
        await online.until(partial(online.seen, "POST", f"/channels/{channel_id}/messages"))
    await online.until(lambda: len(answerer.asked) == 3)
    assert [question.text for question in answerer.asked] == ["By mention?", "In a thread?", "Directly?"]


async def test_a_server_that_tells_little_of_itself_is_answered_too(
    server: FakeDiscord, services: Services, answerer: FakeAnswerer
) -> None:
    server.guild |= {"members": []}
    running = asyncio.create_task(stay_connected(services))
    await server.connected()
    mentioned = message(
        NEWS_ID, user(4000), f"<@{BOT_ID}> When?", mentions=[user(BOT_ID, is_bot=True)], guild_id=str(GUILD_ID)
    )
    await server.dispatch("MESSAGE_CREATE", mentioned)
    await shown(server, ANSWERED.text)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_who_reads_german_is_answered_in_german(online: FakeDiscord) -> None:
    await online.dispatch("INTERACTION_CREATE", Who(locale="de").command("ask", question="Wann?"))
    answered = await shown(online, ANSWERED.text)
    assert answered["embeds"][0]["fields"][0]["name"] == "Quellen"
    assert answered["components"][0]["components"][0]["label"] == "Quellen"


async def test_it_keeps_its_heart_beating(online: FakeDiscord) -> None:
    await online.until(lambda: sum(frame["op"] == 1 for frame in online.received) >= 3)


async def test_a_connection_that_breaks_is_resumed_and_nothing_said_meanwhile_is_lost(
    online: FakeDiscord, answerer: FakeAnswerer
) -> None:
    await online.ask_to_reconnect()
    await ask(online)
    await online.until(lambda: any(frame["op"] == 6 for frame in online.received))
    resumed = next(frame["d"] for frame in online.received if frame["op"] == 6)
    assert resumed["session_id"] == "session"
    await shown(online, ANSWERED.text)
    assert len(answerer.asked) == 1


async def test_a_session_that_is_refused_is_begun_anew(online: FakeDiscord) -> None:
    await online.refuse_session()
    await online.connected(times=2)
    await ask(online)
    await shown(online, ANSWERED.text)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (429, {"message": "slow down", "retry_after": 0.05, "global": False}),
        (502, {}),
        (500, {"message": "", "code": 0}),
    ],
)
async def test_an_answer_outlasts_limits_and_failures_of_discord(
    online: FakeDiscord, status: int, body: dict[str, Any]
) -> None:
    online.faults.append(Fault("PATCH", "/webhooks/*/@original", status, body))
    await ask(online)
    await shown(online, ANSWERED.text)


async def test_a_start_outlasts_a_discord_that_is_down(
    server: FakeDiscord, connection: asyncio.Task[None], caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.append(Fault("GET", "/users/@me", 503))
    await server.connected()
    assert "Discord cannot be reached, next attempt in 1 s: 503" in caplog.text


@pytest.mark.parametrize("code", [4011, 4000])
async def test_a_connection_that_discord_ends_is_begun_anew(
    online: FakeDiscord, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.backoff.ExponentialBackoff, "delay", lambda self: 0.01)
    await online.drop(code)
    await online.connected(times=2)


async def test_a_token_that_is_withdrawn_ends_the_bot(online: FakeDiscord, connection: asyncio.Task[None]) -> None:
    await online.drop(4004)
    with pytest.raises(ConfigurationError, match="Discord does not accept DISCORD_TOKEN"):
        await asyncio.wait_for(connection, 10)


async def test_without_message_content_it_connects_with_fewer_intents_and_says_what_that_means(
    server: FakeDiscord, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    server.refused_intents = discord.Intents(message_content=True).value
    running = asyncio.create_task(stay_connected(services))
    await server.connected(times=2)
    assert "in threads and replies, mention me" in caplog.text
    await ask(server)
    await shown(server, ANSWERED.text)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_command_that_has_expired_before_it_is_deferred_leaves_the_queue(
    online: FakeDiscord, services: Services
) -> None:
    online.faults.append(Fault("POST", "/interactions/*", 404, {"code": 10062, "message": "Unknown interaction"}))
    await ask(online)
    await online.until(lambda: online.seen("POST", "/interactions/*"))
    await ask(online)
    await shown(online, ANSWERED.text)


async def test_a_manager_is_who_discord_says_is_one(online: FakeDiscord, services: Services) -> None:
    settings = {"id": "1", "type": 1, "name": "settings", "options": [{"name": "show", "type": 1, "options": []}]}
    await online.dispatch("INTERACTION_CREATE", Who().interaction(2, settings))
    await shown(online, "This is for members who may manage the server.")
    await online.dispatch("INTERACTION_CREATE", Who(is_manager=True, user_id=OWNER_ID).interaction(2, settings))
    await online.until(lambda: [m for m in online.messages.values() if m["embeds"] and m["embeds"][0].get("fields")])


class TestSeveralShards:
    @pytest.fixture
    async def server(self, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
        server = FakeDiscord(shards=2)
        await server.start()
        redirect(monkeypatch, server)
        yield server
        await server.stop()

    async def test_it_opens_as_many_as_discord_asks_for(self, online: FakeDiscord) -> None:
        await online.connected(times=2)
        shards = [frame["d"]["shard"] for frame in online.received if frame["op"] == 2]
        assert shards == [[0, 2], [1, 2]]
