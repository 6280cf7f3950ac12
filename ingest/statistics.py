"""What an archive holds, counted."""

from dataclasses import dataclass

from ingest.catalog import VISIBLE, Catalog
from ingest.database import Database


@dataclass(frozen=True, slots=True)
class ArchiveSummary:
    """Counts and dates; withdrawn articles are counted as such and nowhere else."""

    articles: int
    passages: int
    newest: str | None
    oldest: str | None
    sources: dict[str, int]
    """Articles by source; an unknown source is `""`."""
    months: dict[str, int]
    """Articles by month of publication, such as `2018-06`, newest first; an unknown date is `""`."""
    updated: int
    """Articles that were changed since they were first stored."""
    withdrawn: int
    also_reported: int
    """Articles that tell a story another article tells too, beyond the first of each story."""
    bytes: int
    """Size of the catalog."""


def summarise(catalog: Catalog) -> ArchiveSummary:
    """Count what readers see."""
    database = catalog.database
    articles, updated, stories, oldest, newest = database.execute(
        "SELECT count(*), count(*) FILTER (WHERE state = 'updated'), count(DISTINCT story), min(published_at), "
        f"max(published_at) FROM articles WHERE {VISIBLE}"
    ).fetchone()
    return ArchiveSummary(
        articles=articles,
        passages=database.first("SELECT count(*) FROM passages"),
        newest=newest,
        oldest=oldest,
        sources=_counts(database, "coalesce(source, '')", "2 DESC, 1"),
        months=_counts(database, "coalesce(substr(published_at, 1, 7), '')", "1 DESC"),
        updated=updated,
        withdrawn=database.first("SELECT count(*) FROM articles") - articles,
        also_reported=articles - stories,
        bytes=database.bytes_used(),
    )


def visible_count(catalog: Catalog) -> int:
    """How many articles readers see."""
    return int(catalog.database.first(f"SELECT count(*) FROM articles WHERE {VISIBLE}"))


def _counts(database: Database, value: str, order: str) -> dict[str, int]:
    rows = database.execute(f"SELECT {value}, count(*) FROM articles WHERE {VISIBLE} GROUP BY 1 ORDER BY {order}")
    return dict(rows.fetchall())
