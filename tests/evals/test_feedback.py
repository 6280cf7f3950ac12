"""Refused and voted-down questions, out of a real journal."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ingest.passages import DateRange

from bot.answer import Answer, Timing
from bot.journal import JOURNAL_FILE, Journal
from bot.journal_records import Asking, Candidate
from bot.question import Question
from bot.settings import BotSettings

import evals.__main__ as command_line
from evals.feedback import candidates, clusters, gaps
from evals.questions import EvalQuestion, Turn, read_questions
from evals.validation import validate

from tests.embedders import BagOfWordsEmbeddings
from tests.evals.outcomes import CITED, SOURCE

ALICE, BOB = 7, 8


def answer(question: str, text: str = "The archive does not say.") -> Answer:
    """An answer with a citation, or a refusal."""
    is_refused = text == "The archive does not say."
    return Answer(
        question,
        "refused" if is_refused else "answered",
        text,
        () if is_refused else (CITED,),
        (),
        (SOURCE,),
        "scripted",
        Timing(0.1, 0.5, 1.0),
    )


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> Journal:
    """In the data folder: one good answer, one voted down with a comment, one follow-up that was refused."""
    monkeypatch.setattr("bot.journal._now", lambda: "2026-03-04T05:06:07+00:00")
    journal = Journal(BotSettings().data_dir / JOURNAL_FILE)
    journal.add(Asking(ALICE, 1, 2), answer("when was it photographed", "On July 7 [1]."), {})
    bad = journal.add(Asking(ALICE, 1, 2), answer("who photographed it", "It was photographed [1]."), {})
    journal.comment(bad, BOB, "does not say who")
    journal.add(Asking(ALICE, 1, 2, parent_id=bad), answer("and who paid for it"), {})
    return journal


def test_a_voted_down_answer_is_a_candidate_with_its_citations_and_comments(journal: Journal) -> None:
    assert candidates(journal)[0] == EvalQuestion.model_validate(
        {
            "id": "feedback-2",
            "question": "who photographed it",
            "answerable": True,
            "gold_articles": ["article-1"],
            "gold_quotes": ["The trailer was photographed on July 7."],
            "as_of": "2026-03-04",
            "tags": ["unconfirmed", "voted-down", "comment: does not say who"],
        }
    )


def test_a_refused_follow_up_is_a_candidate_with_what_was_said_before(journal: Journal) -> None:
    candidate = candidates(journal)[1]
    assert (candidate.id, candidate.answerable, candidate.tags) == ("feedback-3", False, ("unconfirmed", "refused"))
    assert candidate.history == (Turn(question="who photographed it", answer="It was photographed [1]."),)


def test_what_a_question_was_bounded_by_is_exported(journal: Journal) -> None:
    question = Question("who?", date(2026, 3, 1), DateRange("2018-06-12", "2018-07-01"), "Other Post")
    journal.add(Asking(ALICE, 1, 2), answer("who?"), {}, question)
    candidate = candidates(journal)[-1]
    assert candidate.as_of == date(2026, 3, 1)
    assert candidate.tags[2:] == ("since: 2018-06-12", "before: 2018-07-01", "source: Other Post")


def test_a_good_answer_is_no_candidate_and_nobody_is_named(journal: Journal) -> None:
    found = candidates(journal)
    assert [candidate.question for candidate in found] == ["who photographed it", "and who paid for it"]
    assert not {str(ALICE), str(BOB)} & set(json.dumps([c.model_dump(mode="json") for c in found]).split('"'))


def test_a_question_asked_twice_is_one_candidate(journal: Journal) -> None:
    journal.add(Asking(BOB, 1, 2), answer("And who paid  for it"), {})
    assert [candidate.id for candidate in candidates(journal)] == ["feedback-2", "feedback-4"]


def test_what_is_exported_can_be_read_and_is_refused_until_confirmed(
    journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["feedback", "export", "--out", "new/candidates.jsonl"]) == 0
    file = Path("new/candidates.jsonl")
    assert read_questions(file) == candidates(journal)
    reasons = [problem.reason for problem in validate(file, {"article-1": SOURCE.article})]
    assert reasons.count("tagged 'unconfirmed': no person has checked it") == 2
    capsys.readouterr()
    assert command_line.main(["feedback", "export"]) == 0
    assert capsys.readouterr().out == file.read_text()


@pytest.mark.parametrize("command", [["feedback", "export"], ["gaps"]])
def test_without_a_journal_it_is_said_so(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(command) == 2
    assert "nobody has asked the Discord bot there yet" in " ".join(capsys.readouterr().err.split())
    assert not (BotSettings().data_dir / JOURNAL_FILE).exists()


def test_rows_that_are_near_belong_together() -> None:
    east, north, nearly_east = [1.0, 0.0], [0.0, 1.0], [0.96, 0.28]
    vectors = np.array([east, north, nearly_east, north], np.float32)
    assert clusters(vectors, 0.9) == [[0, 2], [1, 3]]
    assert clusters(vectors, 0.99) == [[0], [1, 3], [2]]
    assert clusters(np.empty((0, 2), np.float32), 0.9) == []


def test_a_row_moves_to_a_cluster_that_began_after_it_and_is_nearer() -> None:
    def at(degrees: float) -> list[float]:
        return [float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))]

    # the second joins the first; then two more draw the middle of those away from it
    vectors = np.array([at(0), at(29), at(50), at(-10), at(-12)], np.float32)
    assert clusters(vectors, float(np.cos(np.radians(30)))) == [[0, 3, 4], [1, 2]]


def test_a_gap_is_its_most_central_question_with_how_often_and_when_it_was_asked() -> None:
    def refused(question: str, day: str) -> Candidate:
        return Candidate(1, f"{day}T00:00:00+00:00", question, "refused", "", (), (), [], {})

    asked = [
        refused("who won", "2026-01-01"),
        refused("price of thaad", "2026-01-03"),
        refused("thaad price", "2026-01-04"),
        refused("thaad price", "2026-01-02"),
    ]
    vectors = BagOfWordsEmbeddings().encode([candidate.question for candidate in asked])
    first, second = gaps(asked, vectors)
    assert (first.question, first.asked, first.first, first.last) == ("thaad price", 3, "2026-01-02", "2026-01-04")
    assert first.questions == ("thaad price", "price of thaad")
    assert (second.question, second.asked) == ("who won", 1)
    assert gaps([], np.empty((0, 0), np.float32)) == []


def test_the_gaps_are_what_was_refused(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "open_embedder", lambda settings: BagOfWordsEmbeddings())
    assert command_line.main(["gaps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "question": "and who paid for it",
            "asked": 1,
            "first": "2026-03-04",
            "last": "2026-03-04",
            "questions": ["and who paid for it"],
        }
    ]
    assert command_line.main(["gaps"]) == 0
    assert "and who paid for it" in capsys.readouterr().out
