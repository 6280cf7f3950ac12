"""How much may be asked: a token bucket a member, a budget a server and day, and one bounded queue for all."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from math import ceil


class Limit(StrEnum):
    """What kept a question from being answered."""

    BUCKET = "bucket"
    """The member asks too often."""
    BUDGET = "budget"
    """The server has had its answers for today."""
    QUEUE = "queue"
    """Too many questions are waiting."""
    OWN_QUEUE = "own_queue"
    """Too many of this member's are."""
    WAIT = "wait"
    """The question waited too long."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A question that is not taken."""

    limit: Limit
    retry_seconds: int = 0
    """When it is worth asking again; 0 when that cannot be said."""


class TokenBuckets:
    """For each member a number of questions at once, and one more every so many seconds.

    Source: RFC 2697 describes the same meter for packets.
    """

    def __init__(self, capacity: int, refill_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity, self._refill_seconds, self._clock = capacity, refill_seconds, clock
        self._full_at: dict[int, float] = {}
        """When the bucket would be full again: all that need be kept of a member."""

    def wait_seconds(self, member: int) -> float:
        """How long until the member may ask; 0 when at once."""
        missing = self._missing_seconds(member)
        return max(0.0, missing - (self._capacity - 1) * self._refill_seconds)

    def take(self, member: int) -> None:
        """Count one question."""
        now = self._clock()
        self._full_at = {key: at for key, at in self._full_at.items() if at > now}  # a full bucket need not be kept
        self._full_at[member] = now + self._missing_seconds(member) + self._refill_seconds

    def _missing_seconds(self, member: int) -> float:
        return max(0.0, self._full_at.get(member, 0.0) - self._clock())


class DailyBudgets:
    """Questions of each server since midnight UTC."""

    def __init__(self, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        self._today = today
        self._day = today()
        self._used: Counter[int] = Counter()

    def used(self, server: int) -> int:
        """How many questions the server has had today."""
        if self._today() != self._day:
            self._day = self._today()
            self._used.clear()
        return self._used[server]

    def take(self, server: int, count: int = 1) -> None:
        """Count questions."""
        self._used[server] = self.used(server) + count


class Ticket:
    """A place in the queue; give it back with `leave` when the answer is there, or nobody waits for it any more."""

    def __init__(self, queue: "Queue", member: int) -> None:
        self.member = member
        self._queue = queue
        self._turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._on_position: Callable[[int], None] = lambda position: None

    @property
    def position(self) -> int:
        """How many questions are answered before this one, this one included; 0 when it is its turn."""
        return self._queue.position(self)

    async def turn(self, on_position: Callable[[int], None]) -> Rejection | None:
        """Wait; `on_position` is told of every move. A rejection when it took too long."""
        self._on_position = on_position
        if self.position:
            on_position(self.position)
        try:
            async with asyncio.timeout(self._queue.seconds):
                await asyncio.shield(self._turn)
        except TimeoutError:
            self.leave()
            return Rejection(Limit.WAIT)
        return None

    def leave(self) -> None:
        """Let the next one in; leaving twice is no harm."""
        self._queue.remove(self)

    def call(self) -> None:
        """It is this one's turn."""
        if not self._turn.done():
            self._turn.set_result(None)

    def tell(self) -> None:
        """Pass the position on."""
        self._on_position(self.position)


class Queue:
    """First come, first served; `at_once` questions are being answered, at most `places` wait."""

    def __init__(self, at_once: int, places: int, places_per_member: int, seconds: float) -> None:
        self.seconds = seconds
        """The longest wait."""
        self._at_once, self._places, self._places_per_member = at_once, places, places_per_member
        self._running: list[Ticket] = []
        self._waiting: list[Ticket] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def rejection(self, member: int) -> Rejection | None:
        """Why the member cannot join, or None when they can."""
        if sum(ticket.member == member for ticket in self._waiting) >= self._places_per_member:
            return Rejection(Limit.OWN_QUEUE)
        return Rejection(Limit.QUEUE) if len(self._waiting) >= self._places and not self._has_room() else None

    def join(self, member: int) -> Ticket:
        """A place at the end; ask `rejection` first."""
        ticket = Ticket(self, member)
        self._waiting.append(ticket)
        self._let_in()
        return ticket

    def position(self, ticket: Ticket) -> int:
        """Counted from 1; 0 for one that is not waiting."""
        return self._waiting.index(ticket) + 1 if ticket in self._waiting else 0

    def remove(self, ticket: Ticket) -> None:
        """Forget the ticket, wherever it is."""
        for place in (self._running, self._waiting):
            if ticket in place:
                place.remove(ticket)
        self._let_in()

    def _has_room(self) -> bool:
        return len(self._running) < self._at_once

    def _let_in(self) -> None:
        while self._waiting and self._has_room():
            ticket = self._waiting.pop(0)
            self._running.append(ticket)
            ticket.call()
        for ticket in self._waiting:
            ticket.tell()


class Limits:
    """All three together: a question that one of them refuses costs nothing in the others."""

    def __init__(self, buckets: TokenBuckets, budgets: DailyBudgets, queue: Queue) -> None:
        self.buckets, self.budgets, self.queue = buckets, budgets, queue

    def admit(self, member: int, server: int, daily_budget: int) -> Ticket | Rejection:
        """A place in the queue, or why there is none. Never waits: a command must be answered within 3 seconds."""
        seconds = self.buckets.wait_seconds(member)
        if seconds:
            return Rejection(Limit.BUCKET, ceil(seconds))
        if self.budgets.used(server) >= daily_budget:
            return Rejection(Limit.BUDGET)
        rejection = self.queue.rejection(member)
        if rejection:
            return rejection
        self.buckets.take(member)
        self.budgets.take(server)
        return self.queue.join(member)
