"""Errors as Discord's HTTP interface gives them."""

from types import SimpleNamespace
from typing import Any

import discord


def http_error(status: int, code: int) -> discord.HTTPException:
    """The library's error for this status and Discord's own code."""
    kinds = {
        403: discord.Forbidden,
        404: discord.NotFound,
        500: discord.DiscordServerError,
        503: discord.DiscordServerError,
    }
    response: Any = SimpleNamespace(status=status, reason="")
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": ""})
