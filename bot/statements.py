"""A claim, and a place in an article that may bear it out: each read once, whatever is asked of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.articles import Article

from bot.belonging import Part, belonging
from bot.evidence import Sentence
from bot.facts import Facts, facts
from bot.names import Name, all_names, is_country, names
from bot.order import Order, orders
from bot.polarity import Clause, clauses, is_open
from bot.relative_days import relative_years
from bot.roles import Deed, deeds
from bot.speech import goes_on, speakers
from bot.terms import content_keys

_PRONOUN = re.compile(r"\b(?:he|she|it|they|his|hers?|its|their|them|him|both|the two)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Statement:
    """A claim, or a part of one, read once."""

    text: str
    whole: str = ""
    """The claim that it is a part of: who says a part that names no speaker may stand before it."""
    question: str = ""
    """What it answers."""

    @cached_property
    def facts(self) -> Facts:
        return facts(self.text)

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.text)

    @cached_property
    def deeds(self) -> list[Deed]:
        return deeds(self.text)

    @cached_property
    def orders(self) -> list[Order]:
        return orders(self.text)

    @cached_property
    def belonging(self) -> Sequence[Part]:
        return belonging(self.text)

    @cached_property
    def speakers(self) -> list[Name]:
        """Who is said to say it: the people and bodies, or where there are none the countries."""
        found = speakers(self.whole if self.whole and goes_on(self.text) else self.text, names)
        return [name for name in found if not is_country(name)] or found

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset(content_keys(self.text))

    @cached_property
    def named(self) -> frozenset[str]:
        return frozenset[str]().union(*self.facts.names)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Its words that are neither names nor numbers, and what some of them mean together."""
        keys = self.keys.union(*(clause.keys for clause in self.clauses))
        return frozenset(key for key in keys - self.named if not key[0].isdigit())

    @cached_property
    def is_negative(self) -> bool:
        """Whether it denies something, or has a word that can stand for a denial."""
        return any(clause.is_negative for clause in self.clauses)

    @cached_property
    def is_open(self) -> bool:
        return is_open(self.text)


@dataclass(frozen=True)
class Place:
    """One sentence of an article, or two that follow each other, and what stands around them."""

    article: Article
    members: tuple[Sentence, ...]
    before: tuple[Sentence, ...]
    """Some sentences before, where a pronoun's name may stand."""
    everywhere: frozenset[Name]
    quotation: Sentence

    @cached_property
    def text(self) -> str:
        return " ".join(member.text for member in self.members)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset[str]().union(*(member.keys for member in self.members))

    @cached_property
    def around(self) -> frozenset[str]:
        """Its words, those of the header and, where it speaks of 'it' or 'them', those of the sentences before."""
        before = [member.keys for member in self.before] if has_pronoun(self.text) else []
        return self.keys.union(content_keys(self.article.header), *before)

    @cached_property
    def facts(self) -> Facts:
        return facts(self.text)

    @cached_property
    def near(self) -> Facts:
        """Those of the header and of the sentences before, and the years that 'last year' and 'next year' mean."""
        found = facts(" ".join([self.article.header, *(member.text for member in self.before)]))
        return replace(found, years=found.years | relative_years(self.text, self.published))

    @cached_property
    def names(self) -> list[Name]:
        return all_names(self.text)

    @cached_property
    def title_names(self) -> list[Name]:
        return all_names(self.article.header)

    @cached_property
    def near_names(self) -> list[Name]:
        """Those of the sentences before."""
        return [name for member in self.before for name in all_names(member.text)]

    @cached_property
    def clauses(self) -> list[Clause]:
        return clauses(self.text)

    @cached_property
    def deeds(self) -> list[Deed]:
        """Those of each sentence."""
        return [deed for member in self.members for deed in deeds(member.text)]

    @cached_property
    def orders(self) -> list[Order]:
        return orders(self.text)

    @cached_property
    def belonging(self) -> Sequence[Part]:
        """The parts of each sentence."""
        return [part for member in self.members for part in belonging(member.text)]

    @cached_property
    def published(self) -> str:
        return self.article.published_at or ""


def has_pronoun(text: str) -> bool:
    """Whether it may speak of what a sentence before it names."""
    return bool(_PRONOUN.search(text))
