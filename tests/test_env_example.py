"""`.env.example` names every setting, with its default, and nothing else."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import BotSettings

EXAMPLE = Path(__file__).resolve().parents[1] / ".env.example"
NAMED = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))


def test_every_setting_is_named_and_no_other() -> None:
    assert {name.lower() for name in NAMED} == BotSettings.model_fields.keys()


@pytest.mark.parametrize("name", NAMED)
def test_the_value_shown_is_the_default(name: str) -> None:
    default = BotSettings.model_fields[name.lower()].default
    assert not isinstance(default, SecretStr)
    if isinstance(default, float):
        assert float(NAMED[name]) == default
    else:
        assert NAMED[name] == ("" if default is None else str(default))
