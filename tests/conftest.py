"""What tests of several packages share: a small archive, and an environment of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.pipeline import ingest

from tests.embedders import BagOfWordsEmbeddings

RECIPE = "recipe of the tests"
PASSAGE_CHARS = 300

SUMMIT = Article(
    id="summit",
    title="Leaders meet in Singapore",
    source="Demo Wire",
    url="https://demo.example/summit",
    published_at="2018-06-12",
    text="The two leaders met in Singapore on Tuesday. They signed a joint statement after lunch.\n\n"
    "The statement has four points. The last is about the remains of soldiers.",
)
TRAILER = Article(
    id="trailer",
    title="Red trailer seen at missile plant",
    source="Other Post",
    published_at="2018-07-31",
    text="A bright-red covered trailer was photographed on July 7 at the loading area.",
)


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees the developer's settings or archive; the working folder has no `.env`."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    for name in (
        "DISCORD_TOKEN",
        "EMBEDDING_MODEL",
        "EMBEDDING_PRECISION",
        "CHAT_MODEL",
        "PASSAGE_CHARS",
        "MAX_FILE_MB",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "models"))
    return tmp_path


@pytest.fixture
def embedder() -> BagOfWordsEmbeddings:
    return BagOfWordsEmbeddings()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[PassageIndex]:
    """An archive with nothing in it."""
    index = PassageIndex.create(tmp_path / "archive", RECIPE)
    yield index
    index.close()


@pytest.fixture
def archive(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> PassageIndex:
    """An archive with two articles, `SUMMIT` and `TRAILER`."""
    ingest([SUMMIT, TRAILER], index, embedder, PASSAGE_CHARS)
    embedder.texts_embedded.clear()
    return index
