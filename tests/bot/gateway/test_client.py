"""The real client against a Discord on the loopback interface."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.journal import JOURNAL_FILE, Journal

from tests.fake_discord.openapi import assert_conforms
from tests.fake_discord.payloads import Who
from tests.fake_discord.server import TOKEN, FakeDiscord

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Program:
    """The bot, running."""

    process: asyncio.subprocess.Process
    output: str = ""

    async def end(self) -> int:
        """The exit code; what the program said is then in `output`. A limit that only a program that hangs exceeds."""
        async with asyncio.timeout(30):
            self.output = (await self.process.communicate())[0].decode()
        assert self.process.returncode is not None
        return self.process.returncode


@pytest.fixture
async def discord_server() -> AsyncIterator[FakeDiscord]:
    server = FakeDiscord()
    await server.start()
    yield server
    await server.stop()
    for request in server.requests:
        assert_conforms(request.method, request.path, request.body)


@asynccontextmanager
async def program(address: str, folder: Path, **environment: str) -> AsyncIterator[Program]:
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    settings = own | {"DISCORD_TOKEN": TOKEN, "ALLOWED_CHANNELS": "*"} | environment
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fake_discord.program", address,
        env=settings, cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_the_program_connects_syncs_its_commands_answers_and_stops_when_told(
    discord_server: FakeDiscord, tmp_path: Path
) -> None:
    async with program(discord_server.address, tmp_path) as bot:
        await discord_server.connected()
        assert "ask" in {command["name"] for command in discord_server.commands}
        await discord_server.dispatch("INTERACTION_CREATE", Who().command("ask", question="When?"))
        await message_with(discord_server, "July 7")
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
        assert TOKEN not in bot.output


async def test_an_answer_being_written_is_said_to_be_interrupted(discord_server: FakeDiscord, tmp_path: Path) -> None:
    async with program(discord_server.address, tmp_path, ANSWER_SECONDS="60", SHUTDOWN_SECONDS="0.1") as bot:
        await discord_server.connected()
        await discord_server.dispatch("INTERACTION_CREATE", Who().command("ask", question="When?"))
        await discord_server.until(lambda: discord_server.seen("PATCH", "/webhooks/*"))
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
        (message,) = discord_server.messages.values()
        assert message["embeds"][0]["description"].startswith("The bot was stopped before")


@pytest.mark.parametrize(
    ("command", "options"), [("ingest", {"url": "https://news.example/a"}), ("withdraw", {"article": "trailer"})]
)
async def test_the_program_stops_while_the_archive_is_changed_and_says_so(
    discord_server: FakeDiscord, tmp_path: Path, command: str, options: dict[str, str]
) -> None:
    async with program(discord_server.address, tmp_path, CHANGE_SECONDS="60") as bot:
        await discord_server.connected()
        await discord_server.dispatch("INTERACTION_CREATE", Who(is_manager=True).command(command, **options))
        await discord_server.until(lambda: discord_server.messages)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
        (message,) = discord_server.messages.values()
        assert message["embeds"][0]["description"].startswith("The bot was stopped before this was finished.")


async def test_the_program_stops_while_the_archive_is_still_being_opened(
    discord_server: FakeDiscord, tmp_path: Path
) -> None:
    async with program(discord_server.address, tmp_path, BUILD_SECONDS="60") as bot:
        await discord_server.connected()
        bot.process.send_signal(signal.SIGINT)
        assert await bot.end() == 0


async def test_the_program_stops_while_discord_cannot_be_reached(tmp_path: Path) -> None:
    async with program("127.0.0.1:1", tmp_path) as bot:
        assert bot.process.stdout
        line = await bot.process.stdout.readline()
        assert b"Discord cannot be reached, next attempt in 1 s" in line
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0


async def test_after_a_kill_during_an_answer_old_buttons_work_and_no_vote_is_lost(
    discord_server: FakeDiscord, tmp_path: Path
) -> None:
    async with program(discord_server.address, tmp_path, ANSWER_SECONDS="1") as bot:
        await discord_server.connected()
        await discord_server.dispatch("INTERACTION_CREATE", Who().command("ask", question="When?"))
        answered = await message_with(discord_server, "July 7")
        await discord_server.dispatch("INTERACTION_CREATE", Who(user_id=1).click(answered, "vote:1:up"))
        await message_with(discord_server, "Thank you.")
        await discord_server.dispatch("INTERACTION_CREATE", Who().command("ask", question="Why?"))
        await discord_server.until(lambda: len(discord_server.messages) == 3)
        bot.process.kill()
        await bot.process.communicate()
    async with program(discord_server.address, tmp_path) as bot:
        await discord_server.connected(times=2)
        await discord_server.dispatch("INTERACTION_CREATE", Who(user_id=2).click(answered, "sources:1"))
        await message_with(discord_server, "**A bright red trailer was photographed on July 7.**")
        await discord_server.dispatch("INTERACTION_CREATE", Who(user_id=2).click(answered, "vote:1:down"))
        await discord_server.until(
            lambda: any(r.body["type"] == 9 for r in discord_server.seen("POST", "/interactions/*"))
        )
        bot.process.kill()
        await bot.process.communicate()
    journal = Journal(tmp_path / "var" / JOURNAL_FILE)
    votes = [journal.stored_about(member)["votes"] for member in (1, 2)]
    assert [[vote["vote"] for vote in of_member] for of_member in votes] == [["up"], ["down"]]


async def message_with(server: FakeDiscord, text: str) -> dict[str, Any]:
    def found() -> list[dict[str, Any]]:
        every = server.messages.values()
        return [sent for sent in every if any(text in (embed.get("description") or "") for embed in sent["embeds"])]

    return dict((await server.until(found))[0])


async def test_a_wrong_token_gives_one_line_and_exit_code_2(discord_server: FakeDiscord, tmp_path: Path) -> None:
    async with program(discord_server.address, tmp_path, DISCORD_TOKEN="MTAwMA.wrong.token") as bot:
        assert await bot.end() == 2
        assert bot.output == "Discord does not accept DISCORD_TOKEN; README.md says where to find it\n"
