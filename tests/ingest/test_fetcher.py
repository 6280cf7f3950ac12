"""The fetcher against a real server on the loopback interface."""

import gzip
import ipaddress
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from ingest.connections import Address, is_public
from ingest.errors import FetchError, RefusedAddress, RefusedByRobots
from ingest.fetcher import Fetcher, FetchLimits, Missing, NotModified, Page, checked_url

from tests.ingest.site import Answer, Site, page, site

LIMITS = FetchLimits(max_bytes=100_000, seconds=5.0, delay_seconds=0.0)


def is_test_host(address: Address) -> bool:
    return address in (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1"))


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as server:
        yield server


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(LIMITS, is_test_host)


def test_a_page_comes_with_what_tells_it_from_a_later_one(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(
        b"words", headers={"ETag": '"1"', "Last-Modified": "yesterday", "Content-Type": "text/html"}
    )
    found = fetcher.get(web.url("/a"))
    assert found == Page(web.url("/a"), b"words", "text/html", '"1"', "yesterday")


def test_an_unchanged_page_is_not_sent_again(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(b"words", headers={"ETag": '"1"'})
    assert fetcher.get(web.url("/a"), etag='"1"') == NotModified()
    assert web.requests[-1].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_a_value(web: Site, fetcher: Fetcher, status: int) -> None:
    web.pages["/a"] = Answer(b"", status)
    assert fetcher.get(web.url("/a")) == Missing(status)


def test_a_server_in_trouble_is_an_error(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(b"", 503)
    with pytest.raises(FetchError, match="the server answers 503"):
        fetcher.get(web.url("/a"))


def test_private_hosts_are_refused_before_the_site_sees_anything(web: Site) -> None:
    with pytest.raises(RefusedAddress, match="--allow-private-hosts"):
        Fetcher(LIMITS, is_public).get(web.url("/a"))
    assert web.requests == []


def test_a_redirect_to_another_host_is_followed_and_its_robots_are_asked(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(b"", 301, {"Location": web.url("/b", host="localhost")})
    web.pages["/b"] = Answer(b"words")
    found = fetcher.get(web.url("/a"))
    assert isinstance(found, Page)
    assert found.url == web.url("/b", host="localhost")
    assert [request.path for request in web.requests] == ["/robots.txt", "/a", "/robots.txt", "/b"]


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{port}/", "http://169.254.169.254/latest", "http://[::ffff:10.0.0.1]/"]
)
def test_a_redirect_to_a_private_address_is_refused(web: Site, fetcher: Fetcher, target: str) -> None:
    web.pages["/a"] = Answer(b"", 302, {"Location": target.format(port=web.port)})
    with pytest.raises(RefusedAddress):
        fetcher.get(web.url("/a"))
    assert web.asked() == ["/a"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://x/", "http://user@host/", "http://[bad/"])
def test_a_redirect_to_what_is_no_web_address_is_refused(web: Site, fetcher: Fetcher, target: str) -> None:
    web.pages["/a"] = Answer(b"", 302, {"Location": target})
    with pytest.raises(FetchError, match="web address"):
        fetcher.get(web.url("/a"))


def test_a_circle_of_redirects_ends(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(b"", 302, {"Location": "/a"})
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.get(web.url("/a"))
    assert web.asked() == ["/a"] * 6


def test_what_robots_do_not_allow_is_not_asked_for(web: Site, fetcher: Fetcher) -> None:
    rules = b"User-agent: *\nDisallow: /private/\nAllow: /private/open*\n"
    web.pages["/robots.txt"] = Answer(rules, headers={"Content-Type": "text/plain"})
    web.pages["/private/open.html"] = Answer(b"words")
    with pytest.raises(FetchError, match="robots"):
        fetcher.get(web.url("/private/a"))
    assert isinstance(fetcher.get(web.url("/private/open.html")), Page)
    assert web.asked() == ["/private/open.html"]


def test_robots_are_asked_once_for_each_host(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = web.pages["/b"] = Answer(b"words")
    fetcher.get(web.url("/a"))
    fetcher.get(web.url("/b"))
    assert [request.path for request in web.requests] == ["/robots.txt", "/a", "/b"]


def test_a_site_whose_robots_cannot_be_read_is_left_alone(web: Site, fetcher: Fetcher) -> None:
    web.pages["/robots.txt"] = Answer(b"", 500)
    with pytest.raises(FetchError, match=r"robots\.txt cannot be read"):
        fetcher.get(web.url("/a"))
    assert web.asked() == []


def test_one_host_is_not_asked_again_without_a_pause(web: Site) -> None:
    pauses: list[float] = []
    web.pages["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 20\n")
    web.pages["/a"] = Answer(b"words")
    fetcher = Fetcher(FetchLimits(max_bytes=1000, delay_seconds=9.0), is_test_host, pauses.append)
    fetcher.get(web.url("/a"))
    assert len(pauses) == 1
    assert 15 < pauses[0] <= 20  # the site's own delay, for it is longer, less the moments since robots.txt


def test_a_packed_page_is_unpacked(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(gzip.compress(b"words"), headers={"Content-Encoding": "gzip"})
    found = fetcher.get(web.url("/a"))
    assert isinstance(found, Page)
    assert found.content == b"words"


def test_a_decompression_bomb_is_refused_before_it_fills_the_memory(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match=r"larger than 0\.1 MB"):
            fetcher.get(web.url("/a"))
        assert tracemalloc.get_traced_memory()[1] < 10_000_000  # bytes at most at once; the page may have 100,000
    finally:
        tracemalloc.stop()


def test_a_body_without_end_is_refused(web: Site, fetcher: Fetcher) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"0" * 10_000)
        except OSError:
            handler.close_connection = True

    web.pages["/a"] = Answer(write=write)
    with pytest.raises(FetchError, match=r"larger than 0\.1 MB"):
        fetcher.get(web.url("/a"))


def test_a_server_that_sends_a_byte_at_a_time_is_given_up(web: Site) -> None:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"0")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            handler.close_connection = True

    web.pages["/a"] = Answer(write=write)
    with pytest.raises(FetchError, match="too slow"):
        Fetcher(FetchLimits(max_bytes=1000, seconds=0.5, delay_seconds=0.0), is_test_host).get(web.url("/a"))


def test_a_server_that_says_nothing_is_an_error(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(write=lambda handler: handler.wfile.write(b"nonsense\r\n\r\n"))
    with pytest.raises(FetchError, match="no answer that can be read"):
        fetcher.get(web.url("/a"))


def test_a_port_where_nobody_listens_is_an_error(fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="no answer that can be read"):
        fetcher.get("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://demo.example", "http://demo.example/"),
        ("https://demo.example/a b?q=é#part", "https://demo.example/a%20b?q=%C3%A9"),
        ("http://münchen.example/ü%20", "http://xn--mnchen-3ya.example/%C3%BC%20"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ],
)
def test_an_address_is_made_fit_for_the_wire(url: str, sent: str) -> None:
    assert checked_url(url) == sent


@pytest.mark.parametrize(
    "url", ["ftp://a/", "http://", "http://user:pw@a/", "http://a:99999/", "http://a b/", "a.b", "http://a/\ud800"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError, match="not a web address"):
        checked_url(url)


def test_the_reader_says_who_it_is(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = page("Talks")
    fetcher.get(web.url("/a"))
    assert web.requests[-1].headers["user-agent"].startswith("Footnote/")


def test_a_validator_that_cannot_be_sent_back_is_not(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(b"words", headers={"ETag": '"\xe9"', "Last-Modified": "d\xe9cembre"})
    found = fetcher.get(web.url("/a"))
    assert isinstance(found, Page)
    assert isinstance(fetcher.get(web.url("/a"), found.etag, found.last_modified), Page)
    assert "if-none-match" not in web.requests[-1].headers


def test_of_a_long_robots_file_the_beginning_counts(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = web.pages["/b"] = Answer(b"words")
    rules = b"User-agent: *\nDisallow: /b\n"
    web.pages["/robots.txt"] = Answer(rules + b"# a comment line\n" * 40_000)
    assert isinstance(fetcher.get(web.url("/a")), Page)
    with pytest.raises(RefusedByRobots):
        fetcher.get(web.url("/b"))


def test_a_robots_file_that_cannot_be_read_is_asked_for_once_in_a_run(web: Site, fetcher: Fetcher) -> None:
    web.pages["/robots.txt"] = Answer(b"", 503)
    for path in ("/a", "/b"):
        with pytest.raises(FetchError, match=r"robots\.txt cannot be read: the server answers 503"):
            fetcher.get(web.url(path))
    assert [request.path for request in web.requests] == ["/robots.txt"]


def test_names_in_headers_are_read_in_any_case(web: Site, fetcher: Fetcher) -> None:
    web.pages["/a"] = Answer(
        gzip.compress(b"words"), headers={"Content-Encoding": "GZIP", "Content-Type": "Text/HTML; charset=UTF-8"}
    )
    found = fetcher.get(web.url("/a"))
    assert isinstance(found, Page)
    assert (found.content, found.content_type) == (b"words", "text/html; charset=utf-8")
