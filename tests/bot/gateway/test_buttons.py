"""Sources, votes, and both after a restart."""

from typing import Any

import pytest

from bot.gateway.bot import create_bot
from bot.gateway.buttons import answer_view
from bot.gateway.localisation import Words
from bot.gateway.services import Services

from tests.bot.gateway.fakes import REFUSED, TWO_SOURCES, FakeAnswerer
from tests.bot.gateway.rooms import Room, only_embed


def votes(services: Services, member: Any) -> list[tuple[str, str]]:
    return [(vote["vote"], vote["comment"]) for vote in services.journal.stored_about(member.id)["votes"]]


def buttons(message: Any) -> list[dict[str, Any]]:
    return [button.to_dict() for button in message.components[0].children]


async def answered(room: Room) -> Any:
    result = await room.ask()
    assert result.response
    return result.response.message


async def test_the_sources_show_the_quotation_in_bold_within_what_stands_around_it(room: Room) -> None:
    message = await answered(room)
    pressed = await room.bob.click(message, label="Sources")
    assert pressed.ephemeral
    embed = only_embed(pressed)
    assert embed.title == "\\[1\\] Satellite images show work at Sohae"
    assert embed.description == (
        "The images come from Planet. **A bright red trailer was photographed on July 7.** Nobody has said why."
    )
    assert embed.url == (
        "https://news.example/2018/07/sohae#:~:text=A%20bright%20red%20trailer%20was%20photographed%20on%20July%207."
    )
    assert embed.footer.text == "1 of 1 · Footnote demo desk · 2018-07-24"


async def test_several_sources_are_pages_to_turn(room: Room, answerer: FakeAnswerer) -> None:
    answerer.outcome = TWO_SOURCES
    message = await answered(room)
    pressed = await room.bob.click(message, label="Sources")
    assert pressed.response
    first = pressed.response.message
    assert [(button["label"], button["disabled"]) for button in buttons(first)] == [("Previous", True), ("Next", False)]
    await room.bob.click(first, label="Next")
    second = pressed.response.message
    assert second.embeds[0].title == "\\[2\\] Leaders meet in Singapore"
    assert second.embeds[0].footer.text == "2 of 2 · Other Post"
    await room.bob.click(second, label="Previous")
    assert pressed.response.message.embeds[0].title == "\\[1\\] Satellite images show work at Sohae"


async def test_a_vote_up_is_kept_and_thanked_for_in_private(room: Room, services: Services) -> None:
    message = await answered(room)
    pressed = await room.bob.click(message, custom_id="vote:1:up")
    assert pressed.ephemeral
    assert (only_embed(pressed).description or "").startswith("Thank you.")
    assert votes(services, room.bob) == [("up", "")]


async def test_a_vote_down_asks_at_once_what_was_wrong(room: Room, services: Services) -> None:
    message = await answered(room)
    pressed = await room.bob.click(message, custom_id="vote:1:down")
    assert pressed.modal
    assert pressed.modal["title"] == "What was wrong?"
    assert votes(services, room.bob) == [("down", "")]
    await room.bob.submit_modal(pressed, {"comment": "It was July 8."})
    assert votes(services, room.bob) == [("down", "It was July 8.")]


async def test_a_vote_can_be_changed_and_counts_once(room: Room, services: Services) -> None:
    message = await answered(room)
    for way in ("up", "down", "up"):
        await room.bob.click(message, custom_id=f"vote:1:{way}")
    assert votes(services, room.bob) == [("up", "")]


async def test_buttons_work_after_a_restart(room: Room, services: Services) -> None:
    message = await answered(room)
    asked_for = await room.bob.click(message, custom_id="vote:1:down")
    await room.env.restart_bot(create_bot(services))
    message = room.shown()[0]
    assert (only_embed(await room.alice.click(message, label="Sources")).description or "").startswith("The images")
    await room.alice.click(message, custom_id="vote:1:up")
    await room.bob.submit_modal(asked_for, {"comment": "Typed before the restart, sent after it."})
    assert votes(services, room.alice) == [("up", "")]
    assert votes(services, room.bob) == [("down", "Typed before the restart, sent after it.")]


async def test_buttons_under_an_answer_that_was_deleted_say_so(room: Room, services: Services) -> None:
    message = await answered(room)
    services.journal.forget(room.alice.id)
    for custom_id in ("sources:1", "vote:1:up", "vote:1:down"):
        pressed = await room.bob.click(message, custom_id=custom_id)
        assert only_embed(pressed).description == "This answer is not stored any more."
    assert votes(services, room.bob) == []


async def test_a_button_that_fails_tells_the_number_in_the_log(
    room: Room, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = await answered(room)
    monkeypatch.setattr(type(services.journal), "vote", lambda *arguments: 1 / 0)
    said = only_embed(await room.bob.click(message, custom_id="vote:1:up")).description or ""
    assert f"error id={said.rsplit(' ', 1)[1].rstrip('.')}" in caplog.text


async def test_a_form_that_cannot_be_kept_tells_the_number_in_the_log(
    room: Room, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = await answered(room)
    asked_for = await room.bob.click(message, custom_id="vote:1:down")
    monkeypatch.setattr(type(services.journal), "comment", lambda *arguments: 1 / 0)
    said = only_embed(await room.bob.submit_modal(asked_for, {"comment": "It was July 8."})).description or ""
    assert f"error id={said.rsplit(' ', 1)[1].rstrip('.')}" in caplog.text


async def test_a_refusal_can_be_voted_on_but_has_no_sources(room: Room, answerer: FakeAnswerer) -> None:
    answerer.outcome = REFUSED
    message = await answered(room)
    assert [button["custom_id"] for button in buttons(message)] == ["vote:1:up", "vote:1:down"]


async def test_ids_of_buttons_stay_within_a_hundred_characters() -> None:
    view = answer_view(2**63 - 1, 3, Words())
    assert max(len(button["custom_id"]) for row in view.to_components() for button in row["components"]) <= 100
