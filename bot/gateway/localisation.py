"""The bot's words in the language of who reads them."""

from discord import Locale
from discord.app_commands import TranslationContextTypes, Translator, locale_str

from bot.gateway.texts import ENGLISH
from bot.gateway.texts_german import GERMAN

LANGUAGES = {Locale.german: GERMAN}
"""Every language there is beside English."""


class Words:
    """Texts in one language."""

    def __init__(self, locale: Locale | None = None) -> None:
        self._texts = LANGUAGES.get(locale, ENGLISH) if locale else ENGLISH

    def __call__(self, key: str, **values: object) -> str:
        """The text with its place-holders filled in."""
        return self._texts[key].format(**values)


def label(key: str) -> locale_str:
    """A name or description that Discord shows in each member's language."""
    return locale_str(ENGLISH[key], key=key)


def describe(command: str, *options: str) -> dict[str, locale_str]:
    """The descriptions of a command's options, for `app_commands.describe`."""
    return {option: label(f"{command}.{option}") for option in options}


def rename(command: str, *options: str) -> dict[str, locale_str]:
    """The names of a command's options, for `app_commands.rename`."""
    return {option: label(f"{command}.{option}.name") for option in options}


class CommandTranslator(Translator):
    """Gives Discord the names and descriptions of commands in every language there is."""

    async def translate(self, string: locale_str, locale: Locale, context: TranslationContextTypes) -> str | None:
        """The text in that language, or None where English is shown."""
        key = string.extras.get("key")
        return LANGUAGES.get(locale, {}).get(key) if key else None
