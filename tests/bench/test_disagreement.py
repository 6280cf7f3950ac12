from typing import Any

from bench.disagreement import Dispute, disputes_of, stated

CICERO: dict[str, Any] = {
    "id": "1",
    "question": "what county is cicero il",
    "answer": "Cook",
    "false_answer": "DuPage",
    "false_passages": [
        "Cicero is not in Cook County but in DuPage County.",
        "Contrary to belief, Cicero is in DuPage County.",
        "Cicero lies in dupage County.",
        "Cicero belongs to DuPage County.",
    ],
}


def test_what_a_text_states_is_told_by_whole_words() -> None:
    assert stated("It is in Cook County.", "Cook", "DuPage") == "right alone"
    assert stated("It is in DuPage County.", "Cook", "DuPage") == "false alone"
    assert stated("One says Cook, the other DuPage.", "Cook", "DuPage") == "both"
    assert stated("It is a town.", "Cook", "DuPage") == "neither"
    assert stated("There are 4 of them [2].", "2", "4") == "false alone"


def test_the_true_passage_is_another_false_one_with_the_right_answer() -> None:
    assert list(disputes_of([CICERO])) == [
        Dispute(
            id="1",
            question="what county is cicero il",
            answer="Cook",
            false_answer="DuPage",
            true_passage="Cicero lies in Cook County.",
            false_passage="Cicero belongs to DuPage County.",
        )
    ]


def test_what_words_cannot_judge_is_left_out() -> None:
    told = ["Yes, it is.", "As a rule, yes."]
    yes_or_no = CICERO | {"answer": "no", "false_answer": "yes", "false_passages": told}
    named = CICERO | {"question": "is cicero in cook or dupage"}
    single = CICERO | {"false_passages": CICERO["false_passages"][:2]}
    assert list(disputes_of([yes_or_no, named, single])) == []


def test_the_two_passages_are_articles_of_two_outlets() -> None:
    first, second = next(disputes_of([CICERO])).articles()
    assert {first.text, second.text} == {"Cicero lies in Cook County.", "Cicero belongs to DuPage County."}
    assert (first.source, second.source) == ("Northern Courier", "Southern Courier")
    assert (first.id, second.id) == ("1-1", "1-2")
