"""What the commands print and how they end."""

import json
import re
from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.pipeline import ingest

import bot.__main__ as command_line
from bot.__main__ import main
from bot.answer import NO_MODEL
from bot.answerer import Answerer
from bot.chat import Chat
from bot.errors import ChatBusy
from bot.retriever import Retriever

from tests.bot.test_answerer import ScriptedChat
from tests.conftest import TRAILER
from tests.embedders import BagOfWordsEmbeddings


@pytest.fixture
def answered_by(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Chat | None], None]:
    """Has the commands answer from the small archive with the model that is given, or with none."""
    retriever = Retriever(archive, embedder)
    monkeypatch.setattr(command_line, "open_retriever", lambda settings: retriever)

    def serve(chat: Chat | None) -> None:
        monkeypatch.setattr(command_line, "open_answerer", lambda settings: Answerer(retriever, chat, 4, 1500))

    return serve


@pytest.fixture
def _served(answered_by: Callable[[Chat | None], None]) -> None:
    answered_by(ScriptedChat("The trailer was photographed on July 7 [1]."))


@pytest.mark.usefixtures("_served")
def test_ask_prints_one_json_object_of_the_stated_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "When was the trailer photographed?"]) == 0
    record = json.loads(capsys.readouterr().out)
    shown = "question status answer citations missing nearest model repairs seconds"
    assert list(record) == shown.split()
    assert list(record["seconds"]) == ["retrieve", "first_token", "total"]
    near = next(each for each in record["nearest"] if each["article_id"] == "trailer")
    assert list(near) == ["article_id", "title", "source", "published_at", "url", "quote"]
    assert near["quote"] == record["citations"][0]["quote"]
    assert record["citations"] == [
        {
            "number": 1,
            "article_id": "trailer",
            "title": "Red trailer seen at missile plant",
            "source": "Other Post",
            "published_at": "2018-07-31",
            "url": None,
            "quote": "A bright-red covered trailer was photographed on July 7 at the loading area.",
            "start": 0,
            "end": 76,
        }
    ]


@pytest.mark.usefixtures("_served")
def test_ask_prints_the_answer_then_each_source_with_its_quotation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "When was the trailer photographed?"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[:4] == [
        "The trailer was photographed on July 7 [1].",
        "[1] Red trailer seen at missile plant",
        "Other Post · 2018-07-31",
        "“A bright-red covered trailer was photographed on July 7 at the loading area.”",
    ]


def test_where_no_model_is_heard_and_nothing_can_be_quoted_the_command_fails(
    answered_by: Callable[[Chat | None], None], capsys: pytest.CaptureFixture[str]
) -> None:
    answered_by(ScriptedChat("", ChatBusy("429")))
    assert main(["ask", "Who paid the leaders money for bread?"]) == 1
    told = capsys.readouterr().out
    assert told.startswith(NO_MODEL)
    assert "Nearest in the archive:" in told


@pytest.mark.parametrize(
    ("chat", "reason"),
    [
        (None, "no language model wrote this"),
        (ScriptedChat("", ChatBusy("429")), "the language model gives no answer at the moment"),
    ],
)
def test_an_answer_made_of_quotations_says_so_and_why(
    answered_by: Callable[[Chat | None], None], capsys: pytest.CaptureFixture[str], chat: Chat | None, reason: str
) -> None:
    answered_by(chat)
    assert main(["ask", "When was the trailer photographed?"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(f" s, quoted from the archive: {reason}")


@pytest.mark.usefixtures("_served")
def test_on_a_terminal_what_is_not_checked_yet_is_written_beside_the_log_and_not_into_the_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Console(file=StringIO(), force_terminal=True, width=120)
    monkeypatch.setattr(command_line, "errors", terminal)
    assert main(["ask", "When was the trailer photographed?"]) == 0
    assert isinstance(terminal.file, StringIO)
    assert "searching" in terminal.file.getvalue()
    assert "not checked yet" in terminal.file.getvalue()
    printed = capsys.readouterr().out
    assert printed.startswith("The trailer was photographed on July 7 [1].\n")
    assert "searching" not in printed
    assert "not checked yet" not in printed


@pytest.mark.usefixtures("_served")
def test_the_day_of_an_update_stands_beside_that_of_publication(
    archive: PassageIndex,
    embedder: BagOfWordsEmbeddings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed = TRAILER.model_copy(update={"updated_at": "2018-08-02T09:00:00Z"})
    ingest([changed], archive, embedder, 900)
    assert main(["ask", "When was the trailer photographed?"]) == 0
    assert "    Other Post · 2018-07-31 (updated 2018-08-02)\n" in capsys.readouterr().out
    assert main(["search", "-k", "1", "red trailer"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "  1  Red trailer seen at missile plant — Other Post — 2018-07-31 (updated 2018-08-02)"
    refusing = Answerer(Retriever(archive, embedder), ScriptedChat("No idea."), 4, 1500)
    monkeypatch.setattr(command_line, "open_answerer", lambda settings: refusing)
    assert main(["ask", "Who drove the red trailer?"]) == 0
    nearest = capsys.readouterr().out
    assert nearest.startswith("The archive does not say.\nNo article found mentions: drove.\n")
    assert (
        "  - Red trailer seen at missile plant (2018-07-31) (updated 2018-08-02)\n"
        "    “A bright-red covered trailer was photographed on July 7 at the loading area.”\n"
    ) in nearest


@pytest.mark.usefixtures("_served")
def test_an_article_of_which_only_the_feeds_text_is_known_says_so(
    archive: PassageIndex,
    embedder: BagOfWordsEmbeddings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    summary = Article(
        id="brief", title="Balloon seen over Busan", text="A grey balloon drifted over Busan.", is_feed_text=True
    )
    ingest([summary], archive, embedder, 900)
    assert main(["search", "-k", "1", "grey balloon Busan"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("Balloon seen over Busan (the feed's text alone)")


@pytest.mark.usefixtures("_served")
def test_search_lists_passages_with_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--json", "-k", "1", "red trailer"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert (hit["article_id"], hit["start"], hit["end"]) == ("trailer", 0, 76)


@pytest.mark.usefixtures("_served")
def test_search_explains_what_the_date_and_the_outlet_added(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["-k", "1", "--as-of", "2018-07-31", "Where was the red trailer, according to the Other Post?"]
    assert main(["search", "--explain", *asked]) == 0
    assert re.search(r"date \+0\.18, outlet \+0\.09\n", capsys.readouterr().out)
    assert main(["search", "--json", *asked]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert 0.08 < hit["outlet_preference"] < 0.1


@pytest.mark.usefixtures("_served")
def test_search_explains_what_a_later_date_takes_away(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--explain", "-k", "1", "--as-of", "2018-01-01", "Where was the red trailer?"]) == 0
    assert re.search(r"date -0\.\d\d, outlet \+0\.00\n", capsys.readouterr().out)


@pytest.mark.usefixtures("_served")
def test_search_and_ask_name_the_other_outlets_of_a_story(
    archive: PassageIndex,
    embedder: BagOfWordsEmbeddings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    body = " ".join(f"The {word} delegation met officials and discussed {word} matters." for word in "abcdefghijkl")
    ingest([Article(id=name, source=name, text=f"{body} {name}.") for name in ("Wire", "Post")], archive, embedder, 900)
    assert main(["search", "-k", "1", "delegation discussed matters"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] in (["1  Wire", "also reported by Post"], ["1  Post", "also reported by Wire"])
    assert main(["search", "--json", "-k", "1", "delegation discussed matters"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["also_reported_by"] in (["Post"], ["Wire"])
    quoting = Answerer(Retriever(archive, embedder), None, 5, 1500)
    monkeypatch.setattr(command_line, "open_answerer", lambda settings: quoting)
    assert main(["ask", "delegation discussed matters with officials"]) == 0
    assert re.search(r"^ {4}also reported by (Post|Wire)$", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", ""], "The question is empty"),
        (["ask", "a" * 10_000], "10,000 characters"),
        (["ask", "Who?"], "python -m ingest add"),
        (["search", "Who?"], "python -m ingest add"),
        ([], "DISCORD_TOKEN is not set"),
    ],
)
def test_what_cannot_start_says_why_and_ends_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert words in " ".join(error.split())
    assert "Traceback" not in error


@pytest.mark.parametrize("option", ["--since", "--until", "--as-of"])
def test_the_last_day_there_is_is_none_that_can_be_asked_about(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["ask", "Who?", option, "9999-12-31"])
    assert "'9999-12-31' is not a day" in capsys.readouterr().err


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PASSAGES", "0")
    assert main(["ask", "Who?"]) == 2
    assert "the setting PASSAGES is wrong: Input should be greater than" in capsys.readouterr().err


def test_an_address_with_a_password_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHAT_BASE_URL", "https://me:secret@models.example/v1")
    assert main(["ask", "Who?"]) == 2
    told = capsys.readouterr().err
    assert "CHAT_BASE_URL" in told
    assert "without user name and password" in " ".join(told.split())
    assert "secret" not in told
