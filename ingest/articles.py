"""Article: what a reader gives and everything later uses."""

import hashlib
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated
from urllib.parse import urldefrag

from courlan import normalize_url
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

# Characters that move the cursor or turn the direction of writing: a headline has no use for them, a forger has.
_SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")  # JSON can spell one; nothing can store it
# The library reads much else as well, and takes a zone that it does not know for UTC. RFC 822 names the zones it knows.
_RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3}, *)?\d{1,2} [A-Za-z]{3} (?P<year>\d{2,4}) \d{1,2}:\d{2}(?::\d{2})?"
    r"(?: (?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T))?$"
)
_EARLIEST_YEAR = 1600  # the first newspaper is of 1605; what is older is a program's zero
_WRITTEN_DATES = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")


def normalise_timestamp(value: object) -> str | None:
    """A date as `2018-06-12`, or a time as `2018-06-12T09:30:00Z` in UTC; both sort as text.

    Takes ISO 8601, RFC 2822 and written English dates. A time without a zone is taken for UTC.

    Raises:
        ValueError: the value is not one certain day (`07/08/2018` could be two), or before 1600 or after 9999.
    """
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return _normalised(value)
    text = str(value).strip()
    for parse in (_iso, _rfc_2822, _written):
        found = parse(text)
        if found:
            return _normalised(found)
    raise ValueError(f"{text[:80]!r} is not a date; write it as 2018-06-12 or 2018-06-12T09:30:00Z")


def _normalised(moment: date) -> str:
    if moment.year >= _EARLIEST_YEAR:
        with suppress(OverflowError):  # the last hours of 9999 are of the next year in UTC
            return _utc(moment) if isinstance(moment, datetime) else moment.isoformat()
    raise ValueError(f"{moment} is out of range: a date must be from {_EARLIEST_YEAR}-01-01 to {date.max}")


def _utc(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso(text: str) -> date | None:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if re.match(r"\d{4}-?\d{2}-?\d{2}[T ]", text) else None
    except ValueError:
        return None


def _rfc_2822(text: str) -> date | None:
    match = _RFC_2822.match(text)
    try:
        moment = parsedate_to_datetime(text) if match else None
        if match and moment and len(match["year"]) == 4:  # the library takes 0001 for 2001
            return moment.replace(year=int(match["year"]))
        return moment
    except (ValueError, OverflowError):
        return None


def _written(text: str) -> date | None:
    for form in _WRITTEN_DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def utc_now() -> str:
    """This moment as a normalised timestamp."""
    return _utc(datetime.now(UTC))


def epoch_seconds(timestamp: str) -> int:
    """UTC seconds since 1970 of a normalised timestamp; a date counts as its first moment."""
    moment = datetime.fromisoformat(timestamp)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _one_line(value: object) -> object:
    if not isinstance(value, str):
        return value
    whole = _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", value)
    return _SPACE_OR_CONTROL.sub(" ", whole).strip() or None


def _clean_text(value: object) -> object:
    if not isinstance(value, str):
        return value
    whole = _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", value)
    return _CONTROL.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _web_url(value: object) -> object:
    if value is None or value == "":
        return None
    text = str(value).strip()
    if not re.match(r"https?://[^\s/]", text, re.IGNORECASE) or re.search(r"[\s<>\"\\\ud800-\udfff]", text):
        raise ValueError(f"{text[:80]!r} is not a web address that begins with http:// or https://")
    try:
        canonical_url(text)
    except ValueError:
        raise ValueError(f"{text[:80]!r} is not a web address") from None
    return text


def canonical_url(url: str) -> str:
    """One form for all addresses of a page that differ in trackers, fragment, or order of parameters.

    Raises:
        ValueError: it is no address, such as one with a bracket that opens no IPv6 address.
    """
    return str(normalize_url(urldefrag(url).url))


Timestamp = Annotated[str | None, BeforeValidator(normalise_timestamp)]
Line = Annotated[Annotated[str, Field(max_length=2000)] | None, BeforeValidator(_one_line)]
Url = Annotated[Annotated[str, Field(max_length=2000)] | None, BeforeValidator(_web_url)]
Id = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1, max_length=2000)]
Body = Annotated[str, BeforeValidator(_clean_text), StringConstraints(min_length=1)]


class Article(BaseModel):
    """One article as its reader gave it; `text` is what every offset and quotation refers to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    title: Line = None
    author: Line = None
    source: Line = None
    url: Url = None
    published_at: Timestamp = None
    """When its publisher says it first appeared; never guessed."""
    updated_at: Timestamp = None
    """When its publisher says it was last changed."""
    fetched_at: Timestamp = None
    """When a web page was read."""
    corrects: Annotated[Url, AfterValidator(lambda url: url and canonical_url(url))] = None
    """Identity of the article that this one corrects: its canonical address."""
    is_feed_text: bool = False
    """The text is the feed's own, because the page could not be read: often no more than a summary."""
    text: Body

    @property
    def identity(self) -> str:
        """What makes two readings the same article: the canonical URL, else the id."""
        return canonical_url(self.url) if self.url else self.id

    @property
    def headline(self) -> str:
        """The title, or the beginning of the text when there is none."""
        return self.title or _SPACE_OR_CONTROL.sub(" ", self.text[:80]).strip()

    @property
    def updated_day(self) -> str | None:
        """The day of its publisher's last change, such as `2018-06-13`; None on the day of publication itself."""
        day = (self.updated_at or "")[:10]
        return day if day > (self.published_at or "")[:10] else None

    @property
    def header(self) -> str:
        """`title — source — date`, with what is unknown left out."""
        day = self.published_at[:10] if self.published_at else None
        return " — ".join(part for part in (self.title, self.source, day) if part)

    @property
    def content_hash(self) -> str:
        """SHA-256 of all that a reader of the article could see."""
        return hashlib.sha256(self.model_dump_json(exclude={"fetched_at"}).encode()).hexdigest()
