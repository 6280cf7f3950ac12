"""Checks requests against Discord's own OpenAPI description, where it is at hand (`../shared/discord/openapi.json`)."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

DESCRIPTION = Path(__file__).resolve().parents[3] / "shared" / "discord" / "openapi.json"


@lru_cache(maxsize=1)
def _description() -> dict[str, Any] | None:
    return json.loads(DESCRIPTION.read_text()) if DESCRIPTION.is_file() else None


def is_at_hand() -> bool:
    """Whether anything is checked."""
    return _description() is not None


def assert_conforms(method: str, path: str, body: Any) -> None:
    """Fail when Discord knows no such request, or would refuse its body."""
    description = _description()
    if description is None:
        return
    found = _operation(method.lower(), path)
    assert found, f"{method} {path}: no such request"
    content = found.get("requestBody", {}).get("content", {})
    if body is None or "application/json" not in content:
        return
    problems = [
        f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"
        for error in _validator(found["operationId"]).iter_errors(_with_text_ids(body))
    ]
    assert not problems, f"{method} {path}: {problems}"


def _with_text_ids(body: Any) -> Any:
    """discord.py writes ids as numbers; Discord, whose description has them as text, takes both."""
    if isinstance(body, list):
        return [_with_text_ids(value) for value in body]
    if not isinstance(body, dict):
        return body
    return {
        name: str(value) if (name == "id" or name.endswith("_id")) and isinstance(value, int) else _with_text_ids(value)
        for name, value in body.items()
    }


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for pattern, operations in _patterns():
        if pattern.fullmatch(path) and method in operations:
            found: dict[str, Any] = operations[method]
            return found
    return None


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """Paths with fewer place-holders first: `/messages/@original` before `/messages/{message_id}`."""
    paths = (_description() or {})["paths"]
    ordered = sorted(paths, key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)), paths[path]) for path in ordered]


@lru_cache(maxsize=64)
def _validator(operation_id: str) -> Draft202012Validator:
    description = _description() or {}
    for operations in description["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and operation.get("operationId") == operation_id:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                return Draft202012Validator(schema | {"components": description["components"]})
    raise KeyError(operation_id)
