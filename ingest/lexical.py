"""Search by words (BM25) over passages and whole articles, with SQLite's FTS5.

FTS5 computes BM25 for every row that holds any of the words, so that one common word makes a question slow. Where a
question has rarer words, only the rows that hold one of those are looked at, and there all words count: of the 200 best
96 in 100 are those of a plain search, with the same values, in half of the time (see `bench/latency.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.database import Database
from ingest.selection import EVERYTHING, Selection


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """One of the catalog's FTS5 tables."""

    table: str
    key: str
    """The expression that gives the key of a match, with `p` for the row of its first or only passage."""
    most_rows: int
    """About so many rows are looked at, unless rarer words do not give as many matches as are asked for. Twice as many
    make a search of 100,000 passages a third slower; with half, one in eight of the 200 best is another."""


PASSAGES = LexicalIndex("lexical", "p.id", most_rows=4000)
ARTICLES = LexicalIndex("lexical_articles", "p.identity", most_rows=2000)


@dataclass(frozen=True, slots=True)
class LexicalMatch:
    """A passage or a whole article that shares words with a question."""

    key: str
    """The passage's id, or the article's identity."""
    bm25: float
    """Positive, higher is better."""


@dataclass(frozen=True, slots=True)
class LexicalSearch:
    """One search of one index."""

    database: Database
    index: LexicalIndex
    count: int
    """At most so many matches."""
    among: Selection = EVERYTHING

    def matches(self, phrases: Sequence[str]) -> list[LexicalMatch]:
        """Those that hold any of the phrases, best first; a phrase is a word or several that follow each other."""
        rare, common = self._by_rarity(phrases)
        if not rare:
            return []
        found = self._found(rare)
        if common:  # a row with words of both kinds is found twice, and the second time with its whole value
            found |= self._found(f"({rare}) AND ({common})")
        if common and len(found) < self.count:  # a few days, say, in which the rare words hardly stand
            found = self._found(common) | found
        best = sorted(found.items(), key=lambda match: -match[1])[: self.count]
        return [LexicalMatch(*match) for match in best]

    def _by_rarity(self, phrases: Sequence[str]) -> tuple[str, str]:
        """FTS5 expressions for any of the rarer phrases and for any of the others, either may be empty."""
        counted = sorted((self._rows(phrase), phrase) for phrase in map(_quoted, dict.fromkeys(phrases)))
        rare: list[str] = []
        looked_at = 0
        for rows, phrase in counted:
            if looked_at >= self.count and looked_at + rows > self.index.most_rows:
                break
            rare.append(phrase)
            looked_at += rows
        return " OR ".join(rare), " OR ".join(phrase for _, phrase in counted[len(rare) :])

    def _rows(self, phrase: str) -> int:
        """How many rows hold a phrase, counted no further than matters."""
        table = self.index.table
        counted = f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH ? LIMIT ?)"
        return int(self.database.first(counted, (phrase, self.index.most_rows + 1)))

    def _found(self, expression: str) -> dict[str, float]:
        """BM25 by key, best first."""
        table = self.index.table
        rows = self.database.execute(
            f"SELECT {self.index.key}, -{table}.rank FROM {table} JOIN passages p ON p.number = {table}.rowid "
            f"{self._within()} {table} MATCH :match ORDER BY {table}.rank LIMIT :count",
            {"match": expression, "count": self.count} | self.among.values,
        )
        return dict(rows.fetchall())

    def _within(self) -> str:
        """The rest of a FROM clause and the beginning of WHERE that keep to the selection; everything costs nothing."""
        if self.among == EVERYTHING:
            return "WHERE"
        return f"JOIN articles a USING (identity) WHERE {self.among.condition} AND"


def _quoted(phrase: str) -> str:
    """As FTS5 reads a phrase in which nothing is an operator."""
    doubled = phrase.replace('"', '""')
    return f'"{doubled}"'


def index_words_anew(database: Database) -> None:
    """Make both tables again from the articles and passages."""
    with database.transaction():
        database.execute("DELETE FROM lexical")
        database.execute("INSERT INTO lexical_articles (lexical_articles) VALUES ('delete-all')")
        rows = "FROM passages p JOIN articles a USING (identity)"
        database.execute(
            "INSERT INTO lexical (rowid, title, body) "
            f'SELECT p.number, coalesce(a.title, \'\'), substr(a.text, p."start" + 1, p."end" - p."start") {rows}'
        )
        database.execute(
            "INSERT INTO lexical_articles (rowid, title, body) "
            f"SELECT p.number, coalesce(a.title, ''), a.text {rows} WHERE p.ordinal = 0"
        )
