"""Names, and which of them are one."""

import pytest

from bot.citations import Claim
from bot.names import Name, all_names, initials, is_country, is_named, names
from bot.verifier import RULES

from tests.bot.sources import source


def name(*words: str) -> Name:
    return frozenset(words)


MOON = name("moon", "jae")


def test_names_are_runs_of_words_with_capitals_without_titles() -> None:
    assert names("On Monday President Moon Jae-in met Ruth Calder.") == [MOON, name("ruth", "calder")]


def test_no_name_runs_over_a_comma() -> None:
    assert names("At Elm Bridge, Calder met Okoye.") == [name("elm", "bridg"), name("calder"), name("okoy")]


def test_days_and_months_are_no_names() -> None:
    assert names("They met on Monday in July.") == []


@pytest.mark.parametrize(
    ("text", "first"),
    [("Calder said so", True), ("KCNA reported", True), ("Reporters watched it", False), ("Nothing was said", False)],
)
def test_a_sentence_opens_with_a_name_where_a_verb_follows(text: str, first: bool) -> None:
    assert bool(names(text)) is first


@pytest.mark.parametrize("text", ["Tokyo warned", "the Japanese navy", "Japan's navy", "in Tokyo's view"])
def test_a_country_its_people_and_its_government_are_one(text: str) -> None:
    (found,) = names(text)
    assert is_country(found)
    assert is_named(found, names("x Japan"), ())


def test_a_capital_in_which_something_happens_is_a_city() -> None:
    assert names("a fire in Tokyo") == [name("tokyo")]
    assert names("his next stop was Tokyo") == [name("tokyo")]
    assert len(all_names("a fire in Tokyo")) == 2


@pytest.mark.parametrize(
    "text", ["He met the North Korean envoy.", "the NK envoy", "the N. Korean envoy", "saw the North act"]
)
def test_the_north_is_one_country_and_not_both_koreas(text: str) -> None:
    assert names(text) == names("x North Korea")


@pytest.mark.parametrize("text", ["a flight to the South Pole", "a ship on the North Sea", "a ship on the China Sea"])
def test_a_place_that_is_called_like_a_country_is_none(text: str) -> None:
    (found,) = names(text)
    assert not is_country(found)


def test_north_is_not_south() -> None:
    assert not is_named(names("North Korea said")[0], names("South Korea said"), ())


def test_both_koreas_are_named_by_either() -> None:
    assert is_named(names("the Koreas")[0], names("South Korea"), ())


def test_a_surname_stands_for_the_full_name_that_the_article_has() -> None:
    assert is_named(MOON, [name("moon")], [MOON])
    assert not is_named(MOON, [name("moon")], [name("moon")])


def test_a_full_name_is_another_where_a_given_name_differs() -> None:
    assert not is_named(name("kim", "yong", "nam"), [name("kim", "jong", "un")], [name("kim", "yong", "nam")])


def test_initials_are_those_of_the_words_with_meaning() -> None:
    assert initials("the intercontinental ballistic missile of the Group of 20") == "IBMG20"


def is_borne_out(text: str, passage: str) -> bool:
    return bool(RULES.verify([Claim(text, (1,))], [source(1, passage)], ""))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The US imposed new sanctions.", "The U.S. imposed new sanctions."),
        ("The United States imposed new sanctions.", "The U.S. imposed new sanctions."),
        ("Washington imposed new sanctions.", "The U.S. imposed new sanctions."),
        ("The UN condemned the launch.", "The U.N. condemned the launch."),
        ("The United Nations condemned the launch.", "The U.N. condemned the launch."),
        ("The British minister resigned.", "The U.K. minister resigned."),
        ("Britain signed the treaty.", "The U.K. signed the treaty."),
        ("The EU signed the treaty.", "The E.U. signed the treaty."),
        ("The bridge is safe, according to the US army.", "The bridge is safe, according to the U.S. Army."),
    ],
)
def test_a_country_in_dotted_initials_is_the_same_country(one: str, other: str) -> None:
    assert (is_borne_out(one, other), is_borne_out(other, one)) == (True, True)


def test_a_country_in_dotted_initials_is_no_other_country() -> None:
    assert not is_borne_out("The Russian president met Xi.", "The U.S. president met Xi.")
    assert not is_borne_out("The U.S. president met Xi.", "The Russian president met Xi.")
    assert not is_borne_out(
        "The bridge is safe, according to the Russian army.", "The bridge is safe, according to the U.S. Army."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gov. Ruth Calder signed the law.", "Governor Ruth Calder signed the law."),
        ("Sen. Ruth Calder signed the law.", "Senator Ruth Calder signed the law."),
        ("Rep. Ruth Calder signed the law.", "Congresswoman Ruth Calder signed the law."),
        ("Ruth Calder signed the law.", "Representative Ruth Calder signed the law."),
        ("Lt. Col. Ruth Calder led the search.", "Lieutenant Colonel Ruth Calder led the search."),
        ("They met Capt. Ruth Calder in the harbour.", "They met Captain Ruth Calder in the harbour."),
        ("Sgt. Ruth Calder led the search.", "Sergeant Ruth Calder led the search."),
        ("Maj. Gen. Ruth Calder led the search.", "Major General Ruth Calder led the search."),
        ("Adm. Ruth Calder led the search.", "Admiral Ruth Calder led the search."),
        ("Rev. Ruth Calder led the prayer.", "Reverend Ruth Calder led the prayer."),
        ("They met Prof. Ruth Calder in the harbour.", "They met Ruth Calder in the harbour."),
        ("Judge Ruth Calder read the verdict.", "Justice Ruth Calder read the verdict."),
        ("Pope Francis led the prayer.", "Francis led the prayer."),
        ("Coach Ruth Calder praised the team.", "Ruth Calder praised the team."),
        ("Sheriff Ruth Calder led the search.", "Ruth Calder led the search."),
        ("Typhoon Haiyan killed thousands.", "Haiyan killed thousands."),
        ("Hurricane Katrina flooded the city.", "Katrina flooded the city."),
        ("Storm Desmond flooded the city.", "Desmond flooded the city."),
        ("Cyclone Idai flooded the city.", "Idai flooded the city."),
    ],
)
def test_a_title_makes_no_other_name(one: str, other: str) -> None:
    assert (is_borne_out(one, other), is_borne_out(other, one)) == (True, True)


def test_a_title_shared_makes_no_name_the_same() -> None:
    assert not is_borne_out("Judge Paul Okoye read the verdict.", "Judge Ruth Calder read the verdict.")
    assert not is_borne_out("Typhoon Meari killed thousands.", "Typhoon Haiyan killed thousands.")


def test_a_word_that_can_be_a_title_is_part_of_a_name_elsewhere() -> None:
    assert names("Of Desert Storm wrote Amartya Sen.") == [name("desert", "storm"), name("amartya", "sen")]
    assert names("The Justice Department appealed.") == [name("justic")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Erdogan visited Athens.", "Erdoğan visited Athens."),
        ("The flood reached Sao Paulo.", "The flood reached São Paulo."),
        ("Orban won the vote.", "Orbán won the vote."),
        ("They met Lech Walesa.", "They met Lech Wałęsa."),
        ("Yildiz opened the bridge.", "Yıldız opened the bridge."),
        ("The ferry left Tromso.", "The ferry left Tromsø."),
        ("They met in Orban's house.", "They met in Orba\N{COMBINING ACUTE ACCENT}n's house."),
    ],
)
def test_a_name_without_its_accents_is_the_same_name(one: str, other: str) -> None:
    assert (is_borne_out(one, other), is_borne_out(other, one)) == (True, True)


def test_a_name_with_an_accent_opens_a_sentence_too() -> None:
    assert names("Erdoğan visited Athens.") == [name("erdogan"), name("athen")]
    assert not is_borne_out("Orbán visited Athens.", "Erdoğan visited Athens.")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The South African police closed the port.", "The police of South Africa closed the port."),
        ("Saudi Arabia's energy minister resigned.", "The Saudi energy minister resigned."),
        ("The Chilean navy found the ship.", "Chile's navy found the ship."),
        ("Sri Lanka's parliament met on Monday.", "The Sri Lankan parliament met on Monday."),
        ("Peru's president resigned.", "The Peruvian president resigned."),
        ("The Jordanian army closed the border.", "Jordan's army closed the border."),
        ("The Georgian army closed the border.", "The army of Georgia closed the border."),
        ("A Briton won the race.", "A British runner won the race."),
        ("A Spaniard won the race.", "A Spanish runner won the race."),
        ("A Scot won the race.", "A Scottish runner won the race."),
        ("Two Poles won the race.", "Two Polish runners won the race."),
        ("The Welsh government closed the port.", "The government of Wales closed the port."),
        ("African leaders signed the treaty.", "The leaders of Africa signed the treaty."),
        ("Latin American leaders signed the treaty.", "The leaders of Latin America signed the treaty."),
        ("The Burmese army closed the border.", "Myanmar's army closed the border."),
        ("Riyadh cut its oil exports.", "Saudi Arabia cut its oil exports."),
    ],
)
def test_every_country_and_its_people_are_one(one: str, other: str) -> None:
    assert (is_borne_out(one, other), is_borne_out(other, one)) == (True, True)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The Nigerian army closed the border.", "Niger's army closed the border."),
        ("The Guinean army closed the border.", "Papua New Guinea's army closed the border."),
        ("The army of Sudan closed the border.", "The South Sudanese army closed the border."),
        ("The Slovak parliament met on Monday.", "Slovenia's parliament met on Monday."),
        ("American leaders signed the treaty.", "Latin American leaders signed the treaty."),
    ],
)
def test_countries_of_like_names_are_not_one(claim: str, passage: str) -> None:
    assert not is_borne_out(claim, passage)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of him Michael Jordan spoke.", [name("michael", "jordan")]),
        ("They crossed the Jordan River.", [name("jordan", "river")]),
        ("It snowed in New England.", [name("new", "england")]),
        ("They keep a Great Dane.", [name("great", "dane")]),
        ("Mexico, Chad", [name("countryofmexico"), name("countryofchad")]),
        ("On Monday Jordan closed it.", [name("countryofjordan")]),
        ("They met England Captain Ruth Calder.", [name("countryofengland"), name("ruth", "calder")]),
    ],
)
def test_a_word_for_a_country_beside_another_name_is_part_of_that(text: str, expected: list[Name]) -> None:
    assert names(text) == expected


def test_a_surname_that_is_a_country_too_is_found_in_the_full_name() -> None:
    assert is_borne_out("Jordan scored 40 points.", "Michael Jordan scored 40 points.")
    assert not is_borne_out("Chad scored 40 points.", "Michael Jordan scored 40 points.")


@pytest.mark.parametrize(
    ("claim", "passage", "supported"),
    [
        ("The WHO approved the vaccine.", "The WHO approved the vaccine.", True),
        ("The WHO approved the vaccine.", "The FDA approved the vaccine.", False),
        ("The WHO approved the vaccine.", "The man who approved the vaccine spoke.", False),
        ("The vaccine is safe, the WHO said.", "The vaccine is safe, said Calder, who had seen it.", False),
        ("IS attacked the town.", "The army attacked the town, which is small.", False),
    ],
)
def test_a_name_in_capitals_is_no_stop_word(claim: str, passage: str, supported: bool) -> None:
    assert is_borne_out(claim, passage) is supported


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The FBI arrested two men.", "The Federal Bureau of Investigation arrested two men."),
        ("The FBI said the man was armed.", "The Federal Bureau of Investigation said the man was armed."),
        ("The WHO approved the vaccine.", "The World Health Organization approved the vaccine."),
        (
            "The IAEA sent two inspectors to the harbour, where sailors had seen an open barrel.",
            "The International Atomic Energy Agency sent two inspectors to the harbour, where sailors had seen an open "
            "barrel.",
        ),
        ("The ECB lent the money.", "The European Central Bank lent the money."),
    ],
)
def test_an_acronym_and_what_it_stands_for_are_one_name(one: str, other: str) -> None:
    assert (is_borne_out(one, other), is_borne_out(other, one)) == (True, True)


def test_an_acronym_stands_for_no_other_name() -> None:
    assert not is_borne_out("The Federal Aviation Administration approved it.", "The FDA approved it.")
    assert not is_borne_out("The FBI said the man was armed.", "The World Health Organization said the man was armed.")
    assert not is_borne_out("The Federal Bureau of Investigation sent Ian Ford.", "The FBI sent two men.")
    assert not is_borne_out(
        "Okoye said of the FBI that two men were armed.", "The Federal Bureau of Investigation said two men were armed."
    )
