"""An answer as JSON for programs."""

from dataclasses import asdict
from typing import Any

from ingest.articles import Article

from bot.answer import Answer, Citation
from bot.retriever import Hit


def answer_record(answer: Answer) -> dict[str, Any]:
    """The answer in the form that `ask --json` prints and the evaluation stores."""
    return {
        "question": answer.question,
        "status": answer.status,
        "answer": answer.text,
        "citations": [_citation_record(citation) for citation in answer.citations],
        "missing": asdict(answer.missing),
        "nearest": [{**article_record(near.article), "quote": near.quote} for near in answer.nearest],
        "model": answer.model,
        "repairs": asdict(answer.repairs),
        "seconds": asdict(answer.seconds),
    }


def _citation_record(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        **article_record(citation.article),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def hit_record(hit: Hit) -> dict[str, Any]:
    """A passage that was found, in the form that `search --json` prints."""
    passage = hit.passage
    record = article_record(passage.article) | {"text": passage.text, "start": passage.start, "end": passage.end}
    return record | {name: getattr(hit, name) for name in Hit.__slots__ if name != "passage"}


def article_record(article: Article) -> dict[str, Any]:
    """What is shown of an article that is named."""
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "published_at": article.published_at,
        "url": article.url,
    }
