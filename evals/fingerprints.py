"""What a run was made with: two figures mean the same only where these are equal."""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ingest.catalog import Catalog

from bot.settings import BotSettings

from evals.questions import EvalQuestion

_PACKAGES = ("chromadb", "langchain-core", "llama-cpp-python", "sentence-transformers", "torch")
_NOT_MEASURED = {"discord_token", "data_dir", "models_dir", "chat_base_url"}  # secrets, and where things are kept


def corpus_fingerprint(catalog: Catalog) -> str:
    """Depends on every article's content, and on nothing else."""
    return _digest(sorted(catalog.content_hashes()))


def questions_fingerprint(questions: Iterable[EvalQuestion]) -> str:
    """Depends on the questions, not on their order."""
    return _digest(sorted(question.model_dump_json() for question in questions))


def settings_record(settings: BotSettings) -> dict[str, Any]:
    """The settings that an answer depends on; no secret, no path."""
    return settings.model_dump(mode="json", exclude=_NOT_MEASURED) | {"recipe": settings.recipe}


def settings_fingerprint(settings: BotSettings) -> str:
    """Depends on the settings that an answer depends on."""
    return _digest([json.dumps(settings_record(settings), sort_keys=True)])


def package_versions() -> dict[str, str]:
    """Those that change what is found or said."""
    return {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()}


def machine() -> str:
    """Kind of processor and number of cores that may be used."""
    return f"{_processor()}, {len(os.sched_getaffinity(0))} cores"


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
