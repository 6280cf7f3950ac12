import re
import string

import pytest
from discord import Locale

from bot.gateway.localisation import LANGUAGES, Words
from bot.gateway.texts import ENGLISH

from tests.bot.gateway.rooms import Room


def place_holders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_is_complete_and_has_the_same_place_holders(locale: Locale) -> None:
    texts = LANGUAGES[locale]
    assert texts.keys() == ENGLISH.keys()
    assert {key: place_holders(text) for key, text in texts.items()} == {
        key: place_holders(text) for key, text in ENGLISH.items()
    }


@pytest.mark.parametrize("texts", [ENGLISH, *LANGUAGES.values()])
def test_names_and_descriptions_are_such_as_discord_takes(texts: dict[str, str]) -> None:
    names = {key: text for key, text in texts.items() if key.endswith(".name") and key != "ask_about.name"}
    assert [name for name in names.values() if not re.fullmatch(r"[-_\w]{1,32}", name) or name != name.lower()] == []
    described = {key.removesuffix(".name") for key in names}
    long = [key for key in described if len(texts.get(key, texts.get(f"{key}.description", ""))) not in range(1, 101)]
    assert long == []
    assert max(len(text) for key, text in texts.items() if key.startswith("button.")) <= 80
    assert max(len(texts[key]) for key in ("vote.form", "vote.comment")) <= 45


def test_a_language_nobody_wrote_is_english() -> None:
    assert Words(Locale.japanese)("button.sources") == Words(None)("button.sources") == "Sources"


def commands(room: Room) -> dict[str, dict[str, object]]:
    (sync,) = [request.json for request in room.env.http_requests if request.method == "PUT"]
    assert isinstance(sync, list)
    return {command["name"]: command for command in sync}


async def test_discord_is_given_the_german_names_of_commands_and_options(room: Room) -> None:
    ask = commands(room)["ask"]
    assert ask["name_localizations"] == {"de": "frage"}
    assert ask["description_localizations"] == {"de": "Das Archiv fragen; die Antwort nennt ihre Quellen"}
    options = ask["options"]
    assert isinstance(options, list)
    assert [option["name_localizations"]["de"] for option in options] == ["frage", "ab", "bis", "quelle", "privat"]
    assert commands(room)["Ask about this"]["name_localizations"] == {"de": "Danach fragen"}
    assert commands(room)["privacy"]["name_localizations"] == {"de": "datenschutz"}
