from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.readers import Failure

from tests.ingest.readings import read_files


def read(tmp_path: Path, content: str) -> Article | Failure:
    path = tmp_path / "article.md"
    path.write_text(content)
    (reading,) = read_files(path)
    return reading


def article(tmp_path: Path, content: str) -> Article:
    reading = read(tmp_path, content)
    assert isinstance(reading, Article)
    return reading


def failure(tmp_path: Path, content: str) -> Failure:
    reading = read(tmp_path, content)
    assert isinstance(reading, Failure)
    return reading


def test_front_matter_gives_the_facts_and_is_no_text(tmp_path: Path) -> None:
    found = article(
        tmp_path,
        '---\ntitle: "Talks: the end"\nsource: Wire\nauthor: A. Writer\npublished_at: 2019-02-28\n'
        "url: https://demo.example/end\nevent: something else\n---\n\nNobody signed.\n",
    )
    assert found.model_dump(include={"id", "title", "source", "author", "published_at", "url", "text"}) == {
        "id": "https://demo.example/end",
        "title": "Talks: the end",
        "source": "Wire",
        "author": "A. Writer",
        "published_at": "2019-02-28",
        "url": "https://demo.example/end",
        "text": "Nobody signed.",
    }


def test_a_heading_is_the_title_where_front_matter_has_none(tmp_path: Path) -> None:
    found = article(tmp_path, "---\nsource: Wire\n---\n# Talks end\n\nNobody signed.\n")
    assert (found.title, found.text) == ("Talks end", "Nobody signed.")


def test_without_front_matter_a_markdown_file_is_read(tmp_path: Path) -> None:
    assert article(tmp_path, "Nobody signed.").text == "Nobody signed."


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    assert article(tmp_path, "---\r\ntitle: Talks\r\n---\r\nNobody signed.\r\n").title == "Talks"


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [('title: "no end', 2), ("title: Talks\nsource: [a, b", 3), ("title: Talks: the end", 2), ("a\tb: {", 2)],
)
def test_broken_front_matter_is_reported_with_its_line(tmp_path: Path, front_matter: str, line: int) -> None:
    found = failure(tmp_path, f"---\n{front_matter}\n---\nNobody signed.\n")
    assert found.reason.startswith("broken front matter: ")
    assert found.line is not None
    assert line <= found.line <= line + 1


def test_front_matter_without_an_end_is_reported(tmp_path: Path) -> None:
    found = failure(tmp_path, "---\ntitle: Talks\nNobody signed.\n")
    assert (found.line, found.reason) == (1, "the front matter has no closing ---")


def test_front_matter_that_is_no_list_of_fields_is_reported(tmp_path: Path) -> None:
    found = failure(tmp_path, "---\njust words\n---\nNobody signed.\n")
    assert found.reason == "the front matter is not a list of `name: value` lines"


def test_a_date_that_is_no_date_is_reported_with_its_line(tmp_path: Path) -> None:
    found = failure(tmp_path, "---\ntitle: Talks\npublished_at: yesterday\n---\nNobody signed.\n")
    assert found.line == 3
    assert found.reason == ("published_at: 'yesterday' is not a date; write it as 2018-06-12 or 2018-06-12T09:30:00Z")


def test_an_address_that_is_no_address_is_reported_with_its_line(tmp_path: Path) -> None:
    found = failure(tmp_path, "---\nurl: javascript:alert(1)\n---\nNobody signed.\n")
    assert (found.line, found.reason.split(":")[0]) == (2, "url")


def test_front_matter_makes_no_objects(tmp_path: Path) -> None:
    found = read(tmp_path, "---\ntitle: !!python/object/apply:os.getcwd []\n---\nNobody signed.\n")
    assert isinstance(found, Failure) or found.title is None


def test_a_file_that_is_all_front_matter_is_reported(tmp_path: Path) -> None:
    assert failure(tmp_path, "---\ntitle: Talks\n---\n").reason == "text: is empty"


def test_front_matter_nested_without_end_is_reported(tmp_path: Path) -> None:
    found = failure(tmp_path, "---\na: " + "[" * 5_000 + "\n---\nNobody signed.\n")
    assert (found.line, found.reason) == (1, "broken front matter: nested too deep")


def test_a_field_that_is_no_single_value_is_reported_and_not_written_out(tmp_path: Path) -> None:
    laughs = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 5))
    found = failure(tmp_path, f"---\nl0: &l0 ha\n{laughs}published_at: *l4\n---\nNobody signed.\n")
    assert (found.line, found.reason) == (7, "published_at: is a list; one value is wanted")


def test_front_matter_larger_than_any_facts_is_reported(tmp_path: Path) -> None:
    found = failure(tmp_path, f"---\ntitle: {'x' * 70_000}\n---\nNobody signed.\n")
    assert found.reason == "front matter of more than 64 kB"
