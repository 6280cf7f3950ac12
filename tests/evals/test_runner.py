"""All questions are asked, whatever happens to one of them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from bot.answer import Answer
from bot.answerer import Answerer
from bot.chat import Chat
from bot.errors import ChatBusy
from bot.prompt import Prompt
from bot.question import Question, Turn
from bot.retriever import Retriever

from evals.outcomes import Tokens
from evals.runner import Pace, ask_all

from tests.evals.towns import QUESTIONS, answerer, make_archive, open_retriever


@pytest.fixture
def retriever(tmp_path: Path) -> Retriever:
    make_archive(tmp_path / "towns", "recipe")
    return open_retriever(tmp_path / "towns", "recipe")


class CountingChat(Chat):
    """Says nothing, and knows how many ask at the same time."""

    def __init__(self) -> None:
        self.name = "counting"
        self.now = 0
        self.most = 0

    async def stream(self, prompt: Prompt) -> AsyncIterator[str]:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        yield "No idea."


class FailingChat(Chat):
    """Is busy when asked about one town, and breaks at another."""

    def __init__(self) -> None:
        self.name = "failing"

    async def agrees(self, prompt: Prompt) -> None:
        return None

    async def stream(self, prompt: Prompt) -> AsyncIterator[str]:
        if prompt.user.endswith("Arlen"):
            raise ChatBusy("failing: 429")
        if prompt.user.endswith("Bedrock"):
            raise KeyError("a mistake of ours")
        yield "No idea."


async def test_the_outcomes_come_in_the_order_of_the_questions(retriever: Retriever) -> None:
    seen: list[str] = []
    outcomes = await ask_all(QUESTIONS, retriever, answerer(retriever, 8), Pace(), lambda o: seen.append(o.question.id))
    assert [outcome.question for outcome in outcomes] == QUESTIONS
    assert seen == [question.id for question in QUESTIONS]
    assert [outcome.status for outcome in outcomes] == ["answered"] * 12 + ["refused"] * 12


async def test_as_many_ask_at_a_time_as_the_pace_says(retriever: Retriever) -> None:
    for concurrency in (1, 3):
        chat = CountingChat()
        await ask_all(QUESTIONS[:6], retriever, Answerer(retriever, chat, 8, 1500), Pace(1, concurrency))
        assert chat.most == concurrency


async def test_an_outage_or_a_mistake_at_one_question_does_not_end_the_run(retriever: Retriever) -> None:
    outcomes = await ask_all(QUESTIONS[:3], retriever, Answerer(retriever, FailingChat(), 8, 1500), Pace())
    assert [outcome.status for outcome in outcomes] == ["failed", "failed", "refused"]
    assert [outcome.error for outcome in outcomes] == [
        "RuntimeError: failing gave no reply; answered by quotations",
        "KeyError: 'a mistake of ours'",
        None,
    ]
    assert all(outcome.ranked for outcome in outcomes)


async def test_a_question_that_cannot_be_taken_is_an_outcome_too(retriever: Retriever) -> None:
    too_long = QUESTIONS[0].model_copy(update={"question": "why " * 600})
    (outcome,) = await ask_all([too_long], retriever, answerer(retriever, 8), Pace())
    assert outcome.status == "failed"
    assert (outcome.error or "").startswith("QuestionError: The question has 2,399 characters")


async def test_each_article_is_ranked_once(retriever: Retriever, monkeypatch: pytest.MonkeyPatch) -> None:
    retrieve = retriever.retrieve
    monkeypatch.setattr(retriever, "retrieve", lambda question, count: retrieve(question, count) * 2)
    (outcome,) = await ask_all(QUESTIONS[:1], retriever, None, Pace())
    assert len(outcome.ranked) == len(set(outcome.ranked)) >= 10
    assert (outcome.answer, outcome.tokens) == (None, None)


async def test_the_tokens_that_a_provider_counts_are_kept_for_each_question(retriever: Retriever) -> None:
    usage: Any = {"input_tokens": 30, "output_tokens": 4, "total_tokens": 34}
    replies = [
        AIMessage("No idea.", usage_metadata=usage, response_metadata={"model_name": "counted"}),
        AIMessage("No idea."),
    ]

    class CountingModel(GenericFakeChatModel):
        """The reply whole, as a provider without streaming sends it."""

        def _stream(self, *arguments: Any, **options: Any) -> Any:
            raise NotImplementedError

    model = CountingModel(messages=iter(replies), disable_streaming=True)
    chat = Chat(model, "counted", 10)
    outcomes = await ask_all(QUESTIONS[:2], retriever, Answerer(retriever, chat, 8, 1500), Pace())
    assert [outcome.tokens for outcome in outcomes] == [Tokens(read=30, written=4), None]


async def test_a_question_is_asked_after_its_history_and_on_its_day(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Question] = []
    asking = answerer(retriever, 8)
    answer = asking.answer

    async def remembering(question: Question) -> Answer:
        given.append(question)
        return await answer(question)

    monkeypatch.setattr(asking, "answer", remembering)
    asked = QUESTIONS[0].model_validate(
        QUESTIONS[0].model_dump() | {"as_of": "2019-01-15", "history": [{"question": "who", "answer": "he"}]}
    )
    await ask_all([asked], retriever, asking, Pace())
    assert given == [Question("how many people work in Arlen", date(2019, 1, 15), history=(Turn("who", "he"),))]


async def test_a_follow_up_is_searched_for_with_what_it_follows(retriever: Retriever) -> None:
    turn = {"question": "how many people work in Derry", "answer": "Derry employs 150 workers."}
    alone = QUESTIONS[0].model_validate(QUESTIONS[0].model_dump() | {"question": "and who pays them there"})
    after = alone.model_validate(alone.model_dump() | {"history": [turn]})
    first, second = await ask_all([alone, after], retriever, None, Pace())
    assert not any("Derry" in article for article in first.ranked[:2])
    assert all("Derry" in article for article in second.ranked[:2])
