"""Question sets: one question a line, in JSON."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from evals.errors import QuestionSetError

SHIPPED_SET = Path(__file__).parent / "questions" / "demo.jsonl"
TYPES = frozenset(
    """
    fact number date quote who-said comparison temporal multi-article follow-up disagreement correction false-premise
    unanswerable-near unanswerable-far injection
    """.split()
)
"""The types of the shipped set; another set may have its own."""

UNCONFIRMED = "unconfirmed"
"""Tag of a question that was made by a program and that no person has checked."""

Split = Literal["dev", "test", "all"]
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Turn(BaseModel):
    """An earlier question of the same conversation, with its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: _Text
    answer: _Text


class EvalQuestion(BaseModel):
    """One question, and what a right answer must be like."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: _Text
    question: _Text
    answerable: bool
    """Whether the archive holds what is asked. False for a false premise, too: there a reply that corrects it, that is,
    one that satisfies `must_include`, is as right as a refusal."""
    answers: tuple[_Text, ...] = ()
    """Short answers, any of which is right."""
    must_include: tuple[Annotated[tuple[_Text, ...], Field(min_length=1)], ...] = ()
    """The answer must hold at least one alternative of every group, as whole words."""
    must_not_include: tuple[_Text, ...] = ()
    gold_articles: tuple[_Text, ...] = ()
    """Ids of the articles that hold the evidence."""
    gold_quotes: tuple[_Text, ...] = ()
    """One for each piece of evidence that is needed, verbatim from a gold article."""
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    """The day on which the question is asked."""
    type: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a question set."""

    line: int
    reason: str


def set_file(path: Path) -> Path:
    """The file of a question set; a folder stands for the `questions.jsonl` in it.

    Raises:
        QuestionSetError: there is no such file.
    """
    file = path / "questions.jsonl" if path.is_dir() else path
    if not file.is_file():
        raise QuestionSetError(f"{file}: no such file")
    return file


def read_questions(file: Path) -> list[EvalQuestion]:
    """The questions in the file's order.

    Raises:
        QuestionSetError: a line is not a question, or there is none.
    """
    questions = []
    for number, reading in parse_lines(file):
        if isinstance(reading, Problem):
            raise QuestionSetError(f"{file}:{number}: {reading.reason}")
        questions.append(reading)
    if not questions:
        raise QuestionSetError(f"{file}: holds no question")
    return questions


def parse_lines(file: Path) -> Iterator[tuple[int, EvalQuestion | Problem]]:
    """Each line that is not blank, with its number: the question, or what is wrong with it."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")  # not splitlines: a quote may hold U+2028
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{file}: cannot be read ({type(error).__name__}: {error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, EvalQuestion.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            yield number, Problem(number, f"{place}: {first['msg']}" if place else first["msg"])


def split_of(identifier: str) -> Literal["dev", "test"]:
    """Half of all ids are `dev`, for tuning; the others are `test`, for telling what the tuning was worth.

    By the id's hash: a question stays on its side whatever is added to the set.
    """
    return "dev" if hashlib.sha256(identifier.encode()).digest()[0] < 128 else "test"


def in_split(questions: list[EvalQuestion], split: Split) -> list[EvalQuestion]:
    """The questions on one side, or all."""
    return [question for question in questions if split == "all" or split_of(question.id) == split]
