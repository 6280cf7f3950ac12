"""Does the archive say what the sentence says? The same code for the bot and for evaluation."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.citations import Claim
from bot.evidence import Sentence, Source
from bot.terms import Term, content_keys, terms

_LEAST_COVERAGE = 0.6  # share of a sentence's content words that its evidence must hold
_WINDOW = 2  # sentences that together may support one claim: a pronoun's noun stands in the one before


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that its source supports, with the words that do."""

    text: str
    source: Source
    quotation: Sentence


def verify(claims: Iterable[Claim], sources: list[Source], question: str) -> list[Checked]:
    """The claims that a source supports, each with its best evidence; the others are left out.

    The sources a claim cites are tried first. Where they do not support it, the others are: the citation moves.
    """
    asked = content_keys(question)
    checked = []
    for claim in claims:
        cited = [source for source in sources if source.number in claim.cited]
        others = [source for source in sources if source.number not in claim.cited]
        found = _best(claim, cited, asked) or _best(claim, others, asked)
        if found:
            checked.append(found)
    return checked


def _best(claim: Claim, sources: list[Source], asked: set[str]) -> Checked | None:
    words = [term for term in terms(claim.text) if term.is_content]
    keys = {term.key for term in words}
    candidates = [
        (_coverage(keys, sentence.keys), _coverage(asked, sentence.keys), -source.number, source, sentence)
        for source in sources
        if _holds_facts(words, source)
        for sentence in source.sentences
        if _coverage(keys, _window(source, sentence)) >= _LEAST_COVERAGE and keys & sentence.keys
    ]
    if not candidates:
        return None
    _, _, _, source, sentence = max(candidates, key=lambda candidate: candidate[:3])
    return Checked(claim.text, source, sentence)


def _holds_facts(words: list[Term], source: Source) -> bool:
    """Whether every number and name of the claim stands in the passages of this source, or in its headline."""
    present = content_keys(source.article.header).union(*(sentence.keys for sentence in source.sentences))
    return all(word.key in present for word in words if word.is_number or word.is_name)


def _window(source: Source, sentence: Sentence) -> set[str]:
    """The words of a sentence with those before it, and of the article's header."""
    place = source.sentences.index(sentence)
    near = source.sentences[max(0, place - _WINDOW + 1) : place + 1]
    return content_keys(source.article.header).union(*(member.keys for member in near))


def _coverage(wanted: set[str], present: Iterable[str]) -> float:
    return len(wanted & set(present)) / len(wanted) if wanted else 0.0
