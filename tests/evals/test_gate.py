"""Floors, one by one."""

from pathlib import Path
from typing import Any

import pytest

from evals.errors import ResultError
from evals.gate import Floors, FloorsFile, Shortfall, kind_of, raised, read_floors, shortfalls, write_floors

GROUND = {"corpus": "c", "questions": "q", "settings": "s"}
FLOORS = Floors(floors={"hit@4": 0.8, "false_answer_rate": 0.1}, fingerprints=GROUND, date="2026-01-01", machine="m")


def result(metrics: dict[str, float | None], limit: int | None = None) -> dict[str, Any]:
    run = {
        "set": "demo",
        "split": "test",
        "mode": "answers",
        "limit": limit,
        "settings": {"chat_model": "none"},
        "fingerprints": GROUND,
        "date": "2026-02-03T04:05:06+00:00",
        "machine": "another",
    }
    return {"run": run, "metrics": metrics}


def missed(metrics: dict[str, float | None]) -> list[str]:
    return [shortfall.metric for shortfall in shortfalls(result(metrics), FLOORS)]


def test_a_floor_is_reached_from_its_own_side() -> None:
    assert missed({"hit@4": 0.8, "false_answer_rate": 0.1}) == []
    assert missed({"hit@4": 0.9, "false_answer_rate": 0.0}) == []
    assert missed({"hit@4": 0.79, "false_answer_rate": 0.1}) == ["hit@4"]
    assert missed({"hit@4": 0.8, "false_answer_rate": 0.11}) == ["false_answer_rate"]


def test_what_was_not_measured_is_below_its_floor() -> None:
    assert shortfalls(result({"hit@4": 0.8}), FLOORS) == [Shortfall("false_answer_rate", 0.1, None)]
    assert missed({"hit@4": None, "false_answer_rate": 0.0}) == ["hit@4"]


def test_slack_forgives_so_much_and_no_more() -> None:
    lenient = FLOORS.model_copy(update={"slack": 0.05})
    assert shortfalls(result({"hit@4": 0.75, "false_answer_rate": 0.15}), lenient) == []
    assert len(shortfalls(result({"hit@4": 0.74, "false_answer_rate": 0.16}), lenient)) == 2


def test_raising_keeps_what_is_higher_already_and_times_have_no_floor() -> None:
    new = raised(result({"hit@4": 0.7, "false_answer_rate": 0.0, "mrr@10": 0.5, "total_p50_s": 3.0}), FLOORS)
    assert new.floors == {"hit@4": 0.8, "false_answer_rate": 0.0, "mrr@10": 0.5}
    assert (new.date, new.machine) == ("2026-02-03", "another")


def test_lowering_on_purpose_takes_what_was_measured_and_keeps_the_slack() -> None:
    lenient = FLOORS.model_copy(update={"slack": 0.05})
    new = raised(result({"hit@4": 0.7}), lenient, allow_regression=True)
    assert (new.floors, new.slack) == ({"hit@4": 0.7}, 0.05)


def test_each_kind_of_run_has_floors_of_its_own() -> None:
    assert kind_of(result({})) == "demo, test, answers, none"
    assert kind_of(result({}, limit=12)) == "demo, test, answers, none, 12 questions"


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert read_floors(path) == FloorsFile()
    write_floors(path, FloorsFile(runs={"kind": FLOORS}))
    assert read_floors(path) == FloorsFile(runs={"kind": FLOORS})


def test_floors_of_another_form_are_refused(tmp_path: Path) -> None:
    (tmp_path / "floors.json").write_text('{"runs": {"kind": {"floors": {"hit@4": "high"}}}}')
    with pytest.raises(ResultError, match=r"floors\.json"):
        read_floors(tmp_path / "floors.json")
