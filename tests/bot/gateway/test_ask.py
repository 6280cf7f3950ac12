import discord
import simcord

from tests.bot.gateway.fakes import REFUSED, FakeAnswerer


def room(env: simcord.Env) -> tuple[simcord.MemberActor, simcord.ChannelHandle]:
    guild = env.create_guild()
    return guild.add_member(env.create_user("alice")), guild.create_text_channel("news")


def only_embed(result: simcord.InteractionResult) -> discord.Embed:
    assert result.response
    (embed,) = result.response.embeds
    return embed


async def test_a_question_is_deferred_before_anything_else(env: simcord.Env, answerer: FakeAnswerer) -> None:
    alice, news = room(env)
    answered_by = len(env.http_requests)
    await alice.slash(news, "ask", question="When was the trailer photographed?")
    assert answerer.asked == ["When was the trailer photographed?"]
    first = env.http_requests[answered_by]
    assert first.path.endswith("/callback")
    assert first.json == {"type": 5}


async def test_the_answer_is_green_and_replaces_what_was_shown_while_it_was_written(env: simcord.Env) -> None:
    alice, news = room(env)
    embed = only_embed(await alice.slash(news, "ask", question="When?"))
    assert embed.description == "The trailer was photographed on July 7 [1]."
    assert embed.colour == discord.Colour.green()
    assert [message.id for message in news.history()] == [news.history()[0].id]


async def test_the_sources_are_listed_with_a_link_to_the_quotation(env: simcord.Env) -> None:
    alice, news = room(env)
    (field,) = only_embed(await alice.slash(news, "ask", question="When?")).fields
    assert field.name == "Sources"
    assert field.value == (
        "[1] [Satellite images show work at Sohae](https://news.example/2018/07/sohae"
        "#:~:text=A%20bright%20red%20trailer%20was%20photographed%20on%20July%207.)"
        " · Footnote demo desk · 2018-07-24"
    )


async def test_a_refusal_is_grey_and_names_the_nearest_articles(env: simcord.Env, answerer: FakeAnswerer) -> None:
    answerer.outcome = REFUSED
    alice, news = room(env)
    embed = only_embed(await alice.slash(news, "ask", question="Who?"))
    assert embed.description == "The archive does not say."
    assert embed.colour == discord.Colour.light_grey()
    assert [field.name for field in embed.fields] == ["Nearest in the archive"]


async def test_the_bot_asks_for_the_least_intents_and_can_ping_nobody(env: simcord.Env) -> None:
    assert {name for name, is_on in env.bot.intents if is_on} == {"guilds", "guild_messages", "dm_messages"}
    mentions = env.bot.allowed_mentions
    assert mentions
    assert (mentions.everyone, mentions.users, mentions.roles, mentions.replied_user) == (False, False, False, False)
