"""An answerer that keeps the contract and says what a test tells it to."""

import asyncio
from collections.abc import Callable

from ingest.articles import Article

from bot.answerer import Answer, Citation, Timing

TRAILER = Article(
    id="trailer",
    title="Satellite images show work at Sohae",
    source="Footnote demo desk",
    url="https://news.example/2018/07/sohae",
    published_at="2018-07-24",
    text="The images come from Planet. A bright red trailer was photographed on July 7. Nobody has said why.",
)
QUOTE = "A bright red trailer was photographed on July 7."
ANSWERED = Answer(
    question="When was the trailer photographed?",
    status="answered",
    text="The trailer was photographed on July 7 [1].",
    citations=(Citation(1, TRAILER, QUOTE, 29, 77),),
    nearest=(TRAILER,),
    sources=(),
    model="fake",
    seconds=Timing(0.01, 0.02, 0.03),
)
REFUSED = Answer("Who?", "refused", "The archive does not say.", (), (TRAILER,), (), "fake", Timing(0.01, None, 0.03))


class FakeAnswerer:
    """Writes `words` one by one, waits for `gate` when there is one, then gives `answer`."""

    def __init__(self, answer: Answer = ANSWERED, words: tuple[str, ...] = ("The ", "trailer")) -> None:
        self.outcome: Answer | Exception = answer
        self.words = words
        self.gate: asyncio.Event | None = None
        self.asked: list[str] = []

    async def answer(self, question: str, on_text: Callable[[str], None] = lambda text: None) -> Answer:
        """The prepared answer, or the prepared error raised."""
        self.asked.append(question)
        for count in range(len(self.words)):
            on_text("".join(self.words[: count + 1]))
            await asyncio.sleep(0)
        if self.gate:
            await self.gate.wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


class SlowAnswerer(FakeAnswerer):
    """Writes at once and answers after some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    async def answer(self, question: str, on_text: Callable[[str], None] = lambda text: None) -> Answer:
        """The prepared answer."""
        on_text("The trailer")
        await asyncio.sleep(self.seconds)
        return await super().answer(question, on_text)
