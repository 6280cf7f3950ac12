"""A result as one HTML page that needs nothing else: for a screen, and for paper."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.charts import latency_chart, metrics_chart, stages_chart
from evals.comparison import passed
from evals.gate import Floors, shortfalls
from evals.metrics import QUALITY_METRICS, meaning
from evals.results import Record
from evals.tables import STAGES, VERDICTS, formatted, type_columns

_PAGE = Path(__file__).parent / "page"


def report(result: Record, floors: Floors | None) -> str:
    """The page; everything in it that was not written here is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_PAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    script = (_PAGE / "report.js").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(
        run=result["run"],
        counts=result["counts"],
        refusals=result["refusals"],
        verdicts=VERDICTS,
        headline=_headline(result, floors),
        charts=_charts(result, floors),
        type_columns=type_columns(result),
        types=_types(result),
        choices=_choices(result),
        questions=[record | {"passed": passed(record)} for record in result["questions"]],
        conditions=_conditions(result["run"]),
        style=Markup((_PAGE / "report.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _headline(result: Record, floors: Floors | None) -> list[dict[str, Any]]:
    pinned = floors.floors if floors else {}
    missed = _missed(result, floors)
    return [
        {
            "name": name,
            "value": formatted(name, value),
            "floor": formatted(name, pinned[name]) if name in pinned else "",
            "is_missed": name in missed,
            "meaning": meaning(name),
        }
        for name, value in result["metrics"].items()
        if value is not None
    ]


def _missed(result: Record, floors: Floors | None) -> set[str]:
    return {shortfall.metric for shortfall in shortfalls(result, floors)} if floors else set()


def _charts(result: Record, floors: Floors | None) -> dict[str, Markup]:
    metrics = {name: result["metrics"][name] for name in QUALITY_METRICS if result["metrics"].get(name) is not None}
    stages = {stage: result["stages"].get(stage, 0) for stage in STAGES}
    seconds = [q["seconds"]["total"] for q in result["questions"] if q["status"] in ("answered", "refused")]
    return {
        "metrics": Markup(metrics_chart(metrics, floors.floors if floors else {}, _missed(result, floors))),
        "stages": Markup(stages_chart(stages)),
        "latency": Markup(latency_chart(seconds)),
    }


def _types(result: Record) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "count": group["counts"]["questions"],
            "figures": [formatted(metric, group["metrics"].get(metric)) for metric in type_columns(result)],
        }
        for name, group in sorted(result["types"].items())
    ]


def _choices(result: Record) -> dict[str, list[str]]:
    return {
        name: sorted({record[name] for record in result["questions"] if record[name]})
        for name in ("verdict", "type", "stage")
    }


def _conditions(run: Record) -> dict[str, str]:
    """What is needed to get the same figures again."""
    parts = {"date": run["date"], "machine": run["machine"], "repeat": run["repeat"], "concurrency": run["concurrency"]}
    named = {
        f"{kind}: {name}": value for kind in ("fingerprints", "models", "packages") for name, value in run[kind].items()
    }
    settings = {f"settings: {name}": value for name, value in run["settings"].items()}
    return {name: str(value) for name, value in (parts | settings | named).items()}
