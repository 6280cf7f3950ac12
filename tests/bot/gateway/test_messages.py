"""Mentions, replies, threads and direct messages."""

from dataclasses import replace
from typing import Any

import discord
import pytest
import simcord

from bot.gateway.services import Services
from bot.question import Turn

from tests.bot.gateway.fakes import ANSWERED, FakeAnswerer, SlowAnswerer
from tests.bot.gateway.rooms import Room

FIRST_TURN = Turn(ANSWERED.question, ANSWERED.text)


def mention(room: Room) -> str:
    assert room.env.bot.user
    return room.env.bot.user.mention


def last_text(channel: simcord.ChannelHandle) -> str | None:
    return channel.history()[-1].embeds[0].description


async def test_a_mention_is_answered_by_a_reply(room: Room, answerer: FakeAnswerer) -> None:
    asked = await room.alice.send(room.channel, f"{mention(room)} When was the trailer photographed?")
    (message,) = room.shown()
    assert message.reference
    assert message.reference.message_id == asked.id
    assert message.embeds[0].description == ANSWERED.text
    assert [question.text for question in answerer.asked] == ["When was the trailer photographed?"]


async def test_a_reply_to_the_bot_is_a_follow_up(room: Room, answerer: FakeAnswerer) -> None:
    await room.alice.send(room.channel, f"{mention(room)} When?")
    await room.bob.send(room.channel, "And who took it?", reply_to=room.shown()[0])
    await room.alice.send(room.channel, "Why?", reply_to=room.shown()[1])
    assert [question.text for question in answerer.asked] == ["When?", "And who took it?", "Why?"]
    assert [question.history for question in answerer.asked] == [(), (FIRST_TURN,), (FIRST_TURN, FIRST_TURN)]


async def test_a_mention_in_a_reply_to_somebody_asks_about_what_they_said(room: Room, answerer: FakeAnswerer) -> None:
    claim = await room.bob.send(room.channel, "The trailer was blue.")
    await room.alice.send(room.channel, mention(room), reply_to=claim)
    assert [question.text for question in answerer.asked] == ["The trailer was blue."]


async def test_a_follow_up_whose_history_cannot_be_read_gives_its_place_back(
    room: Room, services: Services, answerer: FakeAnswerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.alice.send(room.channel, f"{mention(room)} When?")
    with monkeypatch.context() as broken:
        broken.setattr(type(services.journal), "conversation", lambda *arguments: 1 / 0)
        await room.alice.send(room.channel, "Why?", reply_to=room.shown()[0])
    assert (room.shown()[1].embeds[0].description or "").startswith("Something went wrong")
    await room.alice.send(room.channel, "Why?", reply_to=room.shown()[0])
    assert [question.text for question in answerer.asked] == ["When?", "Why?"]


async def test_a_mention_without_a_question_is_answered_by_a_hint(room: Room, answerer: FakeAnswerer) -> None:
    await room.alice.send(room.channel, mention(room))
    assert (room.shown()[0].embeds[0].description or "").startswith("Ask me something")
    assert not answerer.asked


async def test_other_talk_is_not_for_the_bot(room: Room, answerer: FakeAnswerer) -> None:
    said = await room.alice.send(room.channel, "When was the trailer photographed?")
    await room.bob.send(room.channel, "In July.", reply_to=said)
    await room.alice.send(room.channel, f"{room.bob.mention} thanks")
    assert room.shown() == []
    assert not answerer.asked


async def test_an_answer_that_is_forwarded_is_no_question(room: Room, answerer: FakeAnswerer) -> None:
    await room.alice.send(room.channel, f"{mention(room)} When?")
    await room.bob.forward(room.shown()[0], room.channel)
    assert len(room.shown()) == 1
    assert len(answerer.asked) == 1


async def test_a_direct_message_is_a_question_and_the_next_one_follows_it_up(
    room: Room, answerer: FakeAnswerer
) -> None:
    await room.alice.send_dm("When?")
    await room.alice.send_dm("Why?")
    assert [question.history for question in answerer.asked] == [(), (FIRST_TURN,)]


class TestThreads:
    @pytest.fixture
    async def threaded(self, room: Room) -> Room:
        await room.manager.slash(room.channel, "settings channel", allowed=True, threads=True)
        return room

    async def test_each_answer_opens_a_thread_named_after_the_question(self, threaded: Room) -> None:
        await threaded.ask("When was it? " + "x" * 200)
        (thread,) = threaded.channel.threads
        assert thread.name
        assert thread.name.startswith("When was it? xxx")
        assert len(thread.name) == 100
        assert last_text(thread) == ANSWERED.text

    async def test_in_a_thread_of_the_bot_no_mention_is_needed(self, threaded: Room, answerer: FakeAnswerer) -> None:
        await threaded.alice.send(threaded.channel, f"{mention(threaded)} When?")
        (thread,) = threaded.channel.threads
        await threaded.bob.send(thread, "And who took it?")
        assert [question.text for question in answerer.asked] == ["When?", "And who took it?"]
        assert answerer.asked[1].history == (FIRST_TURN,)
        assert last_text(thread) == ANSWERED.text

    async def test_there_a_private_answer_is_no_part_of_what_others_follow_up(
        self, threaded: Room, answerer: FakeAnswerer
    ) -> None:
        await threaded.ask()
        (thread,) = threaded.channel.threads
        answerer.outcome = replace(ANSWERED, question="Who is ill?", text="Nobody [1].")
        await threaded.alice.slash(thread, "ask", question="Who is ill?", private=True)
        await threaded.bob.send(thread, "And who took it?")
        assert [question.history for question in answerer.asked] == [(), (), (FIRST_TURN,)]

    async def test_there_a_message_without_words_is_passed_over(self, threaded: Room) -> None:
        """Without Message Content Intent every message arrives like that."""
        await threaded.alice.send(threaded.channel, f"{mention(threaded)} When?")
        (thread,) = threaded.channel.threads
        sent = await threaded.bob.send(thread, attachments=[("picture.png", b"")])
        assert thread.history()[-1] == sent

    async def test_where_no_thread_can_be_opened_the_answer_comes_in_the_channel(self, threaded: Room) -> None:
        threaded.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
        threaded.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
        await threaded.ask()
        assert threaded.channel.threads == []
        assert threaded.shown()[-1].embeds[0].description == ANSWERED.text

    async def test_a_private_answer_opens_no_thread(self, threaded: Room) -> None:
        await threaded.ask(private=True)
        assert threaded.channel.threads == []

    async def test_a_thread_is_known_after_a_restart(self, threaded: Room, services: Services) -> None:
        await threaded.ask()
        (thread,) = threaded.channel.threads
        assert services.journal.threads() == {thread.id}


class TestSlowly:
    @pytest.fixture
    def answerer(self) -> FakeAnswerer:
        return SlowAnswerer(3600)

    async def test_who_deletes_the_question_gets_no_answer(self, room: Room) -> None:
        asked = await room.alice.send(room.channel, f"{mention(room)} When?")
        assert len(room.shown()) == 1
        await room.alice.delete(asked)
        assert room.shown() == []

    async def test_nor_does_whose_question_is_deleted_with_others(self, room: Room) -> None:
        asked = await room.alice.send(room.channel, f"{mention(room)} When?")
        other = await room.alice.send(room.channel, "Other talk.")
        assert len(room.shown()) == 1
        payload: Any = {"ids": [str(asked.id), str(other.id)], "channel_id": str(room.channel.id)}
        room.env.bot.dispatch("raw_bulk_message_delete", discord.RawBulkMessageDeleteEvent(payload))
        await room.env.settle()
        assert room.shown() == []


async def test_where_the_bot_may_not_write_the_member_is_told_by_direct_message(room: Room) -> None:
    room.env.inject_error("POST", f"/channels/{room.channel.id}/messages", status=403, code=50013, times=None)
    await room.alice.send(room.channel, f"{mention(room)} When?")
    told = room.alice.user.dm_channel.last_message
    assert told
    assert (told.embeds[0].description or "").startswith(f"I may not write in {room.channel.mention}.")


async def test_where_embeds_are_not_shown_nothing_is_asked_of_the_model(room: Room, answerer: FakeAnswerer) -> None:
    everyone = room.guild.default_role
    plain = room.guild.create_text_channel(
        "plain", overwrites={everyone: discord.PermissionOverwrite(embed_links=False)}
    )
    await room.alice.send(plain, f"{mention(room)} When?")
    assert not answerer.asked
    told = room.alice.user.dm_channel.last_message
    assert told
    assert (told.embeds[0].description or "").startswith("I may not write in")
