"""The journal: answers given, votes on them, and what each server has set, in one SQLite file.

Each method is one transaction, on disk when it returns, and may be called from any thread.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.passages import DateRange

from bot.answer import Answer, Citation
from bot.journal_records import (
    SURROUNDINGS_CHARS,
    Asking,
    Candidate,
    ChannelSettings,
    Cited,
    GivenAnswer,
    ServerSettings,
)
from bot.question import Question

JOURNAL_FILE = "journal.sqlite3"
"""Its name in the data folder."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT, asked_at TEXT NOT NULL, member_id INTEGER NOT NULL, guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL, parent_id INTEGER, question TEXT NOT NULL, status TEXT NOT NULL, text TEXT NOT NULL,
    model TEXT NOT NULL, seconds REAL NOT NULL, citations TEXT NOT NULL, passages TEXT NOT NULL,
    configuration TEXT NOT NULL, is_private INTEGER NOT NULL DEFAULT 0,
    as_of TEXT, since TEXT, until TEXT, source TEXT
);
CREATE INDEX IF NOT EXISTS answers_by_channel ON answers (channel_id);
CREATE INDEX IF NOT EXISTS answers_by_member ON answers (member_id);
CREATE TABLE IF NOT EXISTS messages (
    message_id INTEGER PRIMARY KEY, answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS votes (
    answer_id INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE, member_id INTEGER NOT NULL,
    is_up INTEGER NOT NULL, comment TEXT NOT NULL DEFAULT '', voted_at TEXT NOT NULL,
    PRIMARY KEY (answer_id, member_id)
);
CREATE TABLE IF NOT EXISTS servers (guild_id INTEGER PRIMARY KEY, is_private INTEGER NOT NULL, daily_budget INTEGER);
CREATE TABLE IF NOT EXISTS channels (
    channel_id INTEGER PRIMARY KEY, guild_id INTEGER NOT NULL, is_allowed INTEGER NOT NULL, has_threads INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS threads (thread_id INTEGER PRIMARY KEY);
"""


# What a journal of an earlier version does not have.
_LATER_COLUMNS = ("is_private INTEGER NOT NULL DEFAULT 0", "as_of TEXT", "since TEXT", "until TEXT", "source TEXT")


class Journal:
    """One connection, shared by threads one at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")  # a vote that was thanked for outlasts a power cut
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA secure_delete = ON")  # what a member has deleted is gone from the file, too
        self._db.executescript(_SCHEMA)
        self._add_later_columns()
        self._turn = threading.Lock()

    def close(self) -> None:
        """Give the file back."""
        with self._turn:
            self._db.close()

    # --- answers ------------------------------------------------------------------------------------------------------

    def add(
        self, asking: Asking, answer: Answer, configuration: dict[str, Any], question: Question | None = None
    ) -> int:
        """Keep an answer with all that is needed to ask again and compare; gives its id.

        `question` is what was answered, for the day and the bounds of it.
        """
        asked = question or Question(answer.question)
        citations = [asdict(cited(citation)) for citation in answer.citations]
        passages = [
            {"article_id": each.article.id, "url": each.article.url, "shown": [s.text for s in each.shown]}
            for each in answer.sources
        ]
        with self._transaction() as db:
            cursor = db.execute(
                "INSERT INTO answers (asked_at, member_id, guild_id, channel_id, parent_id, question, status, text, "
                "model, seconds, citations, passages, configuration, is_private, as_of, since, until, source) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    _now(), asking.member_id, asking.guild_id, asking.channel_id, asking.parent_id, answer.question,
                    answer.status, answer.text, answer.model, answer.seconds.total, json.dumps(citations),
                    json.dumps(passages), json.dumps(configuration), asking.is_private,
                    question and question.as_of.isoformat(), asked.within.since, asked.within.until, asked.source,
                ),
            )  # fmt: skip
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def place(self, answer_id: int, message_ids: Sequence[int]) -> None:
        """Remember which messages show the answer; a reply to any of them is a follow-up."""
        with self._transaction() as db:
            kept = "INSERT OR REPLACE INTO messages SELECT ?, id FROM answers WHERE id = ?"
            db.executemany(kept, [(message_id, answer_id) for message_id in message_ids])

    def answer(self, answer_id: int) -> GivenAnswer | None:
        """One answer, or None when it is not there any more."""
        return self._answer("WHERE id = ?", answer_id)

    def answer_in(self, message_id: int) -> GivenAnswer | None:
        """The answer that a message shows."""
        return self._answer("WHERE id = (SELECT answer_id FROM messages WHERE message_id = ?)", message_id)

    def newest_in(self, channel_id: int) -> GivenAnswer | None:
        """The answer given last in a thread for all to see."""
        return self._answer("WHERE channel_id = ? AND NOT is_private ORDER BY id DESC LIMIT 1", channel_id)

    def conversation(self, answer_id: int, most: int) -> list[GivenAnswer]:
        """The answer and those it followed up, at most so many, oldest first."""
        found: list[GivenAnswer] = []
        following: int | None = answer_id
        while following is not None and len(found) < most:
            answer = self.answer(following)
            if answer is None:
                break
            found.append(answer)
            following = answer.parent_id
        return found[::-1]

    def asked_since(self, moment: datetime) -> dict[int, int]:
        """Questions of each server since then."""
        rows = self._rows("SELECT guild_id, count(*) FROM answers WHERE asked_at >= ? GROUP BY 1", _text(moment))
        return dict(rows)

    # --- votes --------------------------------------------------------------------------------------------------------

    def vote(self, answer_id: int, member_id: int, is_up: bool) -> bool:
        """Record or change a member's one vote; whether the answer is there. A changed vote loses its comment."""
        with self._transaction() as db:
            cursor = db.execute(
                "INSERT INTO votes SELECT id, ?, ?, '', ? FROM answers WHERE id = ? ON CONFLICT DO UPDATE SET "
                "comment = CASE WHEN is_up = excluded.is_up THEN comment ELSE '' END, is_up = excluded.is_up, "
                "voted_at = excluded.voted_at",
                (member_id, is_up, _now(), answer_id),
            )
        return cursor.rowcount > 0

    def comment(self, answer_id: int, member_id: int, comment: str) -> bool:
        """Say what was wrong; the vote is down. Whether the answer is there."""
        if not self.vote(answer_id, member_id, is_up=False):
            return False
        with self._transaction() as db:
            db.execute(
                "UPDATE votes SET comment = ? WHERE answer_id = ? AND member_id = ?", (comment, answer_id, member_id)
            )
        return True

    def candidates(self) -> Iterator[Candidate]:
        """What was refused or voted down, oldest first."""
        rows = self._rows(
            "SELECT id, asked_at, question, status, text, "
            "(SELECT json_group_array(comment) FROM votes WHERE answer_id = id AND comment != ''), "
            "citations, passages, configuration, as_of, since, until, source FROM answers "
            "WHERE status = 'refused' OR id IN (SELECT answer_id FROM votes WHERE NOT is_up) ORDER BY id"
        )
        for identifier, asked_at, question, status, text, comments, citations, passages, configuration, *asked in rows:
            as_of, since, until, source = asked
            yield Candidate(
                identifier, asked_at, question, status, text, tuple(json.loads(comments)), _citations(citations),
                json.loads(passages), json.loads(configuration), as_of, DateRange(since, until), source,
            )  # fmt: skip

    # --- a member's own data ------------------------------------------------------------------------------------------

    def stored_about(self, member_id: int) -> dict[str, list[dict[str, Any]]]:
        """All that is kept of a member, for them to read."""
        asked = (
            "SELECT id, asked_at, guild_id, channel_id, is_private, question, since, until, source, status, text "
            "FROM answers WHERE member_id = ?"
        )
        voted = "SELECT answer_id, is_up, comment, voted_at FROM votes WHERE member_id = ?"
        answer_fields = "id asked_at guild_id channel_id is_private question since until source status answer".split()
        return {
            "questions": [dict(zip(answer_fields, row, strict=True)) for row in self._rows(asked, member_id)],
            "votes": [
                {"answer": answer, "vote": "up" if is_up else "down", "comment": comment, "voted_at": voted_at}
                for answer, is_up, comment, voted_at in self._rows(voted, member_id)
            ],
        }

    def forget(self, member_id: int) -> None:
        """Delete all that is kept of a member: their questions with the answers, and their votes."""
        with self._transaction() as db:
            db.execute("UPDATE answers SET parent_id = NULL WHERE parent_id IN "
                       "(SELECT id FROM answers WHERE member_id = ?)", (member_id,))  # fmt: skip
            db.execute("DELETE FROM votes WHERE member_id = ?", (member_id,))
            db.execute("DELETE FROM answers WHERE member_id = ?", (member_id,))
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    # --- servers ------------------------------------------------------------------------------------------------------

    def servers(self) -> dict[int, ServerSettings]:
        """What each server has set."""
        rows = self._rows("SELECT guild_id, is_private, daily_budget FROM servers")
        return {guild_id: ServerSettings(bool(is_private), budget) for guild_id, is_private, budget in rows}

    def channels(self) -> list[ChannelSettings]:
        """What is set for each channel."""
        rows = self._rows("SELECT channel_id, guild_id, is_allowed, has_threads FROM channels")
        return [
            ChannelSettings(channel, guild, bool(allowed), bool(threads)) for channel, guild, allowed, threads in rows
        ]

    def set_server(self, guild_id: int, settings: ServerSettings) -> None:
        """Replace what the server has set."""
        with self._transaction() as db:
            values = (guild_id, settings.is_private, settings.daily_budget)
            db.execute("INSERT OR REPLACE INTO servers VALUES (?, ?, ?)", values)

    def set_channel(self, settings: ChannelSettings) -> None:
        """Replace what is set for the channel."""
        with self._transaction() as db:
            values = (settings.channel_id, settings.guild_id, settings.is_allowed, settings.has_threads)
            db.execute("INSERT OR REPLACE INTO channels VALUES (?, ?, ?, ?)", values)

    def threads(self) -> set[int]:
        """The threads that answers have opened."""
        return {row[0] for row in self._rows("SELECT thread_id FROM threads")}

    def add_thread(self, thread_id: int) -> None:
        """Remember a thread."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO threads VALUES (?)", (thread_id,))

    # ------------------------------------------------------------------------------------------------------------------

    def _add_later_columns(self) -> None:
        present = {row[1] for row in self._db.execute("PRAGMA table_info(answers)")}
        for column in _LATER_COLUMNS:
            if column.split()[0] not in present:
                self._db.execute(f"ALTER TABLE answers ADD COLUMN {column}")

    def _answer(self, where: str, value: int) -> GivenAnswer | None:
        rows = self._rows(
            f"SELECT id, member_id, parent_id, question, status, text, citations FROM answers {where}", value
        )
        for identifier, member_id, parent_id, question, status, text, citations in rows:
            return GivenAnswer(identifier, member_id, parent_id, question, status, text, _citations(citations))
        return None

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._turn:
            return self._db.execute(statement, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._turn:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # what fails on a full disk may have ended it already
                    self._db.execute("ROLLBACK")
                raise


def cited(citation: Citation) -> Cited:
    """The citation with what stands around it, as the journal keeps it."""
    article = citation.article
    before = article.text[max(0, citation.start - SURROUNDINGS_CHARS) : citation.start]
    after = article.text[citation.end : citation.end + SURROUNDINGS_CHARS]
    return Cited(
        citation.number, article.id, article.headline, article.source, article.published_at, article.url, before,
        citation.quote, after, article.updated_day, article.is_feed_text,
    )  # fmt: skip


def _citations(text: str) -> tuple[Cited, ...]:
    return tuple(Cited(**fields) for fields in json.loads(text))


def _now() -> str:
    return _text(datetime.now(UTC))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
