"""Settings of the read side."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from ingest.settings import IngestSettings


def _without_password(url: str) -> str:
    if not re.fullmatch(r"https?://[^/@\s]+(/\S*)?", url):
        raise ValueError("give an address such as http://localhost:8080/v1, without user name and password")
    return url


class BotSettings(IngestSettings):
    """Read from the environment and from `.env`; frozen once read."""

    discord_token: SecretStr | None = None
    """The bot's token from Discord's developer portal."""

    allowed_channels: Annotated[str, Field(pattern=r"^\s*(\*|[\d\s,]*)$")] = ""
    """Discord channels where members may ask: `*` for all, or channel ids separated by commas. What a
    server sets by /settings holds before this."""

    questions_per_member: Annotated[int, Field(ge=1, le=1000)] = 5
    """Questions that a member may ask in a row."""

    question_refill_seconds: Annotated[float, Field(ge=0, le=3600)] = 20.0
    """Seconds after which a member may ask one more."""

    questions_per_day: Annotated[int, Field(ge=0, le=1_000_000)] = 500
    """Questions a day for each Discord server, until it sets its own number by /settings."""

    queue_places: Annotated[int, Field(ge=1, le=10_000)] = 50
    """Questions that may wait."""

    queue_places_per_member: Annotated[int, Field(ge=1, le=1000)] = 3
    """Questions of one member that may wait."""

    queue_seconds: Annotated[float, Field(ge=1, le=600)] = 60.0
    """Longest wait for an answer to begin, in seconds."""

    answers_at_once: Annotated[int, Field(ge=0, le=256)] = 0
    """Questions that are answered at the same time; 0 means one with the embedded model, and eight with another."""

    answer_timeout_seconds: Annotated[float, Field(ge=1, le=800)] = 120.0
    """Time for one whole answer, in seconds. Discord lets a command be answered for 900."""

    shutdown_seconds: Annotated[float, Field(ge=0, le=30)] = 2.0
    """Time that answers under way are given to end when the bot is stopped, in seconds."""

    chat_model: str = "local"
    """`local`, `none` for answers made of quotations, a path to a `.gguf` file, or what LangChain's `init_chat_model`
    takes, such as `openai:gpt-5-mini`."""

    chat_base_url: Annotated[str, AfterValidator(_without_password)] | None = None
    """Address of an OpenAI-compatible server, without user name or password, since it is kept with every answer; None
    for the provider's own."""

    chat_timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Time for one whole reply, in seconds."""

    chat_threads: Annotated[int, Field(ge=0, le=256)] = 0
    """Threads of the embedded model; 0 means one for each core that this process may use."""

    passages_per_article: Annotated[int, Field(ge=1, le=50)] = 3
    """Passages that one article may give."""

    articles_per_story: Annotated[int, Field(ge=1, le=50)] = 1
    """Articles that may be shown of those that are one text, such as an agency's report; others are named beside."""

    reranker_model: str | None = None
    """A sentence-transformers cross-encoder, by hub id or folder, that orders what was found anew; None for none."""

    reranker_seconds: Annotated[float, Field(gt=0, le=60)] = 2.0
    """Time for that, in seconds; later, the order of the search is used."""

    passages: Annotated[int, Field(ge=1, le=50)] = 8
    """Passages that an answer may draw on."""

    evidence_chars: Annotated[int, Field(ge=200, le=50_000)] = 1500
    """Characters of those passages that the model is shown. The embedded model reads some 80 tokens, about 350
    characters, a second on two cores: this is what a member waits for."""

    verifier_model: str | None = None
    """A sentence-transformers cross-encoder for natural language inference, by hub id or folder, that judges each
    sentence of an answer beside the verifier; None for none. It costs its time for every sentence."""
