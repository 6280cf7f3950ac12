"""Search over a small archive."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from ingest.articles import Article
from ingest.catalog import StoredPassage
from ingest.index import PassageIndex
from ingest.passages import DateRange
from ingest.pipeline import ingest

from bot.question import Question
from bot.ranking import Limits
from bot.retriever import Hit, Retriever, words_and_pairs

from tests.embedders import BagOfWordsEmbeddings

LAUNCH = "A missile was launched from the coast and fell into the sea, the defence ministry said."


@pytest.fixture
def retriever(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> Retriever:
    return Retriever(archive, embedder)


def launches(index: PassageIndex, embedder: BagOfWordsEmbeddings, *days: str) -> Retriever:
    """An archive of one launch report for each day, all in the same words."""
    articles = [Article(id=day, title="Launch", published_at=day, text=LAUNCH) for day in days]
    ingest(articles, index, embedder, 900)
    return Retriever(index, embedder)


def found(hits: list[Hit]) -> list[str]:
    return [hit.passage.article.id for hit in hits]


def test_the_passage_that_holds_the_words_comes_first(retriever: Retriever) -> None:
    (first, *_) = retriever.retrieve(Question("when was the red trailer photographed"), 5)
    assert first.passage.article.id == "trailer"
    assert (first.dense_rank, first.lexical_rank) == (1, 1)
    assert first.article_bm25 is not None


def test_no_more_passages_come_than_were_asked_for(retriever: Retriever) -> None:
    assert len(retriever.retrieve(Question("leaders statement trailer"), 1)) == 1


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "NEAR(a b)",
        "summit*",
        "-trailer",
        "title:summit",
        "what is it",
        "🎉",
        "встреча в Сингапуре",
        "a " * 2000,
        "^(",
    ],
)
def test_no_question_is_an_error(retriever: Retriever, question: str) -> None:
    assert len(retriever.retrieve(Question(question), 3)) <= 3


def test_words_that_carry_meaning_are_searched_for_each_once_and_in_pairs() -> None:
    assert words_and_pairs("Kim met Moon OR (Kim, Trump)") == (
        ["kim", "met", "moon", "trump"],
        ["kim met", "met moon", "kim trump"],
    )


def test_a_question_of_stop_words_has_no_lexical_half() -> None:
    assert words_and_pairs("what was it about") == ([], [])


def test_days_named_in_the_question_hide_the_others(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    retriever = launches(index, embedder, "2017-07-04", "2017-11-29", "2018-07-04")
    question = Question("what missile was launched in July 2017", date(2018, 7, 10))
    assert found(retriever.retrieve(question, 5)) == ["2017-07-04"]


def test_the_name_of_an_outlet_is_no_day(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    days = ("2018-07-04", "2018-07-10")
    ingest([Article(id=day, source="USA Today", published_at=day, text=LAUNCH) for day in days], index, embedder, 900)
    retriever = Retriever(index, embedder, Limits(articles_per_story=2))
    question = "What did USA Today say of the missile launched from the coast?"
    assert found(retriever.retrieve(Question(question, date(2018, 7, 10)), 5)) == ["2018-07-10", "2018-07-04"]


def test_a_day_said_of_one_outlet_does_not_hide_what_another_reported(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    told = [("Wire", "2018-07-01"), ("Wire", "2018-07-09"), ("Post", "2018-07-08")]
    articles = [Article(id=f"{who} {day}", source=who, published_at=day, text=LAUNCH) for who, day in told]
    ingest(articles, index, embedder, 900)
    retriever = Retriever(index, embedder, Limits(articles_per_story=3))
    alone = Question("What did the Wire report of the missile launch before 2018-07-04?", date(2018, 7, 10))
    assert found(retriever.retrieve(alone, 5)) == ["Wire 2018-07-01"]
    question = "Did the Wire report on the missile launch before 2018-07-04, and the Post confirm it?"
    hits = retriever.retrieve(Question(question, date(2018, 7, 10)), 5)
    assert found(hits)[0] == "Wire 2018-07-01"
    assert len(hits) == 3


def test_days_that_hold_nothing_hide_nothing(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    retriever = launches(index, embedder, "2017-07-04")
    assert found(retriever.retrieve(Question("missile launched last week", date(2018, 7, 10)), 5)) == ["2017-07-04"]


def test_days_the_member_insists_on_are_kept_to(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    retriever = launches(index, embedder, "2017-07-04", "2017-11-29", "2018-07-04")
    question = Question("missile launch", date(2018, 7, 10), DateRange("2017-08-01", "2018-01-01"))
    assert found(retriever.retrieve(question, 5)) == ["2017-11-29"]
    assert retriever.retrieve(Question("missile launch", within=DateRange("2025-01-01")), 5) == []


def test_of_equal_reports_the_newest_before_the_question_comes_first(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    retriever = launches(index, embedder, "2017-07-04", "2018-06-20", "2018-07-03", "2018-08-01")
    hits = retriever.retrieve(Question("missile launch", date(2018, 7, 4)), 4)
    assert found(hits)[:3] == ["2018-07-03", "2018-06-20", "2017-07-04"]
    assert found(hits)[3] == "2018-08-01"


def test_an_old_article_that_matches_far_better_is_not_hidden_by_new_ones(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    retriever = launches(index, embedder, *(f"2018-07-0{day}" for day in range(1, 10)))
    old = Article(id="old", title="Otter", published_at="2016-01-01", text="An otter crossed the frozen pond at dawn.")
    ingest([old], index, embedder, 900)
    assert found(retriever.retrieve(Question("otter crossed frozen pond", date(2018, 7, 10)), 3))[0] == "old"


def test_one_source_can_be_insisted_on(retriever: Retriever) -> None:
    hits = retriever.retrieve(Question("leaders trailer statement", source="Other Post"), 5)
    assert found(hits) == ["trailer"]


def test_an_outlet_named_in_the_question_is_preferred(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    shorter, longer = LAUNCH, LAUNCH.replace("and fell", "at dawn and fell")
    articles = [Article(id="w", source="Wire", text=shorter), Article(id="p", source="The Post | World", text=longer)]
    ingest([*articles, Article(id="o", source="Herald", text="The talks went on.")], index, embedder, 900)
    retriever = Retriever(index, embedder, Limits(articles_per_story=3))
    question = "Was a missile launched from the coast"
    assert found(retriever.retrieve(Question(question), 2)) == ["w", "p"]
    hits = retriever.retrieve(Question(f"{question} according to the Post"), 3)
    assert found(hits)[:2] == ["p", "w"]
    assert [hit.outlet_preference > 0 for hit in hits] == [True, False, False]


def test_one_source_is_found_however_much_others_say(
    index: PassageIndex, embedder: BagOfWordsEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retriever.CANDIDATES", 2)
    articles = [Article(id=f"{n}", source="Wire", text=LAUNCH) for n in range(5)]
    ingest([*articles, Article(id="post", source="Post", text="The ministry spoke.")], index, embedder, 900)
    hits = Retriever(index, embedder).retrieve(Question("missile launched coast ministry", source="Post"), 5)
    assert found(hits) == ["post"]


def test_one_article_gives_no_more_passages_than_allowed(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    text = " ".join(
        f"Sentence {n} tells of the missile launch at some length, and of its {n} engines." for n in range(60)
    )
    ingest([Article(id="long", text=text)], index, embedder, 200)
    retriever = Retriever(index, embedder, Limits(per_article=2))
    fates = [hit.fate for hit in retriever.explain(Question("missile launch engines"), 5)]
    assert fates.count("kept") == 2
    assert set(fates) == {"kept", "enough from this article"}


def test_neighbouring_passages_become_one_span(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    text = "Kim met Moon at the border. They shook hands there.\n\nThen Moon met Kim inside the hall. They talked long."
    ingest([Article(id="a", text=text)], index, embedder, 60)
    (hit,) = Retriever(index, embedder).retrieve(Question("Kim met Moon"), 3)
    assert hit.passage.text == text


def test_an_article_with_two_words_side_by_side_as_asked_is_worth_more(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    together, apart = "The red trailer was near a lorry.", "The trailer was near a red lorry."
    others = [Article(id=f"{n}", text=f"River {n} rose in spring.") for n in range(9)]
    ingest([Article(id="together", text=together), Article(id="apart", text=apart), *others], index, embedder, 900)
    hits = Retriever(index, embedder).retrieve(Question("red trailer"), 2)
    assert found(hits) == ["together", "apart"]
    assert (hits[0].article_bm25 or 0) > (hits[1].article_bm25 or 0)


def test_a_story_is_told_by_one_article(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    body = " ".join(f"The {word} delegation met officials and discussed {word} matters." for word in "abcdefghijkl")
    one = Article(id="one", source="Wire", text=f"{body} More to come.")
    ingest([one, Article(id="two", source="Post", text=body)], index, embedder, 900)
    hits = Retriever(index, embedder).explain(Question("delegation met officials"), 5)
    assert sorted(hit.fate for hit in hits) == ["kept", "same story as another"]


def test_a_hit_names_the_other_outlets_that_tell_its_story(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    body = " ".join(f"The {word} delegation met officials and discussed {word} matters." for word in "abcdefghijkl")
    told = [
        ("Wire", "2018-06-12", ""),
        ("Post", "2018-06-14", " More."),
        ("Herald", "2018-06-13", " Later."),
        (None, None, " So."),
    ]
    articles = [
        Article(id=f"{n}", source=source, published_at=day, text=body + end)
        for n, (source, day, end) in enumerate(told)
    ]
    ingest(articles, index, embedder, 900)
    as_of = date(2018, 6, 12)
    (hit,) = Retriever(index, embedder).retrieve(Question("delegation met officials", as_of, source="Wire"), 5)
    assert hit.also_reported_by == ("Herald", "Post")


def test_more_articles_of_one_story_can_be_allowed(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    body = " ".join(f"The {word} delegation met officials and discussed {word} matters." for word in "abcdefghijkl")
    ingest([Article(id=end, text=f"{body} {end}") for end in ("One.", "Two.", "Three.")], index, embedder, 900)
    retriever = Retriever(index, embedder, Limits(articles_per_story=2))
    assert len(retriever.retrieve(Question("delegation met officials"), 5)) == 2


def test_a_passage_withdrawn_while_it_is_being_found_is_left_out(
    retriever: Retriever, archive: PassageIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = archive.catalog.passages

    def after_a_withdrawal(ids: list[str]) -> dict[str, StoredPassage]:
        return {identifier: each for identifier, each in stored(ids).items() if each.article.id != "trailer"}

    monkeypatch.setattr(archive.catalog, "passages", after_a_withdrawal)
    assert "trailer" not in found(retriever.retrieve(Question("red trailer leaders"), 5))


def test_a_correction_that_was_found_is_not_brought_again(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    report = Article(id="r", url="https://a.example/r", text="The harbour of Wexmoor is closed.")
    correction = Article(id="c", corrects=report.url, text="The harbour of Wexmoor is open.")
    ingest([report, correction], index, embedder, 900)
    retriever = Retriever(index, embedder)
    both = retriever.retrieve(Question("harbour Wexmoor"), 5)
    assert retriever.corrections(both) == []
    (first,) = (hit for hit in both if hit.passage.article.id == "r")
    assert found(retriever.corrections([first])) == ["c"]


@pytest.mark.parametrize(
    ("question", "words", "pairs"),
    [
        ("What did the WHO say?", ["who", "w h o"], []),
        ("U.S. troops in Iraq", ["us", "u s", "troops", "iraq"], ["us troops"]),
        ("US troops in Iraq", ["us", "u s", "troops", "iraq"], ["us troops"]),
        ("Who said it to us?", [], []),
        ("WHO SAID IT IN IRAQ?", ["iraq"], []),
        ("What is Kim's age?", ["kim", "age"], ["kim s", "s age"]),
        ("What is Kim’s age?", ["kim", "age"], ["kim s", "s age"]),
    ],
)
def test_names_in_capitals_and_in_initials_are_searched_for(question: str, words: list[str], pairs: list[str]) -> None:
    assert words_and_pairs(question) == (words, pairs)


@pytest.mark.parametrize("asked", ["U.S. troops", "US troops"])
@pytest.mark.parametrize("written", ["U.S. troops", "US troops"])
def test_initials_are_found_however_they_are_written(
    index: PassageIndex, embedder: BagOfWordsEmbeddings, asked: str, written: str
) -> None:
    ingest(
        [Article(id="named", text=f"The {written} left."), Article(id="x", text="They stayed.")], index, embedder, 900
    )
    words, _ = words_and_pairs(asked)
    assert len(index.catalog.lexical([word for word in words if word != "troops"], 5)) == 1


def test_questions_at_the_same_time_find_what_each_finds_alone(archive: PassageIndex) -> None:
    retriever = Retriever(archive, BagOfWordsEmbeddings())
    questions = [Question(text) for text in ("the red trailer", "leaders met", "missile plant", "bread money")]
    alone = [retriever.retrieve(question, 4) for question in questions]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda question: retriever.retrieve(question, 4), questions * 25))
    assert together == alone * 25
