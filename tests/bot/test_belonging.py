"""Which day, year or number belongs to which part of a sentence."""

import pytest

from bot.belonging import belonging

from tests.bot.test_support import failures

_STRIKE = "The strike began on 3 May and ended on 9 May."
_TERM = "He was detained in October 2015 and sentenced in April 2016 to 10 years."
_FIRM = "The company, founded in 1998, went public in 2004."
_FLIGHT = "The missile flew 787 km and climbed to 2,111 km."
_PROFIT = "Profit was 2.1 billion euros, against 1.7 billion euros a year before."


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        (_STRIKE, "The strike ended on 3 May."),
        (_STRIKE, "The strike began on 9 May."),
        (_STRIKE, "The strike began on 9 May and ended on 3 May."),
        (_TERM, "He was sentenced in October 2015."),
        (_FIRM, "The company was founded in 2004."),
        (_FIRM, "The company went public in 1998."),
        (_FLIGHT, "The missile climbed to 787 km."),
        (_PROFIT, "Profit was 1.7 billion euros."),
        (
            "Greece repaid 4.6 billion euros to the fund early, saving 165 million euros in interest.",
            "Greece repaid 165 million euros to the fund.",
        ),
        ("The museum is free on Sundays and closed on Mondays.", "The museum is free on Mondays."),
        ("The court, which heard the case in May, ruled in June.", "The court heard the case in June."),
        ("Revenue rose 8 percent while profit fell 3 percent.", "Profit fell 8 percent."),
        ("Prices rose 5 percent and fuel prices rose 8 percent.", "Fuel prices rose 5 percent."),
        ("Police arrested 12 people and injured 40 people.", "Police arrested 40 people."),
        ("Before he was elected in 2017, he had led the party since 2012.", "He was elected in 2012."),
    ],
)
def test_a_fact_stays_with_its_part_of_the_sentence(told: str, claimed: str) -> None:
    assert set(failures(claimed, told)) == {"belonging"}


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        (_STRIKE, "The strike ended on 9 May."),
        (_STRIKE, "The strike, which ended on 9 May, had begun on 3 May."),
        (_STRIKE, "The walkout was over by 9 May."),
        (_STRIKE, "The strike that began on 3 May had ended within a week."),
        (_TERM, "He had been in prison since October 2015."),
        (_TERM, "He was sentenced to 10 years in April 2016."),
        (_FIRM, "The company has existed since 1998."),
        (_FIRM, "The company was founded in 1998 and listed in 2004."),
        (_FLIGHT, "It reached an altitude of 2,111 km."),
        (_FLIGHT, "It climbed over a distance of 787 km to a peak of 2,111 km."),
        (_FLIGHT, "It climbed over a distance of 787 km to a peak of 2,111."),
        (_PROFIT, "A year before, it was 1.7 billion euros."),
        ("On March 5, police searched the house and arrested two men.", "Police arrested two men on March 5."),
        ("They met on April 27 and again on May 26.", "They met on May 26."),
    ],
)
def test_it_may_be_told_in_other_words(told: str, claimed: str) -> None:
    assert "belonging" not in failures(claimed, told)


def test_a_part_that_begins_with_its_verb_has_the_subject_before() -> None:
    began, ended = belonging(_STRIKE)
    assert began.keys == {"strike", "began"}
    assert began.facts == {("date", "5-3")}
    assert ended.keys == {"strike", "end"}
    assert ended.facts == {("date", "5-9")}
