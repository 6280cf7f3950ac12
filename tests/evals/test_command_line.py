"""The commands, on a small archive, with configurations that are worse on purpose."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from ingest.vectors import VectorStore

from bot.answerer import Answerer
from bot.citations import Claim
from bot.evidence import Source
from bot.question import Question
from bot.retriever import Retriever
from bot.settings import BotSettings
from bot.verifier import Checked, Verifier

import evals.__main__ as command_line
from evals.__main__ import main

from tests.evals.towns import ALIASED, QUESTIONS, answerer, make_archive, open_retriever, write_set


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands ask the archive on towns, with a rehearsed model."""
    make_archive(BotSettings().data_dir, BotSettings().recipe)
    monkeypatch.setattr(command_line, "open_retriever", lambda s: open_retriever(s.data_dir, s.recipe))
    monkeypatch.setattr(command_line, "open_answerer", lambda s, retriever: answerer(retriever, s.passages))


@pytest.fixture
def questions(tmp_path: Path) -> str:
    return str(write_set(tmp_path / "towns.jsonl", QUESTIONS))


@pytest.fixture
def aliased(tmp_path: Path) -> str:
    return str(write_set(tmp_path / "aliased.jsonl", ALIASED))


def run(name: str, *arguments: str) -> str:
    """The file with the result of a run."""
    assert main(["run", *arguments, "--json", name]) == 0
    return name


def read(name: str) -> Any:
    return json.loads(Path(name).read_text())


class Careless(Verifier):
    """Lets everything pass."""

    def verify(self, claims: Iterable[Claim], sources: list[Source], question: str) -> list[Checked]:
        return [Checked(claim.text, sources[0], sources[0].sentences[0]) for claim in claims]


def answer_carelessly(monkeypatch: pytest.MonkeyPatch) -> None:

    def opened(settings: BotSettings, retriever: Retriever) -> Answerer:
        found = answerer(retriever, settings.passages)
        found.verifier = Careless()
        return found

    monkeypatch.setattr(command_line, "open_answerer", opened)


def search_by_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VectorStore, "nearest", lambda *arguments, **options: [])


def test_a_run_writes_metrics_and_one_record_a_question(questions: str) -> None:
    result = read(run("out.json", questions))
    assert {name: result["metrics"][name] for name in ("answered_right", "false_answer_rate", "over_refusal_rate")} == {
        "answered_right": 1.0,
        "false_answer_rate": 0.0,
        "over_refusal_rate": 0.0,
    }
    wanted = (
        "citation_validity citation_precision citation_recall unsupported_sentences first_token_p50_s total_p50_s "
        "total_p95_s hit@1 hit@4 hit@10 mrr@10 ndcg@10 all_evidence@10"
    )
    assert result["metrics"].keys() >= set(wanted.split())
    assert result["counts"] == {"questions": 24, "answered": 12, "refused": 12, "failed": 0}
    assert result["refusals"] == {"answerable": {"right": 12}, "unanswerable": {"right": 12}}
    assert result["stages"] == {"stated": 12}
    first = result["questions"][0]
    assert (first["id"], first["status"], first["verdict"]) == ("work-Arlen", "answered", "right")
    assert first["answer"] == "Arlen employs 120 workers [1]."
    assert first["citations"][0]["article_id"] == "mill-Arlen"
    assert "mill-Arlen" in first["ranked"]
    assert list(first["seconds"]) == ["retrieve", "first_token", "total"]


def test_a_run_without_a_model_only_ranks(questions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(command_line, "open_answerer")
    result = read(run("out.json", questions, "--retrieval-only"))
    assert result["metrics"]["hit@10"] == 1.0
    assert "answered_right" not in result["metrics"]
    record = result["questions"][0]
    assert (record["status"], record["answer"], record["citations"]) == ("not asked", None, [])
    assert "mill-Arlen" in record["ranked"]


def test_the_same_run_twice_gives_the_same_metrics(questions: str) -> None:
    def repeatable(result: Any) -> Any:
        return {name: value for name, value in result["metrics"].items() if not name.endswith("_s")}

    once, again = read(run("once.json", questions)), read(run("again.json", questions, "--concurrency", "4"))
    assert repeatable(once) == repeatable(again)
    assert once["run"]["fingerprints"] == again["run"]["fingerprints"]
    assert [record["id"] for record in again["questions"]] == [question.id for question in QUESTIONS]


def test_a_repeated_question_is_asked_again_and_counts_once(questions: str) -> None:
    result = read(run("out.json", questions, "--limit", "2", "--repeat", "3"))
    assert [(record["id"], record["repeat"]) for record in result["questions"]] == [
        *(("work-Arlen", repeat) for repeat in range(3)),
        *(("paint-Arlen", repeat) for repeat in range(3)),
    ]
    assert result["metrics"]["answered_right"] == 1.0


def test_the_split_of_another_set_is_everything_unless_asked_for(questions: str) -> None:
    everything = read(run("all.json", questions, "--retrieval-only"))["questions"]
    halves = [read(run(f"{split}.json", questions, "--retrieval-only", "--split", split))["questions"]
              for split in ("dev", "test")]  # fmt: skip
    assert len(everything) == 24
    assert sorted(r["id"] for half in halves for r in half) == sorted(r["id"] for r in everything)
    assert all(halves)


def test_lexical_search_alone_is_caught(aliased: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = run("good.json", aliased, "--retrieval-only")
    search_by_words_alone(monkeypatch)
    assert_caught(good, run("bad.json", aliased, "--retrieval-only"), "hit@4")


def test_the_verifier_switched_off_is_caught(questions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = run("good.json", questions)
    answer_carelessly(monkeypatch)
    assert_caught(good, run("bad.json", questions), "false_answer_rate")


def test_one_passage_instead_of_eight_is_caught(questions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = run("good.json", questions)
    monkeypatch.setenv("PASSAGES", "1")
    assert_caught(good, run("bad.json", questions), "answered_right")


def assert_caught(good: str, bad: str, metric: str) -> None:
    """Compare and gate both find the metric worse, and the way back is no offence."""
    assert read(good)["metrics"][metric] != read(bad)["metrics"][metric]
    assert main(["compare", good, bad]) == 1
    assert main(["compare", bad, good]) == 0
    assert main(["gate", good, "--floors", "floors.json", "--update"]) == 0
    assert main(["gate", good, "--floors", "floors.json"]) == 0
    assert main(["gate", bad, "--floors", "floors.json"]) == 1


def test_floors_rise_only_with_update_and_fall_only_on_purpose(aliased: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = run("good.json", aliased, "--retrieval-only")
    search_by_words_alone(monkeypatch)
    bad = run("bad.json", aliased, "--retrieval-only")

    def floor() -> float:
        return float(read("floors.json")["runs"]["aliased, all, retrieval"]["floors"]["hit@4"])

    assert main(["gate", bad, "--floors", "floors.json", "--update"]) == 0
    assert floor() == 0.0
    assert main(["gate", good, "--floors", "floors.json"]) == 0
    assert floor() == 0.0
    assert main(["gate", good, "--floors", "floors.json", "--update"]) == 0
    assert floor() == 1.0
    assert main(["gate", bad, "--floors", "floors.json", "--update"]) == 1
    assert floor() == 1.0
    assert main(["gate", bad, "--floors", "floors.json", "--update", "--allow-regression"]) == 0
    assert floor() == 0.0


def test_a_gate_without_floors_or_on_other_ground_passes_no_judgement(
    aliased: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run("out.json", aliased, "--retrieval-only")
    assert main(["gate", result, "--floors", "floors.json"]) == 2
    assert "there are no floors for [aliased, all, retrieval]" in " ".join(capsys.readouterr().err.split())
    assert main(["gate", result, "--floors", "floors.json", "--update"]) == 0
    Path(aliased).write_text(Path(aliased).read_text().replace("what about", "tell me about"))
    changed = run("changed.json", aliased, "--retrieval-only")
    assert main(["gate", changed, "--floors", "floors.json"]) == 2
    assert "were measured on another questions" in " ".join(capsys.readouterr().err.split())


def test_a_result_with_outages_passes_no_gate(questions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = run("good.json", questions)
    assert main(["gate", good, "--floors", "floors.json", "--update"]) == 0
    retrieve = Retriever.retrieve

    def failing(self: Retriever, question: Question, count: int) -> Any:
        if "Derry" in question.text:
            raise OSError("disk full")
        return retrieve(self, question, count)

    monkeypatch.setattr(Retriever, "retrieve", failing)
    result = read(run("bad.json", questions))
    assert result["counts"]["failed"] == 2
    assert result["metrics"]["answered_right"] == 1.0
    assert main(["gate", "bad.json", "--floors", "floors.json"]) == 1


def test_a_run_of_nothing_but_outages_fails(questions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*arguments: Any, **options: Any) -> Any:
        raise OSError("disk full")

    opened = open_retriever(BotSettings().data_dir, BotSettings().recipe)
    monkeypatch.setattr(opened, "warm_up", lambda: None)
    monkeypatch.setattr(opened, "retrieve", failing)
    monkeypatch.setattr(command_line, "open_retriever", lambda settings: opened)
    assert main(["run", questions, "--retrieval-only", "--json", "out.json"]) == 1
    assert {record["error"] for record in read("out.json")["questions"]} == {"OSError: disk full"}


def test_compare_shows_both_answers_of_what_changed(
    questions: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = run("good.json", questions, "--limit", "2")
    answer_carelessly(monkeypatch)
    bad = run("bad.json", questions, "--limit", "2")
    capsys.readouterr()
    assert main(["compare", good, bad]) == 0  # two questions are too few to call it significant
    printed = " ".join(capsys.readouterr().out.split())
    assert "from pass to fail: 1" in printed
    assert "paint-Arlen who painted Arlen old (right): The archive does not say. new (false answer): Pierre" in printed


@pytest.mark.parametrize("command", [["compare", "a.json", "a.json"], ["gate", "a.json"], ["run", "a.jsonl"]])
def test_a_file_that_is_not_there_is_named(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 2
    assert "a.json" in capsys.readouterr().err


def test_a_file_that_is_no_result_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text("[]")
    assert main(["gate", "a.json"]) == 2
    assert "not a result" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("option", ["--limit", "--repeat", "--concurrency"])
def test_a_count_below_one_is_refused(option: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["run", option, "0"])


def test_a_run_is_measured_by_the_verifier_that_answered(questions: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one sentence is made up in the eyes of a verifier that lets everything pass."""
    answer_carelessly(monkeypatch)
    assert read(run("careless.json", questions))["metrics"]["unsupported_sentences"] == 0.0
