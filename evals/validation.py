"""Is a question set in order? Found here, by line, not in a metric that is wrong for years."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ingest.articles import Article
from ingest.cleaning import cleaned
from ingest.readers import Failure, read_paths

from evals.errors import QuestionSetError
from evals.matching import normalised
from evals.questions import UNCONFIRMED, EvalQuestion, Problem, parse_lines

_LARGEST_FILE = 1_000_000_000  # bytes; the maintainer's own files


def read_articles(paths: Iterable[Path]) -> dict[str, Article]:
    """The articles of these files and folders by id, as ingest would store them.

    Raises:
        QuestionSetError: one cannot be read, for then nothing can be said about the questions on it.
    """
    articles = {}
    for reading in cleaned(read_paths(paths, _LARGEST_FILE)):
        if isinstance(reading, Failure):
            raise QuestionSetError(f"{reading.path}:{reading.line or ''} {reading.reason}")
        if isinstance(reading, Article):
            articles[reading.id] = reading
    return articles


def validate(file: Path, articles: Mapping[str, Article]) -> list[Problem]:
    """Everything that is wrong with the set, in the order of its lines."""
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for number, reading in parse_lines(file):
        if isinstance(reading, Problem):
            problems.append(reading)
            continue
        for name, key in _keys(reading).items():
            first = lines.setdefault(f"{name}\n{key}", number)
            if first != number:
                problems.append(Problem(number, f"the same {name} as in line {first}"))
        problems += [Problem(number, reason) for reason in _reasons(reading, articles)]
    return problems


def _keys(question: EvalQuestion) -> dict[str, str]:
    """What no two questions may share; the same words mean another thing after another talk, or on another day."""
    turns = [turn.model_dump_json() for turn in question.history]
    return {"id": question.id, "question": "\n".join([normalised(question.question), *turns, str(question.as_of)])}


def _reasons(question: EvalQuestion, articles: Mapping[str, Article]) -> list[str]:
    reasons = [f"unknown article {gold!r}" for gold in question.gold_articles if gold not in articles]
    texts = [articles[gold].text for gold in question.gold_articles if gold in articles]
    reasons += [
        f"gold quote {quote[:80]!r} is not verbatim in a gold article"
        for quote in question.gold_quotes
        if not any(quote in text for text in texts)
    ]
    if question.answerable and not (question.answers or question.must_include):
        reasons.append("answerable, but with neither answers nor must_include: no answer could be judged")
    if question.answers and not (question.answerable or question.must_include):
        reasons.append("unanswerable, but with answers")
    if UNCONFIRMED in question.tags:
        reasons.append(f"tagged {UNCONFIRMED!r}: no person has checked it")
    return reasons
