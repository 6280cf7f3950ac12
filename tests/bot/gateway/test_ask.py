"""/ask and "Ask about this"."""

from typing import Any

import discord
import pytest
import simcord

from ingest.passages import DateRange

from bot.gateway.bot import FootnoteBot
from bot.gateway.services import Services

from tests.bot.gateway.fakes import REFUSED, FakeAnswerer, SlowAnswerer
from tests.bot.gateway.rooms import Room, only_embed


async def test_a_question_is_deferred_before_anything_else(room: Room, answerer: FakeAnswerer) -> None:
    before = len(room.env.http_requests)
    await room.ask("When was the trailer photographed?")
    first = room.env.http_requests[before]
    assert first.path.endswith("/callback")
    assert first.json == {"type": 5}
    assert [question.text for question in answerer.asked] == ["When was the trailer photographed?"]


async def test_the_answer_is_green_and_in_the_message_that_showed_how_it_was_written(room: Room) -> None:
    before = len(room.env.http_requests)
    embed = only_embed(await room.ask())
    assert embed.description == "The trailer was photographed on July 7 [1]."
    assert embed.colour == discord.Colour.green()
    assert len(room.shown()) == 1
    edits = [(r.json or {})["embeds"][0] for r in room.env.http_requests[before:] if r.path.endswith("@original")]
    assert edits[0]["color"] == discord.Colour.orange().value
    assert edits[0]["footer"]["text"] == "Not checked yet…"


async def test_the_sources_are_listed_with_a_link_to_the_quotation(room: Room) -> None:
    (field,) = only_embed(await room.ask()).fields
    assert field.name == "Sources"
    assert field.value == (
        "[1] [Satellite images show work at Sohae](https://news.example/2018/07/sohae"
        "#:~:text=A%20bright%20red%20trailer%20was%20photographed%20on%20July%207.)"
        " · Footnote demo desk · 2018-07-24"
    )


async def test_a_refusal_is_grey_and_quotes_the_nearest_articles(room: Room, answerer: FakeAnswerer) -> None:
    answerer.outcome = REFUSED
    embed = only_embed(await room.ask("Who?"))
    assert embed.description == "The archive does not say."
    assert embed.colour == discord.Colour.light_grey()
    (field,) = embed.fields
    assert field.name == "Nearest in the archive"
    assert field.value == (
        "• [Satellite images show work at Sohae](https://news.example/2018/07/sohae)"
        " · Footnote demo desk · 2018-07-24\n“A bright red trailer was photographed on July 7.”"
    )


async def test_the_bot_asks_for_the_least_intents_and_can_ping_nobody(env: simcord.Env) -> None:
    intents = {name for name, is_on in env.bot.intents if is_on}
    assert intents == {"guilds", "guild_messages", "dm_messages", "message_content"}
    mentions = env.bot.allowed_mentions
    assert mentions
    assert (mentions.everyone, mentions.users, mentions.roles, mentions.replied_user) == (False, False, False, False)


async def test_days_and_outlet_bound_the_question_and_the_last_day_counts(room: Room, answerer: FakeAnswerer) -> None:
    await room.ask(since="June 12, 2018", until="2018-06-30", source="Footnote demo desk")
    (question,) = answerer.asked
    assert question.within == DateRange("2018-06-12", "2018-07-01")
    assert question.source == "Footnote demo desk"


class TestRefused:
    @pytest.fixture
    def answerer(self) -> FakeAnswerer:
        return FakeAnswerer(REFUSED)

    async def test_the_journal_keeps_what_is_needed_to_ask_again(self, room: Room, services: Services) -> None:
        await room.ask(since="June 12, 2018", source="Footnote demo desk")
        (candidate,) = services.journal.candidates()
        assert (candidate.within.since, candidate.source) == ("2018-06-12", "Footnote demo desk")
        assert candidate.as_of
        assert candidate.configuration == {
            "recipe": services.settings.recipe, "chat_model": "local", "chat_base_url": None, "passages": 8,
            "passages_per_article": 3, "articles_per_story": 1, "evidence_chars": 1500, "reranker_model": None,
            "verifier_model": None,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"since": "soon"}, "“soon” is not a date that can be read. Write it like 2018-06-12."),
        (
            {"until": "9999-12-31"},
            "“9999-12-31” is not a date that can be read. Write it like 2018-06-12.",
        ),
        ({"since": "2018-07-01", "until": "2018-06-01"}, "“since” is after “until”: no article can lie between them."),
    ],
)
async def test_days_that_cannot_be_are_told_to_the_member_only(
    room: Room, answerer: FakeAnswerer, options: dict[str, Any], said: str
) -> None:
    result = await room.ask(**options)
    assert result.ephemeral
    assert only_embed(result).description == said
    assert not answerer.asked


async def test_outlets_are_offered_while_typing(room: Room) -> None:
    offered = await room.alice.autocomplete(room.channel, "ask", "source", "DEMO", question="When?")
    assert [choice["value"] for choice in offered] == ["Footnote demo desk"]
    assert await room.alice.autocomplete(room.channel, "ask", "source", "other", question="When?") == []


async def test_a_private_answer_is_seen_only_by_who_asked(room: Room) -> None:
    result = await room.ask(private=True)
    assert result.ephemeral
    assert [message for message in room.channel.history(viewer=room.bob) if message.author == room.env.bot.user] == []


async def test_a_message_can_be_asked_about(room: Room, answerer: FakeAnswerer) -> None:
    message = await room.bob.send(room.channel, "When was the trailer\nphotographed?")
    result = await room.alice.context_menu(room.channel, "Ask about this", message)
    assert only_embed(result).description == "The trailer was photographed on July 7 [1]."
    assert [question.text for question in answerer.asked] == ["When was the trailer photographed?"]


async def test_an_error_nobody_expected_is_told_with_the_number_it_has_in_the_log(
    room: Room, answerer: FakeAnswerer, caplog: pytest.LogCaptureFixture
) -> None:
    answerer.outcome = RuntimeError("secret detail")
    said = only_embed(await room.ask()).description or ""
    assert "secret" not in said
    identifier = said.rsplit(" ", 1)[1].rstrip(".")
    assert f"error id={identifier}" in caplog.text
    assert "secret detail" in caplog.text


async def test_a_bot_that_is_stopping_takes_no_question(room: Room, answerer: FakeAnswerer) -> None:
    assert isinstance(room.env.bot, FootnoteBot)
    await room.env.bot.desk.close(0)
    result = await room.ask()
    assert result.ephemeral
    assert only_embed(result).description == "The bot is about to restart. Please ask again in a minute."
    assert not answerer.asked


class TestSlowly:
    @pytest.fixture
    def answerer(self) -> FakeAnswerer:
        return SlowAnswerer(3600)

    async def test_an_answer_that_takes_too_long_is_stopped(self, room: Room) -> None:
        await room.ask()
        await room.env.advance_time(100)
        assert [message.embeds[0].colour for message in room.shown()] == [discord.Colour.orange()]
        await room.env.advance_time(25)
        (message,) = room.shown()
        assert (message.embeds[0].description or "").startswith("This took too long")
