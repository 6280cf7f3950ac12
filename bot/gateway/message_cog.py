"""Questions that are plain messages: mentions, replies to the bot, messages in its threads, direct messages."""

import asyncio
import logging
import re
from dataclasses import dataclass, replace

import discord
from discord import MessageType
from discord.ext import commands

from bot.gateway.desk import Asker, Desk, Posed
from bot.gateway.failures import logged
from bot.gateway.localisation import Words
from bot.gateway.places import NOT_DONE, MessagePlace
from bot.gateway.rendering import notice_embed
from bot.gateway.services import Services
from bot.gateway.threads import open_thread_below
from bot.journal_records import Asking, GivenAnswer
from bot.limits import Ticket
from bot.question import Question, Turn

log = logging.getLogger(__name__)

_MOST_TURNS = 3  # more than that, and a small model loses the thread


@dataclass(frozen=True, slots=True)
class _Heard:
    """A message that is meant for the bot."""

    text: str
    parent_id: int | None
    """The answer that it follows up."""


class MessageCog(commands.Cog):
    """Listens, and answers what is meant for the bot."""

    def __init__(self, bot: commands.AutoShardedBot, services: Services, desk: Desk) -> None:
        self._bot, self._services, self._desk = bot, services, desk

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer, if it is a question to the bot."""
        words = Words(message.guild.preferred_locale if message.guild else None)
        try:
            heard = await self._heard(message)
            if heard and not self._may_write(message):
                await self._tell(message, words("limit.write", channel=_mention(message)))
            elif heard:
                await self._answer(message, heard, words)
        except discord.Forbidden:
            await self._tell(message, words("limit.write", channel=_mention(message)))
        except Exception as error:  # the member waits for an answer
            await MessagePlace(message.channel, message).finish([logged(error, words)], None)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Whoever deletes the question wants no answer."""
        self._desk.take_back(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Moderators delete many at once."""
        for message_id in payload.message_ids:
            self._desk.take_back(message_id)

    async def _heard(self, message: discord.Message) -> _Heard | None:
        me = self._bot.user
        if message.author.bot or me is None or message.type not in (MessageType.default, MessageType.reply):
            return None
        text, is_named = re.sub(rf"<@!?{me.id}>", " ", message.content).strip(), me in message.mentions
        if not (text or is_named or not _guild_id(message)):
            return None  # a picture, or words that Discord does not tell without Message Content Intent
        reference = message.reference if message.type is MessageType.reply else None  # a forward has one, too
        replied_to = reference.resolved if reference else None
        parent = await self._answer_in(reference)
        if parent or (isinstance(replied_to, discord.Message) and replied_to.author.id == me.id):
            return _Heard(text, parent.id if parent else None)
        if self._is_ours(message.channel, me.id):
            parent = await asyncio.to_thread(self._services.journal.newest_in, message.channel.id)
            return _Heard(text, parent.id if parent else None)
        if is_named:
            about = replied_to.content if isinstance(replied_to, discord.Message) else ""
            return _Heard(text or about, None)
        return None

    async def _answer_in(self, reference: discord.MessageReference | None) -> GivenAnswer | None:
        """The answer that a message replies to, if it is one of ours."""
        if reference is None or reference.message_id is None:
            return None
        if isinstance(reference.resolved, discord.Message) and reference.resolved.author != self._bot.user:
            return None
        return await asyncio.to_thread(self._services.journal.answer_in, reference.message_id)

    def _is_ours(self, channel: "discord.abc.MessageableChannel", my_id: int) -> bool:
        """Whether everything that is said there is said to the bot."""
        if isinstance(channel, discord.DMChannel) or self._services.servers.is_our_thread(channel.id):
            return True
        return isinstance(channel, discord.Thread) and channel.owner_id == my_id

    def _may_write(self, message: discord.Message) -> bool:
        """Whether an answer can be seen there: without the permission for it, Discord drops an embed without a word."""
        me = message.guild.get_member(self._bot.user.id) if message.guild and self._bot.user else None
        if me is None or isinstance(message.channel, discord.PartialMessageable | discord.DMChannel):
            return True  # not known; Discord will say
        may = message.channel.permissions_for(me)
        is_thread = isinstance(message.channel, discord.Thread)
        return may.embed_links and (may.send_messages_in_threads if is_thread else may.send_messages)

    async def _answer(self, message: discord.Message, heard: _Heard, words: Words) -> None:
        asker = _asker(message, heard)
        if not heard.text:
            hindrance = self._desk.hindrance(asker, words)
            if hindrance:
                await self._tell(message, hindrance)
            else:
                await MessagePlace(message.channel, message).finish([notice_embed(words("asking.nothing"))], None)
            return
        ticket = self._desk.admit(asker, words)
        if not isinstance(ticket, Ticket):
            await self._tell(message, ticket)
            return

        async def pose() -> Posed:
            place, channel_id = await self._place(message, heard)
            question = Question(heard.text, history=await self._history(heard.parent_id))
            return Posed(question, replace(asker.asking, channel_id=channel_id), words, place)

        await self._desk.answer(message.id, pose, ticket)

    async def _history(self, parent_id: int | None) -> tuple[Turn, ...]:
        """What was asked and answered before, along the thread or the chain of replies."""
        if parent_id is None:
            return ()
        earlier = await asyncio.to_thread(self._services.journal.conversation, parent_id, _MOST_TURNS)
        return tuple(Turn(answer.question, answer.text) for answer in earlier)

    async def _place(self, message: discord.Message, heard: _Heard) -> tuple[MessagePlace, int]:
        if self._services.servers.has_threads(message.channel.id):
            thread = await open_thread_below(message, heard.text, self._services.servers)
            if thread:
                return thread
        return MessagePlace(message.channel, message), message.channel.id

    async def _tell(self, message: discord.Message, text: str) -> None:
        """Say something to the author and to nobody else, which for a message means a direct message."""
        try:
            await message.author.send(embed=notice_embed(text))
        except NOT_DONE as error:
            log.info("member not told: %r", error)


def _mention(message: discord.Message) -> str:
    return getattr(message.channel, "mention", "")


def _guild_id(message: discord.Message) -> int:
    """0 for a direct message."""
    return message.guild.id if message.guild else getattr(message.channel, "guild_id", None) or 0


def _asker(message: discord.Message, heard: _Heard) -> Asker:
    parent_id = getattr(message.channel, "parent_id", None)
    channel_ids = (message.channel.id, parent_id) if parent_id else (message.channel.id,)
    is_manager = isinstance(message.author, discord.Member) and message.author.guild_permissions.manage_guild
    asking = Asking(message.author.id, _guild_id(message), message.channel.id, heard.parent_id)
    return Asker(asking, channel_ids, is_manager)
