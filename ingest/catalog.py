"""The catalog: every article and passage, and the lexical (BM25) index over them, in one SQLite file.

The catalog decides what exists. A vector whose passage is not in it is invisible, so the one transaction in
`Catalog.put` is the moment an article becomes, all at once, what readers see.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.articles import Article
from ingest.passages import Passage

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    identity TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT, author TEXT, source TEXT, url TEXT, published_at TEXT,
    text TEXT NOT NULL, content_hash TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published_at);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, identity TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (identity);
CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5 (title, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_ARTICLE_FIELDS = ("id", "title", "author", "source", "url", "published_at", "text")
_ARTICLE_COLUMNS = ", ".join(f"a.{name}" for name in _ARTICLE_FIELDS)
_MOST_VARIABLES = 900  # SQLite's smallest compiled-in limit on parameters is 999


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as readers see it, with the article it was cut from."""

    id: str
    ordinal: int
    start: int
    end: int
    article: Article

    @property
    def text(self) -> str:
        """The passage, verbatim."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class LexicalMatch:
    """One passage that shares words with a question; `bm25` is positive, higher is better."""

    passage_id: str
    bm25: float


@dataclass(frozen=True, slots=True)
class CatalogSummary:
    """What an archive holds."""

    articles: int
    passages: int
    newest: str | None
    oldest: str | None
    sources: dict[str, int]
    """Articles by source; an unknown source is `""`."""


class Catalog:
    """One connection to the file; open one in each thread that needs it at the same time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Transactions are written out below. Readers do not wait for the writer in WAL mode.
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.executescript(_SCHEMA)
        self._db.execute("INSERT OR IGNORE INTO facts VALUES ('schema', ?)", (str(_SCHEMA_VERSION),))

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def fact(self, name: str) -> str | None:
        """A fact about the archive as a whole, such as its recipe."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_fact(self, name: str, value: str) -> None:
        """Write or replace a fact."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def content_hash(self, identity: str) -> str | None:
        """The hash of the article as stored, or None when it is new."""
        row = self._db.execute("SELECT content_hash FROM articles WHERE identity = ?", (identity,)).fetchone()
        return row[0] if row else None

    def content_hashes(self) -> list[str]:
        """The hashes of all articles: what the archive as a whole says."""
        return [row[0] for row in self._db.execute("SELECT content_hash FROM articles")]

    def passage_ids(self, identity: str) -> set[str]:
        """The passages of one article."""
        return {row[0] for row in self._db.execute("SELECT id FROM passages WHERE identity = ?", (identity,))}

    def all_passage_ids(self) -> set[str]:
        """The passages of all articles."""
        return {row[0] for row in self._db.execute("SELECT id FROM passages")}

    def put(self, article: Article, passages: Sequence[Passage]) -> None:
        """Add the article, or replace it with all its passages, in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._forget(article.identity)
            self._insert(article, passages)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _forget(self, identity: str) -> None:
        self._db.execute(
            "DELETE FROM lexical WHERE rowid IN (SELECT number FROM passages WHERE identity = ?)", (identity,)
        )
        self._db.execute("DELETE FROM articles WHERE identity = ?", (identity,))

    def _insert(self, article: Article, passages: Sequence[Passage]) -> None:
        self._db.execute(
            "INSERT INTO articles VALUES (:identity, :id, :title, :author, :source, :url, :published_at, :text, :hash)",
            article.model_dump() | {"identity": article.identity, "hash": article.content_hash},
        )
        for passage in passages:
            cursor = self._db.execute(
                'INSERT INTO passages (id, identity, ordinal, "start", "end") VALUES (?, ?, ?, ?, ?)',
                (passage.id, article.identity, passage.ordinal, passage.start, passage.end),
            )
            self._db.execute(
                "INSERT INTO lexical (rowid, title, body) VALUES (?, ?, ?)",
                (cursor.lastrowid, article.title or "", passage.text),
            )

    def passages(self, ids: Iterable[str]) -> dict[str, StoredPassage]:
        """The passages that exist among `ids`."""
        wanted = list(ids)
        found: dict[str, StoredPassage] = {}
        for start in range(0, len(wanted), _MOST_VARIABLES):
            found.update(self._passages(wanted[start : start + _MOST_VARIABLES]))
        return found

    def _passages(self, ids: list[str]) -> dict[str, StoredPassage]:
        rows = self._db.execute(
            f'SELECT p.id, p.ordinal, p."start", p."end", {_ARTICLE_COLUMNS} '
            f"FROM passages p JOIN articles a USING (identity) WHERE p.id IN ({','.join('?' * len(ids))})",
            ids,
        )
        return {row[0]: StoredPassage(row[0], row[1], row[2], row[3], _article(row[4:])) for row in rows}

    def lexical(self, match: str, count: int) -> list[LexicalMatch]:
        """At most `count` passages for an FTS5 expression, best first; a title word counts twice."""
        rows = self._db.execute(
            "SELECT p.id, -bm25(lexical, 2.0, 1.0) FROM lexical JOIN passages p ON p.number = lexical.rowid "
            "WHERE lexical MATCH ? ORDER BY bm25(lexical, 2.0, 1.0) LIMIT ?",
            (match, count),
        )
        return [LexicalMatch(*row) for row in rows]

    def summary(self) -> CatalogSummary:
        """Counts, and the first and last publication dates."""
        with closing(self._db.cursor()) as cursor:
            articles, oldest, newest = cursor.execute(
                "SELECT count(*), min(published_at), max(published_at) FROM articles"
            ).fetchone()
            (passages,) = cursor.execute("SELECT count(*) FROM passages").fetchone()
            sources = cursor.execute(
                "SELECT coalesce(source, ''), count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1"
            ).fetchall()
        return CatalogSummary(articles, passages, newest, oldest, dict(sources))


def _article(row: tuple[Any, ...]) -> Article:
    """Rows were validated when they came in."""
    return Article.model_construct(None, **dict(zip(_ARTICLE_FIELDS, row, strict=True)))
