"""LangChain's standard suite, and the metadata that a citation needs."""

from typing import Any

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.pipeline import ingest

from bot.langchain_retriever import ArchiveRetriever
from bot.retriever import Retriever

from tests.embedders import BagOfWordsEmbeddings


class TestStandard(RetrieversIntegrationTests):
    """The suite of `langchain-tests`."""

    @pytest.fixture(autouse=True)
    def _archive(self, archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
        ingest(
            [Article(id="third", title="A third", text="The leaders of a third country met.")], archive, embedder, 300
        )
        self.archive = Retriever(archive, embedder)

    @property
    def retriever_constructor(self) -> type[ArchiveRetriever]:
        return ArchiveRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"retriever": self.archive}

    @property
    def retriever_query_example(self) -> str:
        return "red trailer and leaders"


async def test_a_document_is_a_verbatim_passage_with_its_place(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    (document,) = await ArchiveRetriever(retriever=Retriever(archive, embedder), k=1).ainvoke(
        "red trailer photographed"
    )
    assert document.page_content == "A bright-red covered trailer was photographed on July 7 at the loading area."
    cited = {name: document.metadata[name] for name in ("article_id", "source", "published_at", "url", "start", "end")}
    assert cited == {
        "article_id": "trailer",
        "source": "Other Post",
        "published_at": "2018-07-31",
        "url": None,
        "start": 0,
        "end": 76,
    }
