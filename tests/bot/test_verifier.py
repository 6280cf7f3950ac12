"""The check that a source says what a sentence says."""

import pytest

from bot.citations import Claim
from bot.evidence import Source
from bot.likeness import Likeness
from bot.verifier import RULES, Verifier

from tests.bot.sources import source
from tests.embedders import BagOfWordsEmbeddings, MeaningEmbeddings

TRAILER = (
    "A bright-red trailer was photographed on July 7 at the loading area. Experts saw two trucks. Kim spoke later."
)
MEETING = "Moon Jae-in met Kim Jong Un in Panmunjom on April 27. They signed a declaration."
FLOOD = (
    "The river Elm rose to 7.4 metres in Harwick on March 3, 2021, and 1,200 people left their homes. "
    'Mayor Ruth Calder called the night "the worst in living memory" and said the dam had held. '
    "The engineer Paul Okoye said that a second wave was possible but that the old bridge was not in danger. "
    "Rain had fallen for nine days before the flood. "
    "The army, which sent 40 soldiers and 12 boats, is believed to have saved 65 people. "
    "The French Foreign Ministry offered help. It said that two helicopters were ready. "
    "No money was promised for the repairs. The school on the hill opens again this week."
)


def kept(text: str, *cited: int, question: str = "") -> list[tuple[str, int, str]]:
    sources = [source(1, TRAILER), source(2, MEETING)]
    checked = RULES.verify([Claim(text, cited)], sources, question)
    return [(each.text, each.source.number, each.quotation.text) for each in checked]


def is_kept(text: str, question: str = "") -> bool:
    article = source(1, FLOOD, published_at="2021-03-04", title="The Elm floods Harwick")
    return bool(RULES.verify([Claim(text, (1,))], [article], question))


def test_a_supported_sentence_carries_the_words_that_support_it() -> None:
    assert kept("The red trailer was photographed on July 7.", 1) == [
        (
            "The red trailer was photographed on July 7.",
            1,
            "A bright-red trailer was photographed on July 7 at the loading area.",
        )
    ]


def test_a_citation_moves_to_the_source_that_supports_the_sentence() -> None:
    assert kept("Moon met Kim in Panmunjom.", 1)[0][1] == 2


def test_a_sentence_without_a_marker_gets_one() -> None:
    assert kept("Moon met Kim in Panmunjom.")[0][1] == 2


def test_a_sentence_of_other_words_is_not_supported() -> None:
    assert kept("The weather stayed mild and the harvest was good.", 1) == []


def test_a_bare_answer_is_quoted_from_the_sentence_that_the_question_asks_about() -> None:
    assert kept("April 27.", question="When did Moon and Kim meet?")[0][2].startswith("Moon Jae-in met")


def test_a_bare_answer_must_stand_in_the_source_word_by_word() -> None:
    assert kept("The loading area", question="Where was the trailer photographed?")
    assert not kept("The parking area", question="Where was the trailer photographed?")


def test_a_short_answer_with_a_verb_may_be_in_other_words() -> None:
    flight = source(1, "On Friday the missile flew 3,700 km.")
    claim = Claim("Yesterday's missile flew 3,700 km.", ())
    assert RULES.verify([claim], [flight], "How far did yesterday's missile go?")


def test_yes_is_quoted_from_what_the_question_says() -> None:
    assert kept("Yes.", question="Did experts see trucks?")[0][2] == "Experts saw two trucks."


def test_what_a_sentence_adds_to_the_question_must_be_in_the_source() -> None:
    question = "What was photographed at the loading area on July 7?"
    assert kept("A red trailer was photographed at the loading area on July 7.", question=question)
    assert not kept("A secret weapon was photographed at the loading area on July 7.", question=question)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        pytest.param(
            "The Elm climbed to 7.4 metres in Harwick.", "The Elm climbed to 7.9 metres in Harwick.", id="number"
        ),
        pytest.param(
            "The army sent forty soldiers and 12 boats.", "The army sent 40 soldiers and 40 boats.", id="number twice"
        ),
        pytest.param(
            "The Elm climbed to 7.4 meters in Harwick.", "The Elm climbed to 7.4 feet in Harwick.", id="unit"
        ),
        pytest.param(
            "In Harwick 1,200 people left home on 3 March.",
            "In Harwick 1,200 people left home on 8 March.",
            id="date",
        ),
        pytest.param(
            "In March 2021 the Elm rose in Harwick.", "In March 2019 the Elm rose in Harwick.", id="year"
        ),
        pytest.param(
            "People left their homes in Harwick on March 3.",
            "People left their homes in Norwich on March 3.",
            id="name",
        ),
        pytest.param(
            'Calder called the night "the worst in living memory".',
            'Calder called the night "the worst in recent memory".',
            id="quotation",
        ),
        pytest.param(
            "Ruth Calder said that the dam had held.", "Paul Okoye said that the dam had held.", id="speaker"
        ),
        pytest.param(
            "According to Ruth Calder, the dam had held.", "According to Paul Okoye, the dam had held.", id="according"
        ),
        pytest.param(
            "France said that two helicopters were ready.",
            "Germany said that two helicopters were ready.",
            id="government",
        ),
        pytest.param(
            "Okoye said the old bridge was not in danger.", "Okoye said the old bridge was in danger.", id="denial"
        ),
        pytest.param("Calder said the dam had held.", "Calder said the dam had not held.", id="denial added"),
        pytest.param("The hill school is to open this week.", "The hill school is to close this week.", id="opposite"),
        pytest.param(
            "Okoye said a second wave might be possible.",
            "Okoye said a second wave was certain and possible.",
            id="certainty",
        ),
        pytest.param(
            "The army is thought to have saved 65 people.", "The army saved 65 people with boats.", id="belief"
        ),
        pytest.param(
            "The repairs were promised no money.", "The repairs were promised much money.", id="no"
        ),
    ],
)  # fmt: skip
def test_one_changed_fact_makes_a_sentence_unsupported(true: str, false: str) -> None:
    assert (is_kept(true), is_kept(false)) == (True, False)


def test_a_number_does_not_choose_the_place_that_bears_it_out() -> None:
    assert not is_kept("The army sent 1,200 soldiers and 12 boats to Harwick.")


@pytest.mark.parametrize(("limit", "supported"), [("500", True), ("900", False), ("700", False)])
def test_a_number_of_the_next_sentence_does_not_replace_that_of_this(limit: str, supported: bool) -> None:
    article = source(
        1,
        "Petrol imports fall to 500 barrels a year under the resolution. "
        "In March the council had set a limit of 900 barrels, a report said.",
    )
    claim = Claim(f"The resolution lowers the limit on petrol imports to {limit} barrels.", (1,))
    assert bool(RULES.verify([claim], [article], "")) is supported


def test_a_speaker_of_something_else_is_not_where_a_claim_is_looked_for() -> None:
    dam = source(
        1,
        "Ruth Calder of the Ashford council told a meeting on Monday that the bridge would open. An engineer, Paul "
        "Okoye, said that the dam would be repaired in May.",
    )
    said = "{} said the dam would be repaired in May."
    claims = [Claim(said.format("Ruth Calder of the Ashford council"), (1,)), Claim(said.format("Paul Okoye"), (1,))]
    assert [kept.text for kept in RULES.verify(claims, [dam], "")] == [said.format("Paul Okoye")]


def test_two_facts_may_stand_far_apart_but_both_must_stand() -> None:
    assert is_kept("The Elm rose to 7.4 metres in Harwick, and the school on the hill opens again this week.")
    assert not is_kept("The Elm rose to 7.4 metres in Harwick, and the school on the hill stays closed this week.")


def test_a_name_of_the_next_sentence_does_not_do_what_another_did() -> None:
    article = source(1, "Elmer College stands in Ruth. Carroll College was founded in 1846. Both have lakes.")
    assert RULES.verify([Claim("Carroll College was founded in 1846.", (1,))], [article], "")
    assert not RULES.verify([Claim("Elmer College was founded in 1846.", (1,))], [article], "")


def test_what_somebody_can_do_is_not_done() -> None:
    article = source(1, "Parliament passed the law on Thursday. The president can still veto it. The law bans hunting.")
    assert not RULES.verify([Claim("The president vetoed the law.", (1,))], [article], "")
    assert RULES.verify([Claim("The president can veto the law.", (1,))], [article], "")


def test_a_sentence_that_only_repeats_the_question_is_no_answer() -> None:
    question = "Was a secret weapon photographed at the loading area on July 7?"
    assert not kept("A secret weapon was photographed at the loading area on July 7.", question=question)
    question = "Was a red trailer photographed at the loading area on July 7?"
    assert kept("A red trailer was photographed at the loading area on July 7.", question=question)


@pytest.mark.parametrize(
    ("text", "coverage", "failed", "failures"),
    [
        ("The river Elm rose to 7.4 metres in Harwick.", 1.0, False, ()),
        ("The river Elm rose to 7.9 metres in Harwick.", 0.91, True, ("numbers",)),
        ("The Elm rose in Harwick, and Okoye said the old bridge was in danger.", 1.0, True, ("denial",)),
    ],
)
def test_what_a_claim_is_weighed_by_can_be_read(
    text: str, coverage: float, failed: bool, failures: tuple[str, ...]
) -> None:
    weighed = RULES.weigh(text, source(1, FLOOD, published_at="2021-03-04"))
    assert weighed
    assert (round(weighed.coverage, 2), weighed.failed, weighed.failures) == (coverage, failed, failures)


def test_a_source_without_sentences_supports_nothing() -> None:
    empty = Source(1, source(1, FLOOD).article, (), ())
    assert RULES.weigh("The dam had held.", empty) is None
    assert RULES.verify([Claim("The dam had held.", (1,))], [empty], "") == []


def test_a_pronoun_of_the_source_speaks_for_the_name_before_it() -> None:
    assert is_kept("The French Foreign Ministry said two helicopters were ready.")


def test_a_sentence_from_the_day_of_publication_may_name_that_day() -> None:
    assert is_kept("On 4 March 2021, no money was promised for the repairs.")
    assert not is_kept("On 9 March 2021, no money was promised for the repairs.")


def test_what_a_newspaper_was_said_to_show_is_not_left_open() -> None:
    shown = source(
        1,
        "Nobody spoke. One image, taken on July 7, was said to show a red covered trailer.",
        title="New missiles seen, Washington Post reports",
        published_at="2018-07-31",
    )
    for text in ("The red trailer was photographed on July 7, according to The Washington Post.", "July 7, 2018."):
        (checked,) = RULES.verify([Claim(text, (1,))], [shown], "When was the red trailer photographed?")
        assert checked.quotation.text.startswith("One image")


OTHER_WORDS = "After the flood residents of the town drove to safety."


@pytest.mark.parametrize(
    ("meant", "text", "is_supported"),
    [
        ("flood", OTHER_WORDS, True),
        ("school", OTHER_WORDS, False),
        ("flood", "After the flood 1,900 residents of the town drove to safety.", False),
        ("flood", "After the flood residents of Wexmoor drove to safety.", False),
        ("flood", "After the flood no residents of the town drove to safety.", False),
    ],
    ids=["alike", "unlike", "number", "name", "denial"],
)
def test_other_words_of_like_meaning_bear_a_claim_out_but_no_other_fact(
    meant: str, text: str, is_supported: bool
) -> None:
    alike = Verifier(Likeness(MeaningEmbeddings({text: meant})))
    article = source(1, FLOOD, published_at="2021-03-04", title="The Elm floods Harwick")
    assert not RULES.verify([Claim(text, (1,))], [article], "")
    assert bool(alike.verify([Claim(text, (1,))], [article], "")) is is_supported


@pytest.mark.parametrize(
    ("text", "question", "is_compared"),
    [("The dam had held.", "", True), ("The dam had not held.", "", False), ("65", "How many?", False)],
    ids=["sentence", "failed check", "bare answer"],
)
def test_only_what_meaning_can_bear_out_is_compared_in_meaning(
    text: str, question: str, is_compared: bool, embedder: BagOfWordsEmbeddings
) -> None:
    weighed = Verifier(Likeness(embedder)).weigh(text, source(1, FLOOD), question)
    assert weighed
    assert (weighed.likeness is not None) is is_compared
    assert (embedder.texts_embedded != []) is is_compared


def test_a_part_of_a_claim_may_stand_where_the_rest_of_it_does() -> None:
    passage = (
        "The rocket climbed to 740 km and covered 310 km, the agency said. "
        "It was fired at dawn from a lake in the north. Nobody was hurt, and no ship was near. "
        "An older rocket travelled over the sea."
    )
    claim = "The rocket climbed to 740 km, and it travelled 310 kilometres over the sea."
    weighed = RULES.weigh(claim, source(1, passage))
    assert weighed
    assert weighed.failures == ()
    false = RULES.weigh(claim.replace("310", "315"), source(1, passage))
    assert false
    assert false.failures == ("numbers",)
