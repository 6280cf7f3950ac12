from pathlib import Path

import pytest

from ingest.articles import Article
from ingest.readers.text import split_title

from tests.ingest.readings import read_files


def read(tmp_path: Path, content: str) -> Article:
    path = tmp_path / "article.txt"
    path.write_text(content)
    (article,) = read_files(path)
    assert isinstance(article, Article)
    return article


def test_a_first_line_that_looks_like_a_title_is_the_title(tmp_path: Path) -> None:
    article = read(tmp_path, "Talks end without a deal\n\nThe talks ended.\n\nNobody signed.")
    assert article.title == "Talks end without a deal"
    assert article.text == "The talks ended.\n\nNobody signed."


def test_a_first_line_that_is_a_sentence_is_text(tmp_path: Path) -> None:
    article = read(tmp_path, "The talks ended.\n\nNobody signed.")
    assert article.title is None
    assert article.text == "The talks ended.\n\nNobody signed."


def test_a_long_first_line_is_text(tmp_path: Path) -> None:
    assert read(tmp_path, f"{'word ' * 50}\n\nNobody signed.").title is None


def test_a_text_of_one_line_has_no_title(tmp_path: Path) -> None:
    assert read(tmp_path, "Nobody signed").title is None


def test_what_is_unknown_stays_unknown(tmp_path: Path) -> None:
    article = read(tmp_path, "Nobody signed on 12 June 2018.")
    assert (article.published_at, article.author, article.source, article.url) == (None, None, None, None)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("By Ada Writer", "author", "Ada Writer"),
        ("BY ADA WRITER", "author", "ADA WRITER"),
        ("By Ada Writer and Ben de Desk", "author", "Ada Writer and Ben de Desk"),
        ("By Ada Writer, Cy Third and Ben Desk", "author", "Ada Writer, Cy Third and Ben Desk"),
        ("By Ada Writer, The Demo Post", "author", "Ada Writer"),
        ("By Ada Writer in Seoul", "author", "Ada Writer"),
        ("July 31, 2018", "published_at", "2018-07-31"),
        ("Tuesday, July 31, 2018", "published_at", "2018-07-31"),
        ("31 July 2018", "published_at", "2018-07-31"),
        ("2018-07-31T09:30:00+09:00", "published_at", "2018-07-31T00:30:00Z"),
        ("Published: July 31, 2018 at 10:15 p.m. EDT", "published_at", "2018-07-31"),
        ("Posted on Jul 31, 2018", "published_at", "2018-07-31"),
        ("Last updated: August 1, 2018", "updated_at", "2018-08-01"),
    ],
)
def test_bylines_and_dates_at_the_top_are_facts_and_no_text(tmp_path: Path, line: str, field: str, value: str) -> None:
    for gap in ("\n", "\n\n"):
        article = read(tmp_path, f"Talks end without a deal{gap}{line}{gap}The talks ended.\n\nNobody signed.")
        assert article.title == "Talks end without a deal"
        assert getattr(article, field) == value
        assert article.text == "The talks ended.\n\nNobody signed."


def test_all_of_them_may_stand_there(tmp_path: Path) -> None:
    top = "Talks end\nBy Ada Writer\nPublished July 31, 2018\nUpdated August 1, 2018\n\n"
    article = read(tmp_path, top + "The talks ended.")
    assert (article.author, article.published_at, article.updated_at) == ("Ada Writer", "2018-07-31", "2018-08-01")
    assert article.text == "The talks ended."


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the talks were over.",
        "By the river",
        "By Ada Writer's account, nobody signed.",
        "07/08/2018",
        "July 2018",
        "On July 31, 2018",
        "Updated plans were shown.",
        "July 31, 2018 was a Tuesday.",
    ],
)
def test_what_could_be_the_articles_own_words_stays(tmp_path: Path, line: str) -> None:
    article = read(tmp_path, f"Talks end without a deal\n\n{line}\n\nNobody signed.")
    assert article.text == f"{line}\n\nNobody signed."
    assert (article.author, article.published_at, article.updated_at) == (None, None, None)


def test_a_date_further_down_is_text(tmp_path: Path) -> None:
    assert read(tmp_path, "Talks end\n\nNobody signed.\n\nJuly 31, 2018").published_at is None


def test_blank_lines_without_end_take_no_more_than_their_length_in_time() -> None:
    blank = " \n" * 300_000
    assert split_title("A headline\n" + blank) == (None, "A headline\n" + blank)
    assert split_title("A headline\n" + blank + "Words.") == ("A headline", "Words.")
