"""What keeps a question from being answered, and who is told."""

from typing import Any

import pytest

from bot.gateway.services import Services, open_services

from tests.bot.gateway.fakes import FakeAnswerer
from tests.bot.gateway.rooms import Room, only_embed


class TestABucketOfTwo:
    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"questions_per_member": 2, "question_refill_seconds": 3600}

    async def test_who_asks_too_often_is_told_so_alone(self, room: Room, answerer: FakeAnswerer) -> None:
        results = [await room.ask() for _ in range(3)]
        assert [result.ephemeral for result in results] == [False, False, True]
        assert (only_embed(results[2]).description or "").startswith("You are asking faster than answers can be made.")
        assert len(answerer.asked) == 2

    async def test_another_member_may_still_ask(self, room: Room, answerer: FakeAnswerer) -> None:
        for _ in range(3):
            await room.ask()
        await room.bob.slash(room.channel, "ask", question="When?")
        assert len(answerer.asked) == 3

    async def test_who_asks_too_often_by_message_is_told_by_direct_message(self, room: Room) -> None:
        me = room.env.bot.user
        assert me
        for _ in range(3):
            await room.alice.send(room.channel, f"{me.mention} When?")
        assert len(room.shown()) == 2
        told = room.alice.user.dm_channel.last_message
        assert told
        assert (told.embeds[0].description or "").startswith("You are asking faster")


class TestABudgetOfOne:
    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"questions_per_day": 1}

    async def test_the_second_question_of_a_day_is_not_answered(self, room: Room, services: Services) -> None:
        await room.ask()
        result = await room.bob.slash(room.channel, "ask", question="When?")
        assert result.ephemeral
        assert (only_embed(result).description or "").startswith("This server has had its answers for today.")

    async def test_what_was_asked_before_a_restart_counts(self, room: Room, services: Services) -> None:
        await room.ask()
        restarted = open_services(services.settings, services.opening)
        assert restarted.limits.budgets.used(room.guild.id) == 1
        restarted.journal.close()


class TestChannelsOff:
    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"allowed_channels": ""}

    async def test_members_cannot_ask_until_a_manager_allows_the_channel(
        self, room: Room, answerer: FakeAnswerer
    ) -> None:
        result = await room.ask()
        assert result.ephemeral
        assert (only_embed(result).description or "").startswith("I may not answer in this channel.")
        await room.manager.slash(room.channel, "settings channel", allowed=True)
        assert not (await room.ask()).ephemeral
        await room.manager.slash(room.channel, "settings channel", allowed=False)
        assert (await room.ask()).ephemeral
        assert len(answerer.asked) == 1

    async def test_a_manager_can_try_the_bot_before(self, room: Room, answerer: FakeAnswerer) -> None:
        await room.manager.slash(room.channel, "ask", question="When?")
        assert len(answerer.asked) == 1

    @pytest.mark.parametrize("question", ["When?", ""])
    async def test_a_mention_is_answered_by_a_hint_in_a_direct_message(
        self, room: Room, answerer: FakeAnswerer, question: str
    ) -> None:
        me = room.env.bot.user
        assert me
        await room.alice.send(room.channel, f"{me.mention} {question}")
        assert room.shown() == []
        told = room.alice.user.dm_channel.last_message
        assert told
        assert (told.embeds[0].description or "").startswith("I may not answer in this channel.")
        assert not answerer.asked


class TestOneChannelNamed:
    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"allowed_channels": "1, 2"}

    async def test_another_channel_is_off(self, room: Room) -> None:
        assert (await room.ask()).ephemeral
