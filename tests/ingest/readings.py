"""What readers make of a file, without the notes they leave for the ledger."""

from pathlib import Path

from ingest.articles import Article
from ingest.readers import Failure, read_paths


def read_files(*paths: Path, limit: int = 25_000_000) -> list[Article | Failure]:
    """The articles and failures of these files and folders."""
    return [reading for reading in read_paths(paths, limit) if isinstance(reading, Article | Failure)]
