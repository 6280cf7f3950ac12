"""Settings of the read side."""

from typing import Annotated

from pydantic import Field, SecretStr

from ingest.settings import IngestSettings


class BotSettings(IngestSettings):
    """Read from the environment and from `.env`; frozen once read."""

    discord_token: SecretStr | None = None
    """The bot's token from Discord's developer portal."""

    chat_model: str = "local"
    """`local`, a path to a `.gguf` file, or what LangChain's `init_chat_model` takes, such as `openai:gpt-5-mini`."""

    chat_base_url: str | None = None
    """Address of an OpenAI-compatible server; None for the provider's own."""

    chat_timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Time for one whole reply, in seconds."""

    chat_threads: Annotated[int, Field(ge=0, le=256)] = 0
    """Threads of the embedded model; 0 means one for each physical core."""

    passages: Annotated[int, Field(ge=1, le=50)] = 8
    """Passages that an answer may draw on."""

    evidence_chars: Annotated[int, Field(ge=200, le=50_000)] = 1500
    """Characters of those passages that the model is shown. The embedded model reads some 80 tokens, about 350
    characters, a second on two cores: this is what a member waits for."""
