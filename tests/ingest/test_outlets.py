"""Which outlets the archive holds articles of."""

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.outlets import outlet_names, outlets_by_story
from ingest.pipeline import ingest

from tests.embedders import BagOfWordsEmbeddings


def test_every_outlet_is_named_once_in_order(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    sources = ["Wire", "Post", None, "Wire", "BBC News"]
    articles = [Article(id=f"{n}", source=source, text=f"Report {n}.") for n, source in enumerate(sources)]
    ingest(articles, index, embedder, 900)
    assert outlet_names(index.catalog.database) == ("BBC News", "Post", "Wire")


def test_an_archive_without_outlets_names_none(index: PassageIndex) -> None:
    assert outlet_names(index.catalog.database) == ()


def test_who_tells_a_story_is_named_once_and_the_first_to_publish_first(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    text = " ".join(f"word{number}" for number in range(60))
    told = [("Wire", 3), ("Post", 2), ("Wire", 4), (None, 1)]
    articles = [Article(id=f"{day}", source=source, text=text, published_at=f"2020-01-0{day}") for source, day in told]
    ingest(articles, index, embedder, 900)
    (story,) = {index.catalog.places([name])[name].story for name in index.catalog.all_passage_ids()}
    assert outlets_by_story(index.catalog.database, [story]) == {story: ["Post", "Wire"]}
