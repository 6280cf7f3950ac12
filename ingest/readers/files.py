"""Files and folders: finds them, and gives each to the reader of its kind."""

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ingest.articles import Article
from ingest.readers import html, jsonl, markdown, text
from ingest.readers.source import Failure, NotAnArticle, SourceFile

log = logging.getLogger(__name__)

Reading = Article | Failure
_READERS: dict[str, Callable[[SourceFile], Iterator[Reading]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".jsonl": jsonl.read,
}


def read_paths(paths: Iterable[Path], max_bytes: int) -> Iterator[Reading]:
    """Every article below these files and folders, and a `Failure` for whatever could not be read.

    In folders, hidden files, README files and files of other kinds are passed over; a file named by itself is not.
    """
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path, max_bytes, ancestors=())
        else:
            yield from _read_file(path, max_bytes)


def _read_folder(folder: Path, max_bytes: int, ancestors: tuple[tuple[int, int], ...]) -> Iterator[Reading]:
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield _failure(folder, error)
        return
    place = (status.st_dev, status.st_ino)
    if place in ancestors:
        yield Failure(str(folder), None, "a symbolic link that leads back to a folder around it")
        return
    for path in (entry for entry in entries if not entry.name.startswith(".")):
        if path.is_dir():
            yield from _read_folder(path, max_bytes, (*ancestors, place))
        elif path.suffix.lower() not in _READERS or path.stem.upper() == "README":
            log.info("%r: passed over", str(path))
        else:
            yield from _read_file(path, max_bytes)


def _read_file(path: Path, max_bytes: int) -> Iterator[Reading]:
    reader = _READERS.get(path.suffix.lower())
    try:
        if not path.exists() and not path.is_symlink():
            yield Failure(str(path), None, "no such file or folder")
        elif reader is None:
            yield Failure(str(path), None, f"not a kind that can be read ({' '.join(_READERS)})")
        else:
            yield from reader(SourceFile(path, max_bytes))
    except NotAnArticle as error:
        yield Failure(str(path), error.line, error.reason)
    except (OSError, RuntimeError) as error:  # RuntimeError: pathlib's word for a loop of symbolic links
        yield _failure(path, error)


def _failure(path: Path, error: Exception) -> Failure:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(str(path), None, reason[:1].lower() + reason[1:])
