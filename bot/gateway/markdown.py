"""Text as Discord's markdown: escaped, shortened and split so that nothing in it breaks."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urldefrag

from bot.calls import visible

# What is read as one thing: cut in two, it is neither.
_WHOLE = re.compile(
    r"\[[^\[\]\n]{1,300}\]\(https?://[^\s()]+\)"  # a link with a text
    r"|https?://[^\s<>]+"
    r"|(?:\[\d{1,3}\]){1,9}"  # markers
    r"|<[@#:/atc][^<>\s]{1,100}>"  # mentions, emoji, times, commands
    r"|\\(?:[^\w\s]|_)"  # an escaped character
)
_FENCE = re.compile(r"```(?:(?P<language>[\w+#-]{1,20})?\n)?(?P<body>.*?)(?:```|\Z)", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((https?://[^\s()]+)\)")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_MARKDOWN = re.compile(r"([\\`*_~|<>\[\]@]|:(?=//)|^[#+-])")  # headings and lists only begin a line
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"
_LONGEST_ADDRESS = 1500  # characters; a browser's own limit is 2,000, a message's is 2,000 too
_FRAGMENT_WORDS = 5  # on either side: enough to be found once in an article, short enough for an address


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of prose, or a code fence: `opening + text + closing`."""

    text: str
    opening: str = ""
    closing: str = ""

    @property
    def overhead(self) -> int:
        return len(self.opening) + len(self.closing)


def units(text: str) -> int:
    """Length as Discord's clients count it: UTF-16 code units, never fewer than characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped(text: str) -> str:
    """Untrusted words on one line, in which nothing is bold, a link, a mention or a line of its own."""
    return _MARKDOWN.sub(r"\\\1", " ".join(visible(text).split()))


def escaped_quotations(text: str) -> str:
    """Words of articles with markers between them: escaped, except for the markers."""
    return re.sub(r"\\\[(\d{1,3})\\\]", r"[\1]", escaped(text))


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` units, with an ellipsis where something was left out."""
    if units(text) <= limit:
        return text
    return text[: _cut(text, limit - 1)].rstrip() + "…"


def link(text: str, url: str | None, limit: int = 1000) -> str:
    """The escaped text in at most `limit` units, as a link where there is one that leaves room for all of it."""
    words = escaped(text)
    linked = f"[{words}]({quote(url or '', safe=_URL_SAFE)})"
    is_web = url and re.match(r"https?://[^\s/]", url, re.IGNORECASE)
    return linked if is_web and units(linked) <= limit else shortened(words, limit)


_URL_SAFE = "!#$%&'*+,/:;=?@~-._"  # all that an address may hold but brackets: they would end the link


def at_quotation(url: str | None, quotation: str) -> str | None:
    """The address of the article at the quotation, for browsers that know text fragments.

    Source: https://wicg.github.io/scroll-to-text-fragment/
    """
    words = quotation.split()
    if not url or not words:
        return url
    page, fragment = urldefrag(url)
    if len(words) <= 2 * _FRAGMENT_WORDS:
        directive = _fragment(words)
    else:
        directive = f"{_fragment(words[:_FRAGMENT_WORDS])},{_fragment(words[-_FRAGMENT_WORDS:])}"
    located = f"{page}#{fragment}:~:text={directive}"
    return located if len(located) <= _LONGEST_ADDRESS else url


def _fragment(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")  # a dash beside a comma has a meaning there


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` units, at least one; no marker, link, fence or emoji is cut.

    A fence that goes over the end of a part is closed there and opened again in the next. Links show where they lead,
    and an address longer than a part can hold is left out.
    """
    parts: list[str] = []
    part = ""
    for block in _blocks(_tamed(visible(text), limit)):
        rest = block.text
        while rest:
            room = limit - units(part) - block.overhead
            taken = _cut(rest, room) if room > 0 else 0
            if not part or taken == len(rest) or room > limit // 4:
                part += f"{block.opening}{rest[:taken]}{block.closing}"
                rest = rest[taken:]
            if rest:
                parts, part = [*parts, part], ""
    parts.append(part)
    return [part.strip() for part in parts if part.strip()] or [""]


def _tamed(text: str, limit: int) -> str:
    """Links show their address, and nothing that must stay whole is longer than half a part."""
    most = min(limit // 2, 900)
    bare = _LINK.sub(r"\1 (\2 )", text)
    short = _ADDRESS.sub(lambda match: match.group() if units(match.group()) < most else "(link)", bare)
    return short.replace("](", "] (")  # Discord knows more forms of a link than `_LINK`, and all of them hold this


def _blocks(text: str) -> Iterator[_Block]:
    place = 0
    for match in _FENCE.finditer(text):
        if match.start() > place:
            yield _Block(text[place : match.start()])
        if match["body"].strip():
            yield _Block(match["body"], f"```{match['language'] or ''}\n", "\n```")
        place = match.end()
    if place < len(text):
        yield _Block(text[place:])


def _cut(text: str, limit: int) -> int:
    """Where to cut so that at most `limit` units stand before."""
    if units(text) <= limit:
        return len(text)
    end = _index(text, limit)
    whole = [match.span() for match in _WHOLE.finditer(text, 0, min(len(text), end + 2000))]
    for stop in ("\n\n", "\n", ". ", " "):
        place = text.rfind(stop, end // 2, end)
        while place > 0 and _is_inside(place + len(stop), whole):
            place = text.rfind(stop, end // 2, place)
        if place > 0:
            return place + len(stop)
    for place in range(end, 0, -1):
        if not (_is_inside(place, whole) or _joins(text, place)):
            return place
    return end  # nothing but accents upon accents


def _index(text: str, limit: int) -> int:
    """The longest beginning of `limit` units, as a number of characters."""
    end = min(len(text), limit)
    while units(text[:end]) > limit:
        end -= max(1, (units(text[:end]) - limit) // 2)
    return end


def _is_inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < place < end for start, end in spans)


def _joins(text: str, place: int) -> bool:
    """Whether the characters on either side of the place are seen as one."""
    before, after = text[place - 1], text[place]
    if after in _JOINERS or before == "\u200d" or unicodedata.combining(after):
        return True
    return "\U0001f3fb" <= after <= "\U0001f3ff" or all("\U0001f1e6" <= sign <= "\U0001f1ff" for sign in before + after)
