import pytest

from bench.plain_chain import is_refusal


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "I don't know.",
        "I don’t know the answer to that question.",
        "I'm sorry, but I do not have that information.",
        "I'm not sure.",
        "I am unable to answer this question from the context.",
        "The context does not mention who built the bridge. However, it says that it was opened in 1932.",
        "The provided text doesn't explicitly state the year.",
        "Based on the context, there is no specific information about the year.",
        "The exact date is not specified in the passages.",
        "It cannot be determined from the context.",
        "The answer is not known.",
    ],
)
def test_a_reply_that_begins_by_saying_that_it_does_not_know_is_a_refusal(reply: str) -> None:
    assert is_refusal(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "The bridge was opened in 1932.",
        "It was opened in 1932. The context does not say by whom.",
        "The minister did not know of the plan.",
        "No one was hurt.",
        "The sources of the river were not found until 1862.",
        "The treaty does not give the king that right.",
    ],
)
def test_a_reply_that_denies_something_of_the_world_is_an_answer(reply: str) -> None:
    assert not is_refusal(reply)
