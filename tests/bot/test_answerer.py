"""The whole question, with a small archive and a model that says what it is told to."""

from collections.abc import AsyncIterator

import pytest

from ingest.articles import Article
from ingest.index import PassageIndex
from ingest.passages import DateRange
from ingest.pipeline import ingest

from bot.answer import Answer, Repairs
from bot.answerer import Answerer
from bot.chat import Chat
from bot.entailment import Entailment
from bot.errors import ChatBusy, ChatError, QuestionError
from bot.missing import Missing
from bot.prompt import Prompt
from bot.question import Question, Turn, checked_question
from bot.retriever import Retriever
from bot.verifier import Verifier

from tests.embedders import BagOfWordsEmbeddings


class ScriptedChat(Chat):
    """Replies with fixed words, or fails; remembers the prompts."""

    def __init__(self, reply: str, error: ChatError | None = None, *certainties: float | None) -> None:
        self.name = "scripted"
        self.prompts: list[Prompt] = []
        self.checks: list[Prompt] = []
        self._certainties = iter(certainties)
        self._reply = reply
        self._error = error

    async def agrees(self, prompt: Prompt) -> float | None:
        self.checks.append(prompt)
        return next(self._certainties, None)

    async def stream(self, prompt: Prompt) -> AsyncIterator[str]:
        self.prompts.append(prompt)
        if self._error:
            raise self._error
        for word in self._reply.split(" "):
            yield word + " "


@pytest.fixture
def retriever(archive: PassageIndex, embedder: BagOfWordsEmbeddings) -> Retriever:
    return Retriever(archive, embedder)


async def ask(retriever: Retriever, reply: str, question: str = "When was the red trailer photographed?") -> Answer:
    return await Answerer(retriever, ScriptedChat(reply), 4, 1500).answer(question)


async def test_a_supported_reply_is_an_answer_with_a_verbatim_quotation(retriever: Retriever) -> None:
    answer = await ask(retriever, "The trailer was photographed on July 7 [1].")
    assert (answer.status, answer.text) == ("answered", "The trailer was photographed on July 7 [1].")
    (citation,) = answer.citations
    assert citation.article.id == "trailer"
    assert citation.article.text[citation.start : citation.end] == citation.quote
    assert citation.quote == "A bright-red covered trailer was photographed on July 7 at the loading area."


async def test_markers_count_from_one_in_order_of_use_and_agree_with_the_citations(retriever: Retriever) -> None:
    answer = await ask(
        retriever,
        "The leaders signed a joint statement [2]. A trailer was photographed on July 7 [1]. "
        "The two leaders met in Singapore [2].",
        "statement and trailer",
    )
    assert answer.text == (
        "The leaders signed a joint statement [1]. A trailer was photographed on July 7 [2]. "
        "The two leaders met in Singapore [1]."
    )
    assert [(citation.number, citation.article.id, citation.quote.split()[1]) for citation in answer.citations] == [
        (1, "summit", "signed"),
        (1, "summit", "two"),
        (2, "trailer", "bright-red"),
    ]


async def test_a_marker_that_nobody_was_shown_is_gone(retriever: Retriever) -> None:
    answer = await ask(retriever, "The trailer was photographed on July 7 [99].")
    assert answer.text == "The trailer was photographed on July 7 [1]."


@pytest.mark.parametrize("reply", ["The trailer was blue and cost 5 million dollars [1].", "[1]", "", "No idea."])
async def test_a_reply_without_a_supported_sentence_is_a_refusal(retriever: Retriever, reply: str) -> None:
    answer = await ask(retriever, reply)
    assert (answer.status, answer.text, answer.citations) == ("refused", "The archive does not say.", ())
    trailer, summit = answer.nearest
    assert (trailer.article.id, summit.article.id) == ("trailer", "summit")
    assert trailer.quote == "A bright-red covered trailer was photographed on July 7 at the loading area."


async def test_of_a_near_article_the_nearest_sentence_is_quoted(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    article = Article(id="r", text="It rained all day. The harbour of Wexmoor was closed. Ships waited.")
    ingest([article], archive, embedder, 300)
    answerer = Answerer(Retriever(archive, embedder), ScriptedChat("No idea."), 1, 1500)
    (near,) = (await answerer.answer("Who reopened the harbour of Wexmoor?")).nearest
    assert near.quote == "The harbour of Wexmoor was closed."


async def test_an_unsupported_sentence_beside_a_supported_one_is_removed(retriever: Retriever) -> None:
    answer = await ask(retriever, "The trailer was photographed on July 7 [1]. Its driver was Pierre [1].")
    assert answer.text == "The trailer was photographed on July 7 [1]."


@pytest.mark.parametrize(
    ("reply", "repairs"),
    [
        ("The trailer was photographed on July 7 [1].", Repairs()),
        ("The trailer was photographed on July 7 [99].", Repairs(unknown=1, moved=1)),
        ("Evidence: S1, S77\nAnswer: The trailer was photographed on July 7.", Repairs(unknown=1)),
        ("The trailer was photographed on July 7 [2].", Repairs(moved=1)),
        ("The trailer was photographed on July 7 [1]. Its driver was Pierre [1].", Repairs(unsupported=1)),
        ("Its driver was Pierre.", Repairs(unsupported=1)),
    ],
)
async def test_what_is_mended_in_a_reply_is_counted(retriever: Retriever, reply: str, repairs: Repairs) -> None:
    assert (await ask(retriever, reply)).repairs == repairs


@pytest.mark.parametrize("chat", [None, ScriptedChat("", ChatBusy("provider said: secret detail"))])
async def test_without_a_model_or_with_one_in_trouble_the_archive_is_quoted(
    retriever: Retriever, chat: Chat | None
) -> None:
    answer = await Answerer(retriever, chat, 4, 1500).answer("When was the red trailer photographed?")
    assert (answer.status, answer.model, answer.is_outage) == ("answered", "quotations", chat is not None)
    assert answer.text == "“A bright-red covered trailer was photographed on July 7 at the loading area.” [1]"
    assert answer.citations[0].quote in answer.text


async def test_a_model_is_not_asked_about_what_the_archive_does_not_hold(retriever: Retriever) -> None:
    chat = ScriptedChat("The spacing is 7 [1].")
    answer = await Answerer(retriever, chat, 4, 1500).answer("quantum chromodynamics lattice spacing")
    assert (answer.status, chat.prompts) == ("refused", [])


async def test_where_the_model_is_in_trouble_and_nothing_can_be_quoted_that_is_told(retriever: Retriever) -> None:
    chat = ScriptedChat("", ChatBusy("429"))
    answer = await Answerer(retriever, chat, 4, 1500).answer("Who paid the leaders money for bread?")
    assert (answer.status, answer.is_outage) == ("failed", True)
    assert answer.text == "The language model gives no answer at the moment, and nothing is near enough to be quoted."


CALLS = ["<@123>", "@everyone", "@\u200beveryone", "@here", "<#42>", "</ask:7>", "discord.gg/x", "discord.com/invite/x"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("has_model", [True, False])
async def test_nobody_is_called_or_invited_whatever_an_article_says(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, call: str, has_model: bool
) -> None:
    wild = f"Gardeners planted tulips at {call} in March"
    ingest([Article(id="tulips", text=f"{wild}. {wild} again. The tulips were red.")], archive, embedder, 900)
    chat = ScriptedChat(f"{wild} [1]. The tulips were red [1].") if has_model else None
    answer = await Answerer(Retriever(archive, embedder), chat, 4, 1500).answer("Were the tulips red?")
    assert call not in answer.text
    assert "tulips were red" in answer.text


async def test_a_refusal_names_what_no_article_found_knows_and_the_days_of_which_none_is(retriever: Retriever) -> None:
    answer = await Answerer(retriever, ScriptedChat("No idea."), 4, 1500).answer(
        "Who repaired the trailer in May 2017?"
    )
    assert answer.missing == Missing(("repaired",), "2017-05-01 … 2017-06-03")
    answered = await ask(retriever, "The trailer was photographed on July 7 [1].")
    assert answered.missing == Missing()


async def test_a_refusal_names_the_days_that_the_member_insists_on(retriever: Retriever) -> None:
    question = Question("Who saw the trailer?", within=DateRange("2001-01-01", "2001-01-02"))
    answer = await Answerer(retriever, ScriptedChat("No idea."), 4, 1500).answer(question)
    assert (answer.status, answer.sources, answer.missing) == ("refused", (), Missing((), "2001-01-01"))


async def test_a_follow_up_is_searched_with_what_it_refers_to(retriever: Retriever) -> None:
    chat = ScriptedChat("The trailer was photographed on July 7 [1].")
    before = Turn("Where was the bright red trailer?", "The trailer was at the loading area.")
    question = Question("and when was it photographed?", history=(before,))
    answer = await Answerer(retriever, chat, 4, 1500).answer(question)
    assert (answer.status, answer.question) == ("answered", "and when was it photographed?")
    assert "bright red trailer" in chat.prompts[0].user


async def test_the_unchecked_reply_is_passed_on_as_it_grows(retriever: Retriever) -> None:
    seen: list[str] = []
    chat = ScriptedChat("July 7 [1].")
    await Answerer(retriever, chat, 4, 1500).answer("When was the red trailer photographed?", seen.append)
    assert seen == ["July ", "July 7 ", "July 7 [1]. "]


async def test_nothing_of_the_form_is_passed_on(retriever: Retriever) -> None:
    seen: list[str] = []
    chat = ScriptedChat("Evidence: S1\nAnswer: July 7.")
    answer = await Answerer(retriever, chat, 4, 1500).answer("When was the red trailer photographed?", seen.append)
    assert seen == ["July ", "July 7. "]
    assert answer.text == "July 7 [1]."


@pytest.mark.parametrize(("certainty", "status"), [(1.0, "answered"), (0.9, "answered"), (0.75, "refused")])
async def test_an_answer_that_the_model_itself_doubts_is_a_refusal(
    retriever: Retriever, certainty: float, status: str
) -> None:
    chat = ScriptedChat("Evidence: S1\nAnswer: The trailer was photographed on July 7.", None, *[certainty] * 4)
    answer = await Answerer(retriever, chat, 4, 1500).answer("When was the red trailer photographed?")
    assert answer.status == status
    is_answered, is_stated = chat.checks[:2]
    assert "A bright-red covered trailer was photographed on July 7 at the loading area." in is_answered.user
    assert "Answer: The trailer was photographed on July 7." in is_stated.user


DOUBTED = "Evidence: S1\nAnswer: The trailer was photographed on July 7."
UNSUPPORTED = "Evidence: S1\nAnswer: The trailer was blue and cost 5 million dollars."


@pytest.mark.parametrize(("reply", "certainties"), [(DOUBTED, (0.5, 0.5, 0.9, 0.9)), (UNSUPPORTED, (0.9, 0.9))])
async def test_the_archive_is_quoted_where_the_answer_does_not_hold_and_the_model_finds_one_in_the_quotation(
    retriever: Retriever, reply: str, certainties: tuple[float, ...]
) -> None:
    chat = ScriptedChat(reply, None, *certainties)
    answer = await Answerer(retriever, chat, 4, 1500).answer("When was the red trailer photographed?")
    assert answer.text == "“A bright-red covered trailer was photographed on July 7 at the loading area.” [1]"
    assert (answer.is_quoted, answer.is_outage) == (True, False)
    assert f"Answer: {answer.text.removesuffix(' [1]')}" in chat.checks[-1].user


@pytest.mark.parametrize("certainties", [(0.8, 0.8), (None,)])
async def test_a_quotation_in_which_the_model_finds_no_answer_is_not_given(
    retriever: Retriever, certainties: tuple[float | None, ...]
) -> None:
    chat = ScriptedChat(UNSUPPORTED, None, *certainties)
    answer = await Answerer(retriever, chat, 4, 1500).answer("When was the red trailer photographed?")
    assert (answer.status, answer.model) == ("refused", "scripted")


HARBOUR = "The harbour of Wexmoor is closed to ships."


def told(archive: PassageIndex, embedder: BagOfWordsEmbeddings, *articles: Article) -> Answerer:
    """Answers from these articles too, as a model that names the last sentence it is shown."""
    ingest(articles, archive, embedder, 300)
    chat = ScriptedChat(f"Evidence: S2\nAnswer: {HARBOUR}")
    return Answerer(Retriever(archive, embedder), chat, 4, 1500)


async def test_what_tells_no_time_does_not_answer_when(retriever: Retriever) -> None:
    chat = ScriptedChat("The trailer was photographed at the loading area [1].")
    answerer = Answerer(retriever, chat, 4, 1500)
    assert (await answerer.answer("Where was the red trailer photographed?")).status == "answered"
    assert (await answerer.answer("When was the red trailer photographed?")).status == "refused"


async def test_a_quotation_that_tells_no_time_does_not_answer_when(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    ingest([Article(id="r", title="Harbour", text=HARBOUR)], archive, embedder, 300)
    chat = ScriptedChat("No idea.", None, 0.9, 0.9)
    answer = await Answerer(Retriever(archive, embedder), chat, 1, 1500).answer("When was Wexmoor harbour closed?")
    assert (answer.status, chat.checks) == ("refused", [])


async def test_an_article_that_does_not_know_whom_the_question_names_does_not_answer_it(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    report = Article(id="r", title="Harbour", text=HARBOUR)
    other = Article(id="o", title="Visit", text="On Monday Brannock went to the lighthouse of Wexmoor.")
    answerer = told(archive, embedder, report, other)
    assert (await answerer.answer("is the harbour of wexmoor closed")).status == "answered"
    assert (await answerer.answer("is the harbour of wexmoor closed to brannock")).status == "refused"


async def test_a_name_carried_over_from_the_turn_before_refuses_no_answer(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    report = Article(id="r", title="Harbour", text=HARBOUR)
    other = Article(id="o", title="Visit", text="On Monday Brannock went to the lighthouse of Wexmoor.")
    before = Turn("where did brannock go", "To Wexmoor.")
    question = Question("and is its harbour closed?", history=(before,))
    assert (await told(archive, embedder, report, other).answer(question)).status == "answered"


async def test_a_sentence_that_two_articles_bear_out_cites_the_one_that_the_model_named(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    articles = [Article(id=name, title=name, text=HARBOUR, published_at="2020-01-02") for name in ("Post", "Wire")]
    articles[1] = articles[1].model_copy(update={"text": f"{HARBOUR} Nobody knows why it was shut so suddenly."})
    answerer = told(archive, embedder, *articles)
    answer = await answerer.answer("Which harbour of Wexmoor was closed?")
    named = [source.article.id for source in answer.sources for _ in source.shown][1]
    assert answer.citations[0].article.id == named != answer.sources[0].article.id


async def test_a_correction_and_the_day_are_told_beside_the_answer(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    report = Article(id="r", title="Harbour", text=HARBOUR, url="https://a.example/r", published_at="2020-01-02")
    correction = Article(id="c", title="Correction", text="Wexmoor harbour is open again.", corrects=report.url)
    answer = await told(archive, embedder, report, correction).answer("Is the harbour of Wexmoor still closed?")
    assert answer.text == (
        "The harbour of Wexmoor is closed to ships (as of January 2, 2020) [1]. "
        "A later correction says: “Wexmoor harbour is open again.” [2]"
    )
    assert [citation.article.id for citation in answer.citations] == ["r", "c"]


async def test_a_correction_is_told_that_was_not_among_what_was_found(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    report = Article(id="r", title="Harbour", text=HARBOUR, url="https://a.example/r")
    correction = Article(id="c", title="Amended", text="It has been open since Monday.", corrects=report.url)
    ingest([report, correction], archive, embedder, 300)
    answerer = Answerer(Retriever(archive, embedder), ScriptedChat("The harbour of Wexmoor is closed [1]."), 1, 1500)
    answer = await answerer.answer("Is the harbour of Wexmoor closed?")
    assert "A later correction says: “It has been open since Monday.” [2]" in answer.text


@pytest.mark.parametrize("chat", [None, ScriptedChat("", ChatBusy("429")), ScriptedChat("No idea.", None, 1.0, 1.0)])
async def test_a_correction_is_told_beside_quotations_too(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, chat: Chat | None
) -> None:
    report = Article(id="r", title="Harbour", text=HARBOUR, url="https://a.example/r")
    correction = Article(id="c", title="Amended", text="It has been open since Monday.", corrects=report.url)
    ingest([report, correction], archive, embedder, 300)
    answer = await Answerer(Retriever(archive, embedder), chat, 1, 1500).answer("Is the harbour of Wexmoor closed?")
    assert answer.text.endswith("A later correction says: “It has been open since Monday.” [2]")


async def test_what_another_turn_asked_for_is_not_asked_of_this_one(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings
) -> None:
    history = (Turn("When did the harbour of Wexmoor close?", "On May 5."),)
    ingest([Article(id="r", text="The harbour of Wexmoor was closed by the mayor.")], archive, embedder, 300)
    reply = "The harbour of Wexmoor was closed by the mayor."
    answerer = Answerer(Retriever(archive, embedder), ScriptedChat(f"Evidence: S1\nAnswer: {reply}"), 1, 1500)
    assert (await answerer.answer(Question("and who closed it?", history=history))).status == "answered"
    assert (await answerer.answer(Question("and the second time?", history=history))).status == "refused"
    history = (Turn("What were the mayor's exact words about the harbour of Wexmoor?", "It is shut."),)
    assert (await answerer.answer(Question("and who closed it?", history=history))).status == "answered"


BRANNOCK = "The harbour of Wexmoor was closed by Anna Brannock."
QUILL = "On Monday the harbour of Wexmoor was closed by Peter Quill."


@pytest.mark.parametrize(
    ("certainties", "is_told"), [((1.0, 1.0, 0.9, 0.9), True), ((1.0, 1.0, 0.7, 0.7), False), ((None,), False)]
)
async def test_another_answer_is_told_where_the_model_is_as_sure_of_it_as_it_must_be_of_one(
    archive: PassageIndex, embedder: BagOfWordsEmbeddings, certainties: tuple[float | None, ...], is_told: bool
) -> None:
    ingest([Article(id="b", text=BRANNOCK), Article(id="q", text=QUILL)], archive, embedder, 300)
    chat = ScriptedChat(f"Evidence: S1, S2\nAnswer: {BRANNOCK}", None, *certainties)
    answer = await Answerer(Retriever(archive, embedder), chat, 4, 1500).answer("Who closed the harbour of Wexmoor?")
    other = f"Another report says: “{QUILL}” [2]"
    assert answer.text == f"{BRANNOCK[:-1]} [1]." + (f" {other}" if is_told else "")
    assert [citation.article.id for citation in answer.citations] == ["b", "q"][: 1 + is_told]


class NothingEntailed(Entailment):
    """Says of every sentence that nothing entails it."""

    def _probability(self, premise: str, sentence: str) -> float:
        return 0.0


async def test_a_model_of_entailment_has_its_say(retriever: Retriever) -> None:
    chat = ScriptedChat("The trailer was photographed on July 7 [1].")
    answerer = Answerer(retriever, chat, 4, 1500, Verifier(entailment=NothingEntailed("none")))
    assert (await answerer.answer("When was the red trailer photographed?")).status == "refused"


async def test_the_model_is_shown_no_more_characters_than_allowed(retriever: Retriever) -> None:
    chat = ScriptedChat("x")
    await Answerer(retriever, chat, 4, 150).answer("the two leaders met in Singapore")
    shown = [line for line in chat.prompts[0].user.splitlines() if line and "Question:" not in line]
    assert 0 < sum(len(line.removeprefix("# ").removeprefix("S1: ")) for line in shown) <= 150


@pytest.mark.parametrize("question", ["", "  \n\t", "\x00\x1b\x07", "?!…"])
def test_an_empty_question_is_refused_with_an_example(question: str) -> None:
    with pytest.raises(QuestionError, match="for instance"):
        checked_question(question)


def test_a_long_question_is_refused_with_both_figures() -> None:
    with pytest.raises(QuestionError, match=r"10,000 characters; at most 2,000"):
        checked_question("a" * 10_000)


def test_control_characters_are_taken_out_of_a_question() -> None:
    assert checked_question("who\x1b[2J met\x00\nwhom?") == "who [2J met whom?"
