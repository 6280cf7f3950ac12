"""The bot as a process of its own, in the loopback Discord at `sys.argv[1]`, with an answerer that takes its time.

Only the address and the answerer differ from the real thing.
"""

import os
import sys
import time
from collections.abc import Callable

import discord

from ingest.pipeline import IngestReport

import bot.__main__
from bot.gateway import client
from bot.gateway.readiness import Opened
from bot.settings import BotSettings

from tests.bot.gateway.fakes import FakeArchive, SlowAnswerer


class SlowArchive(FakeArchive):
    """Takes its time for every change."""

    def add_page(self, url: str, progress: Callable[[IngestReport], None]) -> IngestReport:
        """The prepared report."""
        time.sleep(float(os.environ.get("CHANGE_SECONDS", "0")))
        return super().add_page(url, progress)

    def withdraw(self, name: str, reason: str | None = None) -> None:
        """Only the trailer is there."""
        time.sleep(float(os.environ.get("CHANGE_SECONDS", "0")))
        super().withdraw(name, reason)


def build(settings: BotSettings) -> Opened:
    time.sleep(float(os.environ.get("BUILD_SECONDS", "0")))
    return Opened(SlowAnswerer(float(os.environ.get("ANSWER_SECONDS", "0"))), SlowArchive())


if __name__ == "__main__":
    discord.http.Route.BASE = f"http://{sys.argv[1]}/api/v10"
    client.run_bot.__defaults__ = (build,)
    sys.exit(bot.__main__.main([]))
