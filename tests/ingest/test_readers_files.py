"""Files and folders, and what is said of those that cannot be read."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.errors import StorageFailed
from ingest.ledger import SourceRecord
from ingest.readers import Failure, SourceFile, files, read_paths

LIMIT = 25_000_000


def articles(*paths: Path) -> list[Article]:
    return [reading for reading in read_paths(paths, LIMIT) if isinstance(reading, Article)]


def failures(*paths: Path) -> list[Failure]:
    return [reading for reading in read_paths(paths, LIMIT) if isinstance(reading, Failure)]


def test_a_folder_gives_its_articles_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Article {name}.")
    assert [article.text for article in articles(tmp_path)] == ["Article a.txt.", "Article b.txt.", "Article c/d.txt."]


def test_in_a_folder_hidden_files_readmes_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden.txt", "README.md", "picture.png", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    assert list(read_paths([tmp_path], LIMIT)) == []


def test_a_readme_named_by_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Words.")
    assert len(articles(tmp_path / "README.md")) == 1


def test_an_article_without_id_and_url_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "an article.txt"
    path.write_text("Words.")
    assert articles(path)[0].id == path.as_uri()


def test_a_failure_does_not_end_the_batch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_text("Words.")
    assert len(articles(tmp_path)) == len(failures(tmp_path)) == 1


@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".jsonl"])
def test_an_empty_file_is_reported(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"empty{suffix}"
    path.write_bytes(content)
    assert failures(path) == [Failure(str(path), None, "the file is empty")]


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01", b"\x89PNG\r\n\x1a\n", bytes(range(32)) * 20])
def test_a_binary_file_named_txt_is_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "binary.txt"
    path.write_bytes(content)
    assert failures(path) == [Failure(str(path), None, "a binary file, not text")]


@pytest.mark.parametrize(
    ("encoding", "said"), [("windows-1252", "windows-1252"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le")]
)
def test_other_encodings_than_utf_8_are_read_rightly_and_said(
    tmp_path: Path, encoding: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("A café in “Zürich”, for 5 €.".encode(encoding))
    with caplog.at_level(logging.WARNING):
        (article,) = articles(path)
    assert article.text == "A café in “Zürich”, for 5 €."
    assert caplog.messages == [f"'{path}': not UTF-8, read as {said}"]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "marked.txt"
    path.write_bytes("Words.".encode("utf-8-sig"))
    assert articles(path)[0].text == "Words."


def test_bytes_of_no_known_encoding_are_reported_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(b"One.\nTwo.\nThree \x81 four.")  # 0x81 means nothing in windows-1252
    assert failures(path) == [Failure(str(path), 3, "not text: byte 0x81 is neither UTF-8 nor windows-1252")]


def test_a_file_over_the_limit_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # sparse: takes no room
    assert failures(path) == [Failure(str(path), None, "larger than 25 MB, the limit for one article (MAX_FILE_MB)")]


def test_a_missing_path_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "absent.txt"
    assert failures(path) == [Failure(str(path), None, "no such file or folder")]


def test_a_kind_that_cannot_be_read_is_reported_when_named_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG")
    (failure,) = failures(path)
    assert failure.reason.startswith("not a kind that can be read (.txt .md .html")


@pytest.mark.parametrize("is_folder", [True, False])
def test_what_may_not_be_opened_is_reported(tmp_path: Path, is_folder: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests as root may open everything, so the system's refusal is made here."""
    path = tmp_path / ("closed" if is_folder else "closed.txt")
    if is_folder:
        path.mkdir()
    else:
        path.write_text("Words.")

    def refuse(self: Path, *arguments: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir" if is_folder else "open", refuse)
    assert failures(path) == [Failure(str(path), None, "permission denied")]


def test_a_loop_of_symbolic_links_is_reported_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(articles(tmp_path)) == 1
    assert failures(tmp_path) == [
        Failure(str(tmp_path / "loop"), None, "a symbolic link that leads back to a folder around it")
    ]


def test_a_symbolic_link_to_itself_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "self.txt"
    path.symlink_to(path)
    (failure,) = failures(path)
    assert "symbolic links" in failure.reason


@pytest.mark.parametrize("target", ["self", "absent"])
def test_a_link_that_leads_nowhere_is_reported_whatever_its_name(tmp_path: Path, target: str) -> None:
    (tmp_path / "self").symlink_to(tmp_path / target)
    (failure,) = failures(tmp_path)
    assert failure.path == str(tmp_path / "self")
    assert "symbolic link" in failure.reason


def test_a_pipe_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert failures(tmp_path) == [Failure(str(tmp_path / "pipe.txt"), None, "neither a file nor a folder")]


def test_a_name_that_is_too_long_is_reported(tmp_path: Path) -> None:
    path = tmp_path / ("long" * 100 + ".txt")
    assert failures(path) == [Failure(str(path), None, "file name too long")]


def test_a_link_to_a_folder_elsewhere_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("Words.")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "link").symlink_to(tmp_path / "real")
    assert len(articles(tmp_path / "archive")) == 1


def test_a_file_name_with_a_line_break_is_read(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines.txt"
    path.write_text("Words.")
    assert "%0A" in articles(tmp_path)[0].id


def test_a_file_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(name)).write_text("Words.")
    assert articles(tmp_path)[0].id.endswith("/%FF.txt")


def test_a_file_name_in_another_encoding_can_be_stored_and_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"")
    assert [Path(failure.path).name for failure in failures(tmp_path)] == ["caf\ufffd.txt"]


def test_an_error_of_a_reader_is_a_failure_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(file: SourceFile) -> Iterator[Article]:
        raise ZeroDivisionError("a mistake in a reader")

    monkeypatch.setitem(files._READERS, ".txt", broken)
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_text("Words.")
    assert failures(tmp_path) == [Failure(str(tmp_path / "a.txt"), None, "not read for an error (ZeroDivisionError)")]
    assert len(articles(tmp_path)) == 1
    assert "a mistake in a reader" in caplog.text


def test_a_failing_archive_is_no_failure_of_a_file(tmp_path: Path) -> None:
    def known(location: str) -> SourceRecord | None:
        raise StorageFailed("the disk is full")

    (tmp_path / "a.txt").write_text("Words.")
    with pytest.raises(StorageFailed):
        list(read_paths([tmp_path], LIMIT, known))
