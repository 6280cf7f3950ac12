"""What Discord sends: as little as the real client needs, in Discord's own form."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

BOT_ID, APPLICATION_ID, GUILD_ID, OWNER_ID = 1000, 1000, 2000, 3000
NEWS_ID = 2001  # a text channel
BOT_ROLE_ID = 2002
_ADMINISTRATOR, _MEMBER = str(1 << 3), str(0x7FFFFFFFFFFF & ~((1 << 3) | (1 << 5)))  # all but administer and manage

_ids = count(1 << 40)


def new_id() -> str:
    """A snowflake nobody has."""
    return str(next(_ids) << 22)


def user(identifier: int, is_bot: bool = False) -> dict[str, Any]:
    """One account."""
    name = "footnote" if is_bot else f"member-{identifier}"
    return {"id": str(identifier), "username": name, "discriminator": "0", "avatar": None, "bot": is_bot}


def member(identifier: int) -> dict[str, Any]:
    """One account as a member of the server."""
    roles = [str(BOT_ROLE_ID)] if identifier == BOT_ID else []
    joined = "2026-01-01T00:00:00+00:00"
    return {"user": user(identifier), "roles": roles, "joined_at": joined, "deaf": False, "mute": False, "flags": 0}


def guild() -> dict[str, Any]:
    """The server, with one text channel."""
    everyone = {"id": str(GUILD_ID), "name": "@everyone", "permissions": _MEMBER, "position": 0}
    bot_role = {"id": str(BOT_ROLE_ID), "name": "footnote", "permissions": _MEMBER, "position": 1}
    plain: dict[str, Any] = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
    return {
        "id": str(GUILD_ID),
        "name": "Newsroom",
        "owner_id": str(OWNER_ID),
        "roles": [everyone | plain, bot_role | plain],
        "channels": [channel(NEWS_ID)],
        "members": [member(BOT_ID)],
        "threads": [],
        "emojis": [],
        "features": [],
        "member_count": 3,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "system_channel_flags": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
    }


def channel(identifier: int) -> dict[str, Any]:
    """A text channel of the server."""
    return {
        "id": str(identifier), "type": 0, "guild_id": str(GUILD_ID), "name": "news", "position": 0,
        "permission_overwrites": [], "parent_id": None, "topic": None, "nsfw": False, "last_message_id": None,
    }  # fmt: skip


def thread(identifier: str, name: str, owner: int = BOT_ID) -> dict[str, Any]:
    """A public thread in the text channel."""
    life: dict[str, Any] = {"archived": False, "auto_archive_duration": 1440, "locked": False}
    life["archive_timestamp"] = "2026-01-01T00:00:00+00:00"
    return {
        "id": identifier, "type": 11, "guild_id": str(GUILD_ID), "parent_id": str(NEWS_ID), "owner_id": str(owner),
        "name": name, "message_count": 1, "member_count": 1, "rate_limit_per_user": 0, "last_message_id": None,
        "thread_metadata": life, "total_message_sent": 1, "flags": 0,
    }  # fmt: skip


def message(channel_id: str | int, author: dict[str, Any], content: str, **more: Any) -> dict[str, Any]:
    """One message."""
    return {
        "id": new_id(), "channel_id": str(channel_id), "author": author, "content": content, "type": 0, "embeds": [],
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "pinned": False, "components": [], "flags": 0,
    } | more  # fmt: skip


@dataclass(frozen=True, slots=True)
class Who:
    """Who does something, and where; `guild_id` None is a direct message."""

    user_id: int = 4000
    channel_id: int | str = NEWS_ID
    guild_id: int | None = GUILD_ID
    is_manager: bool = False
    locale: str = "en-US"
    channel_type: int = field(default=0)

    def interaction(self, kind: int, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        """An interaction of theirs; kind 2 is a command, 3 a button, 5 a form."""
        where: dict[str, Any] = {"id": str(self.channel_id), "type": self.channel_type}
        payload: dict[str, Any] = {
            "id": new_id(), "application_id": str(APPLICATION_ID), "type": kind, "token": f"token-{new_id()}",
            "version": 1, "data": data, "channel_id": str(self.channel_id), "channel": where, "locale": self.locale,
            "entitlements": [], "authorizing_integration_owners": {}, "attachment_size_limit": 10_000_000,
            "app_permissions": _MEMBER,
        }  # fmt: skip
        if self.guild_id is None:
            return payload | {"user": user(self.user_id), "context": 1} | more
        permissions = _ADMINISTRATOR if self.is_manager else "0"
        person = member(self.user_id) | {"permissions": permissions}
        return payload | {"member": person, "guild_id": str(self.guild_id), "guild_locale": "en-US"} | more

    def command(self, name: str, **options: str | bool | int) -> dict[str, Any]:
        """A slash command with these options."""
        kinds = {str: 3, int: 4, bool: 5}
        chosen = [{"name": key, "type": kinds[type(value)], "value": value} for key, value in options.items()]
        return self.interaction(2, {"id": "1", "type": 1, "name": name, "options": chosen})

    def subcommand(self, name: str, below: str, **options: bool) -> dict[str, Any]:
        """A slash command of a group."""
        chosen = [{"name": key, "type": 5, "value": value} for key, value in options.items()]
        return self.interaction(
            2, {"id": "1", "type": 1, "name": name, "options": [{"name": below, "type": 1, "options": chosen}]}
        )

    def attach(self, name: str, option: str, file: str, size: int) -> dict[str, Any]:
        """A slash command with a file."""
        url = f"https://cdn.discordapp.com/attachments/{file}"
        attachment = {"id": "7", "filename": file, "size": size, "url": url, "proxy_url": url}
        data = {"id": "1", "type": 1, "name": name, "options": [{"name": option, "type": 11, "value": "7"}]}
        return self.interaction(2, data | {"resolved": {"attachments": {"7": attachment}}})

    def click(self, on: dict[str, Any], custom_id: str) -> dict[str, Any]:
        """A press on a button under a message."""
        return self.interaction(3, {"component_type": 2, "custom_id": custom_id}, message=on)
