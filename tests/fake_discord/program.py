"""The bot as a process of its own, in the loopback Discord at `sys.argv[1]`, with an answerer that takes its time.

Only the address and the answerer differ from the real thing.
"""

import os
import sys
import time

import discord

import bot.__main__
from bot.gateway import client
from bot.gateway.readiness import Opened
from bot.settings import BotSettings

from tests.bot.gateway.fakes import FakeArchive, SlowAnswerer


def build(settings: BotSettings) -> Opened:
    time.sleep(float(os.environ.get("BUILD_SECONDS", "0")))
    return Opened(SlowAnswerer(float(os.environ.get("ANSWER_SECONDS", "0"))), FakeArchive())


if __name__ == "__main__":
    discord.http.Route.BASE = f"http://{sys.argv[1]}/api/v10"
    client.run_bot.__defaults__ = (build,)
    sys.exit(bot.__main__.main([]))
