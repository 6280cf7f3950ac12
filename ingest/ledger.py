"""The ledger: what the write side remembers between runs. Sources and their signals, feeds, and the history of runs.

It lives in the catalog's file, so that what was read is noted in the very transaction that stores it.
"""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ingest.database import Database

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS sources (
        location TEXT PRIMARY KEY, signal TEXT NOT NULL, articles INTEGER NOT NULL, identity TEXT, etag TEXT,
        last_modified TEXT, feed TEXT, misses INTEGER NOT NULL, first_read_at TEXT NOT NULL, checked_at TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS sources_by_feed ON sources (feed)",
    "CREATE INDEX IF NOT EXISTS sources_by_identity ON sources (identity)",
    "CREATE TABLE IF NOT EXISTS holdings (location TEXT NOT NULL, identity TEXT NOT NULL, "
    "PRIMARY KEY (location, identity)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS holdings_by_identity ON holdings (identity)",
    "CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, added_at TEXT NOT NULL, polled_at TEXT, outcome TEXT)",
    "CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY, began_at TEXT NOT NULL, command TEXT NOT NULL, "
    "report TEXT NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file or page, and by what it can be told that it has not changed since it was read."""

    location: str
    """`file:` URI or web address."""
    signal: str
    """Size and time of a file, or the fingerprint of a feed's entry; equal means unchanged."""
    articles: int
    identity: str | None = None
    """Its article, when it holds just one."""
    etag: str | None = None
    last_modified: str | None = None
    feed: str | None = None
    """Where the page was found."""
    misses: int = 0
    """How many times in a row the page was gone."""
    first_read_at: str = ""
    checked_at: str = ""
    identities: frozenset[str] | None = None
    """All articles of a file that was read just now; None leaves those that are known."""

    @property
    def held(self) -> frozenset[str]:
        """The articles of a source that was read just now."""
        only = frozenset([self.identity] if self.identity else [])
        return only if self.identities is None else self.identities


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A feed that is polled."""

    url: str
    added_at: str
    polled_at: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of the past."""

    began_at: str
    command: str
    report: dict[str, Any]


_SOURCE_FIELDS = [field.name for field in fields(SourceRecord) if field.name != "identities"]
_SOURCE_COLUMNS = ", ".join(_SOURCE_FIELDS)


class Ledger:
    """Reads and writes in the catalog's file."""

    def __init__(self, database: Database) -> None:
        self._db = database
        for statement in _SCHEMA:
            database.execute(statement)

    def source(self, location: str) -> SourceRecord | None:
        """What is known of the file or page."""
        row = self._db.execute(f"SELECT {_SOURCE_COLUMNS} FROM sources WHERE location = ?", (location,)).fetchone()
        return SourceRecord(*row) if row else None

    def pages_of(self, feed: str) -> list[SourceRecord]:
        """The pages that were found in the feed."""
        rows = self._db.execute(f"SELECT {_SOURCE_COLUMNS} FROM sources WHERE feed = ? ORDER BY location", (feed,))
        return [SourceRecord(*row) for row in rows]

    def locations_of(self, identity: str) -> set[str]:
        """The pages and files that hold the article."""
        both = (
            "SELECT location FROM sources WHERE identity = ?1 UNION SELECT location FROM holdings WHERE identity = ?1"
        )
        return {row[0] for row in self._db.execute(both, (identity,))}

    def identities_of(self, location: str) -> set[str]:
        """The articles that the page or file held when it was last read without a fault."""
        both = (
            "SELECT identity FROM holdings WHERE location = ?1 UNION SELECT identity FROM sources WHERE location = ?1"
        )
        return {row[0] for row in self._db.execute(both, (location,)) if row[0]}

    def note(self, source: SourceRecord, now: str) -> None:
        """Remember the source; one that was read or checked just now comes without `checked_at`."""
        noted = replace(source, first_read_at=source.first_read_at or now, checked_at=source.checked_at or now)
        marks = ", ".join("?" * len(_SOURCE_FIELDS))
        values = [getattr(noted, name) for name in _SOURCE_FIELDS]
        self._db.execute(f"INSERT OR REPLACE INTO sources ({_SOURCE_COLUMNS}) VALUES ({marks})", values)
        if source.identities is not None:
            self._db.execute("DELETE FROM holdings WHERE location = ?", (source.location,))
            rows = [(source.location, identity) for identity in source.identities]
            self._db.execute_many("INSERT INTO holdings VALUES (?, ?)", rows)

    def add_feed(self, url: str, now: str) -> bool:
        """False when the feed was there already."""
        return self._db.execute("INSERT OR IGNORE INTO feeds (url, added_at) VALUES (?, ?)", (url, now)).rowcount > 0

    def remove_feed(self, url: str) -> bool:
        """False when there is no such feed; its articles stay."""
        return self._db.execute("DELETE FROM feeds WHERE url = ?", (url,)).rowcount > 0

    def feeds(self) -> list[FeedRecord]:
        """All feeds, in the order in which they were added."""
        rows = self._db.execute("SELECT url, added_at, polled_at, outcome FROM feeds ORDER BY added_at, url")
        return [FeedRecord(*row) for row in rows]

    def note_poll(self, url: str, now: str, outcome: str) -> None:
        """Remember how the last poll of a feed went."""
        self._db.execute("UPDATE feeds SET polled_at = ?, outcome = ? WHERE url = ?", (now, outcome, url))

    def note_run(self, began_at: str, command: str, report: Any) -> None:
        """Add a run to the history; `report` is a dataclass."""
        record = json.dumps(asdict(report), ensure_ascii=False)
        self._db.execute("INSERT INTO runs (began_at, command, report) VALUES (?, ?, ?)", (began_at, command, record))

    def runs(self, count: int) -> list[RunRecord]:
        """The last runs, newest first."""
        rows = self._db.execute("SELECT began_at, command, report FROM runs ORDER BY number DESC LIMIT ?", (count,))
        return [RunRecord(began_at, command, json.loads(report)) for began_at, command, report in rows]
