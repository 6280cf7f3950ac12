"""What becomes of an answer when Discord does not take it as it was meant."""

from dataclasses import replace

import pytest

from tests.bot.gateway.fakes import ANSWERED, FakeAnswerer
from tests.bot.gateway.rooms import Room


def texts(room: Room) -> list[str | None]:
    return [message.embeds[0].description for message in room.shown() if message.embeds]


@pytest.mark.parametrize(("status", "code"), [(401, 50027), (404, 10015), (404, 10062)])
async def test_an_answer_whose_command_has_expired_goes_to_the_channel(room: Room, status: int, code: int) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=status, code=code, times=None)
    await room.ask()
    assert texts(room) == [ANSWERED.text]


async def test_a_private_answer_never_goes_to_the_channel(room: Room) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)
    await room.ask(private=True)
    assert ANSWERED.text not in texts(room)


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
