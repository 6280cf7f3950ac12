"""Whatever a model writes, and however many articles it cites: every message is within Discord's limits."""

import json
import random
import re
from dataclasses import replace

import pytest
from discord import Colour, Embed, Locale

from ingest.articles import Article
from ingest.catalog import StoredPassage

from bot.answer import NO_MODEL, QUOTATIONS, REFUSAL, Answer, Citation, Near
from bot.gateway.localisation import Words
from bot.gateway.markdown import escaped, shortened, units
from bot.gateway.reader_cog import hit_line
from bot.gateway.rendering import (
    answer_embeds,
    embed_units,
    notice_embed,
    progress_embed,
    source_embed,
    unreadable_embed,
    with_fields,
)
from bot.journal import cited
from bot.journal_records import Cited
from bot.missing import Missing
from bot.retriever import Hit

from tests.bot.gateway.fakes import ANSWERED, REFUSED, TRAILER
from tests.bot.gateway.test_markdown import random_text

LINES = re.compile(r"\[(\d+)\] \[((?:[^\[\]\\]|\\.)*)\]\((https://[^\s()]+)\) · ")

ADDRESSES = re.compile(r"https://news\.example/[\w/?&=-]+")
MARKERS = re.compile(r"\[\d+\]")


def assert_within_limits(embed: Embed) -> None:
    assert units(embed.description or "") <= 4096
    assert units(embed.title or "") <= 256
    assert units(embed.footer.text or "") <= 2048
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 1 <= units(field.name or "") <= 256
        assert 1 <= units(field.value or "") <= 1024
    assert embed_units(embed) <= 6000
    json.dumps(embed.to_dict()).encode()


def random_answer(number: int) -> Answer:
    dice = random.Random(number)
    citations = []
    for place in range(1, dice.choice([1, 3, 8, 40]) + 1):
        title = "".join(dice.choice("ab [*]_`|<@>漢👍\u202e") for _ in range(dice.choice([5, 80, 300]))) + "."
        url = f"https://news.example/{place}/" + "x" * dice.choice([5, 100, 600])
        article = Article(id=str(place), title=title, source="The *Post*", url=url, published_at="2018-07-24", text="w")
        outlets = tuple("*" * dice.choice([1, 30]) for _ in range(dice.choice([0, 0, 3])))
        citations.append(Citation(place, article, random_text(number)[:200] or "words", 0, 1, outlets))
    return replace(ANSWERED, text=random_text(number), citations=tuple(citations))


def test_a_thousand_random_answers_are_within_limits_and_no_source_is_lost_or_broken() -> None:
    for number in range(1000):
        answer = random_answer(number)
        embeds = answer_embeds(answer, Words())
        for embed in embeds:
            assert_within_limits(embed)
            assert (embed.description or "").count("```") % 2 == 0
        written = "\n".join(embed.description or "" for embed in embeds)
        assert (ADDRESSES.findall(written), MARKERS.findall(written)) == (
            ADDRESSES.findall(answer.text),
            MARKERS.findall(answer.text),
        )
        listed = "\n".join(field.value or "" for embed in embeds for field in embed.fields)
        assert [int(n) for n in re.findall(r"^\[(\d+)\]", listed, re.MULTILINE)] == [
            citation.number for citation in answer.citations
        ]
        assert len(LINES.findall(listed)) == listed.count("](")


def test_a_long_answer_continues_in_further_messages_and_the_sources_are_under_the_last() -> None:
    embeds = answer_embeds(replace(ANSWERED, text="Words that matter [1]. " * 500), Words())
    assert [units(embed.description or "") for embed in embeds] == [4093, 4093, 3311]
    assert [len(embed.fields) for embed in embeds] == [0, 0, 1]
    assert {(embed.description or "")[-4:] for embed in embeds} == {"[1]."}


def test_an_answer_made_of_quotations_is_blue() -> None:
    (embed,) = answer_embeds(replace(ANSWERED, model=QUOTATIONS), Words())
    assert embed.colour == Colour.blue()


def test_an_answer_made_of_quotations_says_so_and_why() -> None:
    quoted = replace(ANSWERED, model=QUOTATIONS)
    answers = (ANSWERED, quoted, replace(quoted, is_outage=True))
    assert [answer_embeds(answer, Words())[0].footer.text for answer in answers] == [
        None,
        "Quoted from the archive: no language model wrote this.",
        "Quoted from the archive: the language model gives no answer at the moment.",
    ]


def test_the_words_of_an_article_are_quoted_and_not_read_as_markdown() -> None:
    text = "# Big **news**: see [this](https://evil.example) <@1> [1]. It _rained_ [2]."
    (embed,) = answer_embeds(replace(ANSWERED, model=QUOTATIONS, text=text), Words())
    assert embed.description == (
        "\\# Big \\*\\*news\\*\\*: see \\[this\\] (https\\://evil.example) \\<\\@1\\> [1]. It \\_rained\\_ [2]."
    )


def test_a_refusal_is_told_in_the_language_of_the_member() -> None:
    told = [answer_embeds(REFUSED, Words(locale))[0].description for locale in (None, Locale.german)]
    assert told == [REFUSAL, "Das Archiv sagt dazu nichts."]


def test_where_the_model_is_in_trouble_and_nothing_can_be_quoted_the_archive_is_not_said_to_say_nothing() -> None:
    (embed,) = answer_embeds(replace(REFUSED, status="failed", text=NO_MODEL, is_outage=True), Words())
    assert (embed.description, embed.colour, len(embed.fields)) == (NO_MODEL, Colour.red(), 1)


def test_a_refusal_tells_what_is_missing() -> None:
    refused = replace(REFUSED, missing=Missing(("axles", "engine"), "2018-06-01 … 2018-06-30"))
    told = [answer_embeds(refused, Words(locale))[0].description for locale in (None, Locale.german)]
    assert told == [
        "The archive does not say. No article found mentions: axles, engine. "
        "No article found was published in the days searched: 2018-06-01 … 2018-06-30.",
        "Das Archiv sagt dazu nichts. Kein gefundener Artikel erwähnt: axles, engine. "
        "Kein gefundener Artikel erschien in den durchsuchten Tagen: 2018-06-01 … 2018-06-30.",
    ]


def test_a_question_that_cannot_be_taken_is_told_why_in_the_language_of_the_member() -> None:
    german = Words(Locale.german)
    assert unreadable_embed("?", german).description == german("asking.nothing")
    assert unreadable_embed("x" * 2001, german).description == (
        "Die Frage ist zu lang: höchstens 2000 Zeichen werden gelesen."
    )


def test_sources_that_do_not_fit_go_into_another_message() -> None:
    embeds = with_fields([Embed(description="x" * 4000)], "Sources", ["y" * 1000] * 4)
    assert [len(embed.fields) for embed in embeds] == [1, 3]
    assert [embed.fields[0].name for embed in embeds] == ["Sources", "\u200b"]


def test_progress_and_notices_are_within_limits() -> None:
    for number in range(100):
        assert_within_limits(progress_embed(random_text(number) or "x", random_text(number + 1)))
        assert_within_limits(notice_embed(random_text(number)))


def test_a_page_of_the_sources_is_within_limits_whatever_stands_in_the_article() -> None:
    for number in range(200):
        text = random_text(number) or "x"
        cited = Cited(
            1, "id", text[:300] or "x", text[:200], "2018-07-24", TRAILER.url, text[:500], text[:3000], text[-500:]
        )
        assert_within_limits(source_embed(cited, 1, 3, Words()))


MARKDOWN = "*_|" * 500


@pytest.mark.parametrize("url", [None, TRAILER.url, "https://news.example/" + "x" * 900])
def test_text_that_is_all_markdown_stays_within_limits(url: str | None) -> None:
    article = TRAILER.model_copy(update={"title": MARKDOWN, "source": MARKDOWN, "url": url, "text": MARKDOWN})
    cited = Cited(1, "id", MARKDOWN, MARKDOWN, "2018-07-24", url, MARKDOWN[:500], MARKDOWN, MARKDOWN[-500:])
    page = source_embed(cited, 1, 3, Words())
    assert_within_limits(page)
    assert re.fullmatch(r"(?:\\[*_|]|…|\*\*| )+", page.description or "")
    passage = StoredPassage("p", 0, 0, 300, article)
    hit = Hit(passage, 1.0, 0.5, 1, 2.0, 1, 2.0, 0.0, also_reported_by=(MARKDOWN, MARKDOWN))
    assert units(hit_line(hit, Words())) <= 1024
    answer = replace(
        ANSWERED, citations=(Citation(1, article, MARKDOWN, 0, 1, (MARKDOWN,)),), nearest=(Near(article, MARKDOWN),)
    )
    for embed in (*answer_embeds(answer, Words()), *answer_embeds(replace(answer, citations=()), Words())):
        assert_within_limits(embed)


def test_what_is_near_is_quoted_as_it_is_and_cut_where_it_is_long() -> None:
    (embed,) = answer_embeds(replace(REFUSED, nearest=(Near(TRAILER, "*They* met\n" + "x" * 400),)), Words())
    headline, quote = (embed.fields[0].value or "").splitlines()
    assert headline.startswith("• [Satellite images show work at Sohae](https://news.example/2018/07/sohae)")
    assert quote.startswith("“\\*They\\* met xxx")
    assert quote.endswith("x…”")
    assert units(quote) == 302


def test_what_is_shortened_ends_in_no_half_of_an_escaped_character() -> None:
    for limit in range(10, 40):
        assert re.fullmatch(r"(?:\\[*_|])*…", shortened(escaped(MARKDOWN), limit))


def test_surroundings_that_were_cut_begin_and_end_with_an_ellipsis() -> None:
    cited = Cited(1, "id", "Title", None, None, None, "x" * 10 + " before" * 70, "quote", "after " * 83 + "yy")
    description = source_embed(cited, 1, 1, Words()).description or ""
    assert description.startswith("… before before")
    assert description.endswith("after after …")
    assert " **quote** " in description


def test_other_outlets_of_a_story_are_named_below_the_article_that_is_cited() -> None:
    citation = replace(ANSWERED.citations[0], also_reported_by=("Wire", "The *Post*"))
    (embed,) = answer_embeds(replace(ANSWERED, citations=(citation,)), Words())
    assert (embed.fields[0].value or "").splitlines()[1:] == ["also reported by Wire, The \\*Post\\*"]


UPDATED = TRAILER.model_copy(update={"updated_at": "2018-07-26T10:00:00Z"})
UPDATED_IN_FEED = UPDATED.model_copy(update={"is_feed_text": True})


@pytest.mark.parametrize(
    ("locale", "dates"),
    [(None, "2018-07-24 (updated 2018-07-26)"), (Locale.german, "2018-07-24 (aktualisiert 2018-07-26)")],
)
def test_the_day_of_an_update_stands_beside_that_of_publication(locale: Locale | None, dates: str) -> None:
    words, citation = Words(locale), replace(ANSWERED.citations[0], article=UPDATED)
    (answered,) = answer_embeds(replace(ANSWERED, citations=(citation,)), words)
    (refused,) = answer_embeds(replace(REFUSED, nearest=(Near(UPDATED, "It rained."),)), words)
    for embed in (answered, refused):
        assert (embed.fields[0].value or "").splitlines()[0].endswith(f" · Footnote demo desk · {dates}")
    assert (source_embed(cited(citation), 1, 1, words).footer.text or "").endswith(f" · Footnote demo desk · {dates}")
    hit = Hit(StoredPassage("p", 0, 0, 30, UPDATED), 1.0, 0.5, 1, 2.0, 1, 2.0, 0.0)
    assert hit_line(hit, words).splitlines()[0].endswith(f" · Footnote demo desk · {dates}")


@pytest.mark.parametrize(
    ("locale", "note"), [(None, "(the feed's text alone)"), (Locale.german, "(nur der Text des Feeds)")]
)
def test_a_citation_of_a_feeds_own_text_says_so(locale: Locale | None, note: str) -> None:
    words, citation = Words(locale), replace(ANSWERED.citations[0], article=UPDATED_IN_FEED)
    (embed,) = answer_embeds(replace(ANSWERED, citations=(citation,)), words)
    assert (embed.fields[0].value or "").endswith(f") {note}")
    assert (source_embed(cited(citation), 1, 1, words).footer.text or "").endswith(f") {note}")


def test_an_outlet_with_a_long_name_hides_no_date() -> None:
    article = UPDATED.model_copy(update={"source": "*" * 2000})
    citation = replace(ANSWERED.citations[0], article=article)
    (embed,) = answer_embeds(replace(ANSWERED, citations=(citation,)), Words())
    page = source_embed(cited(citation), 1, 1, Words())
    for text, limit in ((embed.fields[0].value or "", 1024), (page.footer.text or "", 300)):
        assert text.endswith("*… · 2018-07-24 (updated 2018-07-26)")
        assert units(text) <= limit


def test_an_article_quoted_twice_is_named_once() -> None:
    (citation,) = ANSWERED.citations
    answer = replace(ANSWERED, citations=(citation, replace(citation, quote="covered trailer", start=13, end=28)))
    (embed,) = answer_embeds(answer, Words())
    assert (embed.fields[0].value or "").count("[1]") == 1
