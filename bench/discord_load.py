"""200 members ask within 10 seconds, a stub model takes 300 ms: what the bot's event loop and memory do meanwhile.

    python -m bench.discord_load [SECONDS]

Prints how many were answered, told that the queue is full, and lost; the longest wait for a first response; the longest
time for which the event loop was blocked; and memory before and after. The loopback Discord shares the loop, so that
what is measured is an upper bound of what the bot does to it.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import discord
from pydantic import SecretStr

from bot.gateway.client import stay_connected
from bot.gateway.readiness import Opened, Opening
from bot.gateway.services import open_services
from bot.settings import BotSettings

from tests.bot.gateway.fakes import ANSWERED, FakeArchive, SlowAnswerer
from tests.fake_discord.payloads import Who
from tests.fake_discord.server import TOKEN, FakeDiscord

_MEMBERS, _MODEL_SECONDS = 200, 0.3
_FULL = "Too many questions are waiting. Please try again in a minute."
_TICK_SECONDS = 0.002


class LoopWatch:
    """How long the event loop was kept from a task that only wants to wake up."""

    def __init__(self) -> None:
        self.longest_block = 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(_TICK_SECONDS)
            self.longest_block = max(self.longest_block, time.monotonic() - began - _TICK_SECONDS)


def main() -> int:
    """Run once; the exit code is 1 when a question was lost."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(_run(Path(folder), seconds))
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    return 1 if report["lost"] else 0


async def _run(folder: Path, seconds: float) -> dict[str, Any]:
    server = FakeDiscord()
    await server.start()
    discord.http.Route.BASE = f"http://{server.address}/api/v10"
    settings = BotSettings(data_dir=folder, allowed_channels="*", discord_token=SecretStr(TOKEN))
    opening = Opening(lambda: Opened(SlowAnswerer(_MODEL_SECONDS), FakeArchive()))
    services = open_services(settings, opening)
    bot = asyncio.create_task(stay_connected(services))
    await server.connected()
    try:
        return await _measured(server, seconds)
    finally:
        bot.cancel()
        await asyncio.wait([bot])
        services.journal.close()
        await server.stop()


async def _measured(server: FakeDiscord, seconds: float) -> dict[str, Any]:
    watch, memory_before = LoopWatch(), _memory_mb()
    watching = asyncio.create_task(watch.watch())
    asked_at: dict[str, float] = {}
    for member in range(_MEMBERS):
        asked = Who(user_id=5000 + member).command("ask", question="When?")
        asked_at[asked["id"]] = time.monotonic()
        await server.dispatch("INTERACTION_CREATE", asked)
        await asyncio.sleep(seconds / _MEMBERS)
    await server.until(lambda: len(_said(server)) == _MEMBERS, seconds=120)
    watching.cancel()
    responses = server.seen("POST", "/interactions/*")
    waits = [response.at - asked_at[response.path.split("/")[2]] for response in responses]
    return {
        "answered": _said(server).count(ANSWERED.text),
        "told_that_the_queue_is_full": _said(server).count(_FULL),
        "lost": _MEMBERS - len(responses),
        "longest_wait_for_a_response_seconds": round(max(waits), 3),
        "longest_block_of_the_event_loop_ms": round(1000 * watch.longest_block, 1),
        "memory_mb": [memory_before, _memory_mb()],
    }


def _said(server: FakeDiscord) -> list[str]:
    texts = [embed.get("description") for sent in server.messages.values() for embed in sent["embeds"]]
    return [text for text in texts if text in (ANSWERED.text, _FULL)]


def _memory_mb() -> float:
    """Resident memory of this process, as Linux tells it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * 4096 / 1e6, 1)


if __name__ == "__main__":
    sys.exit(main())
