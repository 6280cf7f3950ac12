"""One SQLite file, opened in the one way that suits a writer and many readers."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.errors import StorageFailed

_MOST_VARIABLES = 900  # SQLite's smallest compiled-in limit on parameters is 999


class Database:
    """One connection; open one in each thread that needs it at the same time."""

    def __init__(self, path: Path, schema: str) -> None:
        """`schema` makes what is not there yet.

        Raises:
            StorageFailed: here and in every method, the file cannot be read or written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with self._mapped_errors():
            # Transactions are written out below. Readers do not wait for the writer in WAL mode.
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.executescript(schema)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def execute(self, statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with self._mapped_errors():
            return self._connection.execute(statement, values)

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        with self._mapped_errors():
            self._connection.executemany(statement, rows)

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageFailed(f"{self._path}: {error}") from error

    def first(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, or None when there is no row."""
        row = self.execute(statement, values).fetchone()
        return row[0] if row else None

    def select_in(self, statement: str, values: Iterable[Any]) -> Iterator[Any]:
        """The rows of a statement that ends in `IN`, for any number of values."""
        wanted = list(values)
        for start in range(0, len(wanted), _MOST_VARIABLES):
            part = wanted[start : start + _MOST_VARIABLES]
            yield from self.execute(f"{statement} ({','.join('?' * len(part))})", part)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written in the block becomes visible together, or nothing of it does."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def version(self) -> int:
        """Changes when another connection, of this process or another, has written."""
        return int(self.first("PRAGMA data_version"))

    def bytes_used(self) -> int:
        """Size of the file's pages."""
        return int(self.first("PRAGMA page_count")) * int(self.first("PRAGMA page_size"))
