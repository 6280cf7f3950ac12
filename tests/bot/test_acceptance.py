"""Whether sentences fit a question, before a model is asked how sure it is."""

import pytest

from bot.acceptance import Judge
from bot.asked import Kind
from bot.verifier import Checked

from tests.bot.sources import source
from tests.bot.test_answerer import ScriptedChat


def fits(text: str, passage: str, asked: str, kind: Kind | None) -> bool:
    """Whether the text, borne out by the first sentence of that passage, fits the question."""
    told = source(1, passage)
    judge = Judge(ScriptedChat(""), asked, asked, [told], kind)
    return judge.fits([Checked(text, told, told.sentences[0])])


DREAM = "The mayor called the bridge “a dream”."


@pytest.mark.parametrize(
    ("text", "passage", "kind", "is_fit"),
    [
        ("It was a dream.", DREAM, "words", True),
        ("“It was a dream.”", "It was a dream.", "words", False),
        ("It was a dream.", DREAM, None, True),
        ("It was a dream.", DREAM, "time", False),
        ("It opened on May 5.", "It opened on May 5.", "time", True),
        ("It opened on May 5.", DREAM, "amount", False),
    ],
)
def test_what_is_asked_for_must_be_told_and_words_stand_where_they_are_quoted(
    text: str, passage: str, kind: Kind | None, is_fit: bool
) -> None:
    assert fits(text, passage, "the mayor on the bridge", kind) == is_fit


def test_nothing_fits_no_question() -> None:
    assert not Judge(ScriptedChat(""), "who is it", "who is it", []).fits([])
