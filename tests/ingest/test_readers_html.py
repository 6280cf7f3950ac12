from pathlib import Path

from ingest.articles import Article
from ingest.readers import Failure

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


def test_a_page_without_an_article_is_reported(tmp_path: Path) -> None:
    failure = read(tmp_path, "<html><body></body></html>")
    assert isinstance(failure, Failure)
    assert failure.reason == "no article text found in the page"
