"""Search by words (BM25) over passages and whole articles, with SQLite's FTS5.

FTS5 computes BM25 for every row that holds any of the words, so that one common word makes a question slow. Where a
question has rarer words, only the rows that hold one of those are looked at, and there all words count: of the 200 best
96 in 100 were those of a plain search, with the same values, in half of the time, at 100,000 passages. Where few
articles are searched, BM25 is computed for these alone, of all words.
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
    share: float = 1.0
    """What part of all articles is selected, in [0, 1]."""

    @property
    def are_few(self) -> bool:
        """Whether so few articles are selected that too few of the rows looked at would be theirs."""
        return self.share * self.index.most_rows < 1.5 * self.count

    def matches(self, phrases: Sequence[str]) -> list[LexicalMatch]:
        """Those that hold any of the phrases, best first; a phrase is a word or several that follow each other."""
        quoted = [_quoted(phrase) for phrase in dict.fromkeys(phrases)]
        if not quoted:
            return []
        if self.are_few:
            return self._found(" OR ".join(quoted))
        rare, common = self._by_rarity(quoted)
        if not common:
            return self._found(rare)
        found = self._found(f"({rare}) NOT ({common})") + self._found(f"({rare}) AND ({common})")
        if len(found) < self.count:  # a year, say, in which the rare words hardly stand
            found += self._found(f"({common}) NOT ({rare})")
        return sorted(found, key=lambda match: -match.bm25)[: self.count]

    def _by_rarity(self, phrases: Sequence[str]) -> tuple[str, str]:
        """FTS5 expressions for any of the rarer phrases and for any of the others, which may be none."""
        counted = sorted((self._rows(phrase), phrase) for phrase in phrases)
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

    def _found(self, expression: str) -> list[LexicalMatch]:
        """What matches, best first; BM25 is computed only where it counts, as it is what takes the time."""
        table = self.index.table
        rows = self.database.execute(
            f"SELECT {self.index.key}, found.bm25 FROM (SELECT rowid, -bm25({table}) AS bm25 FROM {table} "
            f"WHERE {table} MATCH :match AND {self._within()} ORDER BY bm25 DESC LIMIT :count) AS found "
            "JOIN passages p ON p.number = found.rowid ORDER BY found.bm25 DESC",
            {"match": expression, "count": self.count} | self.among.values,
        )
        return [LexicalMatch(*row) for row in rows]

    def _within(self) -> str:
        """The condition on a row that keeps to the selection; everything costs nothing."""
        if self.among == EVERYTHING:
            return "1"
        chosen = f"SELECT p.number FROM passages p JOIN articles a USING (identity) WHERE {self.among.condition}"
        if self.are_few:
            return f"+rowid IN ({chosen})"
        return f"EXISTS ({chosen} AND p.number = {self.index.table}.rowid)"


def _quoted(phrase: str) -> str:
    """As FTS5 reads a phrase in which nothing is an operator."""
    doubled = phrase.replace('"', '""')
    return f'"{doubled}"'


def merge_segments(database: Database) -> None:
    """Make one piece of the many that additions leave; a search among 100,000 passages then takes half as long.

    That takes 10 s for 100,000 passages, in one transaction.
    """
    with database.transaction():
        for index in (PASSAGES, ARTICLES):
            database.execute(f"INSERT INTO {index.table} ({index.table}) VALUES ('optimize')")


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
