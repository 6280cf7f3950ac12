import pytest

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.outlets import outlets_by_story
from ingest.pipeline import ingest
from ingest.statistics import summarise
from ingest.stories import sign

from tests.conftest import PASSAGE_CHARS
from tests.embedders import BagOfWordsEmbeddings

REPORT = (
    "The two delegations met for the third time in the border village on Tuesday and spoke for four hours about the "
    "return of the remains of soldiers. A second telephone line is to be opened before the end of August, officials of "
    "both sides said. The next meeting is planned for the autumn, in the capital of the southern neighbour. Nobody "
    "wanted to say what had been decided about the exercises, which were broken off in June after the summit."
)
EDITED = REPORT.replace("on Tuesday", "early on Tuesday").replace("officials of both sides said", "an official said")
OTHER_REPORT = (
    "Negotiators gathered on Tuesday at the truce village for a round of talks that lasted until the afternoon. They "
    "agreed to send home remains of fallen soldiers and to install another hotline this summer, according to a joint "
    "announcement. Talks will go on in Seoul later in the year. The suspended military exercises were left out of the "
    "announcement, and neither side took questions from the journalists who had been waiting at the gate since dawn."
)


def outlet(name: str, text: str, day: str = "2018-07-31") -> Article:
    return Article(id=name, title=f"{name} reports", source=name, published_at=day, text=text)


@pytest.fixture
def told(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> PassageIndex:
    """One agency report at three outlets, and another report of the same event."""
    articles = [
        outlet("Post", REPORT, "2018-08-01"),
        outlet("Wire", EDITED),
        outlet("Times", "Our correspondent reports. " + REPORT, "2018-08-02"),
        outlet("Herald", OTHER_REPORT),
    ]
    report = ingest(articles, index, embedder, PASSAGE_CHARS)
    assert (report.added, report.duplicates) == (4, 2)
    return index


def stories(index: PassageIndex) -> dict[str, str]:
    stored = index.catalog.passages(index.catalog.all_passage_ids())
    return {passage.article.id: passage.story for passage in stored.values()}


def test_an_agency_report_at_several_outlets_is_one_story(told: PassageIndex) -> None:
    assert stories(told) == {"Post": "Post", "Wire": "Post", "Times": "Post", "Herald": "Herald"}


def test_the_outlets_of_a_story_come_first_published_first(told: PassageIndex) -> None:
    assert outlets_by_story(told.catalog.database, ["Post"]) == {"Post": ["Wire", "Post", "Times"]}


def test_an_update_of_one_outlet_that_says_something_new_is_an_article_of_its_own(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    sentences = REPORT.split(". ")
    updated = ". ".join(
        [*sentences[:-1], "On Friday the minister denied it all and called the hotline a waste of money."]
    )
    assert 0.6 < sign(REPORT).resemblance(sign(updated)) < 0.75
    articles = [outlet("Post", REPORT), outlet("Post", updated).model_copy(update={"id": "update"})]
    assert ingest(articles, index, embedder, PASSAGE_CHARS).duplicates == 0
    assert ingest([outlet("Wire", updated)], index, embedder, PASSAGE_CHARS).duplicates == 1
    assert stories(index) == {"Post": "Post", "update": "update", "Wire": "update"}


def test_one_text_under_two_addresses_of_an_outlet_is_one_story(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    printed = outlet("Post", f"{REPORT} Printed on Tuesday.").model_copy(update={"id": "print"})
    assert ingest([outlet("Post", REPORT), printed], index, embedder, PASSAGE_CHARS).duplicates == 1


def test_none_is_forgotten(told: PassageIndex) -> None:
    assert summarise(told.catalog).articles == 4
    assert summarise(told.catalog).also_reported == 2


def test_an_article_rewritten_leaves_its_story(told: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    ingest([outlet("Wire", OTHER_REPORT)], told, embedder, PASSAGE_CHARS)
    assert stories(told) == {"Post": "Post", "Wire": "Herald", "Times": "Post", "Herald": "Herald"}


def test_the_first_article_of_a_story_rewritten_leaves_it_to_the_others(
    told: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    unrelated = " ".join(f"word{n}" for n in range(60))
    ingest([outlet("Post", unrelated)], told, embedder, PASSAGE_CHARS)
    assert stories(told) == {"Post": "Post", "Wire": "Times", "Times": "Times", "Herald": "Herald"}
    assert outlets_by_story(told.catalog.database, ["Post"]) == {"Post": ["Post"]}
    ingest([outlet("Gazette", REPORT)], told, embedder, PASSAGE_CHARS)
    assert stories(told)["Gazette"] == "Times"


def test_the_first_article_of_a_story_edited_stays_in_it(told: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    ingest([outlet("Post", EDITED, "2018-08-01")], told, embedder, PASSAGE_CHARS)
    assert stories(told) == {"Post": "Post", "Wire": "Post", "Times": "Post", "Herald": "Herald"}


def test_a_story_outlives_the_withdrawal_of_its_first_article(
    told: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    told.withdraw(["Post"], "withdrawn", "2026-01-01T00:00:00Z")
    ingest([outlet("Gazette", REPORT)], told, embedder, PASSAGE_CHARS)
    assert stories(told) == {"Wire": "Post", "Times": "Post", "Herald": "Herald", "Gazette": "Post"}


def test_a_withdrawn_article_makes_no_duplicate_of_the_next(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    ingest([outlet("Post", REPORT)], index, embedder, PASSAGE_CHARS)
    index.withdraw(["Post"], "withdrawn", "2026-01-01T00:00:00Z")
    assert ingest([outlet("Wire", REPORT)], index, embedder, PASSAGE_CHARS).duplicates == 0


def test_equal_headlines_of_different_articles_are_no_story(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    first = outlet("Post", REPORT).model_copy(update={"title": "Talks end"})
    second = outlet("Herald", OTHER_REPORT).model_copy(update={"title": "Talks end"})
    assert ingest([first, second], index, embedder, PASSAGE_CHARS).duplicates == 0


def test_less_than_half_of_the_phrases_in_common_are_no_story(
    index: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    words, other_words = REPORT.split(), OTHER_REPORT.split()
    mixed = " ".join(words[:50] + other_words[:30])  # 44 in 100, and alike enough that the two are compared
    assert set(sign(REPORT).bands) & set(sign(mixed).bands)
    assert ingest([outlet("Post", REPORT), outlet("Wire", mixed)], index, embedder, PASSAGE_CHARS).duplicates == 0


def test_a_report_at_very_many_outlets_is_one_story(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    articles = [outlet(f"Post {n}", f"{REPORT} This is copy number {n}.") for n in range(30)]
    assert ingest(articles, index, embedder, PASSAGE_CHARS).duplicates == 29
    assert summarise(index.catalog).also_reported == 29


def test_short_texts_are_no_stories(index: PassageIndex, embedder: BagOfWordsEmbeddings) -> None:
    articles = [outlet("Post", "This page is under construction."), outlet("Wire", "This page is under construction.")]
    assert ingest(articles, index, embedder, PASSAGE_CHARS).duplicates == 0


def test_resemblance_is_about_the_share_of_phrases_in_common() -> None:
    half = " ".join(REPORT.split()[: len(REPORT.split()) // 2])
    assert sign(REPORT).resemblance(sign(REPORT)) == 1.0
    assert sign(REPORT).resemblance(sign(REPORT.upper())) == 1.0
    assert 0.35 < sign(REPORT).resemblance(sign(half)) < 0.65
    assert sign(REPORT).resemblance(sign(OTHER_REPORT)) < 0.1


def test_a_signature_is_the_same_on_every_machine() -> None:
    assert sign(REPORT).hashes[:8].hex() == "b1577ac00ea465c0"
