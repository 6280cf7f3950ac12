"""An answer made of the archive's own words: for when there is no language model, or it is in trouble."""

from bot.evidence import Source
from bot.verifier import Checked

_MOST_QUOTATIONS = 2
_NEARLY_AS_GOOD = 0.3  # a second quotation may be this much less relevant than the first


def quotations(sources: list[Source]) -> list[Checked]:
    """The most relevant sentences, best first, each its own evidence."""
    found = [(sentence, source) for source in sources for sentence in source.sentences]
    found.sort(key=lambda pair: -pair[0].relevance)
    return [
        Checked(f"“{' '.join(sentence.text.split())}”", source, sentence)
        for sentence, source in found[:_MOST_QUOTATIONS]
        if sentence.relevance >= found[0][0].relevance - _NEARLY_AS_GOOD
    ]
