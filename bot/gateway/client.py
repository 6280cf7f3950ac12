"""Runs the bot: connects, stays connected, and stops when it is told to."""

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import Any

import aiohttp
import discord

from bot.errors import ConfigurationError
from bot.gateway.bot import FootnoteBot, create_bot
from bot.gateway.readiness import Answering, Opening

log = logging.getLogger(__name__)

_STOPPED = 0
_LONGEST_PAUSE = 60.0  # seconds between attempts to log in


def run_bot(token: str, build_answerer: Callable[[], Answering]) -> int:
    """Run until SIGTERM or SIGINT; the result is the exit code.

    Raises:
        ConfigurationError: Discord refuses the token or the intents.
    """
    return asyncio.run(_run(token, build_answerer))


async def _run(token: str, build_answerer: Callable[[], Answering]) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    opening = Opening(build_answerer)
    connection = asyncio.create_task(_stay_connected(token, opening))
    stopping = asyncio.create_task(stop.wait())
    try:
        await _first_end(connection, stopping, opening.built)
    finally:
        connection.cancel()
        stopping.cancel()
        await asyncio.wait([connection, stopping])
    log.info("stopped")
    return _STOPPED


async def _first_end(
    connection: asyncio.Task[None], stopping: asyncio.Task[bool], built: asyncio.Future[Answering]
) -> None:
    """Wait until the bot has to end, and raise the error when that is the reason."""
    waiting: set[asyncio.Future[Any]] = {connection, stopping, built}
    while waiting:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for future in ended:
            future.result()
        if connection in ended or stopping in ended:
            return


async def _stay_connected(token: str, opening: Opening) -> None:
    """Log in, again and again while Discord cannot be reached; the library itself keeps a connection up."""
    pause = 1.0
    while True:
        bot = create_bot(opening)
        try:
            await _connect(bot, token)
            return
        except (OSError, aiohttp.ClientError, discord.DiscordServerError) as error:
            log.warning("Discord cannot be reached, next attempt in %.0f s: %s", pause, error or type(error).__name__)
        finally:
            await bot.close()
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _connect(bot: FootnoteBot, token: str) -> None:
    try:
        await bot.start(token)
    except discord.LoginFailure as error:
        raise ConfigurationError("Discord does not accept DISCORD_TOKEN; README.md says where to find it") from error
