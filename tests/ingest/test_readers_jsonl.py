import json
from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.readers import Failure

from tests.ingest.readings import read_files


def read(tmp_path: Path, *lines: str, limit: int = 1_000_000) -> list[Article | Failure]:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines))
    return read_files(path, limit=limit)


def test_each_line_is_an_article(tmp_path: Path) -> None:
    whole = {"id": "7", "url": "https://demo.example/7", "title": "Talks", "source": "Wire", "author": "A. Writer"}
    whole |= {"published_at": "2019-02-28", "text": "Nobody signed."}
    first, second = read(tmp_path, json.dumps(whole), "", json.dumps({"id": 8, "text": "All left.", "extra": 1}))
    assert isinstance(first, Article)
    assert first.model_dump(include=set(whole)) == whole
    assert isinstance(second, Article)
    assert (second.id, second.title, second.published_at) == ("8", None, None)


def test_a_line_without_id_and_url_is_named_by_file_and_line(tmp_path: Path) -> None:
    _, second = read(tmp_path, '{"text": "One."}', '{"text": "Two."}')
    assert isinstance(second, Article)
    assert second.id == (tmp_path / "articles.jsonl").as_uri() + "#2"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "not JSON: Expecting value"),
        ('{"text": "no end', "not JSON: "),
        ("[1, 2]", "not a JSON object but list"),
        ('{"id": "1"}', "text: "),
        ('{"id": "1", "text": ""}', "text: is empty"),
        ('{"id": "1", "text": 5}', "text: "),
        ('{"id": "1", "text": "Words.", "published_at": "soon"}', "published_at: 'soon' is not a date"),
        (
            '{"id": "1", "text": "Words.", "published_at": "0001-01-01T00:00:00Z"}',
            "published_at: 0001-01-01 00:00:00+00:00 is out of range: a date must be from 1600-01-01 to 9999-12-31",
        ),
        ("[" * 100_000, "not JSON: "),
    ],
)
def test_a_wrong_line_is_reported_with_its_number_and_the_rest_is_read(tmp_path: Path, line: str, reason: str) -> None:
    first, failure, last = read(tmp_path, '{"text": "One."}', line, '{"text": "Three."}')
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(failure, Failure)
    assert failure.line == 2
    assert failure.reason.startswith(reason)


def test_a_line_over_the_limit_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    long = json.dumps({"text": "word " * 1000})
    failure, article = read(tmp_path, long, '{"text": "Two."}', limit=1000)
    assert isinstance(failure, Failure)
    assert failure.line == 1
    assert failure.reason.startswith("a line longer than ")
    assert isinstance(article, Article)


def test_a_file_larger_than_the_limit_is_read_when_its_lines_are_short(tmp_path: Path) -> None:
    assert len(read(tmp_path, *['{"text": "Words."}'] * 100, limit=100)) == 100


def test_half_characters_are_replaced_where_they_can_be_and_refused_in_an_address(tmp_path: Path) -> None:
    article, failure = read(
        tmp_path,
        r'{"id": "\ud800", "title": "half \ud800", "text": "half a \udc00 pair"}',
        r'{"url": "https://demo.example/\ud800", "text": "Words."}',
    )
    assert isinstance(article, Article)
    assert (article.id, article.title, article.text) == ("\ufffd", "half \ufffd", "half a \ufffd pair")
    assert isinstance(failure, Failure)
