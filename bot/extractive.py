"""An answer made of the archive's own words: for when there is no language model, or it is in trouble."""

import re

from bot.asked import Kind, tells
from bot.evidence import Sentence, Source
from bot.verifier import Checked

_MOST_QUOTATIONS = 2
_NEARLY_AS_GOOD = 0.3  # a second quotation may be this much less relevant than the first
_TELLS_WEIGHT = 0.1  # of telling the time, the amount or somebody's own words that are asked for
_LOOKS_BACK = re.compile(
    r"^\W*(?:he|she|they|it|his|her|their|its|this|that|these|those|both|the two)\b", re.IGNORECASE
)


def quotations(sources: list[Source], question: str, kind: Kind | None = None) -> list[Checked]:
    """The sentences most worth quoting as an answer to a question for a thing of that kind, those of the best article
    first, each its own evidence; one that says 'he' has the one before it.

    Of the 93 answerable demo questions of the dev half, the most relevant sentences alone answer 49, with the weight
    (more of it does no more) 52, and with the sentences before them 55.
    """
    found = [
        (_worth(sentence, question, kind), sentence, source) for source in sources for sentence in source.sentences
    ]
    found.sort(key=lambda each: -each[0])
    quoted: dict[int, set[Sentence]] = {}
    for worth, sentence, source in found[:_MOST_QUOTATIONS]:
        if worth >= found[0][0] - _NEARLY_AS_GOOD:
            before = source.previous(sentence) if _LOOKS_BACK.search(sentence.text) else None
            quoted.setdefault(source.number, set()).update(each for each in (before, sentence) if each)
    by_number = {source.number: source for source in sources}
    return [
        Checked(f"“{' '.join(sentence.text.split())}”", by_number[number], sentence)
        for number, sentences in quoted.items()
        for sentence in sorted(sentences, key=lambda each: each.span.start)
    ]


def _worth(sentence: Sentence, question: str, kind: Kind | None) -> float:
    return sentence.relevance + (_TELLS_WEIGHT if kind and tells(sentence.text, kind, question) else 0.0)
