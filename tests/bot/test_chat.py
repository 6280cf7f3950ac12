"""The hosted path, with the real OpenAI client against a server on the loopback interface."""

import os
import sys
from pathlib import Path

import pytest
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from bot.chat import Chat, build_chat, provider_model
from bot.errors import ChatBusy, ChatError, ChatRejected, ChatTimeout, ChatUnreachable, ConfigurationError
from bot.prompt import Prompt
from bot.settings import BotSettings

from tests.loopback import openai_server

PROMPT = Prompt("Be brief.", "Who met?")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")


def hosted(url: str, timeout_seconds: float = 30.0) -> Chat:
    settings = BotSettings(chat_model="openai:test-model", chat_base_url=url, chat_timeout_seconds=timeout_seconds)
    return build_chat(settings, None)


async def reply(chat: Chat) -> list[str]:
    return [piece async for piece in chat.stream(PROMPT)]


async def test_the_reply_comes_in_pieces_as_the_provider_sends_it() -> None:
    with openai_server(["Kim ", "met ", "Moon ", "[1]."]) as server:
        assert await reply(hosted(server.url)) == ["Kim ", "met ", "Moon ", "[1]."]
    assert server.requests[0]["model"] == "test-model"
    assert [message["content"] for message in server.requests[0]["messages"]] == ["Be brief.", "Who met?"]
    assert server.requests[0]["temperature"] == 0.0


def test_a_providers_key_may_stand_in_the_file_of_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("CHAT_MODEL=openai:test-model\nOPENAI_API_KEY=of-the-file\n")
    model = provider_model(BotSettings())
    assert isinstance(model, ChatOpenAI)
    assert isinstance(model.openai_api_key, SecretStr)
    assert model.openai_api_key.get_secret_value() == "of-the-file"
    assert "CHAT_MODEL" not in os.environ


async def test_a_provider_is_not_asked_how_sure_it_is() -> None:
    with openai_server(["yes"]) as server:
        assert await hosted(server.url).agrees(PROMPT) is None
    assert server.requests == []


@pytest.mark.parametrize(
    ("status", "error"), [(401, ChatRejected), (400, ChatRejected), (429, ChatBusy), (500, ChatUnreachable)]
)
async def test_a_providers_error_becomes_ours(status: int, error: type[ChatError]) -> None:
    with openai_server([], status=status) as server, pytest.raises(error, match="openai:test-model"):
        await reply(hosted(server.url))


async def test_a_slow_provider_is_given_up() -> None:
    with openai_server(["late"], delay_seconds=30) as server, pytest.raises(ChatTimeout):
        await reply(hosted(server.url, timeout_seconds=0.3))


async def test_a_server_that_is_not_there_is_unreachable() -> None:
    with openai_server([]) as server:
        url = server.url
    with pytest.raises(ChatUnreachable):
        await reply(hosted(url))


def test_a_missing_package_is_named_with_the_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    with pytest.raises(ConfigurationError, match=r'pip install "\.\[anthropic\]"'):
        build_chat(BotSettings(chat_model="anthropic:some-model"), None)


def test_an_unknown_model_name_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="CHAT_MODEL=no-such-model"):
        build_chat(BotSettings(chat_model="no-such-model"), None)


def test_no_secret_is_in_the_settings_repr() -> None:
    settings = BotSettings(discord_token=SecretStr("very-secret"))
    assert "very-secret" not in repr(settings)
