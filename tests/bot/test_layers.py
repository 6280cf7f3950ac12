"""Imports point one way, and each outside library has one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ingest", "bot", "evals")
MAY_IMPORT = {"ingest": {"ingest"}, "bot": {"bot", "ingest"}, "evals": {"evals", "bot", "ingest"}}
HOMES = {
    "chromadb": ("ingest/vectors.py",),
    "sentence_transformers": ("ingest/embedder.py", "bot/cross_encoder.py"),
    "torch": ("ingest/embedder.py",),
    "safetensors": ("ingest/bert.py",),
    "tokenizers": ("ingest/bert.py",),
    "trafilatura": ("ingest/readers/",),
    "sqlite3": ("ingest/database.py", "bot/journal.py"),
    "dotenv": ("bot/chat.py",),
    "langchain": ("bot/chat.py",),
    "llama_cpp": ("bot/local_model.py", "bot/model_state.py"),
    "discord": ("bot/gateway/",),
    "ir_measures": ("evals/metrics.py",),
    "jinja2": ("evals/report.py",),
    "matplotlib": ("evals/charts.py",),
    "ragas": ("evals/judge.py",),
    "pydantic_settings": ("ingest/settings.py", "bot/settings.py"),
}


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    place = path.relative_to(ROOT)
    found = set(imports(path))
    assert found & set(PACKAGES) <= MAY_IMPORT[place.parts[0]]
    strayed = {library for library in found & HOMES.keys() if not str(place).startswith(HOMES[library])}
    assert not strayed
