"""What becomes of an answer when Discord does not take it as it was meant."""

from dataclasses import replace

import aiohttp
import discord
import pytest

from bot.gateway.places import persistently

from tests.bot.gateway.fakes import ANSWERED, FakeAnswerer
from tests.bot.gateway.responses import http_error
from tests.bot.gateway.rooms import Room


def texts(room: Room) -> list[str | None]:
    return [message.embeds[0].description for message in room.shown() if message.embeds]


@pytest.mark.parametrize(("status", "code"), [(401, 50027), (404, 10015), (404, 10062)])
async def test_an_answer_whose_command_has_expired_goes_to_the_channel(room: Room, status: int, code: int) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=status, code=code, times=None)
    await room.ask()
    assert texts(room) == [ANSWERED.text]


async def test_a_private_answer_whose_command_has_expired_goes_to_the_member_alone(room: Room) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
    await room.ask(private=True)
    assert ANSWERED.text not in texts(room)
    told = room.alice.user.dm_channel.last_message
    assert told
    assert told.embeds[0].description == ANSWERED.text


async def test_a_report_whose_command_has_expired_goes_to_the_editor(room: Room) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
    await room.manager.slash(room.channel, "ingest", url="https://news.example/a")
    told = room.manager.user.dm_channel.last_message
    assert told
    assert (told.embeds[0].description or "").startswith("1 read: 1 added")


@pytest.mark.parametrize("is_private", [True, False])
async def test_an_answer_that_discord_refuses_once_with_503_is_shown(room: Room, is_private: bool) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=503, code=0, times=2)
    result = await room.ask(private=is_private)
    await room.env.advance_time(5)
    assert result.response
    assert result.response.message.embeds[0].description == ANSWERED.text


async def test_an_answer_by_message_that_discord_refuses_once_with_503_is_shown(room: Room) -> None:
    room.env.inject_error("POST", "/channels/*/messages", status=503, code=0, times=2)
    assert room.env.bot.user
    await room.alice.send(room.channel, f"{room.env.bot.user.mention} When?")
    await room.env.advance_time(5)
    assert texts(room) == [ANSWERED.text]


@pytest.mark.parametrize(
    "error", [http_error(503, 0), aiohttp.ServerDisconnectedError(), ConnectionResetError(), TimeoutError()]
)
async def test_a_request_is_made_again_a_few_times(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.places._PAUSES", (0.0, 0.0))
    outcomes: list[Exception | None] = [error, error, None, error, error, error]

    async def request() -> str:
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome
        return "done"

    assert await persistently(request) == "done"
    with pytest.raises(type(error)):
        await persistently(request)
    assert outcomes == []


async def test_a_request_that_discord_refuses_is_not_made_again() -> None:
    requests: list[int] = []

    async def request() -> None:
        requests.append(1)
        raise http_error(403, 50013)

    with pytest.raises(discord.Forbidden):
        await persistently(request)
    assert len(requests) == 1


async def test_an_answer_whose_message_was_deleted_is_not_posted_again(room: Room) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=404, code=10008, times=None)
    await room.ask()
    assert texts(room) == []


async def test_a_long_answer_takes_several_messages_with_the_buttons_under_the_last(
    room: Room, answerer: FakeAnswerer
) -> None:
    answerer.outcome = replace(ANSWERED, text="Words that matter [1]. " * 300)
    await room.ask()
    first, second = room.shown()
    assert not first.components
    assert second.components
    assert second.embeds[0].fields[0].name == "Sources"
    await room.bob.send(room.channel, "Why?", reply_to=first)
    assert len(answerer.asked[1].history) == 1


async def test_twenty_words_in_two_seconds_are_shown_in_no_more_than_an_edit_a_second(
    room: Room, answerer: FakeAnswerer
) -> None:
    answerer.words, answerer.pause = ("word ",) * 20, 0.1
    before = len(room.env.http_requests)
    await room.ask()
    await room.env.advance_time(5)
    assert texts(room) == [ANSWERED.text]
    edits = [request for request in room.env.http_requests[before:] if request.path.endswith("@original")]
    assert len(edits) <= 4
