"""Work that must not hold up the exit: a model that is loaded, or a page that is fetched, cannot be interrupted."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

_Done = TypeVar("_Done")


def in_daemon(name: str, work: Callable[[], _Done]) -> "asyncio.Future[_Done]":
    """What the work gives, done in a daemon thread of its own; the event loop's own threads are waited for at exit."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[_Done] = loop.create_future()

    def report(end: Callable[[Any], None], value: object) -> None:
        try:
            loop.call_soon_threadsafe(lambda: None if outcome.done() else end(value))
        except RuntimeError:  # the loop is closed: the bot was stopped meanwhile
            return

    def run() -> None:
        try:
            done = work()
        except BaseException as error:
            report(outcome.set_exception, error)
        else:
            report(outcome.set_result, done)

    threading.Thread(target=run, name=name, daemon=True).start()
    return outcome
