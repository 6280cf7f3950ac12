"""What kind of thing is asked for, and whether a text tells one."""

import pytest

from bot.asked import Kind, kind_asked, strangers, tells


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did the office open?", "time"),
        ("and since when?", "time"),
        ("what day did he get his 15 years", "time"),
        ("On which date did they meet?", "time"),
        ("how long ago was that", "time"),
        ("when did they meet and who paid?", None),
        ("when nk went back on the list who else was on it", None),
        ("how many missiles flew", "amount"),
        ("number of missiles", None),
        ("so how tall is the tree", "amount"),
        ("how did he get there", None),
        ("who came home", None),
        ("How much does the government know?", None),
        ("How far did the talks get?", None),
        ("How much did it cost?", "amount"),
        ("How much did he get?", "amount"),
        ("How far did it fly?", "amount"),
        ("Why did Kim cancel?", None),
        ("the mayor's exact words about the bridge?", "words"),
        ("What exactly did she call the bridge?", "words"),
        ("the speech, word for word", "words"),
        ("mayor's line on the bridge, exact pls", "words"),
        ("a quote on the bridge", "words"),
        ("what exactly happened", None),
        ("the exact place?", None),
        ("on what exact date did it open", "time"),
        ("what did the builder quote for the work", None),
        ("the mayor's quote, then?", "words"),
        ("Which words of hers were about the bridge?", "words"),
        ("What exactly did the union call for?", None),
        ("What exactly did the builder say it would open?", None),
        ("which insurers quote the highest prices?", None),
        ("Was the bill adopted verbatim?", None),
    ],
)
def test_what_kind_of_thing_is_asked_for(question: str, kind: Kind | None) -> None:
    assert kind_asked(question) == kind


@pytest.mark.parametrize(
    ("text", "kind", "question", "is_told"),
    [
        ("It opened on September 14.", "time", "when did it open", True),
        ("It opened the next morning.", "time", "when did it open", True),
        ("It opened after the summit.", "time", "when did it open", True),
        ("It is to open in Kaesong.", "time", "when did it open", False),
        ("It was 2018.", "time", "when in 2018 did it open", False),
        ("Four missiles flew.", "amount", "how many missiles flew", True),
        ("No missile flew.", "amount", "how many missiles flew", True),
        ("The tree dates from 1953.", "amount", "how tall is the tree", False),
        ("The 3 men were freed.", "amount", "how many days after that were the 3 men freed", False),
        ("He was held for weeks.", "amount", "how long was he held", True),
        ("Weeks passed.", "amount", "how many men were held", False),
        ("One person died.", "amount", "how many people died", True),
        ("Only one ship sank.", "amount", "how many ships sank", True),
        ("A single person died.", "amount", "how many people died", True),
        ("A pair of climbers died.", "amount", "how many climbers died", True),
        ("Scores were hurt.", "amount", "how many were hurt", True),
        ("The first man and this one left.", "amount", "how many left", False),
        ("The match begins at 12:30.", "time", "when does the match begin", True),
        ("It begins at 9 a.m.", "time", "when does it begin", True),
        ("They met at Christmas.", "time", "when did they meet", True),
        ("At Easter they met.", "time", "when did they meet", True),
        ("It ended when Germany surrendered.", "time", "when did the war end", True),
        ("They fast in Ramadan.", "time", "when do they fast", True),
        ("At lunchtime it closed.", "time", "when did it close", True),
        ("It opens in Q3.", "time", "when does it open", True),
        ("The law sets no deadline.", "time", "by when must it be built", True),
        ("It is to be built without a deadline.", "time", "by when must it be built", True),
        ("The deadline is set.", "time", "by when must it be built", False),
        ("She called it “a dream”.", "words", "her exact words", True),
        ("“It was horrible.", "words", "her exact words", True),
        ("She called it ‘a lovely dream’.", "words", "her exact words", True),
        ("The mayor’s dream.", "words", "her exact words", False),
        ("She called it a dream.", "words", "her exact words", False),
    ],
)
def test_whether_a_text_tells_it(text: str, kind: Kind, question: str, is_told: bool) -> None:
    assert tells(text, kind, question) == is_told


def test_a_stranger_is_named_elsewhere_and_unknown_here() -> None:
    elsewhere = ["On Monday Putin met Kim in Vladivostok.", "The two leaders signed a paper, said Moon."]
    assert strangers("what did putin and moon sign", "Moon and Kim signed a declaration.", elsewhere) == {"putin"}


def test_no_stranger_is_a_word_that_is_a_name_only_now_and_then() -> None:
    elsewhere = ["The ship Wise Honest was seized.", "It was wise to seize it, he said."]
    assert strangers("was it wise to go", "They went.", elsewhere) == set()
