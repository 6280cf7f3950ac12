"""Question sets as they are read."""

from pathlib import Path

import pytest

from evals.errors import QuestionSetError
from evals.questions import EvalQuestion, in_split, read_questions, set_file, split_of

from tests.evals.outcomes import question

LEAST = '{"id": "a", "question": "who met", "answerable": false}'


def test_a_set_of_only_the_needed_keys_is_read(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(f"\ufeff{LEAST}\n\n")
    assert read_questions(file) == [EvalQuestion(id="a", question="who met", answerable=False)]


def test_a_line_separator_inside_a_quote_is_not_the_end_of_a_line(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "a", "question": "who", "answerable": true, "gold_quotes": ["one\u2028two"]}')
    assert read_questions(file)[0].gold_quotes == ("one\u2028two",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "2: Invalid JSON"),
        ('{"id": "a", "question": "who", "answerable": true, "gold": []}', "2: gold: Extra inputs"),
        ('{"id": "a", "question": " ", "answerable": true}', "2: question: String should have at least 1"),
        ('{"id": "a", "question": "who", "answerable": true, "must_include": [[]]}', "2: must_include.0: Tuple should"),
        ('{"id": "a", "question": "who", "answerable": true, "as_of": "soon"}', "2: as_of: Input should be a valid"),
    ],
)
def test_a_line_that_is_no_question_is_refused_by_its_number(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(f"{LEAST}\n{line}\n")
    with pytest.raises(QuestionSetError, match=reason):
        read_questions(file)


def test_a_set_without_questions_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("\n")
    with pytest.raises(QuestionSetError, match="holds no question"):
        read_questions(file)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(QuestionSetError, match="UnicodeDecodeError"):
        read_questions(file)


def test_a_folder_stands_for_the_questions_in_it(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(LEAST)
    assert set_file(tmp_path) == tmp_path / "questions.jsonl"
    with pytest.raises(QuestionSetError, match="no such file"):
        set_file(tmp_path / "other.jsonl")


def test_the_side_of_a_question_depends_on_its_id_alone() -> None:
    assert [split_of(name) for name in ("demo-fact-001", "demo-fact-002", "demo-fact-003", "demo-fact-004")] == [
        "test",
        "test",
        "test",
        "dev",
    ]
    assert [split_of(str(number)) for number in range(1000)].count("dev") == 523
    questions = [question(id="demo-fact-001"), question(id="demo-fact-004")]
    assert [found.id for found in in_split(questions, "dev")] == ["demo-fact-004"]
    assert [found.id for found in in_split(questions, "test")] == ["demo-fact-001"]
    assert in_split(questions, "all") == questions
