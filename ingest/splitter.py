"""Article to passages, cut verbatim at the ends of sentences.

How long they are hardly matters to search: with 300, 450, 600, 900, 1,200 and 1,600 characters at most, MRR@10 of the
93 demo questions of the dev half is .936, .940, .929, .942, .936 and .941. Repeating a passage's last sentence at the
beginning of the next one, as many splitters do, gives .941 with 900, and a larger archive. To see this again:
`export PASSAGE_CHARS=600`, `python -m ingest rebuild`, and `python -m evals run --retrieval-only --split dev`.
"""

from collections import Counter
from itertools import pairwise

from ingest.articles import Article
from ingest.passages import Passage, Span, passage_id
from ingest.sentences import split_sentences


def split(article: Article, max_chars: int) -> list[Passage]:
    """Consecutive passages that together hold every sentence once, each at most `max_chars` characters long.

    A sentence is never cut: one longer than `max_chars` is a passage of its own.
    """
    repeats: Counter[str] = Counter()
    passages = []
    for ordinal, span in enumerate(_pack(split_sentences(article.text), max_chars)):
        text = article.text[span.start : span.end]
        embedded_text = f"{article.header}\n{text}" if article.header else text
        identifier = passage_id(article.identity, embedded_text, repeats[text])
        repeats[text] += 1
        passages.append(Passage(identifier, ordinal, span.start, span.end, text, embedded_text))
    return passages


def _pack(sentences: list[Span], max_chars: int) -> list[Span]:
    """Sentences joined, in order, into as few spans as fit, then levelled so that no short rest is left."""
    if not sentences:
        return []
    total = sentences[-1].end - sentences[0].start
    target = total / -(-total // max_chars)  # equal shares: a 1,000-character text becomes 500 + 500, not 900 + 100
    spans = [sentences[0]]
    for previous, sentence in pairwise(sentences):
        joined = Span(spans[-1].start, sentence.end)
        is_past_share = previous.end - spans[-1].start >= target
        if is_past_share or joined.end - joined.start > max_chars:
            spans.append(sentence)
        else:
            spans[-1] = joined
    return spans
