"""An answerer and an archive that keep the contract and say what a test tells them to."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from ingest.articles import Article
from ingest.errors import IngestError, NoSuchArticle
from ingest.ledger import FeedRecord
from ingest.pipeline import IngestReport
from ingest.statistics import ArchiveSummary

from bot.answer import Answer, Citation, Near, Timing
from bot.gateway.archive import Archive
from bot.question import Question
from bot.retriever import Hit

TRAILER = Article(
    id="trailer",
    title="Satellite images show work at Sohae",
    source="Footnote demo desk",
    url="https://news.example/2018/07/sohae",
    published_at="2018-07-24",
    text="The images come from Planet. A bright red trailer was photographed on July 7. Nobody has said why.",
)
QUOTE = "A bright red trailer was photographed on July 7."
SUMMIT = Article(
    id="summit", title="Leaders meet in Singapore", source="Other Post", text="They met on a Tuesday. It rained."
)
ANSWERED = Answer(
    question="When was the trailer photographed?",
    status="answered",
    text="The trailer was photographed on July 7 [1].",
    citations=(Citation(1, TRAILER, QUOTE, 29, 77),),
    nearest=(Near(TRAILER, QUOTE),),
    sources=(),
    model="fake",
    seconds=Timing(0.01, 0.02, 0.03),
)
TWO_SOURCES = Answer(
    question="What happened?",
    status="answered",
    text="A trailer was photographed [1]. The leaders met [2].",
    citations=(Citation(1, TRAILER, QUOTE, 29, 77), Citation(2, SUMMIT, "They met on a Tuesday.", 0, 22)),
    nearest=(Near(TRAILER, QUOTE), Near(SUMMIT, "They met on a Tuesday.")),
    sources=(),
    model="fake",
    seconds=Timing(0.01, 0.02, 0.03),
)
REFUSED = Answer(
    "Who?", "refused", "The archive does not say.", (), (Near(TRAILER, QUOTE),), (), "fake", Timing(0.01, None, 0.03)
)


class FakeAnswerer:
    """Writes `words` one by one, waits for `gate` when there is one, then gives `outcome`."""

    def __init__(self, answer: Answer = ANSWERED, words: tuple[str, ...] = ("The ", "trailer")) -> None:
        self.outcome: Answer | Exception = answer
        self.words = words
        self.pause = 0.0
        self.gate: asyncio.Event | None = None
        self.asked: list[Question] = []

    async def answer(
        self,
        question: Question,
        on_text: Callable[[str], None] = lambda text: None,
        on_found: Callable[[int], None] = lambda articles: None,
    ) -> Answer:
        """The prepared answer, or the prepared error raised."""
        self.asked.append(question)
        on_found(6)
        for count in range(len(self.words)):
            on_text("".join(self.words[: count + 1]))
            await asyncio.sleep(self.pause)
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

    async def answer(
        self,
        question: Question,
        on_text: Callable[[str], None] = lambda text: None,
        on_found: Callable[[int], None] = lambda articles: None,
    ) -> Answer:
        """The prepared answer."""
        on_text("The trailer")
        await asyncio.sleep(self.seconds)
        return await super().answer(question, on_text, on_found)


class FakeArchive(Archive):
    """Holds two articles, whatever is added."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.added: list[tuple[str, bytes]] = []
        self.withdrawn: set[str] = set()
        self.followed: list[FeedRecord] = []
        self.sources = {"Footnote demo desk": 400, "": 12}
        self.outcome: IngestReport | Exception = IngestReport(read=1, added=1, passages=3, seconds=0.25)

    def search(self, question: Question, count: int) -> list[Hit]:
        """The prepared hits."""
        return self.hits[:count]

    def summary(self) -> ArchiveSummary:
        """The same as ever."""
        return ArchiveSummary(
            articles=412,
            passages=1650,
            newest="2019-06-30",
            oldest="2017-02-13",
            sources=self.sources,
            months={},
            updated=0,
            withdrawn=0,
            also_reported=0,
            bytes=0,
        )

    def changed_at(self) -> datetime | None:
        """A moment."""
        return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def add_file(self, name: str, content: bytes, progress: Callable[[IngestReport], None]) -> IngestReport:
        """The prepared report, or the prepared error raised."""
        self.added.append((name, content))
        if isinstance(self.outcome, Exception):
            raise self.outcome
        progress(self.outcome)
        return self.outcome

    def add_page(self, url: str, progress: Callable[[IngestReport], None]) -> IngestReport:
        """The prepared report, or the prepared error raised."""
        return self.add_file(url, b"", progress)

    def holds(self, article_id: str) -> bool:
        """Unless it was withdrawn."""
        return article_id not in self.withdrawn

    def withdraw(self, name: str, reason: str | None = None) -> None:
        """Only the trailer is there."""
        if name != TRAILER.id:
            raise NoSuchArticle(name)
        self.withdrawn.add(name)

    def feeds(self) -> list[FeedRecord]:
        """Those that were added."""
        return self.followed

    def add_feed(self, url: str) -> bool:
        """Takes what looks like an address."""
        if not url.startswith("https://"):
            raise IngestError(f"{url!r} is not a web address")
        is_new = url not in [feed.url for feed in self.followed]
        self.followed += [FeedRecord(url, "2026-01-01T00:00:00Z", None, None)] if is_new else []
        return is_new

    def remove_feed(self, url: str) -> bool:
        """Whether it was there."""
        before = len(self.followed)
        self.followed = [feed for feed in self.followed if feed.url != url]
        return len(self.followed) < before

    def poll(self, progress: Callable[[IngestReport], None]) -> IngestReport:
        """The prepared report."""
        return self.add_file("poll", b"", progress)
