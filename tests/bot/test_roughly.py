"""Numbers told roughly, and the numbers that bear them out."""

import pytest

from tests.bot.test_support import failures


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        ("The quake killed 2,300 people.", "The quake killed more than 2,000 people."),
        ("The quake killed 2,300 people.", "The quake killed over two thousand people."),
        ("The quake killed 2,310 people.", "The quake killed about 2,300 people."),
        ("The missile flew 3,724.9 km.", "The missile flew about 3,700 km."),
        ("The tower is 221 metres tall.", "The tower is over 200 metres tall."),
        ("The film earned $312 million.", "The film earned more than $300 million."),
        ("Turnout was 71.3 percent.", "Turnout was above 70 percent."),
        ("Turnout was 71.3 percent.", "Turnout was almost 72 percent."),
        ("Turnout was 71.3 percent.", "Turnout was just under 72 percent."),
        ("At least 150 cars were recalled.", "At least 100 cars were recalled."),
        ("The firm sold 4,800 cars.", "The firm sold fewer than 5,000 cars."),
        ("The storm injured 9,000.", "The storm injured more than 8,000."),
    ],
)
def test_a_number_bears_out_one_that_is_told_roughly(told: str, claimed: str) -> None:
    assert failures(claimed, told) == ()


@pytest.mark.parametrize(
    ("told", "claimed"),
    [
        ("The quake killed 2,300 people.", "The quake killed more than 2,400 people."),
        ("The quake killed 2,300 people.", "The quake killed fewer than 2,000 people."),
        ("The quake killed 2,300 people.", "The quake killed more than 200 people."),
        ("The quake killed 2,300 people.", "The quake killed about 2,000 people."),
        ("The missile flew 3,724.9 km.", "The missile flew about 3,650 km."),
        ("The quake killed 2,300 people.", "The quake killed nearly 2,000 people."),
        ("The quake killed 2,300 people and 8,400 sheep.", "The quake killed more than 8,000 people."),
        ("The tower is 221 feet tall.", "The tower is over 200 metres tall."),
        ("The tower has 221 rooms.", "The tower is over 200 metres tall."),
        ("Fewer than 150 cars were recalled.", "More than 100 cars were recalled."),
        ("The quake killed 2,300 people.", "The quake killed 2,000 people."),
    ],
)
def test_another_number_does_not(told: str, claimed: str) -> None:
    assert "numbers" in failures(claimed, told)
