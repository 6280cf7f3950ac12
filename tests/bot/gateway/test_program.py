"""The program as it is run, knowing nothing of the test, with a Discord that has the real one's names."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.index import PassageIndex
from ingest.pinned_models import DEFAULT_EMBEDDER

from bot.settings import BotSettings

from tests.fake_discord import certificates
from tests.fake_discord.openapi import assert_conforms
from tests.fake_discord.payloads import BOT_ID, GUILD_ID, NEWS_ID, Who, message, thread, user
from tests.fake_discord.server import TOKEN, FakeDiscord

ROOT = Path(__file__).resolve().parents[3]
MODELS = ROOT / "var" / "models"
ARTICLE = b"# Work at Sohae\n\nA bright red trailer was photographed at Sohae on July 7. Nobody has said why.\n"
ANSWER = "photographed at Sohae on July 7"
QUESTION = "When was the red trailer photographed at Sohae?"
SITE = """import socket

_real = socket.getaddrinfo


def _loopback(host, port, *arguments, **options):
    is_discord = host in {names}
    return _real("127.0.0.1" if is_discord else host, {port} if is_discord else port, *arguments, **options)


socket.getaddrinfo = _loopback
"""

# `make test` fetches the models first; `openssl` is a part of nearly every system.
pytestmark = [
    pytest.mark.skipif(not certificates.can_be_made(), reason="there is no openssl command"),
    pytest.mark.skipif(not DEFAULT_EMBEDDER.path_in(MODELS).exists(), reason="the models are not there: make models"),
]


@dataclass
class Running:
    """The program, and its Discord."""

    server: FakeDiscord
    process: asyncio.subprocess.Process
    folder: Path

    async def answers(self, times: int) -> None:
        """Wait until so many messages show the answer."""
        await self.server.until(lambda: self._showing(ANSWER) == times)

    async def said(self, text: str) -> None:
        """Wait until a message shows the text."""
        await self.server.until(lambda: self._showing(text))

    def _showing(self, text: str) -> int:
        return sum(text in str(sent["embeds"]) for sent in self.server.messages.values())


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    made, site, folder = (tmp_path / name for name in ("certificates", "site", "program"))
    for path in (made, site, folder / "var"):
        path.mkdir(parents=True)
    tls = certificates.certificates(made)
    server = FakeDiscord()
    await server.start(tls.server)
    (site / "sitecustomize.py").write_text(SITE.format(names=certificates.NAMES, port=server.address.split(":")[1]))
    (folder / "var" / "models").symlink_to(MODELS)
    PassageIndex.create(folder / "var", BotSettings().recipe).close()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env={
            "PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": f"{site}:{ROOT}", "CHAT_MODEL": "none",
            "PYTHONDONTWRITEBYTECODE": "1", "SSL_CERT_FILE": str(tls.authority), "DISCORD_TOKEN": TOKEN,
        },
    )  # fmt: skip
    yield Running(server, process, folder)
    if process.returncode is None:
        process.kill()
    await process.communicate()
    await server.stop()
    for request in server.requests:
        assert_conforms(request.method, request.path, request.body)


async def test_with_no_more_than_a_token_it_is_allowed_a_channel_reads_an_article_and_answers_everywhere(
    running: Running,
) -> None:
    server, manager, member = running.server, Who(is_manager=True), user(4000)
    await server.connected()
    await server.dispatch("INTERACTION_CREATE", Who().command("ask", question=QUESTION))
    await running.said("I may not answer in this channel.")
    await server.dispatch("INTERACTION_CREATE", manager.subcommand("settings", "channel", allowed=True, threads=True))
    await running.said("Saved.")
    server.files["sohae.md"] = ARTICLE
    await server.dispatch("INTERACTION_CREATE", manager.attach("ingest", "attachment", "sohae.md", len(ARTICLE)))
    await running.said("1 read: 1 added")

    await server.dispatch("INTERACTION_CREATE", Who().command("ask", question=QUESTION))
    await running.answers(1)
    opened = next(request for request in server.requests if request.path.endswith("/threads"))
    thread_id = opened.path.split("/")[-2]
    await server.dispatch("THREAD_CREATE", thread(thread_id, QUESTION))
    guild_id = str(GUILD_ID)
    await server.dispatch("MESSAGE_CREATE", message(thread_id, member, "When was it photographed?", guild_id=guild_id))
    await running.answers(2)
    mentioned = {"mentions": [user(BOT_ID, is_bot=True)], "guild_id": guild_id}
    await server.dispatch("MESSAGE_CREATE", message(NEWS_ID, member, f"<@{BOT_ID}> {QUESTION}", **mentioned))
    await running.answers(3)
    await server.dispatch("MESSAGE_CREATE", message("5000", member, QUESTION, channel_type=1))
    await running.answers(4)

    running.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):  # which only a program that hangs exceeds
        assert await running.process.wait() == 0
    assert [path.name for path in running.folder.iterdir()] == ["var"]
