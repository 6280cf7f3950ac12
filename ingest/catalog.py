"""The catalog: every article and passage, and the lexical (BM25) index over them, in one SQLite file.

The catalog decides what exists. A vector whose passage is not in it is invisible, so the one transaction in which an
article is put is the moment it becomes, all at once, what readers see. A withdrawn article stays, without passages.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.articles import Article, canonical_url
from ingest.database import Database
from ingest.lexical import ARTICLES, PASSAGES, LexicalMatch, LexicalSearch
from ingest.passages import Passage
from ingest.selection import EVERYTHING, Selection
from ingest.stories import STORY_SCHEMA, Signature, assign_story, forget_signature

SCHEMA_VERSION = "2"
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS articles (
    identity TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT, author TEXT, source TEXT, url TEXT, published_at TEXT,
    updated_at TEXT, fetched_at TEXT, corrects TEXT, is_feed_text INTEGER NOT NULL, text TEXT NOT NULL,
    content_hash TEXT NOT NULL, state TEXT NOT NULL, changed_at TEXT NOT NULL, story TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (published_at);
CREATE INDEX IF NOT EXISTS articles_by_source ON articles (source);
CREATE INDEX IF NOT EXISTS articles_by_corrected ON articles (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX IF NOT EXISTS articles_by_story ON articles (story);
CREATE INDEX IF NOT EXISTS articles_without_text ON articles (identity, story, published_at, source);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, identity TEXT NOT NULL REFERENCES articles ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (identity);
CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5 (title, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE IF NOT EXISTS lexical_articles USING fts5 (
    title, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
{STORY_SCHEMA}
"""
VISIBLE = "state IN ('current', 'updated')"
"""The condition under which readers see an article."""
_ARTICLE_FIELDS = tuple(Article.model_fields)
_ARTICLE_COLUMNS = ", ".join(f"a.{name}" for name in _ARTICLE_FIELDS)
_SELECT_STORED = (
    f'SELECT p.id, p.ordinal, p."start", p."end", a.story, {_ARTICLE_COLUMNS} '
    "FROM passages p JOIN articles a USING (identity)"
)

State = Literal["current", "updated", "withdrawn", "removed"]
"""`withdrawn` by its publisher, who can publish it again; `removed` by the editor, for good."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as readers see it, with the article it was cut from."""

    id: str
    ordinal: int
    start: int
    end: int
    article: Article
    story: str = ""
    """Articles that report the same text share it; see `ingest/stories.py`."""

    @property
    def text(self) -> str:
        """The passage, verbatim."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage belongs."""

    identity: str
    story: str
    published_at: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """What is known of an article before it is read again."""

    content_hash: str
    state: State
    changed_at: str
    is_feed_text: bool

    @property
    def is_visible(self) -> bool:
        """Whether readers see it."""
        return self.state in ("current", "updated")


class Catalog:
    """One connection to the file; open one in each thread that needs it at the same time."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path, _SCHEMA)
        if self.fact("schema") is None:  # a reader must not wait for a writer
            self._db.execute("INSERT OR IGNORE INTO facts VALUES ('schema', ?)", (SCHEMA_VERSION,))

    @property
    def database(self) -> Database:
        """The connection, for what else is kept in the same file and must change in the same transaction."""
        return self._db

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def fact(self, name: str) -> str | None:
        """A fact about the archive as a whole, such as its recipe."""
        value: str | None = self._db.first("SELECT value FROM facts WHERE name = ?", (name,))
        return value

    def set_fact(self, name: str, value: str | None) -> None:
        """Write or replace a fact; None forgets it."""
        if value is None:
            self._db.execute("DELETE FROM facts WHERE name = ?", (name,))
        else:
            self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def content_hashes(self) -> list[str]:
        """The hashes of all articles that readers see: what the archive as a whole says."""
        return [row[0] for row in self._db.execute(f"SELECT content_hash FROM articles WHERE {VISIBLE}")]

    def version(self, identity: str) -> StoredVersion | None:
        """What is stored of the article, or None when it is new."""
        row = self._db.execute(
            "SELECT content_hash, state, changed_at, is_feed_text FROM articles WHERE identity = ?", (identity,)
        ).fetchone()
        return StoredVersion(row[0], row[1], row[2], bool(row[3])) if row else None

    def passage_ids(self, identity: str) -> set[str]:
        """The passages of one article."""
        return {row[0] for row in self._db.execute("SELECT id FROM passages WHERE identity = ?", (identity,))}

    def all_passage_ids(self) -> set[str]:
        """The passages of all articles."""
        return {row[0] for row in self._db.execute("SELECT id FROM passages")}

    def indexed_passage_ids(self) -> set[str]:
        """The passages that can be found by their words."""
        rows = self._db.execute("SELECT p.id FROM passages p JOIN lexical ON lexical.rowid = p.number")
        return {row[0] for row in rows}

    def put(self, article: Article, passages: Sequence[Passage], signature: Signature, now: str) -> bool:
        """Add the article, or replace it with all its passages; True when it tells a story that was there already.

        To be called in a transaction of `database`. `now` is the time in UTC, as a normalised timestamp.
        """
        before = self.version(article.identity)
        state: State = "current" if before is None else "updated"
        changed_at = now
        if before and before.is_visible and before.content_hash == article.content_hash:  # stored anew, not changed
            state, changed_at = before.state, before.changed_at
        self._forget_passages(article.identity)
        story = assign_story(self._db, article.identity, article.source, signature)
        values = article.model_dump() | {"identity": article.identity, "hash": article.content_hash}
        self._db.execute(
            "INSERT OR REPLACE INTO articles VALUES (:identity, :id, :title, :author, :source, :url, :published_at, "
            ":updated_at, :fetched_at, :corrects, :is_feed_text, :text, :hash, :state, :changed_at, :story)",
            values | {"state": state, "changed_at": changed_at, "story": story},
        )
        self._insert_passages(article, passages)
        return story != article.identity

    def withdraw(self, identity: str, state: State, now: str) -> None:
        """Hide the article from readers; its row stays. To be called in a transaction of `database`."""
        self._forget_passages(identity)
        forget_signature(self._db, identity)
        self._db.execute("UPDATE articles SET state = ?, changed_at = ? WHERE identity = ?", (state, now, identity))

    def _forget_passages(self, identity: str) -> None:
        self._db.execute(
            "DELETE FROM lexical WHERE rowid IN (SELECT number FROM passages WHERE identity = ?)", (identity,)
        )
        self._db.execute(  # this index keeps no text: it must be told again what it is to forget
            "INSERT INTO lexical_articles (lexical_articles, rowid, title, body) SELECT 'delete', p.number, "
            "coalesce(a.title, ''), a.text FROM articles a JOIN passages p USING (identity) "
            "WHERE identity = ? AND p.ordinal = 0",
            (identity,),
        )
        self._db.execute("DELETE FROM passages WHERE identity = ?", (identity,))

    def _insert_passages(self, article: Article, passages: Sequence[Passage]) -> None:
        for passage in passages:
            cursor = self._db.execute(
                'INSERT INTO passages (id, identity, ordinal, "start", "end") VALUES (?, ?, ?, ?, ?)',
                (passage.id, article.identity, passage.ordinal, passage.start, passage.end),
            )
            self._db.execute(
                "INSERT INTO lexical (rowid, title, body) VALUES (?, ?, ?)",
                (cursor.lastrowid, article.title or "", passage.text),
            )
            if passage.ordinal == 0:  # the article as a whole goes by the number of its first passage
                self._db.execute(
                    "INSERT INTO lexical_articles (rowid, title, body) VALUES (?, ?, ?)",
                    (cursor.lastrowid, article.title or "", article.text),
                )

    def passages(self, ids: Iterable[str]) -> dict[str, StoredPassage]:
        """The passages that exist among `ids`."""
        return {row[0]: _stored(row) for row in self._db.select_in(f"{_SELECT_STORED} WHERE p.id IN", ids)}

    def places(self, ids: Iterable[str]) -> dict[str, Place]:
        """What ranking needs to know of the passages that exist among `ids`, without their texts."""
        rows = self._db.select_in(
            "SELECT p.id, p.identity, a.story, a.published_at, a.source "
            "FROM passages p JOIN articles a INDEXED BY articles_without_text ON a.identity = p.identity WHERE p.id IN",
            ids,
        )
        return {row[0]: Place(*row[1:]) for row in rows}

    def lexical(self, phrases: Sequence[str], count: int, among: Selection = EVERYTHING) -> list[LexicalMatch]:
        """At most `count` passages that hold any of the phrases, best first."""
        return LexicalSearch(self._db, PASSAGES, count, among, self.share_of(among)).matches(phrases)

    def lexical_articles(self, phrases: Sequence[str], count: int, among: Selection = EVERYTHING) -> list[LexicalMatch]:
        """At most `count` articles that hold any of the phrases in all their text, best first."""
        return LexicalSearch(self._db, ARTICLES, count, among, self.share_of(among)).matches(phrases)

    def passage_ids_among(self, among: Selection) -> list[str]:
        """The passages of the selected articles."""
        rows = self._db.execute(
            f"SELECT p.id FROM articles a JOIN passages p USING (identity) WHERE {among.condition}", among.values
        )
        return [row[0] for row in rows]

    def share_of(self, among: Selection) -> float:
        """What part of all articles is selected, in [0, 1]; withdrawn ones count too."""
        if among == EVERYTHING:
            return 1.0
        counted = self._db.execute(f"SELECT count(*) FROM articles a WHERE {among.condition}", among.values)
        return float(counted.fetchone()[0] / (self._db.first("SELECT count(*) FROM articles") or 1))

    def passages_ever(self) -> int:
        """The highest number of a passage: at least how many there are, and told at once, where counting takes long."""
        return int(self._db.first("SELECT max(number) FROM passages") or 0)

    def corrections_of(self, identities: Iterable[str]) -> list[StoredPassage]:
        """The first passage of every visible article that corrects one of these."""
        rows = self._db.select_in(f"{_SELECT_STORED} WHERE p.ordinal = 0 AND a.corrects IN", identities)
        return [_stored(row) for row in rows]

    def visible_articles(self) -> Iterator[Article]:
        """Every article that readers see."""
        identities = [row[0] for row in self._db.execute(f"SELECT identity FROM articles WHERE {VISIBLE}")]
        for identity in identities:
            yield from self._articles("identity = ?", (identity,))

    def identities_named(self, name: str) -> list[str]:
        """The visible articles whose id or address this is; of a `file:` URI, all from that file or folder."""
        try:
            address = canonical_url(name)
        except ValueError:  # it may still be an id
            address = name
        inside = f"{name}[#/]*" if name.startswith("file:") else ""  # a URI holds no other wild card
        rows = self._db.execute(
            f"SELECT identity FROM articles WHERE {VISIBLE} AND (identity = ? OR id = ? OR id GLOB ?)",
            (address, name, inside),
        )
        return [row[0] for row in rows]

    def _articles(self, where: str, values: tuple[str, ...]) -> list[Article]:
        rows = self._db.execute(f"SELECT {_ARTICLE_COLUMNS} FROM articles a WHERE {where}", values)
        return [_article(row) for row in rows]


def _stored(row: tuple[Any, ...]) -> StoredPassage:
    identifier, ordinal, start, end, story, *article = row
    return StoredPassage(identifier, ordinal, start, end, _article(article), story)


def _article(row: Sequence[Any]) -> Article:
    """Rows were validated when they came in."""
    values = dict(zip(_ARTICLE_FIELDS, row, strict=True))
    return Article.model_construct(None, **values | {"is_feed_text": bool(values["is_feed_text"])})
