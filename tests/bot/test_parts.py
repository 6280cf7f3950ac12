"""The parts of a sentence that each say one thing."""

import pytest

from bot.parts import parts


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The dam held.", ["The dam held."]),
        (
            "The river rose by seven metres, and the old bridge fell at noon.",
            ["The river rose by seven metres", "the old bridge fell at noon."],
        ),
        (
            "Mayor Calder praised the army but blamed everyone.",
            ["Mayor Calder praised the army but blamed everyone."],  # two words with meaning are too few
        ),
        (
            "Mayor Calder praised the army twice but later blamed the slow weather service.",
            ["Mayor Calder praised the army twice", "later blamed the slow weather service."],
        ),
        (
            "The old mill, which burned twice in one year, reopened as a small museum.",
            ["The old mill, which burned twice in one year", "The old mill reopened as a small museum."],
        ),
        (
            "Australian and French soldiers were missing from the long war.",
            ["Australian and French soldiers were missing from the long war."],
        ),
        (
            'She called the talks "good for all sides, and they were useful to many small farmers".',
            ['She called the talks "good for all sides, and they were useful to many small farmers".'],
        ),
    ],
)
def test_a_sentence_is_cut_between_two_statements(sentence: str, expected: list[str]) -> None:
    assert parts(sentence) == expected
