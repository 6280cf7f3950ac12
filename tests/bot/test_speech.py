"""Who is said to have said something."""

import pytest

from bot.names import names
from bot.speech import is_said_by_someone, speakers


@pytest.mark.parametrize(
    ("sentence", "turned", "found"),
    [
        ("Ruth Calder said the dam had held.", False, {"calder"}),
        ("According to Calder, Paul Okoye left.", False, {"calder"}),
        ("The dam had held, said Ruth Calder.", True, {"calder"}),
        ("The dam had held, said Ruth Calder.", False, set()),
        ("Ruth Calder was told to leave.", False, set()),
        ("Ruth Calder left.", False, set()),
        ("Ruth Calder spoke of progress.", False, {"calder"}),
        ("Ruth Calder spoke at noon.", False, set()),
    ],
)
def test_a_speaker_stands_by_a_verb_of_saying(sentence: str, turned: bool, found: set[str]) -> None:
    words = {word for name in speakers(sentence, names, turned) for word in name}
    assert words & {"calder", "okoy"} == found


@pytest.mark.parametrize(
    ("sentence", "is_someone"),
    [
        ("GM will close a plant, its chief executive said.", True),
        ("The mayor said the dam had held.", True),
        ("The dam had held, said the mayor of Harwick.", False),
        ("Ruth Calder, the mayor, said the dam had held.", False),
        ("Mayor Ruth Calder said the dam had held.", False),
        ("The dam had held, said Ruth Calder.", False),
        ("According to the mayor, the dam had held.", False),
        ("The dam had held.", False),
    ],
)
def test_a_speaker_may_be_a_common_noun(sentence: str, is_someone: bool) -> None:
    assert is_said_by_someone(sentence, names) is is_someone
