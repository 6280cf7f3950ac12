"""Another answer to the question: other names, in an article that knows nothing of those given."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.passages import Span

from bot.asked import Kind
from bot.evidence import Sentence, Source
from bot.names import Name, all_names, names
from bot.notices import NEARLY_AS_RELEVANT, is_same_event
from bot.terms import content_keys
from bot.verifier import Checked

# Share of the question's words in the evidence of the answer that the other article's words must have too. Set by
# judgement. Where two made-up articles disagree, both are told in 10 of 30 answers, and the false one alone in 9 (see
# `bench/disagreement.py`). Elsewhere no rival should be told: of 59 answers to the demo questions of the dev half none
# has one, and of 118 right answers of SQuAD, whose articles have no day, 4 have, of which the model is sure of 2.
_LEAST_ASKED = 0.6


def other_answer(checked: list[Checked], sources: list[Source], question: str, kind: Kind | None) -> Checked | None:
    """What another article may answer to a question that asks for no time and no amount, in its own words.

    Two articles can complement each other, and other names may be beside the point: whether it is an answer is still to
    be asked.
    """
    if kind in ("time", "amount"):
        return None
    cited = {sentence.source.number for sentence in checked}
    others = [source for source in sources if source.number not in cited]
    asked = content_keys(question) | _words(all_names(question))
    found = (rival for answer in checked for other in others for rival in _rivals(answer, other, asked))
    return max(found, key=lambda rival: rival.quotation.relevance, default=None)


def _rivals(answer: Checked, other: Source, asked: set[str]) -> Iterator[Checked]:
    """Sentences of the other article, on the same event and nearly as good an answer, that tell names which nothing
    found of the first one tells, and none of the answer's."""
    said = _added(all_names(answer.text), asked)
    if _is_correction(answer.source, other) or not any(name.isdisjoint(_known(other)) for name in said):
        return
    evidence = _in_context(answer.quotation, answer.source, asked)
    about = asked & evidence.keys
    known = _known(answer.source)
    for sentence in other.sentences:
        told = names(sentence.text)
        is_new = any(name.isdisjoint(known) for name in _added(told, asked))
        if is_new and _words(told).isdisjoint(_words(said)):
            rival = _in_context(sentence, other, about)
            if _is_as_good(rival, evidence, about) and is_same_event(rival, evidence):
                yield Checked(rival.text, other, rival)


def _is_correction(one: Source, other: Source) -> bool:
    return one.article.corrects == other.article.identity or other.article.corrects == one.article.identity


def _is_as_good(rival: Sentence, evidence: Sentence, about: set[str]) -> bool:
    shared = about & rival.keys
    is_near = rival.relevance >= evidence.relevance - NEARLY_AS_RELEVANT
    return is_near and bool(shared) and len(shared) >= _LEAST_ASKED * len(about)


def _in_context(sentence: Sentence, source: Source, wanted: set[str]) -> Sentence:
    """The sentence, with the one right before it where that has more of the words that are wanted."""
    before = source.previous(sentence)
    if not before or before.keys & wanted <= sentence.keys:
        return sentence
    relevance = max(before.relevance, sentence.relevance)
    span = Span(before.span.start, sentence.span.end)
    return replace(sentence, span=span, keys=before.keys | sentence.keys, relevance=relevance)


def _known(source: Source) -> frozenset[str]:
    """Every word of what was found of it, and of the names in it."""
    texts = [source.article.header, *(sentence.text for sentence in source.sentences)]
    return _words(name for text in texts for name in all_names(text)).union(*map(content_keys, texts))


def _added(told: Iterable[Name], asked: set[str]) -> list[Name]:
    return [name - asked for name in told if name - asked]


def _words(told: Iterable[Name]) -> frozenset[str]:
    return frozenset[str]().union(*told)
