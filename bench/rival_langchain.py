"""LangChain's plain retriever and its ensemble with BM25, as its tutorials make them.

Run by `bench/side_by_side.py` in an environment of its own; imports nothing of this project. Reads `{articles,
questions, model, depth}` from standard input and prints, by method, the article ids found for each question and the
seconds it took.
"""

import json
import os
import sys
import time
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter


def main() -> None:
    """Index, ask, print."""
    task = json.load(sys.stdin)
    documents = [
        Document("\n\n".join(filter(None, (article["title"], article["text"]))), metadata={"id": article["id"]})
        for article in task["articles"]
    ]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    store = Chroma(embedding_function=HuggingFaceEmbeddings(model_name=task["model"]))
    for start in range(0, len(chunks), 5000):  # Chroma refuses more at once
        store.add_documents(chunks[start : start + 5000])
    plain = store.as_retriever(search_kwargs={"k": task["depth"]})
    words = BM25Retriever.from_documents(chunks, k=task["depth"])
    both = EnsembleRetriever(retrievers=[words, plain], weights=[0.5, 0.5])
    asked = {"LangChain Chroma.as_retriever": plain, "LangChain EnsembleRetriever with BM25": both}
    print(json.dumps({name: _asked(retriever, task["questions"]) for name, retriever in asked.items()}))


def _asked(retriever: BaseRetriever, questions: list[str]) -> dict[str, Any]:
    retriever.invoke("warm up")
    found, seconds = [], []
    for question in questions:
        began = time.monotonic()
        documents = retriever.invoke(question)
        seconds.append(time.monotonic() - began)
        found.append([document.metadata["id"] for document in documents])
    return {"found": found, "seconds": seconds}


if __name__ == "__main__":
    main()
