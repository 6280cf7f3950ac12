import threading
from collections.abc import Iterator

import pytest

from ingest.ahead import ahead


def test_the_items_come_in_their_order() -> None:
    assert list(ahead(range(1000), most=3)) == list(range(1000))


def test_items_are_made_while_earlier_ones_are_used() -> None:
    made = threading.Semaphore(0)

    def items() -> Iterator[int]:
        for number in range(3):
            made.release()
            yield number

    taken = ahead(items(), most=2)
    assert next(taken) == 0
    assert made.acquire(timeout=5)
    assert made.acquire(timeout=5)  # the second was made although only the first was asked for
    assert list(taken) == [1, 2]


def test_no_more_than_so_many_wait() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    taken = ahead(items(), most=2)
    next(taken)
    taken.close()
    assert len(made) <= 5


def test_an_error_in_the_making_is_raised_where_the_items_are_used() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("the disk went away")

    taken = ahead(items())
    assert next(taken) == 1
    with pytest.raises(OSError, match="the disk went away"):
        next(taken)


def test_the_second_thread_ends_when_the_taker_stops() -> None:
    before = threading.active_count()
    taken = iter(ahead(range(10**9), most=2))
    next(taken)
    del taken
    assert threading.active_count() == before
