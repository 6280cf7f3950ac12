import random
import re

import pytest

from bot.calls import visible
from bot.gateway.markdown import at_quotation, escaped, link, shortened, split, units

FAMILY = "👨‍👩‍👧‍👦"
PIECES = (
    "The trailer was photographed on July 7 [1]. ",
    "It rained[2][13], they say. ",
    "See [the report](https://news.example/a/b?c=d&e=(f)) or https://news.example/2018/07/{n}/sohae-images. ",
    "A line.\n\nA paragraph — with “quotes”.\n",
    "שלום עולם [3] مرحبا بالعالم ",
    f"{FAMILY}🇰🇵🇺🇸👍🏽 ",
    "漢字仮名交じり文" * 40,
    "```python\nprint('[1] https://news.example/in/a/fence')\n\nx = 1\n```\n",
    "```\nplain\n",
    "@everyone <@123456> <#77> <:name:55> \\*escaped\\* ",
    "e\u0301" * 30 + " ",
    "x" * 700 + " ",
)


def random_text(number: int) -> str:
    """A text of up to 20,000 characters, another for each number."""
    dice = random.Random(number)
    wanted = dice.choice([0, 10, 500, 4096, 4097, 20_000])
    text = ""
    while len(text) < wanted:
        text += dice.choice(PIECES).replace("{n}", str(dice.randrange(10**6)))
    return text[:20_000].rsplit(" ", 1)[0]


def bare(text: str) -> str:
    """The text without what splitting may change: space, fences, and the brackets of links."""
    shown = re.sub(r"\[([^\[\]\n]{1,300})\]\((https?://[^\s()]+)\)", r"\1(\2)", text)
    return re.sub(r"\s+|```|python", "", shown)


@pytest.mark.parametrize("limit", [200, 2000, 4096])
def test_parts_are_within_the_limit_and_hold_all_the_text(limit: int) -> None:
    for number in range(120):
        text = random_text(number)
        parts = split(text, limit)
        assert max(map(units, parts)) <= limit
        assert [part for part in parts if part.count("```") % 2] == []
        if limit > 1000:
            assert bare("".join(parts)) == bare(visible(text))


def test_no_marker_link_or_emoji_is_cut() -> None:
    for number in range(200):
        text = random_text(number)
        for part in split(text, 1000):
            assert not re.search(r"\[\d{0,3}$|^\d{0,3}\]", part)
            assert not re.search(r"^[\u200d\ufe0f\u0301\U0001f3fb-\U0001f3ff]", part)
        links = re.findall(r"https?://news\.example/[\w/?&=-]+", text)
        assert re.findall(r"https?://news\.example/[\w/?&=-]+", " ".join(split(text, 1000))) == links


def test_a_cut_is_made_after_a_sentence_rather_than_within_it() -> None:
    assert split("One two three. Four five six seven.", 22) == ["One two three.", "Four five six seven."]


@pytest.mark.parametrize("whole", ["[12]", "[1][2]", "https://news.example/a/b", "<:name:55>", "\\*", FAMILY, "🇰🇵"])
def test_what_is_read_as_one_thing_goes_into_the_next_part_whole(whole: str) -> None:
    for room in range(1, units(whole)):
        before = "漢" * (200 - room)
        assert split(f"{before}{whole} and more", 200) == [before, f"{whole} and more"]


def test_a_fence_that_goes_over_the_end_is_closed_and_opened_again() -> None:
    assert split("```py\nfirst = 1\nsecond = 2\n```", 26) == ["```py\nfirst = 1\n\n```", "```py\nsecond = 2\n\n```"]


def test_a_fence_that_nobody_closed_is_closed() -> None:
    assert split("```\nwords", 100) == ["```\nwords\n```"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[your bank](https://evil.example/x)", "your bank (https://evil.example/x )"),
        ("[your bank](<https://evil.example/x>)", "[your bank] (<https://evil.example/x>)"),
        ("[your bank](https://evil.example/a(b))", "[your bank] (https://evil.example/a(b))"),
        ("[your bank](HTTPS://evil.example)", "[your bank] (HTTPS://evil.example)"),
        ('[your bank](https://evil.example "t")', '[your bank] (https://evil.example "t")'),
        ("[[Reuters]](https://evil.example)", "[[Reuters]] (https://evil.example)"),
        ("[Reuters]( https://evil.example)", "[Reuters] ( https://evil.example)"),
        ("[your\nbank](https://evil.example)", "[your\nbank] (https://evil.example)"),
        ("[your bank]\u200b(https://evil.example/x)", "your bank (https://evil.example/x )"),
    ],
)
def test_a_link_shows_where_it_leads(written: str, shown: str) -> None:
    assert split(written, 100) == [shown]


def test_no_link_is_made_of_what_is_left_when_an_address_is_taken_out() -> None:
    assert split(f"[bank](https://{'x' * 2000}](https://evil.example/x)", 1000) == ["[bank] ((link)"]


def test_an_address_no_message_can_hold_is_left_out() -> None:
    assert split("See https://news.example/" + "x" * 5000 + " now.", 2000) == ["See (link) now."]


def test_what_cannot_be_cut_well_is_cut_all_the_same() -> None:
    assert max(map(units, split("e" + "\u0301" * 900, 200))) <= 200
    assert max(map(units, split("[1]" * 900, 200))) <= 200


def test_nothing_is_one_empty_part() -> None:
    assert split("", 100) == [""]
    assert split(" \n ", 100) == [""]


def test_length_is_counted_as_clients_count_it() -> None:
    assert (units("a"), units("漢"), units("👍"), units(FAMILY)) == (1, 1, 2, 11)


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("**Bold** _claim_ ~~no~~", "\\*\\*Bold\\*\\* \\_claim\\_ \\~\\~no\\~\\~"),
        ("[BBC](https://evil.example)", "\\[BBC\\](https\\://evil.example)"),
        ("@everyone <@123> <#4>", "\\@everyone \\<\\@123\\> \\<#4\\>"),
        ("# Big", "\\# Big"),
        ("- item", "\\- item"),
        ("||spoiler|| `code`", "\\|\\|spoiler\\|\\| \\`code\\`"),
        ("two\nlines\u2028three", "two lines three"),
        ("right\u202eleft\u200b", "rightleft"),
        ("North-South talks: 5 things", "North-South talks: 5 things"),
    ],
)
def test_a_headline_cannot_format_link_ping_or_spoof(headline: str, shown: str) -> None:
    assert escaped(headline) == shown


def test_a_headline_that_is_shortened_ends_with_an_ellipsis_and_no_broken_emoji() -> None:
    assert shortened("One two three four", 12) == "One two…"
    assert units(shortened(FAMILY * 30, 50)) <= 50
    assert shortened(FAMILY * 2, 12) == f"{FAMILY}…"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/a_(b)", "[A](https://news.example/a_%28b%29)"),
        ("https://news.example/a b", "[A](https://news.example/a%20b)"),
        ("https://news.example/ä?x=1&y=%20", "[A](https://news.example/%C3%A4?x=1&y=%20)"),
        ("javascript:alert(1)", "A"),
        (None, "A"),
        ("https://news.example/" + "x" * 2000, "A"),
    ],
)
def test_a_link_leads_only_to_the_web_and_cannot_be_ended_early(url: str | None, shown: str) -> None:
    assert link("A", url) == shown


@pytest.mark.parametrize(
    ("quotation", "fragment"),
    [
        ("Kim, 34, met - twice.", ":~:text=Kim%2C%2034%2C%20met%20%2D%20twice."),
        ("a b c d e f g h i j k", ":~:text=a%20b%20c%20d%20e,g%20h%20i%20j%20k"),
        ("two\nlines", ":~:text=two%20lines"),
    ],
)
def test_a_link_opens_the_article_at_the_quotation(quotation: str, fragment: str) -> None:
    assert at_quotation("https://news.example/a#b", quotation) == f"https://news.example/a#b{fragment}"


def test_where_there_is_no_address_or_no_room_the_quotation_is_not_in_it() -> None:
    assert at_quotation(None, "words") is None
    assert at_quotation("https://news.example/" + "x" * 1490, "words") == "https://news.example/" + "x" * 1490
