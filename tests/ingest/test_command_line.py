"""`python -m ingest` as the editor types it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from ingest.__main__ import main
from ingest.errors import ArchiveBusy, IngestError, StorageFailed
from ingest.index import PassageIndex
from ingest.readers import SourceFile

from tests.embedders import BagOfWordsEmbeddings
from tests.ingest.site import page, rss, site
from tests.ingest.test_embedder import save_tiny_model

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
        capsys.readouterr()
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


def test_preview_of_a_web_page_fetches_it_with_the_same_guard_and_stores_nothing(
    run_json: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FETCH_DELAY_SECONDS", "0")
    with site() as web:
        web.pages["/mines"] = page("Talks about mines", extra="</p><p>Read more: Why cats purr</p><p>")
        assert main(["preview", web.url("/mines")]) == 1
        assert "--allow-private-hosts" in capsys.readouterr().err
        assert web.asked() == []
        code, (preview,) = run_json("preview", web.url("/mines"), "--allow-private-hosts")
        assert (code, web.asked()) == (0, ["/mines"])
        assert (preview["title"], preview["url"]) == ("Talks about mines", web.url("/mines"))
        assert preview["removed"] == [{"rule": "read-more", "text": "Read more: Why cats purr"}]
        assert main(["preview", web.url("/absent"), "--allow-private-hosts"]) == 1
        reported = capsys.readouterr().err
        assert "the server answers 404" in reported
        assert "withdrawn" not in reported
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


def test_a_run_says_what_happened_in_a_table(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "empty.txt").write_text("")
    assert main(["add", str(articles)]) == 1
    printed = capsys.readouterr().out
    assert "2 articles read, 2 passages embedded" in printed
    for heading in ("added", "updated", "unchanged", "duplicates", "withdrawn", "failed"):
        assert heading in printed
    assert "the file is empty" in printed


def test_an_unchanged_file_is_not_opened_again(articles: Path, run_json: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run_json("add", articles)
    monkeypatch.setattr(SourceFile, "content", lambda file: pytest.fail("opened"))
    code, report = run_json("add", articles)
    assert (code, report["unchanged"]) == (0, 2)


def test_a_file_with_a_fault_is_named_again_each_time(articles: Path, run_json: Run) -> None:
    (articles / "lines.jsonl").write_text('{"id": "1", "text": "Words."}\nnot json\n')
    run_json("add", articles)
    code, report = run_json("add", articles)
    assert (code, report["unchanged"], len(report["failed"])) == (1, 3, 1)


def test_a_removed_article_is_gone_from_the_status(articles: Path, run_json: Run) -> None:
    run_json("add", articles)
    assert run_json("remove", articles / "trailer.txt") == (0, {"removed": 1})
    _, status = run_json("status")
    assert (status["articles"], status["withdrawn"]) == (1, 1)
    assert main(["remove", "https://demo.example/absent"]) == 2


def test_removing_most_of_the_archive_must_be_allowed(
    tmp_path: Path, run_json: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps({"id": str(n), "text": f"Article {n}."}) + "\n" for n in range(20)))
    run_json("add", many)
    names = [str(n) for n in range(20)]
    assert main(["remove", *names]) == 2
    assert "--allow-mass-removal" in capsys.readouterr().err
    assert run_json("remove", *names, "--allow-mass-removal") == (0, {"removed": 20})


def test_the_history_has_one_record_for_each_run(articles: Path, run_json: Run) -> None:
    run_json("add", articles)
    run_json("add", articles, articles / "absent.txt")
    run_json("remove", articles / "trailer.txt")
    code, runs = run_json("log", "-n", 10)
    assert code == 0
    assert [run["command"] for run in runs] == ["remove", "add", "add"]
    assert [run["report"]["added"] for run in runs] == [0, 0, 2]
    assert [len(run["report"]["failed"]) for run in runs] == [0, 1, 0]
    assert main(["log"]) == 0


def test_verify_finds_nothing_in_a_sound_archive_and_mends_another(
    articles: Path, run_json: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_json("add", articles)
    assert run_json("verify") == (0, {"strays": [], "damaged": [], "repaired": False})
    _, status = run_json("status")
    index = PassageIndex.open(tmp_path / "data", status["recipe"])
    index.vectors.remove(sorted(index.vectors.all_ids())[:1])
    index.close()
    assert main(["verify"]) == 1
    assert "1 damaged articles" in capsys.readouterr().out
    assert run_json("verify", "--repair")[0] == 0
    assert run_json("verify")[0] == 0


def test_damaged_vectors_are_named_and_made_again_as_the_message_says(
    articles: Path, run_json: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_json("add", articles)
    (tmp_path / "data" / "vectors" / "chroma.sqlite3").write_text("damaged")
    assert main(["add", str(articles)]) == 2
    message = capsys.readouterr().err
    assert message.startswith(f"the vectors in {tmp_path / 'data' / 'vectors'} cannot be read")
    assert "delete that folder" in message
    shutil.rmtree(tmp_path / "data" / "vectors")
    assert run_json("verify", "--repair")[0] == 0
    assert run_json("verify") == (0, {"strays": [], "damaged": [], "repaired": False})


def test_an_archive_can_be_rebuilt_with_other_settings(
    articles: Path, run_json: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_json("add", articles)
    monkeypatch.setenv("PASSAGE_CHARS", "500")
    assert main(["status"]) == 2
    assert main(["rebuild"]) == 0
    code, status = run_json("status")
    assert (code, status["articles"]) == (0, 2)
    assert "passage_chars=500" in status["recipe"]


def test_feeds_are_added_listed_and_removed(articles: Path, run_json: Run) -> None:
    run_json("add", articles)
    assert main(["feed", "add", "https://demo.example/feed"]) == 0
    assert main(["feed", "add", "https://demo.example/feed"]) == 0
    _, feeds = run_json("feed", "list")
    assert [feed["url"] for feed in feeds] == ["https://demo.example/feed"]
    assert main(["feed", "list"]) == 0
    assert main(["feed", "remove", "https://demo.example/feed"]) == 0
    assert main(["feed", "remove", "https://demo.example/feed"]) == 1
    assert main(["feed", "add", "no address"]) == 2


def test_a_feed_is_polled_from_the_operators_own_network_only_when_allowed(
    run_json: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FETCH_DELAY_SECONDS", "0")
    with site() as web:
        web.pages["/mines"] = page("Talks about mines", web.url("/mines"))
        web.pages["/feed"] = rss([("Mines", web.url("/mines"), "Summary.")])
        assert main(["feed", "add", web.url("/feed")]) == 0
        code, report = run_json("feed", "poll")
        assert (code, report["added"], web.asked()) == (1, 0, [])
        assert "not on the public internet" in report["failed"][0]["reason"]
        code, report = run_json("feed", "poll", "--allow-private-hosts")
        assert (code, report["added"]) == (0, 1)
        _, feeds = run_json("feed", "list")
        assert feeds[0]["outcome"] == "read"
        code, report = run_json("add", web.url("/mines"), "--allow-private-hosts")
        assert (code, report["unchanged"]) == (0, 1)


@pytest.mark.parametrize("interval", ["15", "10s", "0m", "m", "1w"])
def test_an_interval_that_cannot_be_meant_is_refused(interval: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["feed", "poll", "--every", interval])
    assert "write it as 15m" in capsys.readouterr().err


def test_a_watched_folder_is_kept_up_with_until_the_process_is_asked_to_stop(articles: Path, tmp_path: Path) -> None:
    """The real command; the tiny model keeps it fast."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "EMBEDDING_MODEL": str(save_tiny_model(tmp_path / "tiny"))}
    watching = subprocess.Popen(
        [sys.executable, "-m", "ingest", "watch", str(articles), "--json"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert _next_report(watching)["added"] == 2
        (articles / "new.txt").write_text("A new article about a boat.")
        assert _next_report(watching)["added"] == 1
        (articles / "new.txt").write_text("An edited article about a boat.")
        assert _next_report(watching)["updated"] == 1
        watching.terminate()
        assert watching.wait(30) == 0
    finally:
        watching.kill()
        watching.communicate()


def _next_report(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """The next JSON object that the command prints."""
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or lines[-1] != "}\n":
        lines.append(process.stdout.readline())
        assert lines[-1], "the command ended"
    report: dict[str, Any] = json.loads("".join(lines))
    return report


def test_a_change_in_a_watched_folder_is_not_lost_to_another_writer(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes: list[IngestError | None] = [None, ArchiveBusy("busy"), ArchiveBusy("busy"), None, StorageFailed("full")]
    added: list[IngestError | None] = []

    def add(options: object, settings: object) -> int:
        added.append(outcomes[len(added)])
        if error := added[-1]:
            raise error
        return 0

    nothing: set[str] = set()
    noticed = [nothing, {"a change"}, nothing, nothing, nothing, {"a change"}, nothing]
    monkeypatch.setattr("ingest.commands.add", add)
    monkeypatch.setattr("ingest.commands.watch_folder", lambda *folder, **options: iter(noticed))
    monkeypatch.setattr("ingest.commands._stop_on_signal", Event)
    assert main(["watch", str(articles)]) == 0
    assert added == outcomes


def test_a_file_that_vanishes_while_it_is_looked_at_ends_no_run(
    articles: Path, run_json: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_file", lambda path: True)
    monkeypatch.setattr("ingest.commands.find_files", lambda paths: [articles / "gone.txt"])
    assert run_json("add", articles)[0] == 0
