"""Prompt to reply: the one place that knows providers' chat models."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from ingest.settings import ENV_FILE

from bot.errors import ChatBusy, ChatError, ChatRejected, ChatTimeout, ChatUnreachable, ConfigurationError
from bot.local_model import LocalChatModel
from bot.prompt import Prompt
from bot.settings import BotSettings

_EXTRAS = ("openai", "anthropic", "ollama")


class Chat:
    """A chat model with a time limit, whose errors are those of `bot.errors`."""

    def __init__(self, model: BaseChatModel, name: str, timeout_seconds: float) -> None:
        self._model = model
        self.name = name
        self._timeout_seconds = timeout_seconds

    def warm_up(self, system: str) -> None:
        """Do beforehand what the first question would wait for; does nothing for a provider's model."""
        if isinstance(self._model, LocalChatModel):
            self._model.warm_up(system)

    async def agrees(self, prompt: Prompt) -> float | None:
        """How surely the model says yes to the prompt, in [0, 1]; None of a provider's model, which does not tell.

        Raises:
            ChatError: no reply; which kind says why.
        """
        model = self._model
        if not isinstance(model, LocalChatModel):
            return None
        async with self._guarded():
            return await asyncio.to_thread(model.probability, _messages(prompt), "yes", "no")

    async def stream(self, prompt: Prompt) -> AsyncIterator[str]:
        """The reply, in pieces, as it is written.

        Raises:
            ChatError: no complete reply; which kind says why.
        """
        form: dict[str, Any] = {"grammar": prompt.grammar} if isinstance(self._model, LocalChatModel) else {}
        async with self._guarded():
            async for chunk in self._model.astream(_messages(prompt), **form):
                if chunk.text:
                    yield chunk.text

    @asynccontextmanager
    async def _guarded(self) -> AsyncIterator[None]:
        """Ends what takes too long, and makes every error ours."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                yield
        except TimeoutError as error:
            raise ChatTimeout(f"{self.name}: no complete reply within {self._timeout_seconds:g} s") from error
        except Exception as error:  # every provider's package has its own errors
            raise _mapped(error, self.name) from error


def build_chat(settings: BotSettings, local_model: Path | None) -> Chat:
    """The chat model of the settings; `local_model` is the file of an embedded one.

    Raises:
        ConfigurationError: the name is not one that LangChain knows, or its package is not installed.
    """
    if local_model:
        model: BaseChatModel = LocalChatModel(path=local_model, threads=settings.chat_threads)
        return Chat(model, local_model.stem, settings.chat_timeout_seconds)
    return Chat(provider_model(settings), settings.chat_model, settings.chat_timeout_seconds)


def provider_model(settings: BotSettings) -> BaseChatModel:
    """A provider's model, as LangChain knows it.

    Its package looks for a key in the environment: what stands in `.env` beside the settings is put there.

    Raises:
        ConfigurationError: the name is not one that LangChain knows, or its package is not installed.
    """
    options: dict[str, Any] = {"timeout": settings.chat_timeout_seconds, "temperature": 0.0, "max_retries": 1}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    provider = settings.chat_model.partition(":")[0]
    _export_what_is_no_setting()
    try:
        model: BaseChatModel = init_chat_model(settings.chat_model, **options)
    except ImportError as error:
        extra = f'pip install ".[{provider}]"' if provider in _EXTRAS else f"the LangChain package for {provider}"
        raise ConfigurationError(f"CHAT_MODEL={settings.chat_model} needs {extra} ({error})") from error
    except Exception as error:  # a wrong name or a missing key: the packages raise ValueError and errors of their own
        raise ConfigurationError(f"CHAT_MODEL={settings.chat_model} cannot be used: {error}") from error
    return model


def _export_what_is_no_setting() -> None:
    for name, value in dotenv_values(ENV_FILE).items():
        if value and name.lower() not in BotSettings.model_fields:
            os.environ[name] = os.environ.get(name) or value


def _messages(prompt: Prompt) -> list[BaseMessage]:
    return [SystemMessage(prompt.system), HumanMessage(prompt.user)]


def _mapped(error: Exception, name: str) -> ChatError:
    """By HTTP status where there is one: the providers' packages all carry it as `status_code`."""
    status = getattr(error, "status_code", None)
    text = f"{name}: {type(error).__name__}: {error}"
    if status == 429:
        return ChatBusy(text)
    if isinstance(status, int) and 400 <= status < 500:
        return ChatRejected(text)
    if "timeout" in type(error).__name__.lower():
        return ChatTimeout(text)
    return ChatUnreachable(text)
