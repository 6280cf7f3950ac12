"""Two results of the same questions: what changed, and is the change more than chance?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.errors import ResultError
from evals.metrics import LOWER_IS_BETTER
from evals.results import Record, metric_names, per_question

_RESAMPLES = 10_000
_BATCH = 500  # resamples drawn at once: at 3,000 questions 12 MB
_FEWEST_PAIRS = 10  # the bootstrap of fewer pairs is too sure of itself
SEED = 20180612
"""Of the bootstrap; the models choose the likeliest word, and need none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric in both results, over the questions for which it applies in both."""

    metric: str
    pairs: int
    old: float
    new: float
    low: float
    """Lower end of the 95 % interval of new minus old."""
    high: float

    @property
    def is_worse(self) -> bool:
        """Whether the new result is significantly worse: enough pairs, and all of the interval on the bad side."""
        if self.pairs < _FEWEST_PAIRS:
            return False
        return self.low > 0 if self.metric in LOWER_IS_BETTER else self.high < 0

    @property
    def is_better(self) -> bool:
        """Whether the new result is significantly better."""
        if self.pairs < _FEWEST_PAIRS:
            return False
        return self.high < 0 if self.metric in LOWER_IS_BETTER else self.low > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the old result to the new one."""

    lost: list[tuple[Record, Record]]
    """Question records, old and new, that went from pass to fail."""
    gained: list[tuple[Record, Record]]
    differences: list[Difference]
    not_compared: int
    """Questions that stand in one result only, or failed in either for reasons that are not the answer's."""

    @property
    def is_worse(self) -> bool:
        """Whether any metric is significantly worse."""
        return any(difference.is_worse for difference in self.differences)


def compare(old: Record, new: Record) -> Comparison:
    """Question by question, and metric by metric.

    Raises:
        ResultError: the results are not of the same kind, or have no question in common.
    """
    if old["run"]["mode"] != new["run"]["mode"]:
        raise ResultError(f"a run of {old['run']['mode']} cannot be compared with one of {new['run']['mode']}")
    before, after = _by_key(old), _by_key(new)
    shared = [key for key in before if key in after]
    if not shared:
        raise ResultError("the two results have no question in common that was answered in both")
    pairs = [(before[key], after[key]) for key in shared]
    seen = {record["id"] for record in (*old["questions"], *new["questions"])}
    return Comparison(
        lost=[pair for pair in pairs if passed(pair[0]) and not passed(pair[1])],
        gained=[pair for pair in pairs if not passed(pair[0]) and passed(pair[1])],
        differences=_differences([pair[0] for pair in pairs], [pair[1] for pair in pairs]),
        not_compared=len(seen - {record["id"] for record, _ in pairs}),
    )


def passed(record: Record) -> bool:
    """Whether the answer was right; of a search alone, whether a gold article was among the first four."""
    if record["verdict"] == "not asked":
        return bool(record["scores"].get("hit@4", 1.0) == 1.0)
    return bool(record["verdict"] == "right")


def _by_key(result: Record) -> dict[tuple[str, int], Record]:
    """Question records by id and repeat, without those that failed."""
    return {(r["id"], r["repeat"]): r for r in result["questions"] if r["status"] != "failed"}


def _differences(old: Sequence[Record], new: Sequence[Record]) -> list[Difference]:
    return [
        difference
        for metric in metric_names([*old, *new])
        if (difference := _difference(metric, per_question(old, metric), per_question(new, metric)))
    ]


def _difference(metric: str, old: dict[str, float], new: dict[str, float]) -> Difference | None:
    shared = [identifier for identifier in old if identifier in new]
    if not shared:
        return None
    before = np.array([old[identifier] for identifier in shared])
    after = np.array([new[identifier] for identifier in shared])
    low, high = bootstrap_interval(after - before)
    return Difference(metric, len(shared), float(before.mean()), float(after.mean()), low, high)


def bootstrap_interval(differences: NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % percentile interval of the mean of paired differences; the same for the same differences.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    generator = np.random.default_rng(SEED)
    count = len(differences)
    means = [
        differences[generator.integers(0, count, (_BATCH, count))].mean(axis=1) for _ in range(_RESAMPLES // _BATCH)
    ]
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return float(low), float(high)
