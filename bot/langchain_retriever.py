"""The archive as a LangChain retriever, for anyone's chain or graph."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from bot.presentation import hit_record
from bot.question import Question, checked_question
from bot.retriever import Hit, Retriever


class ArchiveRetriever(BaseRetriever):
    """Passages as documents; their metadata hold what a citation needs: article, outlet, date, URL, offsets."""

    retriever: Any = Field(exclude=True)
    """A `bot.retriever.Retriever`, as `bot.composition.open_retriever` builds it."""
    k: int = Field(default=6, ge=1, le=1000)
    """At most so many passages."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        archive: Retriever = self.retriever
        hits = archive.retrieve(Question(checked_question(query)), k or self.k)
        return [_document(hit) for hit in hits]


def _document(hit: Hit) -> Document:
    record = hit_record(hit)
    return Document(page_content=record.pop("text"), id=hit.passage.id, metadata=record)
