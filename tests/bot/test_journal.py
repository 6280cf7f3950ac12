import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.passages import ALWAYS, DateRange

from bot.journal import Journal
from bot.journal_records import Asking, ChannelSettings, Cited, ServerSettings
from bot.question import Question

from tests.bot.gateway.fakes import ANSWERED, QUOTE, REFUSED

ALICE, BOB = 1, 2
ASKED = Asking(member_id=ALICE, guild_id=10, channel_id=20)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


def test_an_answer_comes_back_with_its_quotations_and_what_stands_around_them(journal: Journal) -> None:
    identifier = journal.add(ASKED, ANSWERED, {"model": "fake"})
    answer = journal.answer(identifier)
    assert answer
    assert (answer.member_id, answer.question, answer.status) == (ALICE, ANSWERED.question, "answered")
    (cited,) = answer.citations
    assert (cited.before, cited.quote, cited.after) == (
        "The images come from Planet. ",
        QUOTE,
        " Nobody has said why.",
    )


def test_every_message_of_an_answer_leads_back_to_it(journal: Journal) -> None:
    identifier = journal.add(ASKED, ANSWERED, {})
    journal.place(identifier, [100, 101])
    found = [journal.answer_in(message_id) for message_id in (100, 101, 102)]
    assert [answer and answer.id for answer in found] == [identifier, identifier, None]


def test_a_conversation_is_the_chain_of_follow_ups_oldest_first(journal: Journal) -> None:
    first = journal.add(ASKED, ANSWERED, {})
    second = journal.add(replace(ASKED, parent_id=first), ANSWERED, {})
    journal.add(ASKED, ANSWERED, {})
    third = journal.add(replace(ASKED, parent_id=second), ANSWERED, {})
    assert [answer.id for answer in journal.conversation(third, most=5)] == [first, second, third]
    assert [answer.id for answer in journal.conversation(third, most=2)] == [second, third]


def test_the_newest_answer_of_a_thread_is_its_last(journal: Journal) -> None:
    journal.add(ASKED, ANSWERED, {})
    last = journal.add(ASKED, REFUSED, {})
    journal.add(replace(ASKED, channel_id=21), ANSWERED, {})
    newest = journal.newest_in(20)
    assert newest
    assert newest.id == last


def test_a_private_answer_is_not_what_a_thread_follows_up(journal: Journal) -> None:
    seen_by_all = journal.add(ASKED, ANSWERED, {})
    journal.add(replace(ASKED, is_private=True), REFUSED, {})
    newest = journal.newest_in(20)
    assert newest
    assert newest.id == seen_by_all


def test_a_member_has_one_vote_and_may_change_it(journal: Journal) -> None:
    identifier = journal.add(ASKED, ANSWERED, {})
    journal.vote(identifier, BOB, is_up=True)
    journal.comment(identifier, BOB, "The date is wrong.")
    (vote,) = journal.stored_about(BOB)["votes"]
    assert (vote["answer"], vote["vote"], vote["comment"]) == (identifier, "down", "The date is wrong.")
    journal.vote(identifier, BOB, is_up=True)
    (vote,) = journal.stored_about(BOB)["votes"]
    assert (vote["vote"], vote["comment"]) == ("up", "")


def test_a_vote_on_an_answer_that_is_gone_is_not_taken(journal: Journal) -> None:
    assert journal.vote(99, BOB, is_up=True) is False
    assert journal.comment(99, BOB, "?") is False


def test_refusals_and_what_was_voted_down_are_candidates_for_evaluation(journal: Journal) -> None:
    journal.add(ASKED, ANSWERED, {})
    liked, disliked = (journal.add(ASKED, ANSWERED, {"recipe": "r"}) for _ in range(2))
    refused = journal.add(ASKED, REFUSED, {})
    journal.vote(liked, BOB, is_up=True)
    journal.comment(disliked, BOB, "Wrong day.")
    first, second = journal.candidates()
    assert (first.answer_id, first.comments, first.configuration) == (disliked, ("Wrong day.",), {"recipe": "r"})
    assert (second.answer_id, second.status, second.comments) == (refused, "refused", ())


def test_what_a_member_has_deleted_is_gone_from_the_file_too(journal: Journal, tmp_path: Path) -> None:
    mine = journal.add(ASKED, replace(ANSWERED, question="Where is Xanadu-12345?"), {})
    theirs = journal.add(replace(ASKED, member_id=BOB, parent_id=mine), ANSWERED, {})
    journal.vote(theirs, ALICE, is_up=False)
    journal.forget(ALICE)
    assert journal.stored_about(ALICE) == {"questions": [], "votes": []}
    assert journal.answer(mine) is None
    kept = journal.answer(theirs)
    assert kept
    assert kept.parent_id is None
    assert b"Xanadu-12345" not in b"".join(path.read_bytes() for path in tmp_path.glob("journal*"))


def test_settings_outlast_the_process(journal: Journal, tmp_path: Path) -> None:
    journal.set_server(10, ServerSettings(is_private=True, daily_budget=5))
    journal.set_channel(ChannelSettings(20, 10, is_allowed=True, has_threads=True))
    journal.set_channel(ChannelSettings(20, 10, is_allowed=True, has_threads=False))
    journal.add_thread(30)
    journal.add_thread(30)
    again = Journal(tmp_path / "journal.sqlite3")
    assert again.servers() == {10: ServerSettings(is_private=True, daily_budget=5)}
    assert again.channels() == [ChannelSettings(20, 10, is_allowed=True, has_threads=False)]
    assert again.threads() == {30}


def test_questions_are_counted_by_server_since_a_moment(journal: Journal) -> None:
    for guild_id in (10, 10, 11):
        journal.add(replace(ASKED, guild_id=guild_id), ANSWERED, {})
    now = datetime.now(UTC)
    assert journal.asked_since(now - timedelta(hours=1)) == {10: 2, 11: 1}
    assert journal.asked_since(now + timedelta(hours=1)) == {}


def test_a_write_that_fails_leaves_nothing_behind_and_the_journal_usable(journal: Journal) -> None:
    identifier = journal.add(ASKED, ANSWERED, {})
    with pytest.raises(TypeError):
        journal.add(ASKED, ANSWERED, {"not": object()})
    with pytest.raises(OverflowError):
        journal.place(identifier, [1, 2**70])
    assert journal.answer_in(1) is None
    assert journal.vote(identifier, BOB, is_up=True)


def test_a_change_that_cannot_be_completed_leaves_the_journal_usable(journal: Journal) -> None:
    def refer_to_nothing() -> None:
        with journal._transaction() as db:
            db.execute("PRAGMA defer_foreign_keys = ON")  # so that the commit is what fails
            db.execute("INSERT INTO messages VALUES (1, 99)")

    with pytest.raises(sqlite3.IntegrityError):
        refer_to_nothing()
    assert journal.add(ASKED, ANSWERED, {}) == 1


def test_a_candidate_has_all_that_is_needed_to_ask_it_again(journal: Journal) -> None:
    question = Question("Who?", date(2026, 3, 4), DateRange("2018-06-12", "2018-07-01"), "Other Post")
    journal.add(ASKED, REFUSED, {}, question)
    (candidate,) = journal.candidates()
    assert (candidate.as_of, candidate.within, candidate.source) == ("2026-03-04", question.within, "Other Post")


def test_a_journal_of_an_earlier_version_is_read_and_written(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "journal.sqlite3")) as db:
        db.execute(
            "CREATE TABLE answers (id INTEGER PRIMARY KEY AUTOINCREMENT, asked_at TEXT NOT NULL, "
            "member_id INTEGER NOT NULL, guild_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, parent_id INTEGER, "
            "question TEXT NOT NULL, status TEXT NOT NULL, text TEXT NOT NULL, model TEXT NOT NULL, "
            "seconds REAL NOT NULL, citations TEXT NOT NULL, passages TEXT NOT NULL, configuration TEXT NOT NULL)"
        )
        db.execute(
            "INSERT INTO answers VALUES (1, '2026-01-02T03:04:05+00:00', 1, 10, 20, NULL, 'Who?', 'refused', "
            "'The archive does not say.', 'local', 1.5, ?, '[]', '{}')",
            (
                '[{"number": 1, "article_id": "a", "headline": "Talks", "source": null, "published_at": "2018-07-24", '
                '"url": null, "before": "", "quote": "They met.", "after": ""}]',
            ),
        )
        db.commit()
    for _ in range(2):
        journal = Journal(tmp_path / "journal.sqlite3")
        identifier = journal.add(ASKED, REFUSED, {}, Question("Who?", source="Other Post"))
        newest = journal.newest_in(20)
        assert newest
        assert newest.id == identifier
        journal.close()
    candidates = list(Journal(tmp_path / "journal.sqlite3").candidates())
    assert [candidate.source for candidate in candidates] == [None, "Other Post", "Other Post"]
    assert (candidates[0].as_of, candidates[0].within) == (None, ALWAYS)
    assert candidates[0].citations == (Cited(1, "a", "Talks", None, "2018-07-24", None, "", "They met.", ""),)
