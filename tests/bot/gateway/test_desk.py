"""What happens to a question between its being asked and its answer, without Discord."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from discord import Embed
from discord.ui import View

from bot.answer import NO_MODEL
from bot.errors import QuestionError
from bot.gateway.desk import Asker, Desk, Posed
from bot.gateway.live import LiveMessage
from bot.gateway.localisation import Words
from bot.gateway.services import Services
from bot.journal_records import Asking
from bot.limits import Ticket
from bot.question import Question

from tests.bot.gateway.fakes import ANSWERED, FakeAnswerer
from tests.bot.gateway.responses import http_error

WORDS = Words()


class RecordingPlace:
    """Remembers what it was to show."""

    def __init__(self) -> None:
        self.shown: list[Embed] = []
        self.final: Sequence[Embed] = ()
        self.view: View | None = None
        self.is_removed = False
        self.error: Exception | None = None
        self.has_changed = asyncio.Event()
        self.is_finishing = asyncio.Event()
        self.finishing: asyncio.Event | None = None

    async def update(self, embed: Embed) -> None:
        self.shown.append(embed)
        self.has_changed.set()
        if self.error:
            raise self.error

    async def finish(self, embeds: Sequence[Embed], view: View | None) -> list[int]:
        if self.error:
            raise self.error
        self.is_finishing.set()
        if self.finishing:
            await self.finishing.wait()
        self.final, self.view = embeds, view
        return [100 + place for place in range(len(embeds))]

    async def remove(self) -> None:
        self.is_removed = True

    @property
    def steps(self) -> list[str | None]:
        return [embed.footer.text for embed in self.shown]

    @property
    def said(self) -> str:
        return (self.final[0].description or "") if self.final else ""


class Counter:
    """Brings questions to a desk, one member each."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.tasks: list[asyncio.Task[None]] = []
        self.posing: asyncio.Event | None = None

    def ask(self, member: int) -> RecordingPlace:
        asking, place = Asking(member, 1, 2), RecordingPlace()
        ticket = self.desk.admit(Asker(asking, (2,), False), WORDS)
        assert isinstance(ticket, Ticket)

        async def pose() -> Posed:
            if self.posing:
                await self.posing.wait()
            return Posed(Question("When?"), asking, WORDS, place)

        self.tasks.append(asyncio.create_task(self.desk.answer(member, pose, ticket)))
        return place

    async def done(self) -> None:
        await asyncio.gather(*self.tasks)


@pytest.fixture
def counter(services: Services) -> Counter:
    return Counter(Desk(services))


async def test_the_answer_is_in_the_journal_with_its_messages(counter: Counter, services: Services) -> None:
    place = counter.ask(7)
    await counter.done()
    assert place.said == ANSWERED.text
    answer = services.journal.answer_in(100)
    assert answer
    assert (answer.member_id, answer.text) == (7, ANSWERED.text)


async def test_who_waits_is_told_the_place_in_the_queue_and_is_answered_in_turn(
    counter: Counter, answerer: FakeAnswerer
) -> None:
    answerer.gate = asyncio.Event()
    places = [counter.ask(member) for member in (1, 2, 3)]
    await asyncio.gather(*(place.has_changed.wait() for place in places))
    assert [place.steps[0] for place in places[1:]] == [
        "Your question is number 1 in the queue.",
        "Your question is number 2 in the queue.",
    ]
    answerer.gate.set()
    await counter.done()
    assert [place.said for place in places] == [ANSWERED.text] * 3


async def test_until_something_is_written_the_member_sees_how_many_articles_are_read(
    counter: Counter, answerer: FakeAnswerer
) -> None:
    answerer.words = ()
    answerer.gate = asyncio.Event()
    place = counter.ask(1)
    await place.has_changed.wait()
    assert place.steps == ["Reading 6 of 412 articles…"]
    answerer.gate.set()
    await counter.done()


class TestImpatient:
    @pytest.fixture
    def chosen(self) -> dict[str, Any]:
        return {"queue_seconds": 1}

    async def test_who_waits_too_long_is_told_so(self, counter: Counter, answerer: FakeAnswerer) -> None:
        answerer.gate = asyncio.Event()
        counter.ask(1)
        late = counter.ask(2)
        await counter.tasks[1]
        assert late.said == "There are too many questions before yours. Please ask again in a minute."
        answerer.gate.set()
        await counter.done()


async def test_stopping_lets_a_short_answer_end_and_interrupts_a_long_one(
    counter: Counter, answerer: FakeAnswerer, services: Services
) -> None:
    answerer.gate = asyncio.Event()
    place = counter.ask(1)
    await place.has_changed.wait()
    closing = asyncio.create_task(counter.desk.close(grace_seconds=5))
    await asyncio.sleep(0)
    answerer.gate.set()
    await closing
    assert place.said == ANSWERED.text

    answerer.gate.clear()
    counter.desk = Desk(services)
    interrupted = counter.ask(2)
    await interrupted.has_changed.wait()
    await counter.desk.close(grace_seconds=0)
    assert interrupted.said.startswith("The bot was stopped before this answer was finished.")


async def test_stopping_does_not_break_off_an_answer_that_is_being_shown(counter: Counter) -> None:
    place = counter.ask(1)
    place.finishing = asyncio.Event()
    await place.is_finishing.wait()
    closing = asyncio.create_task(counter.desk.close(grace_seconds=0))
    await asyncio.sleep(0.01)
    place.finishing.set()
    await closing
    assert place.said == ANSWERED.text


@pytest.mark.parametrize("is_taken_back", [True, False])
async def test_a_question_that_is_not_yet_looked_up_is_stopped_and_taken_back_like_others(
    counter: Counter, services: Services, is_taken_back: bool
) -> None:
    counter.posing = asyncio.Event()
    place = counter.ask(1)
    await asyncio.sleep(0.01)
    if is_taken_back:
        counter.desk.take_back(1)
    closing = asyncio.create_task(counter.desk.close(grace_seconds=0))
    await asyncio.sleep(0.01)
    counter.posing.set()
    await closing
    await counter.done()
    assert (place.is_removed, place.said.startswith("The bot was stopped")) == (is_taken_back, not is_taken_back)
    assert services.journal.answer(1) is None


async def test_a_question_taken_back_leaves_nothing_and_makes_room(
    counter: Counter, answerer: FakeAnswerer, services: Services
) -> None:
    answerer.gate = asyncio.Event()
    first, second = counter.ask(1), counter.ask(2)
    await asyncio.gather(first.has_changed.wait(), second.has_changed.wait())
    counter.desk.take_back(1)
    counter.desk.take_back(99)
    answerer.gate.set()
    await counter.done()
    assert (first.is_removed, first.final) == (True, ())
    assert second.said == ANSWERED.text


@pytest.mark.parametrize("error", [http_error(500, 0), ConnectionResetError(), aiohttp.ServerDisconnectedError()])
async def test_progress_that_cannot_be_shown_does_not_cost_the_answer(
    counter: Counter, answerer: FakeAnswerer, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    answerer.gate = asyncio.Event()
    place = counter.ask(1)
    place.error = error
    await place.has_changed.wait()
    place.error = None
    answerer.gate.set()
    await counter.done()
    assert f"progress not shown: {error!r}" in caplog.text
    assert place.said == ANSWERED.text


async def test_progress_that_comes_after_the_answer_is_not_shown() -> None:
    place = RecordingPlace()
    live = LiveMessage(place)
    await live.finish([Embed(description="The answer")])
    live.show(Embed(description="Writing"))
    await asyncio.sleep(0.01)
    assert place.shown == []


async def test_nothing_waits_for_the_next_edit_once_the_answer_is_shown() -> None:
    live = LiveMessage(RecordingPlace())
    live.show(Embed(description="Writing"))
    await asyncio.sleep(0.01)
    await live.finish([Embed(description="The answer")])
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_place_that_is_gone_is_a_line_in_the_log(
    counter: Counter, answerer: FakeAnswerer, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    place, other = counter.ask(1), counter.ask(2)
    place.error, other.error = http_error(404, 10008), ConnectionResetError()
    await counter.done()
    assert "answer not shown: the message or channel is gone" in caplog.text
    assert "answer not shown: ConnectionResetError()" in caplog.text
    assert len(services.limits.queue) == 0


async def test_a_question_that_cannot_be_taken_is_told_why(counter: Counter, answerer: FakeAnswerer) -> None:
    answerer.outcome = QuestionError("for the command line")
    place = counter.ask(1)
    await counter.done()
    assert place.said.startswith("Ask me something")


async def test_an_answer_that_failed_is_kept_for_what_follows_it_and_is_no_gap(
    counter: Counter, answerer: FakeAnswerer, services: Services
) -> None:
    answerer.outcome = replace(ANSWERED, status="failed", text=NO_MODEL, citations=(), is_outage=True)
    place = counter.ask(1)
    await counter.done()
    assert place.said == NO_MODEL
    kept = services.journal.answer(1)
    assert (kept and kept.status, list(services.journal.candidates())) == ("failed", [])


async def test_an_answer_that_cannot_be_kept_is_shown_without_buttons(
    counter: Counter, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(type(services.journal), "add", lambda *arguments: 1 / 0)
    place = counter.ask(1)
    await counter.done()
    assert (place.said, place.view) == (ANSWERED.text, None)
    assert "answer not kept" in caplog.text
