"""A result as tables on a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from evals.comparison import Comparison, Difference
from evals.feedback import Gap
from evals.gate import Shortfall
from evals.metrics import RETRIEVAL_METRICS
from evals.results import Record

STAGES = ("stated", "not stated", "not cited", "not shown", "not retrieved")
_ANSWER_COLUMNS = {
    "answered_right": "right",
    "over_refusal_rate": "refused",
    "false_answer_rate": "false",
    "hit@4": "hit@4",
    "mrr@10": "mrr@10",
}
VERDICTS = ("right", "wrong", "over-refused", "false answer", "obeyed", "failed")


def result_tables(result: Record) -> RenderableType:
    """The headline, refusals, stages and types; of retrieval alone, the headline and the types."""
    is_asked = result["run"]["mode"] == "answers"
    parts: list[RenderableType] = [_headline(result)]
    if is_asked:
        parts += [_refusals(result["refusals"]), _stages(result)]
    parts.append(_types(result))
    return Group(*parts)


def type_columns(result: Record) -> dict[str, str]:
    """The metrics that are shown for each type of question, with short headings."""
    if result["run"]["mode"] == "answers":
        return _ANSWER_COLUMNS
    return {name: name.replace("all_evidence", "all") for name in RETRIEVAL_METRICS}


def formatted(name: str, value: float | None) -> str:
    """A metric for people: seconds and tokens with one decimal or none, shares with three."""
    if value is None:
        return "–"
    if name.startswith("tokens"):
        return f"{value:.0f}"
    if name.endswith("_s"):
        return f"{value:.3f} s" if value < 1 else f"{value:.1f} s"
    return f"{value:.3f}"


def comparison_tables(comparison: Comparison) -> RenderableType:
    """What went from pass to fail and back, with both answers, then each metric with its interval."""
    parts: list[RenderableType] = []
    for title, pairs in (("from pass to fail", comparison.lost), ("from fail to pass", comparison.gained)):
        parts.append(Text(f"{title}: {len(pairs)}", style="bold"))
        parts += [_change(old, new) for old, new in pairs]
    rows = [_difference_row(difference) for difference in comparison.differences]
    parts.append(_table("new minus old", ("metric", "pairs", "old", "new", "95 % interval", ""), rows))
    if comparison.not_compared:
        parts.append(Text(f"{comparison.not_compared} questions stand in one result only, or failed in one"))
    return Group(*parts)


def _change(old: Record, new: Record) -> Text:
    lines = [f"  {old['id']}  {old['question']}"]
    for name, record in (("old", old), ("new", new)):
        found = record["answer"] if record["answer"] is not None else ", ".join(record["ranked"][:4])
        lines.append(f"    {name} ({record['verdict']}): {' '.join(found.split())}")
    return Text("\n".join(lines))


def _difference_row(difference: Difference) -> list[str]:
    values = [formatted(difference.metric, value) for value in (difference.old, difference.new)]
    sign = "worse" if difference.is_worse else "better" if difference.is_better else ""
    return [
        difference.metric,
        str(difference.pairs),
        *values,
        f"{difference.low:+.3f} to {difference.high:+.3f}",
        sign,
    ]


def shortfall_table(shortfalls: Sequence[Shortfall]) -> Table:
    """What misses its floor."""
    rows = [[s.metric, formatted(s.metric, s.floor), formatted(s.metric, s.value)] for s in shortfalls]
    return _table("below the floor", ("metric", "floor", "now"), rows)


def gaps_table(gaps: Sequence[Gap]) -> Table:
    """The questions, each with how often it was asked, and in which days."""
    rows = [[gap.question, str(gap.asked), gap.first, gap.last] for gap in gaps]
    return _table(f"{len(gaps)} gaps", ("question", "asked", "first", "last"), rows)


def _headline(result: Record) -> Table:
    counts = result["counts"]
    apart = f", {counts['failed']} failed and counted apart" if counts["failed"] else ""
    run = result["run"]
    table = Table(title=f"{run['set']} ({run['split']}): {counts['questions']} questions{apart}", title_justify="left")
    table.add_column("metric")
    table.add_column("value", justify="right")
    for name, value in result["metrics"].items():
        if value is not None:
            table.add_row(Text(name), formatted(name, value))
    return table


def _refusals(matrix: dict[str, dict[str, int]]) -> Table:
    rows = [[name, *(str(matrix[name].get(verdict, 0)) for verdict in VERDICTS)] for name in matrix]
    return _table("verdicts", ("questions", *VERDICTS), rows)


def _stages(result: Record) -> Table:
    rows = [[stage, str(result["stages"].get(stage, 0))] for stage in STAGES]
    return _table("where the evidence got to", ("stage", "questions"), rows)


def _types(result: Record) -> Table:
    columns = type_columns(result)
    rows = [
        [
            name,
            str(group["counts"]["questions"]),
            *(formatted(metric, group["metrics"].get(metric)) for metric in columns),
        ]
        for name, group in sorted(result["types"].items())
    ]
    return _table("by type", ("type", "n", *columns.values()), rows)


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", no_wrap=number == 0 and heading != "question")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
