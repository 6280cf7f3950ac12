"""A server with a channel and two members, one of whom may manage it."""

from typing import Any

import discord
import simcord


class Room:
    """What most tests need of a server."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild()
        self.channel = self.guild.create_text_channel("news")
        managers = self.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        self.alice = self.guild.add_member(env.create_user("alice"))
        self.bob = self.guild.add_member(env.create_user("bob"))
        self.manager = self.guild.add_member(env.create_user("manager"), roles=[managers])

    async def ask(self, question: str = "When?", **options: Any) -> simcord.InteractionResult:
        """Alice's /ask in the channel."""
        return await self.alice.slash(self.channel, "ask", question=question, **options)

    def shown(self) -> list[discord.Message]:
        """The bot's messages that all can see, oldest first."""
        messages = [message for message in self.channel.history() if message.author == self.env.bot.user]
        return sorted(messages, key=lambda message: message.id)


def only_embed(result: simcord.InteractionResult) -> discord.Embed:
    """The embed of a response that has one."""
    assert result.response
    (embed,) = result.response.embeds
    return embed
