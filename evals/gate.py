"""Floors: what was reached once may not be lost unseen."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import ResultError
from evals.metrics import LOWER_IS_BETTER, QUALITY_METRICS
from evals.results import Record

FLOORS_FILE = Path(__file__).parent / "floors.json"
_ROUNDING = 1e-6


class Floors(BaseModel):
    """What one kind of run must reach, and what it was measured on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    floors: dict[str, float]
    """The least value of each metric; of a metric of which less is better, the greatest."""
    slack: Annotated[float, Field(ge=0, le=0.2)] = 0.0
    """How far below its floor a value may be. Not 0 where another processor may make the model choose another word."""
    fingerprints: dict[str, str]
    """Of corpus, questions and settings."""
    date: str
    machine: str


class FloorsFile(BaseModel):
    """All floors, by kind of run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    runs: dict[str, Floors] = {}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A metric that misses its floor; `value` is None when it was not measured at all."""

    metric: str
    floor: float
    value: float | None


def read_floors(path: Path) -> FloorsFile:
    """The stored floors; none when there is no file yet.

    Raises:
        ResultError: the file is not of the form.
    """
    if not path.is_file():
        return FloorsFile()
    try:
        return FloorsFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ResultError(f"{path}: {error}") from error


def write_floors(path: Path, floors: FloorsFile) -> None:
    """With sorted keys, so that a difference shows what changed and nothing else."""
    path.write_text(json.dumps(floors.model_dump(), indent=2, sort_keys=True) + "\n", encoding="utf-8")


def kind_of(result: Record) -> str:
    """Which floors apply to a result."""
    run = result["run"]
    model = [run["settings"]["chat_model"]] if run["mode"] == "answers" else []
    limit = [f"{run['limit']} questions"] if run["limit"] else []
    return ", ".join([run["set"], run["split"], run["mode"], *model, *limit])


def shortfalls(result: Record, floors: Floors) -> list[Shortfall]:
    """The metrics that miss their floors."""
    return [
        Shortfall(metric, floor, result["metrics"].get(metric))
        for metric, floor in floors.floors.items()
        if not _reaches(metric, result["metrics"].get(metric), floor, floors.slack)
    ]


def _reaches(metric: str, value: float | None, floor: float, slack: float) -> bool:
    if value is None:
        return False
    margin = floor - value if metric not in LOWER_IS_BETTER else value - floor
    return margin <= slack + _ROUNDING


def changed_ground(result: Record, floors: Floors) -> list[str]:
    """Of corpus and questions, what the floors were not measured on; other settings are what a gate is to judge."""
    now = result["run"]["fingerprints"]
    return [name for name in ("corpus", "questions") if now[name] != floors.fingerprints[name]]


def raised(result: Record, old: Floors | None, allow_regression: bool = False) -> Floors:
    """Floors at what the result reached, or where they were when that is higher; the slack stays."""
    run, metrics = result["run"], result["metrics"]
    measured = {name: metrics[name] for name in QUALITY_METRICS if metrics.get(name) is not None}
    if old and not allow_regression:
        measured |= {name: _stricter(name, floor, measured.get(name, floor)) for name, floor in old.floors.items()}
    return Floors(
        floors=measured,
        slack=old.slack if old else 0.0,
        fingerprints=run["fingerprints"],
        date=run["date"][:10],
        machine=run["machine"],
    )


def _stricter(metric: str, one: float, other: float) -> float:
    return min(one, other) if metric in LOWER_IS_BETTER else max(one, other)
