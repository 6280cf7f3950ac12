"""An archive on twelve towns, questions on it, and a model that has its replies by heart."""

from collections.abc import AsyncIterator
from pathlib import Path

from ingest.articles import Article
from ingest.embedder import Matrix
from ingest.index import PassageIndex
from ingest.pipeline import ingest

from bot.answerer import Answerer
from bot.chat import Chat
from bot.prompt import Prompt
from bot.retriever import Retriever

from evals.questions import EvalQuestion

from tests.embedders import BagOfWordsEmbeddings

TOWNS = "Arlen Bedrock Cicely Derry Eerie Forks Gotham Hawkins Innsmouth Judgment Kakariko Lanford".split()
WORKERS = {town: str(120 + 10 * place) for place, town in enumerate(TOWNS)}

ARTICLES = [
    Article(id=f"mill-{town}", title=f"Mill of {town}", text=f"{town} employs {WORKERS[town]} workers in its mill.")
    for town in TOWNS
] + [
    Article(id=f"fair-{town}", title=f"People of {town}", text=f"Many people work for the people of {town}.")
    for town in TOWNS
]

QUESTIONS = [
    EvalQuestion(
        id=f"work-{town}",
        question=f"how many people work in {town}",
        answerable=True,
        answers=(WORKERS[town],),
        gold_articles=(f"mill-{town}",),
        type="number",
    )
    for town in TOWNS
] + [
    EvalQuestion(id=f"paint-{town}", question=f"who painted {town}", answerable=False, type="unanswerable-near")
    for town in TOWNS
]
ALIASED = [
    EvalQuestion(
        id=f"alias-{town}",
        question=f"what about {town[::-1]}",
        answerable=True,
        answers=(town,),
        gold_articles=(f"mill-{town}", f"fair-{town}"),
        type="fact",
    )
    for town in TOWNS
]
"""Questions that share no word with their articles."""


class AliasEmbeddings(BagOfWordsEmbeddings):
    """Knows each town by its name read backwards, too."""

    def encode(self, texts: list[str]) -> Matrix:
        aliases = {town[::-1].lower(): town for town in TOWNS}
        return super().encode([" ".join(aliases.get(word.lower(), word) for word in text.split()) for text in texts])


class RehearsedChat(Chat):
    """Knows how many work in each town, and makes up who painted it."""

    def __init__(self) -> None:
        self.name = "rehearsed"

    async def agrees(self, prompt: Prompt) -> float | None:
        return None

    async def stream(self, prompt: Prompt) -> AsyncIterator[str]:
        question = prompt.user.rpartition("Question: ")[2]
        town = question.split()[-1]
        if "painted" in question:
            yield f"Pierre Dubois painted {town} for 5 million dollars [1]."
        else:
            yield f"{town} employs {WORKERS[town]} workers [1]."


def make_archive(folder: Path, recipe: str) -> None:
    """The archive on disk."""
    index = PassageIndex.create(folder, recipe)
    ingest(ARTICLES, index, AliasEmbeddings(), 300)
    index.close()


def open_retriever(folder: Path, recipe: str) -> Retriever:
    """Search over the archive on disk."""
    return Retriever(PassageIndex.open(folder, recipe), AliasEmbeddings())


def answerer(retriever: Retriever, passages: int) -> Answerer:
    """Answers from so many passages."""
    return Answerer(retriever, RehearsedChat(), passages, 1500)


def write_set(path: Path, questions: list[EvalQuestion]) -> Path:
    """The questions as a file."""
    path.write_text("\n".join(question.model_dump_json() for question in questions))
    return path
