"""A small web site on the loopback interface that remembers what it was asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SENTENCES = (
    "The delegations met for the third time in the border village on Tuesday morning.",
    "They spoke for four hours about the return of soldiers' remains and about a telephone line.",
    "A second meeting is planned for the autumn, officials of both sides said afterwards.",
)


@dataclass(slots=True)
class Answer:
    """What the site says at one path; a `write` function sends the body itself."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    write: Callable[[BaseHTTPRequestHandler], object] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What the site was asked."""

    path: str
    headers: dict[str, str]


class Site(ThreadingHTTPServer):
    """Answers from `pages`; whatever is not there is a 404. An `ETag` among the headers is honoured."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Answer] = {}
        self.requests: list[Request] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self) -> list[str]:
        """The paths that were asked for since the last call, robots.txt left out."""
        paths = [request.path for request in self.requests if request.path != "/robots.txt"]
        self.requests.clear()
        return paths


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.requests.append(Request(self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.server.pages.get(self.path, Answer(b"not here", 404))
        if answer.write:
            answer.write(self)
            return
        etag = answer.headers.get("ETag")
        is_known = etag is not None and self.headers.get("If-None-Match") == etag
        self.send_response(304 if is_known else answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        body = b"" if is_known else answer.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def site() -> Iterator[Site]:
    """The site, up while the block runs."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page(title: str, url: str | None = None, extra: str = "") -> Answer:
    """A page with an article on it, which names `url` as its address."""
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    body = f"""<!doctype html><html><head><title>{title}</title>{canonical}
    <meta property="og:title" content="{title}"><meta property="og:site_name" content="The Demo Post">
    <meta property="article:published_time" content="2018-07-31T08:00:00Z"></head>
    <body><article><h1>{title}</h1><p>Report on {title.lower()}. {SENTENCES[0]}</p>
    <p>{SENTENCES[1]} {extra}</p><p>{SENTENCES[2]}</p></article></body></html>"""
    return Answer(body.encode(), headers={"Content-Type": "text/html; charset=utf-8", "ETag": f'"{hash(body)}"'})


def rss(entries: list[tuple[str, str, str]]) -> Answer:
    """A feed of (title, address, description)."""
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link><description>{text}</description>"
        "<pubDate>Tue, 31 Jul 2018 08:00:00 GMT</pubDate></item>"
        for title, url, text in entries
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Demo Post</title>{items}</channel></rss>'
    return Answer(body.encode(), headers={"Content-Type": "application/rss+xml", "ETag": f'"{hash(body)}"'})
