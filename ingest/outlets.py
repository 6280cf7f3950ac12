"""Outlets: whose articles the archive holds."""

from collections import defaultdict
from collections.abc import Iterable

from ingest.catalog import VISIBLE
from ingest.database import Database

# From one name to the next by the index: as many steps as there are outlets, not as there are articles.
_NAMES = """
WITH RECURSIVE names (name) AS (
    SELECT min(source) FROM articles
    UNION ALL SELECT (SELECT min(source) FROM articles WHERE source > name) FROM names WHERE name IS NOT NULL
) SELECT name FROM names WHERE name IS NOT NULL
"""


def outlet_names(database: Database) -> tuple[str, ...]:
    """As the articles spell them, in order; those whose articles were all withdrawn count too."""
    return tuple(name for (name,) in database.execute(_NAMES))


def outlets_by_story(database: Database, stories: Iterable[str]) -> defaultdict[str, list[str]]:
    """The outlets whose visible articles tell each story, first published first."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    rows = database.select_in(
        f"SELECT story, source, published_at IS NULL, published_at FROM articles "
        f"WHERE {VISIBLE} AND source IS NOT NULL AND story IN",
        dict.fromkeys(stories),
    )
    for story, source, *_ in sorted(rows, key=lambda row: (row[2], row[3] or "", row[1])):
        if source not in told[story]:
            told[story].append(source)
    return told
