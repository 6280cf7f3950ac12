"""Which outlets the archive holds articles of."""

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.outlets import outlet_names
from ingest.pipeline import ingest

from tests.embedders import BagOfWordsEmbeddings


def test_every_outlet_is_named_once_in_order(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    sources = ["Wire", "Post", None, "Wire", "BBC News"]
    articles = [Article(id=f"{n}", source=source, text=f"Report {n}.") for n, source in enumerate(sources)]
    ingest(articles, index, embedder, 900)
    assert outlet_names(index.catalog.database) == ("BBC News", "Post", "Wire")


def test_an_archive_without_outlets_names_none(index: PassageIndex) -> None:
    assert outlet_names(index.catalog.database) == ()
