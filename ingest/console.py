"""What the command lines share: logging, progress bars, and the default models fetched with one."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.bert import BertEncoder
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.models import ensure
from ingest.pinned_models import DEFAULT_EMBEDDER, PinnedModel
from ingest.settings import DEFAULT_EMBEDDING_MODEL, IngestSettings

errors = Console(stderr=True, highlight=False, markup=False)
output = Console(highlight=False, markup=False)


def configure_logging(level: str = "INFO") -> None:
    """Log to stderr; the libraries only what is wrong."""
    handler = RichHandler(console=errors, show_path=False, show_time=False, markup=False)
    if not errors.is_terminal:
        plain = logging.StreamHandler(sys.stderr)
        plain.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.basicConfig(level=logging.WARNING, handlers=[plain])
    else:
        logging.basicConfig(level=logging.WARNING, format="%(message)s", handlers=[handler])
    for package in ("ingest", "bot", "evals"):
        logging.getLogger(package).setLevel(level)


def print_json(value: Any) -> None:
    """One JSON object on stdout, for programs."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def wrong_settings(error: ValidationError) -> str:
    """Which settings are wrong and why, for people: without their values, which may be secret."""
    return "\n".join(
        f"the setting {'_'.join(map(str, each['loc'][:1])).upper()} is wrong: {each['msg']}" for each in error.errors()
    )


def open_embedder(settings: IngestSettings) -> SentenceTransformerEmbeddings:
    """The embedder of the settings; the default model is fetched when it is not there yet."""
    if settings.embedding_model != DEFAULT_EMBEDDING_MODEL:
        return SentenceTransformerEmbeddings(settings.embedding_model, settings.precision)
    folder = fetch(DEFAULT_EMBEDDER, settings.models_dir)
    return SentenceTransformerEmbeddings(folder, settings.precision, for_questions=BertEncoder(folder))


def fetch(model: PinnedModel, models_dir: Path) -> Path:
    """The model's folder, its files fetched and verified, with a progress bar while that lasts."""
    with _download_bar(model.name) as bar:
        return ensure(model, models_dir, bar)


@contextmanager
def _download_bar(name: str) -> Iterator[Any]:
    columns = (TextColumn("fetching {task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task(name, total=None, visible=False)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, visible=True)

        yield show
