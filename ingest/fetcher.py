"""Web pages and feeds, fetched politely and within limits."""

import re
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore
from protego import Protego

from ingest.connections import AddressRule, CheckedBackend, is_public
from ingest.errors import FetchError, RefusedByRobots

USER_AGENT = "Footnote/0.1 (reads articles for a news archive)"
_ROBOTS_NAME = "Footnote"
_LARGEST_ROBOTS = 512_000  # bytes, the least that RFC 9309 asks for; what comes after them is not read
_LONGEST_CRAWL_DELAY = 30.0


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one page may cost."""

    max_bytes: int
    """Of the body, unpacked."""
    seconds: float = 30.0
    """From the first to the last byte, for each redirect anew."""
    delay_seconds: float = 1.0
    """Between two requests to one host; a host's own Crawl-delay counts when it is longer."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent."""

    url: str
    """Where it was found in the end."""
    content: bytes
    content_type: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page is as it was when it was read last."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The server says that the page is no more."""

    status: int
    """404 or 410."""


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: dict[str, str]
    content: bytes
    is_whole: bool


class Fetcher:
    """Fetches for one run: remembers each host's robots.txt, and when it was last asked."""

    def __init__(
        self,
        limits: FetchLimits,
        allows: AddressRule = is_public,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits
        self._allows = allows
        self._pause = pause
        self._tls = ssl.create_default_context()
        self._robots: dict[str, Protego | FetchError] = {}
        self._asked_at: dict[str, float] = {}

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Page | NotModified | Missing:
        """The page, redirects followed.

        Raises:
            RefusedAddress: a host on the way is not on the public internet.
            RefusedByRobots: robots.txt does not allow it.
            FetchError: it cannot be had within the limits.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        # A server may name a state in bytes that no request can carry.
        conditions = {name: value for name, value in headers.items() if value and value.isascii()}
        for address, response in self._hops(url, conditions):
            if response.status == 200:
                kind = response.headers.get("content-type", "").lower()
                validators = response.headers.get("etag"), response.headers.get("last-modified")
                return Page(address, response.content, kind, *validators)
            if response.status == 304:
                return NotModified()
            if response.status in (404, 410):
                return Missing(response.status)
            raise FetchError(f"the server answers {response.status}")
        raise FetchError(f"more than {self._limits.redirects} redirects")

    def _hops(self, url: str, headers: dict[str, str]) -> Iterator[tuple[str, _Response]]:
        """The first response that is no redirect, with its address; none when there are too many redirects."""
        address = checked_url(url)
        for _ in range(self._limits.redirects + 1):
            robots = self._robots_of(address)
            if not robots.can_fetch(address, _ROBOTS_NAME):
                raise RefusedByRobots("the site's robots.txt does not allow it")
            self._wait(address, robots.crawl_delay(_ROBOTS_NAME))
            response = self._request(address, headers, self._limits.max_bytes)
            if not response.is_whole:
                limit = self._limits.max_bytes / 1e6
                raise FetchError(f"larger than {limit:.1f} MB, the limit for one page (MAX_FILE_MB)")
            target = _redirect_target(address, response)
            if target is None:
                yield address, response
                return
            address = target

    def _robots_of(self, url: str) -> Protego:
        origin = urlunsplit((*urlsplit(url)[:2], "", "", ""))
        if origin not in self._robots:
            try:
                self._robots[origin] = Protego.parse(self._robots_text(f"{origin}/robots.txt"))
            except FetchError as error:
                self._robots[origin] = error
        robots = self._robots[origin]
        if isinstance(robots, FetchError):
            raise robots.with_traceback(None)
        return robots

    def _robots_text(self, url: str) -> str:
        """What the rules are; none where there is no such file. RFC 9309: a server in trouble allows nothing."""
        for _ in range(self._limits.redirects + 1):
            self._wait(url, None)
            response = self._request(url, {}, _LARGEST_ROBOTS)
            target = _redirect_target(url, response)
            if target is None:
                break
            url = target
        if response.status >= 500:
            raise FetchError(f"the site's robots.txt cannot be read: the server answers {response.status}")
        return response.content.decode("utf-8", "replace") if response.status == 200 else ""

    def _wait(self, url: str, crawl_delay: float | None) -> None:
        host = urlsplit(url).netloc
        delay = max(self._limits.delay_seconds, min(crawl_delay or 0.0, _LONGEST_CRAWL_DELAY))
        left = self._asked_at.get(host, -delay) + delay - time.monotonic()
        if left > 0 and delay > 0:
            self._pause(left)
        self._asked_at[host] = time.monotonic()

    def _request(self, url: str, headers: dict[str, str], max_bytes: int) -> _Response:
        deadline = time.monotonic() + self._limits.seconds
        sent = [("User-Agent", USER_AGENT), ("Accept-Encoding", "gzip"), ("Accept", "*/*"), *headers.items()]
        backend = CheckedBackend(self._allows, deadline)
        with (
            _mapped_errors(),
            httpcore.ConnectionPool(self._tls, network_backend=backend) as pool,
            pool.stream("GET", url, headers=sent) as response,
        ):
            received = {name.decode().lower(): value.decode("latin-1") for name, value in response.headers}
            encoding = received.get("content-encoding", "").strip().lower()
            body = _unpacked(response.iter_stream(), encoding, max_bytes + 1)
            return _Response(response.status, received, body[:max_bytes], len(body) <= max_bytes)


def checked_url(url: str) -> str:
    """The address in the form that goes over the wire.

    Raises:
        FetchError: it is no web address.
    """
    try:
        url.encode()  # not half a character, not even in the part that is not sent
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except (ValueError, UnicodeError):
        raise FetchError(f"{url[:200]!r} is not a web address") from None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or re.search(r"[\s\x00-\x1f]", host):
        raise FetchError(f"{url[:200]!r} is not a web address that begins with http:// or https://")
    name = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:=&?~+!$,;'@()*[]")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*[]")
    return urlunsplit((parts.scheme, f"{name}:{port}" if port else name, path, query, ""))


def _redirect_target(url: str, response: _Response) -> str | None:
    location = response.headers.get("location")
    if response.status not in (301, 302, 303, 307, 308) or not location:
        return None
    try:
        return checked_url(urljoin(url, location))
    except ValueError:
        raise FetchError(f"redirects to {location[:200]!r}, which is no web address") from None


def _unpacked(chunks: Iterator[bytes], encoding: str, max_bytes: int) -> bytes:
    """The body, or its first `max_bytes`."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"the server packs the page as {encoding[:40]!r}, which was not asked for")
    unpack = zlib.decompressobj(47) if encoding not in ("", "identity") else None  # 47: gzip or zlib, by its header
    body = bytearray()
    for chunk in chunks:
        body += unpack.decompress(chunk, max_bytes - len(body)) if unpack else chunk
        if len(body) >= max_bytes:
            break
    return bytes(body[:max_bytes])


@contextmanager
def _mapped_errors() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError(f"the server is too slow ({type(error).__name__})") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, zlib.error) as error:
        raise FetchError(f"no answer that can be read ({type(error).__name__}: {str(error)[:200]})") from None
