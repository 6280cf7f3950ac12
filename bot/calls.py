"""Words by which Discord calls somebody, or leads them elsewhere: in a text of an article, they are data."""

import re

# Controls, and characters that turn the direction of writing or show nothing; a joined emoji's joiner stays.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_CALL = re.compile(
    r"@(?:everyone|here)\b|<(?:@[!&]?|\#|/[^<>\n:]{1,100}:)\d+>|\bdiscord(?:app)?\.(?:gg|new|com/(?:invite|channels))/",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """The text without control characters and those that turn the direction of writing."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_call(text: str) -> bool:
    """Whether it mentions members or a channel, names a command, or links into Discord: an answer has no such sentence,
    whatever an article says. Where other links lead is shown wherever they are."""
    return _CALL.search(visible(text)) is not None
