"""/search, /sources, /status, /help, /privacy, /settings and /ingest."""

import json
from typing import Any

import pytest
from discord import app_commands

from ingest.catalog import StoredPassage
from ingest.errors import IngestError
from ingest.ledger import FeedRecord
from ingest.pipeline import IngestReport
from ingest.readers import Failure

from bot.gateway.bot import FootnoteBot
from bot.gateway.services import Services
from bot.retriever import Hit

from tests.bot.gateway.fakes import TRAILER, FakeArchive
from tests.bot.gateway.rooms import Room, only_embed


def bot_of(room: Room) -> FootnoteBot:
    assert isinstance(room.env.bot, FootnoteBot)
    return room.env.bot


async def test_search_shows_passages_and_asks_no_model(room: Room, archive: FakeArchive) -> None:
    passage = StoredPassage("p", 0, 0, 77, TRAILER)
    archive.hits = [Hit(passage, 1.0, 0.5, 1, 2.0, 1, 2.0, 0.0)]
    result = await room.alice.slash(room.channel, "search", words="*trailer*")
    embed = only_embed(result)
    assert result.ephemeral
    assert embed.title == "\\*trailer\\*"
    assert embed.fields[0].value == (
        "[Satellite images show work at Sohae](https://news.example/2018/07/sohae) · Footnote demo desk · 2018-07-24\n"
        "> The images come from Planet. A bright red trailer was photographed on July 7."
    )


async def test_search_names_the_other_outlets_of_a_story(room: Room, archive: FakeArchive) -> None:
    passage = StoredPassage("p", 0, 0, 30, TRAILER)
    archive.hits = [Hit(passage, 1.0, 0.5, 1, 2.0, 1, 2.0, 0.0, also_reported_by=("Wire", "The *Post*"))]
    shown = only_embed(await room.alice.slash(room.channel, "search", words="trailer")).fields[0].value or ""
    assert shown.splitlines()[1] == "also reported by Wire, The \\*Post\\*"


async def test_search_without_a_hit_or_a_word_says_so(room: Room) -> None:
    assert only_embed(await room.alice.slash(room.channel, "search", words="xyz")).description == "Nothing was found."
    assert (only_embed(await room.alice.slash(room.channel, "search", words="???")).description or "").startswith(
        "Ask me something"
    )


async def test_sources_lists_the_outlets(room: Room) -> None:
    embed = only_embed(await room.alice.slash(room.channel, "sources"))
    assert embed.title == "412 articles, newest 2019-06-30"
    assert embed.fields[0].value == "Footnote demo desk · 400\n(unknown source) · 12"


async def test_outlets_that_fill_more_than_one_message_are_all_told(room: Room, archive: FakeArchive) -> None:
    archive.sources = {f"Outlet {number} {'x' * 80}": 1 for number in range(130)}
    before = len(room.env.http_requests)
    await room.alice.slash(room.channel, "sources")
    told = json.dumps([request.json for request in room.env.http_requests[before:]])
    assert [number for number in range(130) if f"Outlet {number} " not in told] == list(range(100, 130))
    assert "and 30 more" in told


async def test_status_tells_size_model_queue_and_budget(room: Room) -> None:
    await room.ask()
    embed = only_embed(await room.alice.slash(room.channel, "status"))
    assert {field.name: field.value for field in embed.fields} == {
        "Archive": "412 articles in 1650 passages\nfrom 2017-02-13 to 2019-06-30",
        "Last change": "<t:1767323045:R>",
        "Model": "local",
        "Queue": "0 waiting\n1 of 500 questions of this server today",
    }


async def test_help_names_every_way_to_ask(room: Room) -> None:
    said = only_embed(await room.alice.slash(room.channel, "help")).description or ""
    assert all(word in said for word in ("/ask", "mentioning", "replying", "thread", "direct message", "/privacy"))


class TestPrivacy:
    async def test_a_member_sees_how_much_is_stored(self, room: Room) -> None:
        await room.ask()
        result = await room.alice.slash(room.channel, "privacy show")
        assert result.ephemeral
        assert (only_embed(result).description or "").startswith(
            "Stored about you: 1 questions with their answers, and 0 votes."
        )

    async def test_a_member_gets_all_of_it_as_a_file(self, room: Room) -> None:
        await room.ask("When was it?")
        result = await room.alice.slash(room.channel, "privacy export")
        assert result.response
        (file,) = result.response.attachments
        stored = json.loads(await file.read())
        assert [question["answer"] for question in stored["questions"]] == [
            "The trailer was photographed on July 7 [1]."
        ]

    async def test_deleting_asks_first_and_then_leaves_nothing(self, room: Room, services: Services) -> None:
        await room.ask()
        result = await room.alice.slash(room.channel, "privacy delete")
        assert (only_embed(result).description or "").startswith("This deletes your 1 questions")
        assert len(services.journal.stored_about(room.alice.id)["questions"]) == 1
        assert result.response
        await room.alice.click(result.response.message, label="Delete it all")
        assert services.journal.stored_about(room.alice.id) == {"questions": [], "votes": []}
        assert result.response.message.embeds[0].description == "Deleted. Nothing is stored about you any more."


class TestSettings:
    async def test_they_are_shown(self, room: Room) -> None:
        result = await room.manager.slash(room.channel, "settings show")
        assert result.ephemeral
        assert {field.name: field.value for field in only_embed(result).fields} == {
            "Answers to commands": "shown to all",
            "Questions a day": "500",
            "Channels": "every channel",
        }

    async def test_a_channel_can_be_forbidden_where_the_operator_allows_all(self, room: Room) -> None:
        result = await room.manager.slash(room.channel, "settings channel", allowed=False)
        assert only_embed(result).fields[2].value == f"every channel\nnot {room.channel.mention}"
        assert (only_embed(await room.ask()).description or "").startswith("I may not answer in this channel.")

    async def test_threads_alone_leave_it_as_it_is_whether_a_channel_is_allowed(
        self, room: Room, services: Services
    ) -> None:
        for allowed in (False, True):
            await room.manager.slash(room.channel, "settings channel", allowed=allowed)
            await room.manager.slash(room.channel, "settings channel", threads=True)
            (channel,) = services.servers.channels(room.guild.id)
            assert (channel.is_allowed, channel.has_threads) == (allowed, True)

    async def test_without_a_choice_the_channel_is_allowed(self, room: Room, services: Services) -> None:
        await room.manager.slash(room.channel, "settings channel", allowed=False)
        await room.manager.slash(room.channel, "settings channel")
        assert services.servers.is_allowed((room.channel.id,))

    async def test_a_server_can_make_answers_private_by_default(self, room: Room) -> None:
        await room.manager.slash(room.channel, "settings server", private=True)
        assert (await room.ask()).ephemeral
        assert not (await room.ask(private=False)).ephemeral

    async def test_a_server_can_set_its_own_budget_and_keep_the_rest(self, room: Room, services: Services) -> None:
        await room.manager.slash(room.channel, "settings server", private=True)
        await room.manager.slash(room.channel, "settings server", daily_budget=0)
        result = await room.ask()
        assert (only_embed(result).description or "").startswith("This server has had its answers")
        assert services.servers.settings(room.guild.id).is_private


@pytest.mark.parametrize(
    ("command", "options"),
    [("settings show", {}), ("settings channel", {"allowed": True}), ("settings server", {"private": True})],
)
async def test_what_is_for_managers_is_refused_on_the_servers_side_too(
    room: Room, services: Services, command: str, options: dict[str, Any]
) -> None:
    shown_to_all = {command.name: command for command in await bot_of(room).tree.fetch_commands()}
    room.guild.set_command_permissions(shown_to_all[command.split()[0]], {room.guild.default_role: True})
    result = await room.alice.slash(room.channel, command, **options)
    assert only_embed(result).description == "This is for members who may manage the server."
    assert services.journal.channels() == []
    assert [type(error) for error in room.env.errors] == [app_commands.CheckFailure]


class TestIngest:
    async def test_a_file_is_added_and_reported(self, room: Room, archive: FakeArchive) -> None:
        archive.outcome = IngestReport(
            read=2, added=1, updated=1, failed=[Failure("/var/x/a*b.jsonl", 3, "not JSON")], passages=9, seconds=0.25
        )
        result = await room.manager.slash(room.channel, "ingest", attachment=("a*b.jsonl", b"{}"))
        assert result.ephemeral
        embed = only_embed(result)
        assert embed.description == "2 read: 1 added, 1 updated, 0 unchanged, 0 withdrawn. 9 passages in 0.2 s."
        assert [(field.name, field.value) for field in embed.fields] == [("Not read", "a\\*b.jsonl:3 · not JSON")]
        assert archive.added == [("a*b.jsonl", b"{}")]

    async def test_a_file_of_another_kind_is_not_fetched(self, room: Room, archive: FakeArchive) -> None:
        result = await room.manager.slash(room.channel, "ingest", attachment=("tool.exe", b"MZ"))
        assert (only_embed(result).description or "").startswith("Files of this kind cannot be read.")
        assert not archive.added

    async def test_a_page_is_added_by_its_address(self, room: Room, archive: FakeArchive) -> None:
        await room.manager.slash(room.channel, "ingest", url="https://news.example/a")
        assert archive.added == [("https://news.example/a", b"")]

    async def test_neither_or_both_are_too_little_or_too_much(self, room: Room, archive: FakeArchive) -> None:
        both = {"url": "https://news.example/a", "attachment": ("a.txt", b"words")}
        for options in ({}, both):
            result = await room.manager.slash(room.channel, "ingest", **options)
            assert only_embed(result).description == "Give either an address or a file."
        assert not archive.added

    async def test_an_archive_that_cannot_be_written_is_said_so(self, room: Room, archive: FakeArchive) -> None:
        archive.outcome = IngestError("another process is writing")
        result = await room.manager.slash(room.channel, "ingest", attachment=("a.txt", b"words"))
        assert only_embed(result).description == "Not added: another process is writing"

    class TestOfOneMegabyte:
        @pytest.fixture
        def chosen(self) -> dict[str, Any]:
            return {"max_file_mb": 1}

        async def test_a_larger_file_is_not_fetched(self, room: Room, archive: FakeArchive) -> None:
            result = await room.manager.slash(room.channel, "ingest", attachment=("a.txt", b"x" * 1_100_000))
            assert only_embed(result).description == "The file has 1.1 MB; at most 1 MB can be read."
            assert not archive.added


class TestWithdraw:
    async def test_an_article_is_withdrawn_and_its_quotation_not_shown_again(
        self, room: Room, archive: FakeArchive
    ) -> None:
        answered = await room.ask()
        result = await room.manager.slash(room.channel, "withdraw", article=" trailer ")
        assert only_embed(result).description == "Withdrawn: trailer. It is not cited any more."
        assert answered.response
        pressed = await room.alice.click(answered.response.message, label="Sources")
        assert only_embed(pressed).description == "This article has been withdrawn since."

    async def test_the_reason_is_told_again(self, room: Room) -> None:
        result = await room.manager.slash(room.channel, "withdraw", article="trailer", reason="*wrong* date")
        assert only_embed(result).description == (
            "Withdrawn: trailer. It is not cited any more.\nReason: \\*wrong\\* date"
        )

    async def test_a_name_that_fits_nothing_is_said_so(self, room: Room) -> None:
        result = await room.manager.slash(room.channel, "withdraw", article="nothing")
        assert only_embed(result).description == "The archive holds no such article."


class TestFeeds:
    async def feeds(self, room: Room, command: str, **options: str) -> str:
        embed = only_embed(await room.manager.slash(room.channel, f"feeds {command}", **options))
        return embed.description or "\n".join(field.value or "" for field in embed.fields)

    async def test_a_feed_is_followed_listed_read_and_followed_no_more(self, room: Room, archive: FakeArchive) -> None:
        url = "https://news.example/feed"
        assert await self.feeds(room, "list") == "The archive follows no feed."
        assert await self.feeds(room, "add", url=url) == "Followed from now on. Read it with /feeds poll."
        assert await self.feeds(room, "add", url=url) == "This feed is followed already."
        assert await self.feeds(room, "list") == "https\\://news.example/feed · unknown · –"
        assert (await self.feeds(room, "poll")).startswith("1 read: 1 added")
        assert await self.feeds(room, "remove", url=url) == "Not followed any more. Its articles stay."
        assert await self.feeds(room, "remove", url=url) == "The archive follows no such feed."

    async def test_a_list_that_fills_more_than_one_message_is_all_told(self, room: Room, archive: FakeArchive) -> None:
        archive.followed = [
            FeedRecord(f"https://news.example/{number}/{'x' * 150}", "2026-01-01T00:00:00Z", None, None)
            for number in range(50)
        ]
        before = len(room.env.http_requests)
        await self.feeds(room, "list")
        told = json.dumps([request.json for request in room.env.http_requests[before:]])
        assert [number for number in range(50) if f"/{number}/" not in told] == []

    async def test_what_is_no_address_is_refused_with_the_reason(self, room: Room) -> None:
        assert await self.feeds(room, "add", url="feed") == "Not added: 'feed' is not a web address"
