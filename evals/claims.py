"""The verifier alone: how many true sentences it keeps, and how many false ones it rejects."""

import argparse
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from rich.table import Table

from ingest.console import open_embedder, output, print_json

from bot.composition import open_verifier
from bot.evidence import Source
from bot.settings import BotSettings
from bot.terms import content_keys
from bot.verifier import LEAST_PROBABILITY, RULES, Verifier

from evals.claim_sets import Case, read_cases
from evals.validation import read_articles

SHIPPED_CLAIMS = Path(__file__).parent / "claims" / "demo.jsonl"
_KEPT = (0.99, 0.95, 0.9, 0.8, 0.7, 0.5)
Scorer = Callable[[str, Source, str], float]
"""How well the source supports the sentence, which answers the question: in [0, 1], higher is better."""


@dataclass(frozen=True, slots=True)
class Checker:
    """A way to tell true sentences from false ones: those of at least this score are kept."""

    name: str
    score: Scorer
    threshold: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What one checker makes of the claims of one kind; shares in [0, 1], higher is better."""

    checker: str
    kind: str
    claims: int
    kept: float | None
    """Of the true sentences; None where there are none."""
    rejected: float | None
    """Of the false ones."""
    macro_f1: float | None
    """The mean of the F1 of the true and of the false sentences; None where one of the two is missing."""


@dataclass(frozen=True, slots=True)
class Curve:
    """What one checker would do at other thresholds, chosen on the set itself."""

    checker: str
    rejected: dict[str, float]
    """For a share of the true sentences that is kept, the share of the false ones that is rejected."""
    best_macro_f1: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured on one set."""

    figures: list[Figures]
    curves: list[Curve]


def add_claims(parser: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    parser.add_argument(
        "set",
        nargs="?",
        type=Path,
        default=SHIPPED_CLAIMS,
        metavar="SET.jsonl",
        help="claims with true or false, and a reference or an article each: see evals/claim_sets.py (the demo's)",
    )
    parser.add_argument("--articles", nargs="+", type=Path, default=[Path("corpus")], metavar="PATH", help="(corpus/)")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    settings = BotSettings()
    cases = read_cases(options.set, lambda: read_articles(options.articles))
    report = measure(cases, open_verifier(settings, open_embedder(settings)))
    if options.json:
        print_json(asdict(report))
    else:
        output.print(_figures_table(report.figures))
        output.print(_curves_table(report.curves))
    return 0


def measure(cases: Sequence[Case], verifier: Verifier = RULES) -> Report:
    """The verifier beside the plain rule that all words must be in the source: for each kind of change, and for all."""
    checkers = (
        Checker("verifier", partial(_probability, verifier), LEAST_PROBABILITY),
        Checker("all words", _share_of_words, 1.0),
    )
    kinds = sorted({case.kind for case in cases})
    groups: list[tuple[str, Callable[[Case], bool]]] = [("all", lambda case: True)]
    if len(kinds) > 1:
        groups = [(kind or "other", lambda case, kind=kind: case.kind == kind) for kind in kinds] + groups
    figures, curves = [], []
    for checker in checkers:
        scored = [(case, checker.score(case.claim, case.source, case.question)) for case in cases]
        figures += [
            _figures(checker, name, [(case.is_true, score) for case, score in scored if belongs(case)])
            for name, belongs in groups
        ]
        curves.append(_curve(checker.name, [(case.is_true, score) for case, score in scored]))
    return Report(figures, curves)


def _probability(verifier: Verifier, sentence: str, source: Source, question: str) -> float:
    weighed = verifier.weigh(sentence, source, question)
    return verifier.probability(sentence, weighed) if weighed else 0.0


def _share_of_words(sentence: str, source: Source, question: str) -> float:
    keys = content_keys(sentence)
    present = frozenset[str]().union(*(each.keys for each in source.sentences))
    return len(keys & present) / len(keys) if keys else 1.0


def _figures(checker: Checker, kind: str, scored: list[tuple[bool, float]]) -> Figures:
    kept = _share([score >= checker.threshold for is_true, score in scored if is_true])
    rejected = _share([score < checker.threshold for is_true, score in scored if not is_true])
    return Figures(checker.name, kind, len(scored), kept, rejected, _macro_f1(scored, checker.threshold))


def _share(held: list[bool]) -> float | None:
    return sum(held) / len(held) if held else None


def _macro_f1(scored: list[tuple[bool, float]], threshold: float) -> float | None:
    if len({is_true for is_true, _ in scored}) < 2:
        return None
    pairs = [(is_true, score >= threshold) for is_true, score in scored]
    both = [2 * pairs.count((side, side)) / _times(pairs, side) for side in (True, False)]
    return sum(both) / 2


def _times(pairs: list[tuple[bool, bool]], side: bool) -> int:
    """How often that side was true, and how often it was said: never 0, for both sides are there."""
    return sum(is_true is side for is_true, _ in pairs) + sum(said is side for _, said in pairs)


def _curve(name: str, scored: list[tuple[bool, float]]) -> Curve:
    true = sorted(score for is_true, score in scored if is_true)
    false = sorted(score for is_true, score in scored if not is_true)
    rejected = {}
    if true and false:
        for kept in _KEPT:  # the highest threshold that keeps as much
            threshold = true[int(len(true) * (1 - kept) + 1e-9)]
            rejected[f"{kept:.2f}"] = bisect_left(false, threshold) / len(false)
    thresholds = sorted({score for _, score in scored})[:: max(1, len(scored) // 200)]
    return Curve(name, rejected, max(_macro_f1(scored, threshold) or 0.0 for threshold in thresholds))


def _figures_table(figures: list[Figures]) -> Table:
    table = Table(title="true sentences kept, false ones rejected", title_justify="left")
    for heading in ("checker", "changed", "claims", "kept", "rejected", "macro-F1"):
        table.add_column(heading, justify="left" if heading in ("checker", "changed") else "right")
    for each in figures:
        shares = [_shown(share) for share in (each.kept, each.rejected, each.macro_f1)]
        table.add_row(each.checker, each.kind, str(each.claims), *shares)
    return table


def _curves_table(curves: list[Curve]) -> Table:
    table = Table(
        title="false sentences rejected, for the share of true ones kept; and the best macro-F1", title_justify="left"
    )
    table.add_column("checker")
    for kept in _KEPT:
        table.add_column(f"{kept:.2f}", justify="right")
    table.add_column("best F1", justify="right")
    for curve in curves:
        shares = [_shown(curve.rejected.get(f"{kept:.2f}")) for kept in _KEPT]
        table.add_row(curve.checker, *shares, f"{curve.best_macro_f1:.3f}")
    return table


def _shown(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}"
