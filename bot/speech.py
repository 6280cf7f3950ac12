"""Who is said to have said something."""

import re
from collections.abc import Callable

from bot.names import Name
from bot.terms import joined_initials

_SAYING = re.compile(
    r"(?<!was )(?<!were )(?<!been )(?<!be )\b(?:said|says?|saying|told|tells|according to|reported|announced|stated|"
    r"claim(?:ed|s|ing)?|called|label+ed|described|added|wrote|writes|tweeted|accus(?:ed|es)|confirmed|insist(?:ed|s)|"
    r"argu(?:ed|es)|warn(?:ed|s)|declared|conclu(?:ded|des)|estimat(?:ed|es)|assessed|acknowledged|denied|denies|"
    r"suggest(?:ed|s)|assured|believ(?:ed|es)|mention(?:ed|s)|quoted|explain(?:ed|s)|remarked|replied|complained|"
    r"praised|criticized|criticised|condemned|promised|demanded|urged|proposed|pledged|vowed|noted|cautioned|"
    r"calculated|admit(?:ted|s)|alleg(?:ed|es)|assert(?:ed|s)|blam(?:ed|es)|contend(?:ed|s)|countered|disclosed|"
    r"emphasi[sz]ed|lamented|maintain(?:ed|s)|predict(?:ed|s)|recalled|reveal(?:ed|s)|spoke(?= of\b)|stress(?:ed|es)|"
    r"testif(?:ied|ies)|voiced)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(r"(?:\s+[A-Z][\w.'-]*)*")  # the subject after its verb: said Prime Minister Shinzo Abe
_TURNS = re.compile(r"(?:^|[^\w\s])\s*$")  # what is said before it has ended


def speakers(sentence: str, names: Callable[[str], list[Name]], turned: bool = False) -> list[Name]:
    """The names that stand where a speaker does: before the first verb of saying, or after 'according to'.

    `turned`: before any such verb and right after it, as in a sentence that ends in 'said Abe'.
    """
    found: list[Name] = []
    sentence = joined_initials(sentence)  # no full stop in the midst of a name
    for match in _SAYING.finditer(sentence):
        after = sentence[match.end() :]
        if match.group().lower() == "according to":
            found += names("x " + re.split(r"[,;.]", after)[0])  # what opens a sentence may be no name; this may
        elif not turned:
            return found + names(sentence[: match.end()])
        else:
            is_turned = _TURNS.search(sentence[: match.start()])
            turned_subject = _TURNED.match(after) if is_turned else None
            found += names(sentence[: match.end()]) + names("x " + (turned_subject.group() if turned_subject else ""))
    return found


def is_said_by_someone(sentence: str, names: Callable[[str], list[Name]]) -> bool:
    """Whether what stands where the speaker does is no name: 'its chief executive said', but not 'Abe, the premier,
    said'."""
    match = _SAYING.search(sentence)
    if not match or match.group().lower() == "according to":
        return False
    before = re.split(r"[,;:\"”]", sentence[: match.start()])[-1]
    turned_subject = _TURNED.match(sentence[match.end() :])
    return bool(before.strip()) and not names("x " + before + (turned_subject.group() if turned_subject else ""))


def goes_on(part: str) -> bool:
    """Whether it is a part of a sentence that goes on with what its speaker says: 'that ...', 'promised ...'."""
    return bool(re.match(r"that\b", part, re.IGNORECASE) or _SAYING.match(part))
