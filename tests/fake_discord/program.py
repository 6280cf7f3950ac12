"""The bot as a process of its own, in the loopback Discord at `sys.argv[1]`, with an answerer that takes its time.

Only the address and the answerer differ from the real thing.
"""

import os
import sys
import time

import discord

import bot.__main__ as program
from bot.gateway.readiness import Answering
from bot.settings import BotSettings

from tests.bot.gateway.fakes import SlowAnswerer


def build(settings: BotSettings) -> Answering:
    time.sleep(float(os.environ.get("BUILD_SECONDS", "0")))
    return SlowAnswerer(float(os.environ.get("ANSWER_SECONDS", "0")))


if __name__ == "__main__":
    discord.http.Route.BASE = f"http://{sys.argv[1]}/api/v10"
    vars(program)["open_answerer"] = build
    sys.exit(program.main([]))
