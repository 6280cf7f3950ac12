import asyncio
from datetime import date

from bot.limits import DailyBudgets, Limit, Limits, Queue, Rejection, Ticket, TokenBuckets


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_bucket_holds_its_capacity_and_gains_one_every_refill() -> None:
    clock = Clock()
    buckets = TokenBuckets(capacity=2, refill_seconds=10, clock=clock)
    for _ in range(2):
        assert buckets.wait_seconds(7) == 0
        buckets.take(7)
    assert buckets.wait_seconds(7) == 10
    clock.seconds += 4
    assert buckets.wait_seconds(7) == 6
    clock.seconds += 6
    assert buckets.wait_seconds(7) == 0
    buckets.take(7)
    assert buckets.wait_seconds(7) == 10


def test_a_bucket_is_of_one_member() -> None:
    buckets = TokenBuckets(1, 10, Clock())
    buckets.take(7)
    assert buckets.wait_seconds(8) == 0


def test_a_budget_begins_anew_every_day() -> None:
    days = [date(2026, 1, 1)]
    budgets = DailyBudgets(lambda: days[-1])
    budgets.take(1, 3)
    assert (budgets.used(1), budgets.used(2)) == (3, 0)
    days.append(date(2026, 1, 2))
    assert budgets.used(1) == 0


async def test_questions_are_answered_in_order_and_each_is_told_how_it_moves_up() -> None:
    queue = Queue(at_once=1, places=5, places_per_member=5, seconds=60)
    tickets = [queue.join(member) for member in (1, 2, 3)]
    moves: list[int] = []
    assert [ticket.position for ticket in tickets] == [0, 1, 2]
    waiting = asyncio.create_task(tickets[2].turn(moves.append))
    await asyncio.sleep(0)
    tickets[0].leave()
    assert moves == [2, 1]
    assert not waiting.done()
    tickets[1].leave()
    assert await waiting is None
    assert tickets[2].position == 0


async def test_a_full_queue_takes_nobody_and_one_member_only_so_many() -> None:
    queue = Queue(at_once=1, places=3, places_per_member=2, seconds=60)
    for member in (1, 1, 1):
        assert queue.rejection(member) is None
        queue.join(member)
    assert queue.rejection(1) == Rejection(Limit.OWN_QUEUE)
    queue.join(2)
    assert queue.rejection(3) == Rejection(Limit.QUEUE)


async def test_who_waits_too_long_gives_up_the_place() -> None:
    queue = Queue(at_once=1, places=5, places_per_member=5, seconds=0)
    queue.join(1)
    late = queue.join(2)
    assert await late.turn(lambda position: None) == Rejection(Limit.WAIT)
    assert len(queue) == 0


async def test_leaving_twice_lets_in_only_one() -> None:
    queue = Queue(at_once=1, places=5, places_per_member=5, seconds=60)
    first, second, third = (queue.join(member) for member in (1, 2, 3))
    first.leave()
    first.leave()
    assert (second.position, third.position) == (0, 1)


async def test_a_rejected_question_costs_nothing() -> None:
    limits = Limits(TokenBuckets(2, 10, Clock()), DailyBudgets(lambda: date(2026, 1, 1)), Queue(1, 1, 1, 60))
    assert isinstance(limits.admit(7, 1, daily_budget=9), Ticket)
    assert isinstance(limits.admit(7, 1, daily_budget=9), Ticket)
    assert limits.admit(7, 1, daily_budget=9) == Rejection(Limit.BUCKET, 10)
    assert limits.admit(8, 1, daily_budget=2) == Rejection(Limit.BUDGET)
    assert limits.admit(8, 1, daily_budget=9) == Rejection(Limit.QUEUE)
    assert limits.budgets.used(1) == 2
    assert limits.buckets.wait_seconds(8) == 0
