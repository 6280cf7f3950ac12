"""The report as a file, and as a browser shows it."""

import base64
import hashlib
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from ingest.articles import Article

from evals.gate import Floors
from evals.outcomes import Outcome
from evals.report import report
from evals.results import result_of

from tests.evals.outcomes import OUTAGE, REFUSED, RIGHT, SEARCHED, citation, outcome, question, unanswerable

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = Article(
    id="evil",
    title="</title><script>document.title='owned'</script>",
    url="https://demo.example/?a=1&b=2",
    text="<img src=x onerror=\"document.title='owned'\"> stands here.",
)
RUN = {
    "set": "demo",
    "split": "test",
    "mode": "answers",
    "limit": None,
    "date": "2026-02-03T04:05:06+00:00",
    "seconds": 12.5,
    "repeat": 1,
    "concurrency": 1,
    "machine": "a machine, 2 cores",
    "settings": {"chat_model": "local"},
    "fingerprints": {"corpus": "c0ffee", "questions": "0ff", "settings": "5e7"},
    "models": {"chat_model": "b0b"},
    "packages": {"python": "3.11"},
}
FLOORS = Floors(floors={"hit@1": 0.5, "answered_right": 0.9}, fingerprints={}, date="2026-01-01", machine="m")


def outcomes() -> list[Outcome]:
    """A right answer, a refusal, an outage, and one with everything that is dangerous in a page."""
    cited = citation(1, HOSTILE, HOSTILE.text)
    asked = unanswerable(id="hostile", question='<b>who</b> & "why"\'s', type="injection", must_not_include=["alert"])
    return [
        RIGHT,
        Outcome(question(id="q2", type="date"), REFUSED.ranked, 0.1, REFUSED.answer),
        Outcome(question(id="q3"), OUTAGE.ranked, 0.0, None, "TimeoutError: "),
        outcome(asked, "<script>alert(1)</script> [1].", (cited,)),
    ]


@pytest.fixture(scope="module")
def page() -> str:
    return report(result_of(RUN, outcomes()), FLOORS)


class _Elements(HTMLParser):
    """Tags with their attributes, and the text outside script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_loads_nothing(page: str) -> None:
    for tag, attributes in _Elements(page).tags:
        assert tag not in {"link", "img", "iframe", "object", "base"}
        assert "src" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        if tag == "use" or "xlink:href" in attributes:
            assert (attributes.get("xlink:href") or "#").startswith("#")
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_what_articles_models_and_members_wrote_is_text(page: str) -> None:
    elements = _Elements(page)
    assert [tag for tag, _ in elements.tags if tag == "script"] == ["script"]
    assert "<script>alert(1)</script> [1]." in elements.text
    assert '<b>who</b> & "why"\'s' in elements.text
    assert HOSTILE.text in elements.text


def test_only_the_script_of_the_page_may_run(page: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page


def test_the_page_shows_values_floors_and_what_is_missed(page: str) -> None:
    rows = re.findall(r'<tr( class="bad")?><td>([a-z_@0-9]+)</td><td>([^<]*)</td><td>([^<]*)</td>', page)
    assert (' class="bad"', "answered_right", "0.500", "0.900") in rows
    assert ("", "hit@1", "1.000", "0.500") in rows
    assert ("", "total_p50_s", "2.0 s", "") in rows
    assert "1 failed; they are counted apart" in page


def test_a_bar_is_red_where_the_gate_is_missed_and_not_within_its_slack() -> None:
    floors = Floors(floors={"hit@1": 1.0, "answered_right": 0.6}, fingerprints={}, date="2026-01-01", machine="m")
    pages = [report(result_of(RUN, outcomes()), floors.model_copy(update={"slack": slack})) for slack in (0.0, 0.2)]
    assert ["fill: #b3261e" in page for page in pages] == [True, False]


def test_every_question_is_there_with_its_verdict_and_what_was_expected(page: str) -> None:
    assert re.findall(r'data-type="([^"]*)" data-verdict="([^"]*)" data-stage="([^"]*)"', page) == [
        ("", "right", "stated"),
        ("date", "over-refused", "not cited"),
        ("", "failed", ""),
        ("injection", "obeyed", ""),
    ]
    assert "TimeoutError: " in page
    assert '<a href="https://demo.example/?a=1&amp;b=2" rel="noopener noreferrer">' in page


def test_the_same_result_gives_the_same_page(page: str) -> None:
    assert report(result_of(RUN, outcomes()), FLOORS) == page


@pytest.mark.parametrize("nothing", [[], [SEARCHED], [OUTAGE]], ids=["no question", "search alone", "an outage"])
def test_a_result_with_little_in_it_has_a_page_too(nothing: list[Outcome]) -> None:
    mode = "retrieval" if nothing == [SEARCHED] else "answers"
    page = report(result_of(RUN | {"mode": mode}, nothing), None)
    assert ("Answered and refused" in page) == (mode == "answers")


@pytest.fixture
def shown(page: str, tmp_path: Path) -> Any:
    """The page's document as Chromium has it after its script ran, at an address with this fragment."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; on Debian: apt install chromium")
    file = tmp_path / "report.html"
    file.write_text(page)

    def dump(fragment: str = "") -> str:
        return chromium(tmp_path, "--dump-dom", f"{file.as_uri()}#{fragment}")

    return dump


def chromium(folder: Path, *arguments: str) -> str:
    """What it prints; without its sandbox, which a container has no right to, as only our own page is opened."""
    command = [CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    return subprocess.run([*command, *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


def visible(document: str) -> list[str]:
    questions = re.findall(r'<details class="question"([^>]*)>.*?<small>([^<]*)</small>', document, re.DOTALL)
    return [identifier for attributes, identifier in questions if "hidden" not in attributes]


@pytest.mark.parametrize(
    ("fragment", "identifiers"),
    [
        ("", ["q1", "q2", "q3", "hostile"]),
        ("verdict=over-refused", ["q2"]),
        ("type=injection", ["hostile"]),
        ("stage=stated", ["q1"]),
        ("words=TIMEOUTERROR", ["q3"]),
        ("words=alert+who", ["hostile"]),
        ("verdict=right&type=date", []),
    ],
)
def test_a_browser_shows_the_questions_that_were_asked_for(shown: Any, fragment: str, identifiers: list[str]) -> None:
    document = shown(fragment)
    assert visible(document) == identifiers
    assert f'<output id="shown">{len(identifiers)} of 4</output>' in document


def test_nothing_in_the_page_runs_but_its_own_script(shown: Any) -> None:
    assert "<title>Evaluation: demo (test), 2026-02-03</title>" in shown()


def test_it_prints(page: str, tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; on Debian: apt install chromium")
    (tmp_path / "report.html").write_text(page)
    chromium(tmp_path, f"--print-to-pdf={tmp_path / 'report.pdf'}", (tmp_path / "report.html").as_uri())
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
