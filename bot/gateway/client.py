"""Runs the bot: connects, stays connected, and stops when it is told to."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from typing import Any

import aiohttp
import discord

from bot.composition import open_answerer, open_retriever
from bot.errors import ConfigurationError
from bot.gateway.archive import Archive
from bot.gateway.bot import FootnoteBot, create_bot
from bot.gateway.readiness import Opened, Opening
from bot.gateway.services import Services, open_services
from bot.settings import BotSettings

log = logging.getLogger(__name__)

_STOPPED = 0
_AUTHENTICATION_FAILED = 4004  # what the gateway closes with
_LONGEST_PAUSE = 60.0  # seconds between attempts to log in
_OUT_OF_REACH = (
    OSError, aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, discord.ConnectionClosed,
)  # fmt: skip


def open_archive(settings: BotSettings) -> Opened:
    """The archive of the settings, and what answers from it."""
    retriever = open_retriever(settings)
    return Opened(open_answerer(settings, retriever), Archive(settings, retriever))


def run_bot(settings: BotSettings, build: Callable[[BotSettings], Opened] = open_archive) -> int:
    """Run until SIGTERM or SIGINT; the result is the exit code.

    Raises:
        ConfigurationError: Discord refuses the token.
        IngestError: there is no archive, or it was made with other settings.
    """
    code = asyncio.run(_run(settings, build))
    gc.freeze()  # the interpreter's last collection would walk through all of torch, for seconds, and free nothing
    return code


async def _run(settings: BotSettings, build: Callable[[BotSettings], Opened]) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    opening = Opening(lambda: build(settings))
    services = open_services(settings, opening)
    connection = asyncio.create_task(stay_connected(services))
    stopping = asyncio.create_task(stop.wait())
    try:
        await _first_end(connection, stopping, opening.built)
    finally:
        connection.cancel()
        stopping.cancel()
        await asyncio.wait([connection, stopping])
        services.journal.close()
    log.info("stopped")
    return _STOPPED


async def _first_end(
    connection: asyncio.Task[None], stopping: asyncio.Task[bool], built: asyncio.Future[Opened]
) -> None:
    """Wait until the bot has to end, and raise the error when that is the reason."""
    waiting: set[asyncio.Future[Any]] = {connection, stopping, built}
    while True:
        ended, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for future in ended:
            future.result()
        if connection in ended or stopping in ended:
            return


async def stay_connected(services: Services) -> None:
    """Log in, again and again while Discord cannot be reached; the library itself keeps a connection up."""
    pause, has_message_content = 1.0, True
    while True:
        bot = create_bot(services, has_message_content)
        try:
            await _connect(bot)
            return
        except discord.PrivilegedIntentsRequired:
            log.warning("Message Content Intent is off in the developer portal: in threads and replies, mention me")
            has_message_content = False
            continue
        except _OUT_OF_REACH as error:
            pause = 1.0 if bot.is_ready() else pause
            reason = error if str(error) else type(error).__name__
            log.warning("Discord cannot be reached, next attempt in %.0f s: %s", pause, reason)
        finally:
            await bot.close()
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _connect(bot: FootnoteBot) -> None:
    token = bot.services.settings.discord_token
    try:
        await bot.start(token.get_secret_value() if token else "")
    except (discord.LoginFailure, discord.ConnectionClosed) as error:
        if isinstance(error, discord.ConnectionClosed) and error.code != _AUTHENTICATION_FAILED:
            raise
        raise ConfigurationError("Discord does not accept DISCORD_TOKEN; README.md says where to find it") from error
