"""Everything that can be wrong with a question set is found, by line."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.articles import Article

import evals.__main__ as command_line
from evals.errors import QuestionSetError
from evals.questions import Problem
from evals.validation import read_articles, validate

ARTICLES = {"a": Article(id="a", text="The trailer was photographed\non July 7."), "b": Article(id="b", text="Other.")}
GOOD: dict[str, Any] = {"id": "1", "question": "when", "answerable": True, "answers": ["x"], "gold_articles": ["a"]}


def problems(tmp_path: Path, *lines: dict[str, Any]) -> list[Problem]:
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    return validate(file, ARTICLES)


def test_a_set_in_order_has_no_problem(tmp_path: Path) -> None:
    other = GOOD | {"id": "2", "question": "who", "gold_quotes": ["photographed\non July 7"]}
    assert problems(tmp_path, GOOD, other) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"question": "who"}, "the same id as in line 1"),
        ({"id": "2", "question": " WHEN"}, "the same question as in line 1"),
        ({"id": "2", "question": "who", "gold_articles": ["a", "z"]}, "unknown article 'z'"),
        (
            {"id": "2", "question": "who", "gold_quotes": ["photographed on July 7"]},
            "gold quote 'photographed on July 7' is not verbatim in a gold article",
        ),
        (
            {"id": "2", "question": "who", "gold_quotes": ["Other."]},
            "gold quote 'Other.' is not verbatim in a gold article",
        ),
        (
            {"id": "2", "question": "who", "answers": []},
            "answerable, but with neither answers nor must_include: no answer could be judged",
        ),
        ({"id": "2", "question": "who", "answerable": False}, "unanswerable, but with answers"),
        ({"id": "2", "question": "who", "answerable": "perhaps"}, "answerable: Input should be a valid boolean, unable "
                                                                  "to interpret input"),
    ],
)  # fmt: skip
def test_a_problem_is_told_with_its_line(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    assert problems(tmp_path, GOOD, GOOD | change) == [Problem(2, reason)]


def test_the_same_words_after_another_talk_or_on_another_day_are_another_question(tmp_path: Path) -> None:
    later = GOOD | {"id": "2", "as_of": "2019-01-01"}
    after = GOOD | {"id": "3", "history": [{"question": "who", "answer": "he"}]}
    assert problems(tmp_path, GOOD, later, after) == []


def test_articles_are_those_that_ingest_would_store(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Headline\n\nThe trailer was red.")
    (article,) = read_articles([tmp_path]).values()
    assert "The trailer was red." in article.text


def test_an_article_that_cannot_be_read_stops_the_check(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(QuestionSetError, match=r"empty\.jsonl"):
        read_articles([tmp_path])


def test_the_command_prints_each_problem_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "articles.jsonl").write_text(json.dumps({"id": "a", "text": "The trailer was red."}))
    (tmp_path / "questions.jsonl").write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD | {"question": "who"}))
    assert command_line.main(["validate", str(tmp_path)]) == 1
    printed = "".join(capsys.readouterr().out.split())
    assert "questions.jsonl:2:thesameidasinline1" in printed
    (tmp_path / "questions.jsonl").write_text(json.dumps(GOOD))
    assert command_line.main(["validate", str(tmp_path)]) == 0
