import gzip
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.readers import Failure

from tests.ingest.readings import read_files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt.gz", "Nobody signed."),
        ("a.MD.GZ", "---\ntitle: Talks\n---\nNobody signed."),
        ("a.jsonl.gz", '{"text": "Nobody signed."}'),
    ],
)
def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(content.encode()))
    (article,) = read_files(tmp_path)
    assert isinstance(article, Article)
    assert article.text == "Nobody signed."


@pytest.mark.parametrize(
    "content", [b"not packed", gzip.compress(b"Words." * 1000, mtime=0)[:-20], b"\x1f\x8b\x08\x00broken"]
)
@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz"])
def test_a_broken_archive_is_reported(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    failures = [reading for reading in read_files(tmp_path) if isinstance(reading, Failure)]
    assert failures[-1].reason.startswith("not a whole gzip file")


def test_a_bomb_of_one_article_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * 30_000_000))
    (failure,) = read_files(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.reason == "larger than 25 MB, the limit for one article (MAX_FILE_MB)"


def test_a_bomb_of_many_lines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b"\n" * 5_000_000))
    (failure,) = read_files(tmp_path, limit=10_000)
    assert isinstance(failure, Failure)
    assert failure.reason == "a compressed file that grows more than 100 times"


def test_a_bomb_of_one_line_is_not_unpacked_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b"0" * 5_000_000)[:-8])  # the end would be found missing
    (failure,) = read_files(tmp_path, limit=10_000)
    assert isinstance(failure, Failure)
    assert failure.reason == "a compressed file that grows more than 100 times"
