"""What a run was made with: two figures mean the same only where these are equal."""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ingest.catalog import Catalog
from ingest.pinned_models import DEFAULT_CHAT, DEFAULT_EMBEDDER
from ingest.settings import DEFAULT_EMBEDDING_MODEL

from bot.local_model import usable_cores
from bot.settings import BotSettings

from evals.questions import EvalQuestion

_PACKAGES = ("chromadb", "langchain-core", "llama-cpp-python", "sentence-transformers", "torch")
_MODELS = ("chat_model", "embedding_model")
_NAMED = (*_MODELS, "reranker_model", "verifier_model")
# Secrets, where things are kept, who may ask in Discord and when, and how articles are fetched.
_NOT_MEASURED = set(
    """
    discord_token data_dir models_dir chat_base_url allowed_channels questions_per_member question_refill_seconds
    questions_per_day queue_places queue_places_per_member queue_seconds answers_at_once shutdown_seconds
    answer_timeout_seconds max_file_mb fetch_seconds fetch_delay_seconds
    """.split()
)


def corpus_fingerprint(catalog: Catalog) -> str:
    """Depends on every article's content, and on nothing else."""
    return _digest(sorted(catalog.content_hashes()))


def questions_fingerprint(questions: Iterable[EvalQuestion]) -> str:
    """Depends on the questions, not on their order."""
    return _digest(sorted(question.model_dump_json() for question in questions))


def settings_record(settings: BotSettings) -> dict[str, Any]:
    """The settings that an answer depends on; no secret, and of a model's path only the name."""
    models = {name: getattr(settings, name) for name in _NAMED}
    names = {name: Path(model).name for name, model in models.items() if model and Path(model).exists()}
    record = settings.model_dump(mode="json", exclude=_NOT_MEASURED) | names
    return record | {"recipe": settings.recipe.replace(settings.embedding_model, record["embedding_model"])}


def model_fingerprints(settings: BotSettings) -> dict[str, str]:
    """Of the default models, the digest of their files' digests; of any other, its name: who made it may change it."""
    pinned = {DEFAULT_EMBEDDING_MODEL: DEFAULT_EMBEDDER, "local": DEFAULT_CHAT}
    record = settings_record(settings)
    return {
        name: _digest(file.sha256 for file in pinned[record[name]].files) if record[name] in pinned else record[name]
        for name in _MODELS
    }


def settings_fingerprint(settings: BotSettings) -> str:
    """Depends on the settings that an answer depends on."""
    return _digest([json.dumps(settings_record(settings), sort_keys=True)])


def package_versions() -> dict[str, str]:
    """Those that change what is found or said."""
    return {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()}


def machine() -> str:
    """Kind of processor and number of cores that may be used."""
    return f"{_processor()}, {usable_cores()} cores"


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
