"""Outlets that a question names."""

import pytest

from bot.outlets import mentions, without_mentions

OUTLETS = (
    "BBC News - Business",
    "BBC News - Health",
    "CNBC | World Business",
    "CBSSports.com",
    "Fortune",
    "Le Progrès",
    "Sunday Times",
    "TechCrunch",
    "The Age",
    "The New York Times",
    "The Sun",
    "The Verge",
    "Time",
    "Times",
    "UN News",
    "USA Today",
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("According to the BBC, who won?", {"BBC News - Business", "BBC News - Health"}),
        ("What did BBC News - Health say about salt?", {"BBC News - Health"}),
        ("What did Cnbc report of Amazon?", {"CNBC | World Business"}),
        ("Does CBSSports agree?", {"CBSSports.com"}),
        ("Which firm is in the TechCrunch article and in 'The Verge'?", {"TechCrunch", "The Verge"}),
        ("TechCrunch's view of it?", {"TechCrunch"}),
        ("What does the Verge say?", {"The Verge"}),
        ("Was The New York Times right?", {"The New York Times"}),
        ("who won according to the verge", {"The Verge"}),
        ("the deal reported by techcrunch", {"TechCrunch"}),
        ("What did Le Progres write?", {"Le Progrès"}),
        ("How did Time see it, and how did Fortune?", {"Time", "Fortune"}),
        ("Did Time report it?", {"Time"}),
        ("Time is short for whom?", set()),
        ("What did they do in time for the vote?", set()),
        ("What did Time Warner sell?", set()),
        ("Which Fortune 500 firms fell?", set()),
        ("What does the Vancouver Sun say?", set()),
        ("When does the sun set, and at what age?", set()),
        ("Why did the UN vote, and the US not?", set()),
        ("What did UN News report?", {"UN News"}),
        ("", set()),
    ],
)
def test_names_are_told_from_words(question: str, named: set[str]) -> None:
    assert {outlet for mention in mentions(question, OUTLETS) for outlet in mention.outlets} == named


def test_the_longest_name_counts() -> None:
    (mention,) = mentions("What did the Sunday Times find?", OUTLETS)
    assert mention.outlets == {"Sunday Times"}
    assert (mention.start, mention.end) == (13, 25)


def test_an_archive_without_outlets_knows_no_name() -> None:
    assert mentions("What did the BBC say?", ()) == []


def test_a_name_is_struck_out_and_all_else_stays_in_its_place() -> None:
    question = "Did USA Today, or the Sunday Times, report it today?"
    left = without_mentions(question, mentions(question, OUTLETS))
    assert left == "Did _________, or the ____________, report it today?"
    assert without_mentions(question, []) == question
