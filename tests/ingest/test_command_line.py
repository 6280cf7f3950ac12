"""`python -m ingest` as the editor types it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.__main__ import main

from tests.embedders import BagOfWordsEmbeddings

PROJECT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def fast_embedder(monkeypatch: pytest.MonkeyPatch, embedder: BagOfWordsEmbeddings) -> None:
    monkeypatch.setattr("ingest.commands.open_embedder", lambda settings: embedder)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "summit.md").write_text(
        "---\ntitle: Leaders meet\nsource: Demo Wire\npublished_at: 2018-06-12\n"
        "url: https://demo.example/summit\nauthor: A. Writer\n---\nThe two leaders met in Singapore.\n"
    )
    (folder / "trailer.txt").write_text("Red trailer seen\n\nA trailer was photographed on July 7.\n")
    return folder


Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run_json(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code and printed JSON of a command."""

    def run(*arguments: object) -> tuple[int, Any]:
        code = main([*map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_add_reports_what_happened_to_each_article(articles: Path, run_json: Run) -> None:
    code, report = run_json("add", articles)
    assert code == 0
    assert isinstance(report.pop("seconds"), float)
    assert report == {
        "read": 2,
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
        "withdrawn": 0,
        "failed": [],
        "passages": 2,
    }


def test_adding_twice_changes_nothing(articles: Path, run_json: Run, embedder: BagOfWordsEmbeddings) -> None:
    run_json("add", articles)
    embedder.texts_embedded.clear()
    code, report = run_json("add", articles)
    assert code == 0
    assert (report["read"], report["unchanged"], report["passages"]) == (2, 2, 0)
    assert embedder.texts_embedded == []


def test_what_cannot_be_read_is_listed_by_path_and_line_and_the_rest_is_stored(articles: Path, run_json: Run) -> None:
    (articles / "lines.jsonl").write_text('{"id": "1", "text": "Words."}\nnot json\n')
    code, report = run_json("add", articles, articles / "absent.txt")
    assert code == 1
    assert report["added"] == 3
    assert [(failure["path"], failure["line"]) for failure in report["failed"]] == [
        (str(articles / "lines.jsonl"), 2),
        (str(articles / "absent.txt"), None),
    ]
    assert report["failed"][0]["reason"].startswith("not JSON")


def test_status_counts_and_dates(articles: Path, run_json: Run) -> None:
    run_json("add", articles)
    code, status = run_json("status")
    assert code == 0
    assert status["recipe"].startswith("model=sentence-transformers/all-MiniLM-L6-v2 precision=")
    assert status.pop("bytes") > 10_000
    del status["recipe"]
    assert status == {
        "articles": 2,
        "passages": 2,
        "newest": "2018-06-12",
        "oldest": "2018-06-12",
        "sources": {"": 1, "Demo Wire": 1},
        "months": {"2018-06": 1, "": 1},
        "updated": 0,
        "withdrawn": 0,
        "also_reported": 0,
    }


def test_status_without_an_archive_names_the_command_to_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "python -m ingest add corpus/" in printed.err


def test_preview_shows_what_would_be_stored_and_stores_nothing(articles: Path, run_json: Run, tmp_path: Path) -> None:
    code, previews = run_json("preview", articles / "summit.md")
    assert code == 0
    assert previews == [
        {
            "id": "https://demo.example/summit",
            "title": "Leaders meet",
            "author": "A. Writer",
            "source": "Demo Wire",
            "url": "https://demo.example/summit",
            "published_at": "2018-06-12",
            "text": "The two leaders met in Singapore.",
            "removed": [],
        }
    ]
    assert not (tmp_path / "data").exists()


def test_preview_of_what_cannot_be_read_says_why_and_exits_1(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "empty.txt").write_text("")
    assert main(["preview", str(articles), "--json"]) == 1
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)) == 2
    assert "the file is empty" in printed.err


def test_an_archive_made_with_other_settings_is_refused(
    articles: Path, run_json: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run_json("add", articles)
    monkeypatch.setenv("PASSAGE_CHARS", "500")
    assert main(["add", str(articles)]) == 2
    assert "passage_chars=900" in capsys.readouterr().err


def test_a_setting_out_of_range_is_named(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSAGE_CHARS", "5")
    assert main(["add", str(articles)]) == 2


def test_the_table_of_failures_is_for_people_and_file_names_cannot_move_the_cursor(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "a\nb\x1b[2J.txt").write_text("")
    assert main(["add", str(articles)]) == 1
    printed = capsys.readouterr().out
    assert "the file is empty" in printed
    assert "\x1b[2J" not in printed


def test_the_previewed_article_cannot_move_the_cursor(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "evil.txt").write_text("Title \x1b[2J here\n\nWords \x1b]0;owned\x07 here.")
    assert main(["preview", str(articles / "evil.txt")]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_another_encoding_is_said_on_stderr_of_the_real_command(articles: Path) -> None:
    path = articles / "old.txt"
    path.write_bytes("A café.".encode("windows-1252"))
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "preview", "--json", str(path)],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)[0]["text"] == "A café."
    assert "not UTF-8, read as windows-1252" in done.stderr
