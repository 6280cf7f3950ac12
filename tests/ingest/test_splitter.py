from hypothesis import given
from hypothesis import strategies as st

from ingest.articles import Article
from ingest.splitter import split

SENTENCE = "Sentence number {} has some words. "


def article(text: str, title: str | None = None) -> Article:
    return Article(id="1", title=title, text=text)


@given(st.lists(st.sampled_from(["Short. ", "A sentence of medium length. ", "word " * 30 + ". ", "\n\n"]), min_size=1))
def test_passages_are_verbatim_and_hold_every_sentence_once(parts: list[str]) -> None:
    whole = article("Start. " + "".join(parts))
    passages = split(whole, 100)
    assert all(whole.text[passage.start : passage.end] == passage.text for passage in passages)
    assert "".join("".join(passage.text for passage in passages).split()) == "".join(whole.text.split())


def test_no_passage_is_longer_than_asked_unless_one_sentence_is() -> None:
    long = "Word " * 60 + "end."
    passages = split(article(f"Short one. {long} Short two."), 100)
    assert [passage.text for passage in passages] == ["Short one.", long, "Short two."]


def test_no_short_rest_is_left_at_the_end() -> None:
    text = "".join(SENTENCE.format(number % 10) for number in range(12))  # 12 sentences of 34 characters
    assert [len(passage.text) for passage in split(article(text), 400)] == [237, 169]


def test_the_header_is_embedded_and_never_quoted() -> None:
    (passage,) = split(article("Some words.", title="Talks end"), 100)
    assert passage.text == "Some words."
    assert passage.embedded_text == "Talks end\nSome words."


def test_ordinals_count_from_zero_and_ids_differ_even_for_equal_texts() -> None:
    passages = split(article("Again and again.\n\n" * 20), 40)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert len({passage.id for passage in passages}) == len(passages)


def test_an_unchanged_passage_of_an_edited_article_keeps_its_id() -> None:
    first, second = split(article("A long first sentence here.\n\nA long second sentence."), 30)
    edited_first, edited_second = split(article("A long first sentence here.\n\nA last second sentence."), 30)
    assert edited_first.id == first.id
    assert edited_second.id != second.id
