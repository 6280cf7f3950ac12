import re
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ingest.articles import Article, epoch_seconds, normalise_timestamp


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("2018-06-12", "2018-06-12"),
        ("2018-06-12T09:30:00Z", "2018-06-12T09:30:00Z"),
        ("2018-06-12T09:30:00+09:00", "2018-06-12T00:30:00Z"),
        ("2018-06-12 09:30", "2018-06-12T09:30:00Z"),
        ("Tue, 12 Jun 2018 09:30:00 GMT", "2018-06-12T09:30:00Z"),
        ("12 Jun 2018 09:30 EDT", "2018-06-12T13:30:00Z"),
        ("12 Jun 18 09:30 GMT", "2018-06-12T09:30:00Z"),
        ("June 12, 2018", "2018-06-12"),
        ("12 June 2018", "2018-06-12"),
        ("Jun 12, 2018", "2018-06-12"),
        ("2018/06/12", "2018-06-12"),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_normalised(written: str | None, normalised: str | None) -> None:
    assert normalise_timestamp(written) == normalised


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "Tue, 12 Jun 2018 09:30:00 KST",
        "June 12, 2018 9:30 EDT",
        "07/08/2018",
        "2018-02-30",
        "2018",
        "0000-00-00T00:00:00Z",
        "June",
    ],
)
def test_what_is_not_one_certain_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        normalise_timestamp(written)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("0001-01-01", "0001-01-01"),
        ("1599-12-31T23:59:59Z", "1599-12-31 23:59:59+00:00"),
        ("Fri, 31 Dec 1599 23:59:59 GMT", "1599-12-31 23:59:59+00:00"),
        ("Mon, 01 Jan 0001 00:00:00 GMT", "0001-01-01 00:00:00+00:00"),
        ("January 1, 0001", "0001-01-01"),
        ("9999-12-31T23:59:59-05:00", "9999-12-31 23:59:59-05:00"),
        (datetime(1, 1, 1), "0001-01-01 00:00:00"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), "0001-01-01 00:00:00+14:00"),
        (date(1599, 12, 31), "1599-12-31"),
    ],
)
def test_a_date_of_which_there_can_be_no_news_is_refused_with_the_range(written: str | date, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{told} is out of range: ")) as refused:
        normalise_timestamp(written)
    assert "from 1600-01-01 to 9999-12-31" in str(refused.value)


@pytest.mark.parametrize("day", ["1600-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_range_are_read(day: str) -> None:
    assert normalise_timestamp(day) == day


def test_a_date_counts_as_its_first_moment_in_utc() -> None:
    assert epoch_seconds("2018-06-12") == 1_528_761_600
    assert epoch_seconds("2018-06-12T00:00:01Z") == 1_528_761_601


def test_the_canonical_url_is_the_identity() -> None:
    first = Article(id="1", url="https://demo.example/story?utm_source=feed#top", text="Words.")
    second = Article(id="2", url="https://demo.example/story", text="Other words.")
    assert first.identity == second.identity == "https://demo.example/story"


def test_without_a_url_the_id_is_the_identity() -> None:
    assert Article(id="file:///a.txt", text="Words.").identity == "file:///a.txt"


def test_a_title_holds_no_control_and_no_direction_characters() -> None:
    article = Article(id="1", title="Red \x1b[31malert\u202e \n\x00now\x9b", text="Words.")
    assert article.title == "Red [31malert now"


def test_a_text_holds_no_control_characters_but_its_lines_stay() -> None:
    article = Article(id="1", text="One\x1b[2J.\r\nTwo\x00.\n\n\tThree.")
    assert article.text == "One[2J.\nTwo.\n\n\tThree."


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_makes_a_field_that_moves_the_cursor(text: str) -> None:
    article = Article(id="1", title=text, text=f"Words {text}")
    assert "\x1b" not in article.text + (article.title or "")
    assert "\n" not in (article.title or "")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "https://", "demo.example", "http://[bad/"]
)
def test_only_web_addresses_are_urls(url: str) -> None:
    with pytest.raises(ValidationError, match="not a web address"):
        Article(id="1", url=url, text="Words.")


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01"])
def test_an_article_without_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Article(id="1", text=text)


def test_the_header_leaves_out_what_is_unknown() -> None:
    whole = Article(id="1", title="Talks end", source="Wire", published_at="2019-02-28T09:00:00Z", text="Words.")
    assert whole.header == "Talks end — Wire — 2019-02-28"
    assert Article(id="1", title="Talks end", text="Words.").header == "Talks end"
    assert Article(id="1", text="Words.").header == ""


@pytest.mark.parametrize(
    ("published_at", "updated_at", "day"),
    [
        ("2019-02-28", "2019-03-02T08:00:00Z", "2019-03-02"),
        ("2019-02-28T09:00:00Z", "2019-02-28T23:00:00Z", None),
        ("2019-02-28", "2019-02-27", None),
        ("2019-02-28", None, None),
        (None, "2019-03-02", "2019-03-02"),
        (None, None, None),
    ],
)
def test_an_update_has_a_day_of_its_own_when_it_came_after_the_day_of_publication(
    published_at: str | None, updated_at: str | None, day: str | None
) -> None:
    assert Article(id="1", text="Words.", published_at=published_at, updated_at=updated_at).updated_day == day


def test_without_a_title_the_beginning_of_the_text_is_the_headline() -> None:
    assert Article(id="1", text="Some\nwords.").headline == "Some words."


def test_the_content_hash_depends_on_everything_a_reader_could_see() -> None:
    article = Article(id="1", title="Talks", text="Words.")
    assert article.content_hash == Article(id="1", title="Talks", text="Words.").content_hash
    for change in ({"title": "Talk"}, {"text": "Words!"}, {"published_at": "2019-02-28"}, {"author": "A. Writer"}):
        assert article.model_copy(update=change).content_hash != article.content_hash
