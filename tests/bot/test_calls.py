"""What calls somebody on Discord."""

import pytest

from bot.calls import is_call


@pytest.mark.parametrize(
    "text",
    [
        "Ask <@!12>.",
        "Ask <@&12>.",
        "@\u2060everyone",
        "<#1>",
        "</ask me:12>",
        "DISCORD.GG/x",
        "discord.new/x",
        "https://discord.com/channels/1/2/3",
        "discordapp.com/invite/x",
        "discord\u200b.gg/x",
    ],
)
def test_a_mention_a_command_and_a_link_into_discord_are_calls(text: str) -> None:
    assert is_call(text)


@pytest.mark.parametrize(
    "text",
    [
        "</div>",
        "reporter@hereford.example",
        "@realDonaldTrump wrote",
        "5 < 6 > 4",
        "discord.com said",
        "</b> <#section>",
    ],
)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert not is_call(text)
