"""Files and folders: finds them, and gives each to the reader of its kind."""

import logging
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ingest.articles import Article
from ingest.ledger import SourceRecord
from ingest.readers import html, jsonl, markdown, pdf, text
from ingest.readers.source import Complete, Failure, NotAnArticle, Reading, SourceFile, Unchanged, guarded

log = logging.getLogger(__name__)

_READERS: dict[str, Callable[[SourceFile], Iterator[Article | Failure]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".jsonl": jsonl.read,
    ".pdf": pdf.read,
}
KINDS = " ".join(_READERS)
_Place = tuple[int, int]  # device and inode: what makes a folder the same one by another name
Known = Callable[[str], SourceRecord | None]
"""What the ledger says of a location."""


def _unknown(location: str) -> None:
    return None


def _ignore(count: int) -> None:
    pass


def read_paths(
    paths: Iterable[Path],
    max_bytes: int,
    known: Known = _unknown,
    on_read: Callable[[int], None] = _ignore,
) -> Iterator[Reading]:
    """Every article below these files and folders, and a `Failure` for whatever could not be read.

    A file that the ledger knows as it is now is not read. In folders, hidden files, README files and files of other
    kinds are passed over; a file named by itself is not. `on_read` is told how many bytes more were dealt with.
    """
    for path in find_files(paths):
        if isinstance(path, Failure):
            yield path
        else:
            yield from guarded(str(path), _read_file(SourceFile(path, max_bytes, on_read), known))


def find_files(paths: Iterable[Path]) -> Iterator[Path | Failure]:
    """The files themselves and those in the folders, in the order of their names."""
    for path in paths:
        yield from _files_at(path, (), lambda file: True)


def _is_article_file(path: Path) -> bool:
    """Whether a file found in a folder is meant to be read."""
    return SourceFile(path, 0).kind in _READERS and path.name.split(".")[0].upper() != "README"


def _files_at(path: Path, ancestors: tuple[_Place, ...], is_wanted: Callable[[Path], bool]) -> Iterator[Path | Failure]:
    try:
        status = path.stat()
    except OSError as error:
        yield _failure(path, error)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _files_in(path, (status.st_dev, status.st_ino), ancestors)
    elif not is_wanted(path):
        log.debug("%r: passed over", str(path))
    elif stat.S_ISREG(status.st_mode):
        yield path
    else:  # a pipe, say, which would be waited for
        yield Failure(str(path), None, "neither a file nor a folder")


def _files_in(folder: Path, place: _Place, ancestors: tuple[_Place, ...]) -> Iterator[Path | Failure]:
    if place in ancestors:
        yield Failure(str(folder), None, "a symbolic link that leads back to a folder around it")
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield _failure(folder, error)
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _files_at(entry, (*ancestors, place), _is_article_file)


def _read_file(file: SourceFile, known: Known) -> Iterator[Reading]:
    try:
        yield from _readings(file, known)
    except NotAnArticle as error:
        yield Failure(str(file.path), error.line, error.reason)
    except OSError as error:
        yield _failure(file.path, error)


def _readings(file: SourceFile, known: Known) -> Iterator[Reading]:
    if file.kind not in _READERS:
        raise NotAnArticle(f"not a kind that can be read ({KINDS}, or one of them with .gz)")
    signal, record = file.signal, known(file.id)
    if record and record.signal == signal:
        file.on_read(file.path.stat().st_size)
        yield Unchanged(record)
        return
    articles, is_whole = 0, True
    identities: set[str] = set()
    for reading in _READERS[file.kind](file):
        yield reading
        if isinstance(reading, Article):
            articles += 1
            identities.add(reading.identity)
        else:
            is_whole = False
    if is_whole:  # else the file is read, and its faults are named, again next time
        only = next(iter(identities)) if articles == 1 else None
        yield Complete(SourceRecord(file.id, signal, articles, only, identities=frozenset(identities)))


def _failure(path: Path, error: OSError) -> Failure:
    reason = error.strerror or str(error)
    if isinstance(error, FileNotFoundError):
        reason = "a symbolic link that leads nowhere" if path.is_symlink() else "no such file or folder"
    return Failure(str(path), None, reason[:1].lower() + reason[1:])
