"""Outlets: whose articles the archive holds."""

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
