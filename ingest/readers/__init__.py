"""Readers: one module for each kind of source, and the walk over files and folders that chooses among them."""

from ingest.readers.files import read_paths
from ingest.readers.source import Complete, Failure, Gone, Reading, SourceFile, Unchanged

__all__ = ["Complete", "Failure", "Gone", "Reading", "SourceFile", "Unchanged", "read_paths"]
