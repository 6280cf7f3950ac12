import json
from pathlib import Path

import lxml.html
import pytest

from ingest.articles import Article
from ingest.readers import Failure
from ingest.readers.page_facts import PageFacts, page_facts

from tests.ingest.readings import read_files

SENTENCES = (
    "The delegations met for the third time in the border village on Tuesday morning.",
    "They spoke for four hours about the return of soldiers' remains and about a telephone line.",
    "A second meeting is planned for the autumn, officials of both sides said afterwards.",
)
PAGE = f"""<!doctype html><html><head><title>Delegations meet again | The Demo Post</title>
<meta property="og:title" content="Delegations meet again">
<meta property="og:site_name" content="The Demo Post">
<meta name="author" content="Ada Writer">
<meta property="article:published_time" content="2018-07-31T08:00:00Z">
<link rel="canonical" href="https://demo.example/2018/07/31/delegations"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Delegations meet again</h1>{"".join(f"<p>{sentence}</p>" for sentence in SENTENCES)}</article>
<footer>Copyright 2021 The Demo Post. All rights reserved.</footer></body></html>"""


def read(tmp_path: Path, content: str) -> Article | Failure:
    path = tmp_path / "page.html"
    path.write_text(content)
    (reading,) = read_files(path)
    return reading


def test_a_page_gives_its_text_and_its_own_facts(tmp_path: Path) -> None:
    article = read(tmp_path, PAGE)
    assert isinstance(article, Article)
    assert article.title == "Delegations meet again"
    assert article.source == "The Demo Post"
    assert article.author == "Ada Writer"
    assert article.url == "https://demo.example/2018/07/31/delegations"
    assert (article.published_at or "")[:10] == "2018-07-31"
    for sentence in SENTENCES:
        assert sentence in article.text
    assert "Copyright" not in article.text
    assert "Home" not in article.text


def test_the_headline_is_not_told_again_in_the_text(tmp_path: Path) -> None:
    article = read(tmp_path, PAGE)
    assert isinstance(article, Article)
    assert article.text == "\n".join(SENTENCES)
    other = read(tmp_path, PAGE.replace("<h1>Delegations meet again", "<h1>Delegations meet, but part soon"))
    assert isinstance(other, Article)
    assert other.text == "\n".join(["Delegations meet, but part soon", *SENTENCES])


RESULTS = (
    "<table><thead><tr><th>Candidate</th><th>Votes</th></tr></thead>"
    "<tbody><tr><td>Jo Ferry</td><td>12,345</td></tr><tr><td>Al Bridge</td><td>11,766</td></tr></tbody></table>"
)
LAYOUT = "<table><tr><td>Most read</td><td><a href='/cats'>Cats purr</a></td></tr></table>"


def test_a_table_with_a_head_is_the_articles_and_any_other_is_not(tmp_path: Path) -> None:
    for tables in (RESULTS, RESULTS + LAYOUT, LAYOUT + RESULTS):
        article = read(tmp_path, PAGE.replace("</article>", f"{tables}</article>"))
        assert isinstance(article, Article)
        assert [line.rstrip() for line in article.text.splitlines()][len(SENTENCES) :] == [
            "| Candidate | Votes |",
            "| Jo Ferry | 12,345 |",
            "| Al Bridge | 11,766 |",
        ]
    for tables in (LAYOUT, RESULTS.replace("Jo Ferry", "<p>Jo Ferry</p>")):
        article = read(tmp_path, PAGE.replace("</article>", f"{tables}</article>"))
        assert isinstance(article, Article)
        assert article.text == "\n".join(SENTENCES)


def test_an_article_laid_out_in_a_table_is_read_though_there_are_results_beside_it(tmp_path: Path) -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 3)
    for tables in (
        f"<table><tr><td>{body}</td></tr></table>{RESULTS}",
        f"<table><tr><td>{body}{RESULTS}</td></tr></table>",
    ):
        article = read(tmp_path, f"<html><body>{tables}</body></html>")
        assert isinstance(article, Article)
        assert all(sentence in article.text for sentence in SENTENCES)


def test_a_page_without_an_article_is_reported(tmp_path: Path) -> None:
    failure = read(tmp_path, "<html><body></body></html>")
    assert isinstance(failure, Failure)
    assert failure.reason == "no article text found in the page"


def facts(head: str, body: str = "", base_url: str | None = None) -> PageFacts:
    return page_facts(lxml.html.fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), base_url)


def linked_data(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


NEWS = {
    "@type": "NewsArticle",
    "headline": "Talks end",
    "author": [{"@type": "Person", "name": "Ada Writer"}, {"name": "Ben Desk"}],
    "publisher": {"@type": "Organization", "name": "The Demo Post"},
    "datePublished": "2018-07-31T17:00:00+09:00",
    "dateModified": "2018-08-01",
}


@pytest.mark.parametrize(
    "value", [NEWS, [NEWS], {"@graph": [{"@type": "WebSite"}, NEWS]}, NEWS | {"@type": ["NewsArticle"]}]
)
def test_linked_data_is_read_however_it_is_wrapped(value: object) -> None:
    assert facts(linked_data(value)) == PageFacts(
        "Talks end", "Ada Writer, Ben Desk", "The Demo Post", None, "2018-07-31T08:00:00Z", "2018-08-01"
    )


@pytest.mark.parametrize("name", ["mainEntity", "mainEntityOfPage"])
def test_linked_data_of_the_pages_main_entity_is_read(name: str) -> None:
    assert facts(linked_data({"@type": "WebPage", name: NEWS})).title == "Talks end"


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "WebPage", "mentions": NEWS},
        {"@type": "ItemList", "name": "Most read", "itemListElement": [{"@type": "ListItem", "item": NEWS}]},
        [{"@type": "WebPage", "hasPart": [NEWS]}],
    ],
)
def test_linked_data_of_another_article_is_not_the_pages(value: object) -> None:
    assert facts(linked_data(value)) == PageFacts(None, None, None, None, None, None)


def test_meta_tags_serve_where_linked_data_is_broken() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", broken</script>'
        '<meta property="og:title" content="Talks end"><meta property="og:site_name" content="The Demo Post">'
        '<meta name="author" content="Ada Writer"><meta property="article:published_time" content="2018-07-31">'
        '<meta property="article:modified_time" content="2018-08-01T09:00:00Z">'
    )
    assert facts(head) == PageFacts(
        "Talks end", "Ada Writer", "The Demo Post", None, "2018-07-31", "2018-08-01T09:00:00Z"
    )


def test_a_time_element_serves_when_there_is_one_only() -> None:
    body = '<article><header><time datetime="2018-07-31">July</time></header></article>'
    assert facts("", body).published_at == "2018-07-31"
    two = '<article><header><time datetime="2018-07-31"></time><time datetime="2018-08-01"></time></header></article>'
    assert facts("", two).published_at is None


TEASER = '<article><header><time datetime="2017-01-01" pubdate></time></header></article>'


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (f"<article><p>Words.</p></article>{TEASER}", None),
        (f"<article><p>Words.</p>{TEASER}</article>", None),
        (f'<article><header><time datetime="2018-07-31"></time></header>{TEASER}</article>{TEASER}', "2018-07-31"),
        ('<time datetime="2018-07-31" itemprop="datePublished"></time><article><p>Words.</p></article>', "2018-07-31"),
        ('<time datetime="2018-07-31" itemprop="datePublished"></time><p>Words.</p>', "2018-07-31"),
    ],
)
def test_the_time_of_a_teaser_is_not_the_articles(body: str, day: str | None) -> None:
    assert facts("", body).published_at == day


def test_no_date_is_invented() -> None:
    body = (
        "<p>On July 31, 2018, nobody signed.</p><time datetime='2019-01-01'>other</time><footer>Copyright 2021</footer>"
    )
    found = facts(
        '<meta property="article:published_time" content="yesterday">', body, "https://a.example/2018/07/30/x"
    )
    assert (found.published_at, found.updated_at) == (None, None)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://demo.example/talks", "https://demo.example/talks"),
        ("/talks", "https://a.example/talks"),
        ("javascript:alert(1)", "https://a.example/x"),
        ("http://[broken", "https://a.example/x"),
        ("", "https://a.example/x"),
    ],
)
def test_the_canonical_link_is_the_address(link: str, url: str) -> None:
    assert facts(f'<link rel="canonical" href="{link}">', base_url="https://a.example/x").url == url


HOSTILE = {
    "nested": "<div>" * 100_000 + "Some words that could be an article. " * 20 + "</div>" * 100_000,
    "one line": "<html><body><article><p>" + "Words and more of them. " * 440_000 + "</p></article></body></html>",
    "many elements": "<html><body><article>"
    + "<p>Words and more of them here.</p>" * 100_000
    + "</article></body></html>",
    "attributes": "<html><body><p " + "a=1 " * 500_000 + ">x</p></body></html>",
    "linked data": linked_data([[[NEWS]] * 50] * 50).replace("NewsArticle", "Thing") + "<p>x</p>",
    "deep linked data": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>x</p>",
    "no page": "\x01\x02" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_within_limits_or_refused(tmp_path: Path, name: str) -> None:
    reading = read(tmp_path, HOSTILE[name])
    assert isinstance(reading, Article) or reading.reason


def test_a_page_of_too_many_elements_is_refused(tmp_path: Path) -> None:
    failure = read(tmp_path, HOSTILE["many elements"])
    assert isinstance(failure, Failure)
    assert failure.reason == "a page of more than 30,000 elements"
