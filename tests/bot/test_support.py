"""Each check on single sentences: what a claim may say in other words, and what it may not."""

import pytest

from bot.verifier import RULES

from tests.bot.sources import source


def failures(claim: str, passage: str, **fields: str) -> tuple[str, ...]:
    """The checks that the claim fails on an article of only that passage."""
    weighed = RULES.weigh(claim, source(1, passage, **fields))
    assert weighed
    return weighed.failures


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The president rejected the offer.", "The president accepted the offer."),
        ("North Korea refused to return the remains.", "North Korea agreed to return the remains."),
        ("The rocket launch failed.", "The rocket launch succeeded."),
        ("The minister denied taking bribes.", "The minister admitted taking bribes."),
        ("The list excluded the oil minister.", "The list included the oil minister."),
        ("The minister denied the report.", "The minister confirmed the report."),
        ("The bill failed.", "The bill passed."),
        ("The missile missed the ship.", "The missile hit the ship."),
        ("The offer was rejected.", "The offer was not rejected."),
        ("The company avoided bankruptcy.", "The company went into bankruptcy."),
        ("The president declined to meet Kim.", "The president agreed to meet Kim."),
        ("She failed in her bid to win the seat.", "She won the seat in her bid."),
        ("The court upheld the ban.", "The court struck down the ban."),
        ("The judge upheld the verdict.", "The judge overturned the verdict."),
        ("The lawyer pleaded guilty.", "The lawyer pleaded not guilty."),
        ("The senator voted for the tax.", "The senator voted against the tax."),
        ("Two mayors voted in favour of the tax.", "Two mayors opposed the tax."),
        ("The judge acquitted the banker of fraud.", "The judge sentenced the banker for fraud."),
        ("Acme reported a profit of 3 million euros.", "Acme reported a loss of 3 million euros."),
        ("The coach went after a 4-0 victory over Acme.", "The coach went after a player lost 4-0 to Acme."),
    ],
)
def test_a_flat_reversal_is_not_borne_out(left: str, right: str) -> None:
    assert "denial" in failures(left, right)
    assert "denial" in failures(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sales fell 5 percent.", "Sales declined 5 percent."),
        ("The president rejected the offer.", "The president turned down the offer."),
        ("The judge dismissed the appeal.", "The judge rejected the appeal."),
        ("The talks failed.", "The talks collapsed."),
        ("Three hikers disappeared.", "Three hikers went missing."),
        ("The company escaped bankruptcy.", "The company avoided bankruptcy."),
        ("The bank collapsed in 2008.", "The failed bank collapsed in 2008."),
        ("At least 20 people died.", "No fewer than 20 people died."),
        ("At most 20 people died.", "No more than 20 people died."),
        ("The city scrapped a planned rise in rents.", "The city dropped its plan to raise rents."),
        ("The senator supported the tax.", "The senator voted for the tax."),
        ("The government lost a no-confidence vote.", "The government lost a vote of confidence."),
        ("The president rejected the offer.", "The president did not accept the offer."),
        ("The offer was not rejected.", "The offer was accepted."),
        ("The president refused to sign the bill.", "The president did not sign the bill."),
    ],
)
def test_a_negative_word_may_stand_for_other_words(left: str, right: str) -> None:
    assert failures(left, right) == failures(right, left) == ()


def test_the_abbreviation_of_number_denies_nothing() -> None:
    assert failures("Third seed Nadal won.", "No. 3 seed Nadal won.") == ()
    assert failures("No. 3 seed Nadal won.", "Seed Nadal won as No. 3.") == ()
    assert failures("No. 3 seed Nadal won.", "Third seed Nadal won.") == ()
    assert "denial" in failures("No seed won.", "A seed won.")
    assert "denial" in failures("No-one won the seat.", "A woman won the seat.")


THURSDAY = "2019-03-14"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The bridge collapsed on March 12.", "The bridge collapsed on Tuesday, killing four."),
        ("The bridge collapsed on March 14.", "The bridge collapsed on Thursday, killing four."),
        ("The bridge collapsed on March 8.", "The bridge collapsed last Friday, killing four."),
        ("The bridge opens on March 19.", "The bridge opens next Tuesday, a spokesman said."),
        ("The bridge collapsed in February.", "The bridge collapsed last month, killing four."),
        ("The bridge opens in April.", "The bridge opens next month, a spokesman said."),
        ("The bridge collapsed in 2018.", "The bridge collapsed last year, killing four."),
        ("The bridge opens in 2020.", "The bridge opens next year, a spokesman said."),
    ],
)
def test_a_day_or_month_or_year_counts_from_the_day_of_publication(claim: str, passage: str) -> None:
    assert failures(claim, passage, published_at=THURSDAY) == ()


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The bridge collapsed on March 11.", "The bridge collapsed on Tuesday, killing four."),
        ("The bridge collapsed on March 5.", "The bridge collapsed on Tuesday, killing four."),
        ("The bridge opens on March 26.", "The bridge opens next Tuesday, a spokesman said."),
        ("The bridge collapsed in January.", "The bridge collapsed last month, killing four."),
        ("The bridge collapsed in 2017.", "The bridge collapsed last year, killing four."),
    ],
)
def test_another_day_or_month_or_year_is_not_the_one_that_is_meant(claim: str, passage: str) -> None:
    assert failures(claim, passage, published_at=THURSDAY)


@pytest.mark.parametrize("published", [{}, {"published_at": THURSDAY}])
def test_another_weekday_is_not_borne_out(published: dict[str, str]) -> None:
    passage = "The strike begins on Tuesday at noon."
    assert failures("The strike begins on Monday at noon.", passage, **published) == ("dates",)
    assert failures("The strike begins on Tuesday at noon.", passage, **published) == ()


BARRA = {"title": "Mary Barra closes the book on Lordstown"}


@pytest.mark.parametrize(
    ("claim", "passage", "fields"),
    [
        (
            "Trump said the deal with France was dead.",
            "Trump spoke on Monday in Ohio. The deal with France is dead.",
            {},
        ),
        ("Mary Barra said GM would close a plant.", "GM will close a plant, its chief executive said.", BARRA),
        ("The plant will close, Reuters says.", "GM will close the plant.", {"source": "Reuters"}),
        ("Reuters says GM will close the plant.", "GM will close the plant.", {"source": "Reuters"}),
    ],
)
def test_who_speaks_may_stand_before_or_in_the_header(claim: str, passage: str, fields: dict[str, str]) -> None:
    assert failures(claim, passage, **fields) == ()


@pytest.mark.parametrize(
    ("claim", "passage", "fields"),
    [
        (
            "Macron said the deal with France was dead.",
            "Trump spoke on Monday in Ohio. The deal with France is dead.",
            {},
        ),
        ("Mary Barra said GM would close a plant.", "GM will close a plant, Tim Cook said.", BARRA),
        ("Bloomberg said the dam had held.", "Calder, the mayor, said the dam had held.", {"source": "Bloomberg"}),
    ],
)
def test_another_speaker_is_not_borne_out(claim: str, passage: str, fields: dict[str, str]) -> None:
    assert {"speaker", "names"} & set(failures(claim, passage, **fields))


def test_rather_than_denies() -> None:
    tool = "The minister said sanctions could not be an end in themselves and had to be a tool for talks."
    assert failures("The minister said sanctions should serve talks rather than be an end in themselves.", tool) == ()
    aim = "The minister said sanctions should serve talks rather than be an end in themselves."
    assert "denial" in failures("The minister said sanctions should be an end in themselves.", aim)


def test_swapped_roles_are_not_borne_out() -> None:
    assert failures("On Sunday France beat Brazil.", "Brazil beat France on Sunday.") == ("roles",)
    assert failures("France was beaten by Brazil on Sunday.", "Brazil beat France on Sunday.") == ()


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Shares plunged on Monday.", "Shares jumped on Monday."),
        ("Oil prices dropped to a new level.", "Oil prices climbed to a new level."),
        ("Profits rose at the bank.", "Profits plunged at the bank."),
        ("Sales declined 5 percent.", "Sales grew 5 percent."),
        ("The dollar slid against the euro.", "The dollar surged against the euro."),
    ],
)
def test_up_is_not_down(claim: str, passage: str) -> None:
    assert "denial" in failures(claim, passage)
    assert "denial" in failures(passage, claim)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The company has established a fund.", "The company has set up a fund."),
        ("Toyota demonstrated a new battery.", "Toyota showed off a new battery."),
        ("Thousands demonstrated in Rome.", "Thousands protested in Rome."),
        ("The Senate confirmed the judge.", "The judge won Senate approval."),
        ("A certain number of seats was lost.", "A number of seats was lost."),
        ("The fund guaranteed loans.", "The fund backed loans."),
        ("The singer was in court.", "The singer appeared in court."),
        ("Witnesses saw smoke.", "Witnesses could see smoke."),
        ("Data show that sales fell.", "Data indicated that sales fell."),
        ("Police arrested the gunman in Leeds.", "Police arrested a suspect in Leeds, the gunman."),
        ("Police arrested two suspects in Leeds.", "Police arrested two men in Leeds."),
    ],
)
def test_an_everyday_word_is_neither_certain_nor_open(left: str, right: str) -> None:
    assert failures(left, right) == failures(right, left) == ()


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The mayor wants to close the school.", "The mayor proposed to close the school."),
        ("The mayor plans to close the school.", "The mayor hopes to close the school."),
        ("The company aims to open a plant.", "The company intends to open a plant."),
        ("The company is seeking to open a plant.", "The company hopes to open a plant."),
    ],
)
def test_a_wish_may_be_told_in_other_words(claim: str, passage: str) -> None:
    assert failures(claim, passage) == ()


@pytest.mark.parametrize(
    ("claim", "passage", "check"),
    [
        ("The test proved that the bomb works.", "The test suggested that the bomb works.", "certainty"),
        ("It was confirmed that the dam broke.", "It was thought that the dam broke.", "certainty"),
        ("The test demonstrated that the bomb works.", "The test suggested that the bomb works.", "certainty"),
        ("The launch was confirmed by Japan.", "The launch was seen by Japan.", "certainty"),
        ("The dam is certain to break.", "The dam may break.", "certainty"),
        ("The mayor closed the school.", "The mayor proposed to close the school.", "denial"),
        ("The fire was set by the guard.", "The fire was apparently set by the guard.", "denial"),
        ("The guard set the fire.", "The guard is suspected of having set the fire.", "denial"),
        ("The guard set the fire.", "The guard appeared to have set the fire.", "denial"),
        ("The mayor plans to close the school.", "The mayor may close the school.", "denial"),
        ("The storm hit the coast.", "The storm could hit the coast.", "denial"),
    ],
)
def test_what_is_open_is_not_told_as_a_fact(claim: str, passage: str, check: str) -> None:
    assert check in failures(claim, passage)


def test_whom_the_speaker_speaks_of_is_no_speaker() -> None:
    assert "speaker" in failures("Trump said Powell lied.", "Powell said Trump lied.")
    assert "speaker" in failures("Trump alleged Powell lied.", "Powell alleged Trump lied.")
    assert failures("Trump said Powell lied.", "Powell lied, said Trump.") == ()


def test_a_reversal_is_held_against_the_clause_with_the_same_number() -> None:
    passage = "The grocer's shares fell 18 percent when it issued a profit warning."
    assert failures("The grocer's stock rose 18 percent following a profit warning.", passage) == ("denial",)
    assert failures("The grocer's stock slid 18 percent following a profit warning.", passage) == ()


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("The bank plans to cut 1,200 jobs.", "The bank intends to cut 1,200 jobs."),
        ("The bank plans to cut 1,200 jobs.", "The bank will cut 1,200 jobs."),
        ("The mayor wants to build a tram line.", "The mayor wants a tram line."),
        ("The council approved a plan to build a tram line.", "The council approved a tram line."),
        ("No queen had visited the island before.", "The visit was the first by a queen to the island."),
        ("It was the first visit by a queen to the island.", "No queen had previously visited the island."),
        ("The roof had not been inspected for years.", "The roof had gone uninspected for years."),
    ],
)
def test_a_plan_a_premiere_and_a_lack_may_be_told_in_other_words(passage: str, claim: str) -> None:
    assert "denial" not in failures(claim, passage)


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        ("The bank plans to cut 1,200 jobs.", "The bank has cut 1,200 jobs."),
        ("The mayor wants to build a tram line.", "The mayor built a tram line."),
        ("The bank hopes to cut 1,200 jobs.", "The bank will cut 1,200 jobs."),
        ("No queen had visited the island before.", "The queen had visited the island before."),
    ],
)
def test_a_plan_is_no_deed(passage: str, claim: str) -> None:
    assert failures(claim, passage) == ("denial",)


def test_who_speaks_first_says_what_follows() -> None:
    passage = "Ruth Calder said the dam had held. Paul Okoye said that the old bridge was in danger."
    assert "speaker" in failures("Ruth Calder said the dam had held and that the old bridge was in danger.", passage)
    assert "speaker" in failures("Ruth Calder said the dam had held and warned the old bridge was in danger.", passage)
    assert failures("Paul Okoye warned that the old bridge was in danger.", passage) == ()
    assert failures("Ruth Calder said the dam had held and the old bridge was in danger.", passage) == ()


def test_what_came_before_did_not_come_after() -> None:
    passage = "The mayor resigned an hour after the report was published."
    assert failures("The mayor resigned an hour before the report was published.", passage) == ("order",)
    assert failures("An hour after the report was published, the mayor resigned.", passage) == ()
