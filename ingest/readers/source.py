"""What every reader works with: a file, its decoded text, and the values that say what came of it."""

import codecs
import gzip
import logging
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from ingest.articles import Article
from ingest.errors import IngestError
from ingest.ledger import SourceRecord

log = logging.getLogger(__name__)

READING = "3"
"""Part of every file's signal: raise it when readers or cleaning rules change, and all files are read again."""
_BINARY_BEGINNINGS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"\x1f\x8b")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_MOST_EXPANSION = 100  # text shrinks to a tenth, rarely to a fiftieth; a bomb to a thousandth


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read; the rest of the batch is not affected."""

    path: str
    line: int | None
    reason: str

    def __post_init__(self) -> None:
        """A file's name may be in bytes that are no characters; they could be neither stored nor printed."""
        object.__setattr__(self, "path", _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", self.path))


@dataclass(frozen=True, slots=True)
class Complete:
    """All articles of a source were given: once they are stored, it need not be read again until it changes."""

    source: SourceRecord


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A source that need not be read, by its own signal."""

    source: SourceRecord


@dataclass(frozen=True, slots=True)
class Gone:
    """A page whose server says that it is no more (404 or 410)."""

    source: SourceRecord


Reading = Article | Failure | Complete | Unchanged | Gone


class NotAnArticle(Exception):
    """Raised by a reader, and turned into a `Failure` where the file is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def guarded(place: str, readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings of one source; whatever else goes wrong in it is its own failure and does not end the run."""
    try:
        yield from readings
    except IngestError:  # what is wrong with the archive is wrong for all sources
        raise
    except Exception as error:
        log.exception("%r: not read", place)
        yield Failure(place, None, f"not read for an error ({type(error).__name__})")


def _ignore(count: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, compressed or not, of which at most `max_bytes` make one article."""

    path: Path
    max_bytes: int
    on_read: Callable[[int], None] = _ignore
    """Told how many bytes more of the file, as it is on disk, were read."""

    @property
    def kind(self) -> str:
        """The suffix that says how to read it, in small letters: `.html` for `page.HTML.gz`."""
        return (Path(self.path.stem) if self._is_compressed else self.path).suffix.lower()

    @property
    def id(self) -> str:
        """The article id of a file that names none: its absolute path as a `file:` URI."""
        return self.path.resolve().as_uri()

    @property
    def signal(self) -> str:
        """Changes when the file does.

        Raises:
            OSError: there is no such file.
        """
        status = self.path.stat()
        return f"{READING} {status.st_size} {status.st_mtime_ns}"

    def content(self) -> bytes:
        """The whole file.

        Raises:
            NotAnArticle: it is too large or empty, or not the archive that its name says.
            OSError: it cannot be read.
        """
        with self._opened() as (file, on_disk):
            content = file.read(self.max_bytes + 1)
            self.on_read(on_disk.tell())
        if len(content) > self.max_bytes:
            raise NotAnArticle(f"larger than {self.max_bytes / 1e6:.0f} MB, the limit for one article (MAX_FILE_MB)")
        if not content.strip():
            raise NotAnArticle("the file is empty")
        return content

    def lines(self) -> Iterator[bytes | None]:
        """The lines, however many; None stands for one that is longer than `max_bytes`.

        Raises:
            NotAnArticle: it is not the archive that its name says, or a bomb.
            OSError: it cannot be read.
        """
        most = self.max_bytes + _MOST_EXPANSION * self.path.stat().st_size
        done = 0
        with self._opened() as (file, on_disk):
            while line := self._piece(file, most):
                is_too_long = len(line) > self.max_bytes
                while is_too_long and line and not line.endswith(b"\n"):
                    line = self._piece(file, most)
                self.on_read(on_disk.tell() - done)
                done = on_disk.tell()
                yield None if is_too_long else line

    def _piece(self, file: IO[bytes] | gzip.GzipFile, most: int) -> bytes:
        """The next line, or as much of it as `max_bytes` and one; of the whole file never more than `most`."""
        piece = file.readline(self.max_bytes + 1)
        if file.tell() > most:
            raise NotAnArticle(f"a compressed file that grows more than {_MOST_EXPANSION} times")
        return piece

    def text(self) -> str:
        """The whole file, decoded; an encoding other than UTF-8 is logged.

        Raises:
            NotAnArticle: it is too large, empty or not text.
            OSError: it cannot be read.
        """
        text, encoding = decode(self.content())
        if encoding != "utf-8":
            log.warning("%r: not UTF-8, read as %s", str(self.path), encoding)
        return text

    @property
    def _is_compressed(self) -> bool:
        return self.path.suffix.lower() == ".gz"

    @contextmanager
    def _opened(self) -> Iterator[tuple[IO[bytes] | gzip.GzipFile, IO[bytes]]]:
        """The content, unpacked, and the file as it is on disk."""
        with self.path.open("rb") as on_disk:
            if not self._is_compressed:
                yield on_disk, on_disk
                return
            try:
                with gzip.open(on_disk) as unpacked:
                    yield unpacked, on_disk
            except (gzip.BadGzipFile, EOFError, zlib.error) as error:
                raise NotAnArticle(f"not a whole gzip file: {error}") from None


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, UTF-16 or, where the bytes allow nothing else, windows-1252.

    Raises:
        NotAnArticle: the bytes are not text.
    """
    if content.startswith(_BINARY_BEGINNINGS):
        raise NotAnArticle("a binary file, not text")
    encoding = _encoding_of(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotAnArticle(
            f"not text: byte {content[error.start]:#04x} is neither UTF-8 nor windows-1252", line
        ) from None
    if _looks_binary(text):
        raise NotAnArticle("a binary file, not text")
    return text, encoding.removesuffix("-sig")


def _encoding_of(content: bytes) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = content[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros and zeros.count(0) > 0.6 * len(zeros):  # Latin text in UTF-16: every other byte is zero
            return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _looks_binary(text: str) -> bool:
    sample = text[:65536]
    odd = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample))
    return odd > max(2, len(sample) / 200)  # a stray control character in a short text is no more than that


def article_from(fields: Mapping[str, object], fallback_id: str) -> Article:
    """The article these fields describe; its id is the given one, else its URL, else `fallback_id`.

    Raises:
        NotAnArticle: a field is missing or wrong; the reason names it.
    """
    try:
        identifier = fields.get("id") or fields.get("url") or fallback_id
        return Article.model_validate({**fields, "id": identifier})
    except ValidationError as error:
        problems = "; ".join(f"{_field(e['loc'])}: {_words(e['type'], e['msg'])}" for e in error.errors()[:3])
        raise NotAnArticle(problems) from None


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part)[:40] for part in location) or "article"


def _words(kind: str, message: str) -> str:
    return "is empty" if kind in ("too_short", "string_too_short") else message.removeprefix("Value error, ")
