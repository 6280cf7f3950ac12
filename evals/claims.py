"""The verifier alone: how many true sentences it keeps, and how many false ones it rejects."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from rich.table import Table

from ingest.articles import Article
from ingest.console import output, print_json
from ingest.passages import Span
from ingest.sentences import split_sentences

from bot.citations import Claim
from bot.evidence import Sentence, Source
from bot.terms import content_keys
from bot.verifier import verify

from evals.errors import QuestionSetError
from evals.validation import read_articles

SHIPPED_CLAIMS = Path(__file__).parent / "claims" / "demo.jsonl"
Checker = Callable[[str, Source, str], bool]
"""Whether the source supports the sentence, which answers the question."""


class ArticleClaim(BaseModel):
    """A sentence that an article supports, and the same with one fact changed."""

    model_config = ConfigDict(frozen=True)

    article: str
    claim: str
    altered: str
    change: str
    """What was changed: number, date, name, unit, attribution, negation or modality."""


class PassageClaim(BaseModel):
    """Two answers to a question on a passage, of which it supports one."""

    model_config = ConfigDict(frozen=True)

    passage: str
    question: str
    supported: str
    unsupported: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A true and a false sentence on one source."""

    source: Source
    question: str
    true: str
    false: str
    kind: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What one checker makes of the pairs of one kind; shares in [0, 1], higher is better."""

    checker: str
    kind: str
    pairs: int
    kept: float
    """Of the true sentences."""
    rejected: float
    """Of the false ones."""


def add_claims(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument("set", nargs="?", type=Path, default=SHIPPED_CLAIMS, metavar="SET.jsonl")
    parser.add_argument("--articles", nargs="+", type=Path, default=[Path("corpus")], metavar="PATH", help="(corpus/)")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    figures = measure(read_pairs(options.set, lambda: read_articles(options.articles)))
    if options.json:
        print_json([asdict(each) for each in figures])
    else:
        output.print(_table(figures))
    return 0


def read_pairs(file: Path, articles: Callable[[], Mapping[str, Article]]) -> list[Pair]:
    """The pairs of a set of either kind; `articles` is asked only if the set names articles.

    Raises:
        QuestionSetError: the file cannot be read, is not in order, or names an article that is not there.
    """
    lines = TypeAdapter[ArticleClaim | PassageClaim](ArticleClaim | PassageClaim)
    sources: dict[str, Source] = {}
    pairs = []
    try:
        read = [lines.validate_json(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise QuestionSetError(f"{file}: cannot be read ({error})") from error
    for number, line in enumerate(read, start=1):
        if isinstance(line, PassageClaim):
            source = _source(Article(id=str(number), text=line.passage))
            pairs.append(Pair(source, line.question, line.supported, line.unsupported, "answer"))
            continue
        sources = sources or {key: _source(article) for key, article in articles().items()}
        if line.article not in sources:
            raise QuestionSetError(f"{file}: claim {number} is on the unknown article {line.article!r}")
        pairs.append(Pair(sources[line.article], "", line.claim, line.altered, line.change))
    return pairs


def measure(pairs: list[Pair]) -> list[Figures]:
    """The verifier beside the plain rule that all words must be in the source: for each kind of change, and for all."""
    checkers: dict[str, Checker] = {"verifier": _is_verified, "all words": _has_all_words}
    kinds = sorted({pair.kind for pair in pairs})
    groups = {kind: [pair for pair in pairs if pair.kind == kind] for kind in kinds} if len(kinds) > 1 else {}
    return [
        Figures(
            name,
            kind,
            len(group),
            kept=sum(check(pair.true, pair.source, pair.question) for pair in group) / len(group),
            rejected=sum(not check(pair.false, pair.source, pair.question) for pair in group) / len(group),
        )
        for name, check in checkers.items()
        for kind, group in (groups | {"all": pairs}).items()
        if group
    ]


def _is_verified(sentence: str, source: Source, question: str) -> bool:
    return bool(verify([Claim(sentence, (source.number,))], [source], question))


def _has_all_words(sentence: str, source: Source, question: str) -> bool:
    return content_keys(sentence) <= frozenset[str]().union(*(each.keys for each in source.sentences))


def _source(article: Article) -> Source:
    sentences = tuple(
        Sentence(article, Span(span.start, span.end), frozenset(content_keys(article.text[span.start : span.end])))
        for span in split_sentences(article.text)
    )
    return Source(1, article, sentences, sentences)


def _table(figures: list[Figures]) -> Table:
    table = Table(title="true sentences kept, false ones rejected", title_justify="left")
    for heading in ("checker", "changed", "pairs", "kept", "rejected"):
        table.add_column(heading, justify="left" if heading in ("checker", "changed") else "right")
    for each in figures:
        table.add_row(each.checker, each.kind, str(each.pairs), f"{each.kept:.3f}", f"{each.rejected:.3f}")
    return table
