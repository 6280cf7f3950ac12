"""Sources made from plain text, for the tests of what works on them."""

from ingest.articles import Article
from ingest.passages import Span
from ingest.sentences import split_sentences

from bot.evidence import Sentence, Source
from bot.terms import content_keys


def source(number: int, text: str, **fields: str) -> Source:
    """A source all of whose text was found and shown."""
    article = Article.model_validate({"id": f"article-{number}", "title": f"Headline {number}", **fields, "text": text})
    sentences = tuple(
        Sentence(article, Span(span.start, span.end), frozenset(content_keys(article.text[span.start : span.end])))
        for span in split_sentences(article.text)
    )
    return Source(number, article, sentences, sentences)
