"""An ingest in a process of its own, to be killed."""

from pathlib import Path

from ingest import pipeline
from ingest.articles import Article
from ingest.index import PassageIndex

from tests.embedders import BagOfWordsEmbeddings

ARTICLES = 300
PASSAGE_CHARS = 120
RECIPE = "recipe of the kill test"


def articles(version: int) -> list[Article]:
    """Of each article the first and last sentences stay; a third have one that changes with the version."""
    return [
        Article(
            id=f"article-{n}",
            title=f"Report {n}",
            published_at="2018-07-31",
            text=f"Delegation number {n} met on Tuesday in the border village and spoke for hours.\n\n"
            f"It was round {version if n % 3 == 0 else 0} of the talks about the matter of number {n * 7} and others."
            f"\n\nThe next meeting of delegation {n} is planned for the autumn, officials said afterwards.",
        )
        for n in range(ARTICLES)
    ]


def run(folder: Path, version: int) -> None:
    """Bring the archive in the folder up to a version of the articles, in many small writes."""
    pipeline._PASSAGES_AT_ONCE = 30
    with PassageIndex.writing(folder, RECIPE) as index:
        pipeline.ingest(articles(version), index, BagOfWordsEmbeddings(), PASSAGE_CHARS)
