from pathlib import Path

from ingest.articles import Article

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
