"""Who is said to have said something."""

import pytest

from bot.names import names
from bot.speech import speakers


@pytest.mark.parametrize(
    ("sentence", "turned", "found"),
    [
        ("Ruth Calder said the dam had held.", False, {"calder"}),
        ("According to Calder, Paul Okoye left.", False, {"calder"}),
        ("The dam had held, said Ruth Calder.", True, {"calder"}),
        ("The dam had held, said Ruth Calder.", False, set()),
        ("Ruth Calder was told to leave.", False, set()),
        ("Ruth Calder left.", False, set()),
    ],
)
def test_a_speaker_stands_by_a_verb_of_saying(sentence: str, turned: bool, found: set[str]) -> None:
    words = {word for name in speakers(sentence, names, turned) for word in name}
    assert words & {"calder", "okoy"} == found
