"""Reading ahead: the next articles are read and cleaned while earlier ones are embedded."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_LONGEST_WAIT = 0.1  # seconds until either side notices that the other has ended


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


def ahead(items: Iterable[T], most: int = 64) -> Generator[T, None, None]:
    """The items in their order, made by a second thread; at most `most` of them wait to be taken.

    An error in the making is raised here, after the items made before it.
    """
    waiting: Queue[T | _End] = Queue(most)
    stopped = Event()
    maker = Thread(target=_make, args=(items, waiting, stopped), name="reading ahead", daemon=True)
    maker.start()
    try:
        while True:
            item = waiting.get()
            if not isinstance(item, _End):
                yield item
            elif item.error:
                raise item.error
            else:
                return
    finally:
        stopped.set()
        maker.join(timeout=5)  # it may be waiting for a slow server; as a daemon it keeps no process alive


def _make(items: Iterable[T], waiting: "Queue[T | _End]", stopped: Event) -> None:
    error: BaseException | None = None
    try:
        for item in items:
            if not _put(item, waiting, stopped):
                return
    except BaseException as raised:  # whatever it is belongs to the taker
        error = raised
    _put(_End(error), waiting, stopped)


def _put(item: T | _End, waiting: "Queue[T | _End]", stopped: Event) -> bool:
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=_LONGEST_WAIT)
            return True
        except Full:
            continue
    return False
