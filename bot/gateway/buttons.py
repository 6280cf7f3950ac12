"""Buttons below answers. What they are about is in their ids, so they work after a restart as before it."""

import asyncio
import re
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from discord import ButtonStyle, Embed, Interaction, InteractionType, TextStyle, ui

from bot.gateway.failures import guarded, tell
from bot.gateway.localisation import Words
from bot.gateway.rendering import notice_embed, source_embed
from bot.journal_records import GivenAnswer

if TYPE_CHECKING:
    from bot.gateway.bot import FootnoteBot

_LONGEST_COMMENT = 1000  # characters
_FORM_SECONDS = 900.0  # an interaction's token is good for as long
_FORM_ID = re.compile(r"wrong:(\d+)")
_UP, _DOWN = "👍", "👎"

_Pressed: TypeAlias = "Interaction[FootnoteBot]"
_Button = ui.Button[ui.View]


class SourcesButton(ui.DynamicItem[_Button], template=r"sources:(?P<answer>\d+)"):
    """Shows the cited passages to who pressed it."""

    def __init__(self, answer_id: int, label: str) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"sources:{answer_id}", style=ButtonStyle.secondary))
        self._answer_id = answer_id

    @classmethod
    async def from_custom_id(cls, interaction: Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button as it was sent, perhaps by an earlier process."""
        return cls(int(match["answer"]), Words(interaction.locale)("button.sources"))

    @guarded
    async def callback(self, interaction: _Pressed) -> None:
        """Show the first page."""
        words = Words(interaction.locale)
        answer = await asyncio.to_thread(interaction.client.services.journal.answer, self._answer_id)
        if answer is None or not answer.citations:
            await tell(interaction, notice_embed(words("answer.gone")))
            return
        embed, view = await _page(interaction, answer, 0)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


class PageButton(ui.DynamicItem[_Button], template=r"page:(?P<answer>\d+):(?P<page>\d{1,3})"):
    """Turns to another page of the sources."""

    def __init__(self, answer_id: int, page: int, label: str, is_disabled: bool = False) -> None:
        custom_id = f"page:{answer_id}:{page}"
        super().__init__(ui.Button(label=label, custom_id=custom_id, disabled=is_disabled))
        self._answer_id, self._page = answer_id, page

    @classmethod
    async def from_custom_id(cls, interaction: Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button as it was sent, perhaps by an earlier process."""
        return cls(int(match["answer"]), int(match["page"]), "…")

    @guarded
    async def callback(self, interaction: _Pressed) -> None:
        """Show the page instead of the one before."""
        words = Words(interaction.locale)
        answer = await asyncio.to_thread(interaction.client.services.journal.answer, self._answer_id)
        if answer is None or self._page >= len(answer.citations):
            await interaction.response.edit_message(embed=notice_embed(words("answer.gone")), view=None)
            return
        embed, view = await _page(interaction, answer, self._page)
        await interaction.response.edit_message(embed=embed, view=view)


class VoteButton(ui.DynamicItem[_Button], template=r"vote:(?P<answer>\d+):(?P<way>up|down)"):
    """Takes a vote; a vote down may say why."""

    def __init__(self, answer_id: int, is_up: bool) -> None:
        custom_id = f"vote:{answer_id}:{'up' if is_up else 'down'}"
        super().__init__(ui.Button(emoji=_UP if is_up else _DOWN, custom_id=custom_id, style=ButtonStyle.secondary))
        self._answer_id, self._is_up = answer_id, is_up

    @classmethod
    async def from_custom_id(cls, interaction: Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """The button as it was sent, perhaps by an earlier process."""
        return cls(int(match["answer"]), match["way"] == "up")

    @guarded
    async def callback(self, interaction: _Pressed) -> None:
        """Keep the vote, then thank for it: what was thanked for is on disk."""
        words = Words(interaction.locale)
        journal = interaction.client.services.journal
        is_kept = await asyncio.to_thread(journal.vote, self._answer_id, interaction.user.id, self._is_up)
        if not is_kept:
            await tell(interaction, notice_embed(words("answer.gone")))
        elif self._is_up:
            await tell(interaction, notice_embed(words("vote.thanks")))
        else:
            await interaction.response.send_modal(_form(self._answer_id, words))


DYNAMIC_ITEMS = (SourcesButton, PageButton, VoteButton)


def answer_view(answer_id: int, citations: int, words: Words) -> ui.View:
    """What stands below an answer."""
    view = ui.View(timeout=None)
    if citations:
        view.add_item(SourcesButton(answer_id, words("button.sources")))
    view.add_item(VoteButton(answer_id, is_up=True))
    view.add_item(VoteButton(answer_id, is_up=False))
    return view


async def take_comment(interaction: _Pressed) -> None:
    """Keep what a member wrote into the form of a vote; other interactions are passed over.

    Forms are read here and not by their own class, since a form may be sent to a later process than the one that
    showed it.
    """
    data: Any = interaction.data or {}
    match = _FORM_ID.fullmatch(str(data.get("custom_id", "")))
    if interaction.type is not InteractionType.modal_submit or not match:
        return
    words = Words(interaction.locale)
    comment = " ".join(_values(data.get("components", [])))[:_LONGEST_COMMENT]
    journal = interaction.client.services.journal
    is_kept = await asyncio.to_thread(journal.comment, int(match[1]), interaction.user.id, comment)
    await tell(interaction, notice_embed(words("vote.noted" if is_kept else "answer.gone")))


async def _page(interaction: _Pressed, answer: GivenAnswer, page: int) -> tuple[Embed, ui.View]:
    """One page of the sources; what was withdrawn since the answer was given is not quoted again."""
    words, cited, pages = Words(interaction.locale), answer.citations[page], len(answer.citations)
    opening = interaction.client.services.opening
    is_held = not opening.is_open or await asyncio.to_thread((await opening.opened()).archive.holds, cited.article_id)
    embed = source_embed(cited, page + 1, pages, words) if is_held else notice_embed(words("source.withdrawn"))
    view = ui.View(timeout=None)
    if pages > 1:
        before, after = max(0, page - 1), min(pages - 1, page + 1)
        view.add_item(PageButton(answer.id, before, words("button.previous"), is_disabled=page == 0))
        view.add_item(PageButton(answer.id, after, words("button.next"), is_disabled=page == pages - 1))
    return embed, view


def _form(answer_id: int, words: Words) -> ui.Modal:
    form = ui.Modal(title=words("vote.form"), custom_id=f"wrong:{answer_id}", timeout=_FORM_SECONDS)
    text: ui.TextInput[ui.Modal] = ui.TextInput(
        style=TextStyle.paragraph, max_length=_LONGEST_COMMENT, required=False, custom_id="comment"
    )
    form.add_item(ui.Label(text=words("vote.comment"), component=text))
    return form


def _values(components: list[Any]) -> list[str]:
    """The texts typed into a form, however its fields are nested."""
    found: list[str] = []
    for component in components:
        inner = component.get("components") or [component[name] for name in ("component",) if name in component]
        found += [str(component["value"])] if "value" in component else _values(inner)
    return found
