"""Who did it to whom."""

import pytest

from bot.roles import are_swapped, deeds


@pytest.mark.parametrize(
    ("claimed", "told"),
    [
        ("France beat Brazil on Sunday.", "Brazil beat France 2-0."),
        ("France was beaten by Brazil.", "France beat Brazil."),
        ("Shanahan was succeeded by Mattis.", "Shanahan succeeded Jim Mattis in January."),
        ("Oracle sued Google over Java.", "Google sued Oracle over Java."),
        ("Trump wrote a letter to Kim.", "Kim wrote a long letter to President Donald Trump."),
        ("President Trump thanked Moon.", "South Korean President Moon Jae-in thanked President Trump."),
        ("Sullivan was sentenced to a year in prison by Flynn.", "Judge Sullivan sentenced Flynn to a year in prison."),
        ("Acme could be bought by Shell.", "Acme could buy Shell."),
        ("The spy was sent to Canada by France.", "Canada sent the spy to France."),
        ("Canada sent the spy to the United States.", "The spy was sent to Canada by the United States."),
        ("The refugees fled from Chad to Sudan.", "The refugees fled from Sudan to Chad."),
        ("France lost the match to Brazil.", "Brazil lost the match to France."),
        ("India sold the missiles to Russia.", "In 2019 Moscow sold the missiles to India."),
    ],
)
def test_what_one_did_to_another_is_not_what_the_other_did(claimed: str, told: str) -> None:
    assert are_swapped(deeds(claimed), deeds(told))
    assert are_swapped(deeds(told), deeds(claimed))


@pytest.mark.parametrize(
    ("claimed", "told"),
    [
        ("France beat Brazil on Sunday.", "Brazil was beaten by France."),
        ("Mattis was succeeded by Shanahan.", "Shanahan succeeded Jim Mattis in January."),
        ("Spain faces Portugal.", "Portugal faces Spain."),
        ("Spain's first match against Portugal is near.", "Portugal's first match against Spain is near."),
        ("Murray partnered Evans.", "Evans partnered Murray."),
        ("Kim met Trump.", "Trump met Kim in Singapore."),
        ("Kim had dinner with Trump.", "Trump had dinner with Kim."),
        ("Oracle sued Google.", "Oracle sued Google, and Google sued Oracle."),
        ("Google sued Oracle.", "Oracle sued Google, and Google sued Oracle."),
        ("Kim invited Trump to Pyongyang.", "Trump was invited to Pyongyang."),
        ("Trump and Kim signed the text.", "Kim and Trump signed the text."),
        ("The French President Macron thanked Merkel.", "Macron thanked Merkel."),
        ("Kenya got grain worth $3 million from Egypt.", "Egypt sent grain worth $3 million to Kenya."),
        ("Putin held a summit with Macron.", "Macron held a summit with Putin."),
    ],
)
def test_the_same_said_otherwise_is_no_swap(claimed: str, told: str) -> None:
    assert not are_swapped(deeds(claimed), deeds(told))


def test_a_number_is_no_deed() -> None:
    assert {deed.what[0] for deed in deeds("Spain named first Portugal.")} == {"name"}
