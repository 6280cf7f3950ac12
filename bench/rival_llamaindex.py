"""LlamaIndex's default index and retriever, as its starter tutorial makes them.

Run by `bench/side_by_side.py` in an environment of its own; imports nothing of this project. Reads `{articles,
questions, model, depth}` from standard input and prints the article ids found for each question and their seconds.
"""

import json
import os
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"

from llama_index.core import Document, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

_EMBEDDED_FACTS = ("title", "source", "published_at")  # it embeds metadata with the text by itself


def main() -> None:
    """Index, ask, print."""
    task = json.load(sys.stdin)
    documents = [
        Document(
            text=article["text"],
            metadata={name: article[name] for name in _EMBEDDED_FACTS if article.get(name)},
            id_=article["id"],
        )
        for article in task["articles"]
    ]
    index = VectorStoreIndex.from_documents(documents, embed_model=HuggingFaceEmbedding(task["model"]))
    retriever = index.as_retriever(similarity_top_k=task["depth"])
    retriever.retrieve("warm up")
    found, seconds = [], []
    for question in task["questions"]:
        began = time.monotonic()
        nodes = retriever.retrieve(question)
        seconds.append(time.monotonic() - began)
        found.append([node.node.ref_doc_id for node in nodes])
    print(json.dumps({"LlamaIndex VectorStoreIndex": {"found": found, "seconds": seconds}}))


if __name__ == "__main__":
    main()
