"""What is not the article goes; the article's own words never change.

A rule is worth having when it is nearly never wrong: what it misses costs little, what it takes wrongly is lost.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ingest.articles import Article
from ingest.readers import Reading

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of noise; what the pattern's group `noise` matches is removed, with the blank lines below it."""

    name: str
    pattern: re.Pattern[str]
    example: str
    left: str
    """What the rule leaves of the example."""
    max_share: float = 0.3
    """Share of an article beyond which the rule must be mistaken, and is not applied."""


class Removal(NamedTuple):
    """A piece of text that was not the article's, and the rule that knew it."""

    rule: str
    text: str


class Cleaned(NamedTuple):
    """An article without its noise."""

    article: Article
    removals: tuple[Removal, ...]
    """What was removed, by rule, in order."""
    withheld: tuple[Removal, ...]
    """What a rule would have removed, had it not been so much."""


def _line(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A line that is noise from end to end, with the blank lines below it.

    A run of spaces is looked through once, not again from each of its spaces.
    """
    return re.compile(rf"^(?P<noise>[ \t]*+(?:{pattern})(?:(?<![ \t])[ \t]*+)?)$\n*", re.MULTILINE | flags)


def _last_line(pattern: str) -> re.Pattern[str]:
    """A line that is noise when it is the article's last."""
    return re.compile(rf"\n(?P<noise>(?:{pattern})(?![^\n])\s*+)\Z")


_NAME = r"[A-ZÀ-Þ][\w.'’-]{1,30}(?: [A-ZÀ-Þ][\w.'’-]{0,30}){1,3}"
_NO_SENTENCE = r"(?<![.!?”\"\s])"  # a credit ends without a full stop, which a sentence of the article does not
_SHARE = (
    r"(?:share(?: (?:this|on|via|to)(?: (?:article|story|page|facebook|twitter|x|linkedin|whatsapp|email))?)?"
    r"|tweet(?: this)?|pin(?: it)?|e-?mail(?: this)?|print|facebook|twitter|whatsapp|telegram|reddit|linkedin|pinterest"
    r"|flipboard|copy link|link copied|save|(?:\d[\d.,]*k? )?(?:shares?|comments?)|comments? ?\(\d{1,6}\)"
    r"|listen to this (?:article|story)|\d{1,2}[ -]min(?:ute)?s? read)"
)
_AGENCY = r"(?i:Getty Images|AFP|AP|Reuters|EPA|Bloomberg|Xinhua|KCNA|Yonhap|Shutterstock|iStock)"
_TRADE = (
    r"(?:reporter|correspondent|editor|columnist|writer|journalist|author|contributor|producer|photographer|analyst"
    r"|fellow|professor|chief)"
)

RULES = (
    Rule(
        "link-widget",
        # A site's link box run into the sentence: the name it hangs on is doubled, unrelated headlines follow, and the
        # box ends in MORE. The first name stays.
        re.compile(
            r"\b(?P<last>[A-Z][\w'’.-]{1,40})"
            r"(?P<noise>(?:[A-Z(\"“][\w'’.()\"”-]{0,40} ){1,4}(?P=last)(?=[A-Z\"'“‘])[^\n]{10,1200}? MORE)\b"
        ),
        "President TrumpDonald TrumpSenate passes budget Why cats purr MORE spoke on Monday.",
        "President Trump spoke on Monday.",
        max_share=0.6,
    ),
    Rule(
        "advertisement",
        _line(
            r"[-–—*\[( ]*(?:advertisement|advertising|sponsored(?: content| by [^\n.]{1,60}(?![^\n]))?"
            r"|(?:story|article) continues (?:below|after)(?: (?:this )?advertisement)?|scroll to continue)"
            r"[-–—*\]). ]*+",
            re.IGNORECASE,
        ),
        "The talks ended.\n\nADVERTISEMENT\n\nNobody signed.",
        "The talks ended.\n\nNobody signed.",
    ),
    Rule(
        "read-more",
        _line(
            r"(?:read (?:more(?: (?:about|on))?|also|next|the full [a-z ]{1,30})|also read"
            r"|more on this(?: story)?|see also|recommended"
            r"|lesen sie (?:auch|mehr)|(?:lire|à lire|voir) aussi|le[ae] también|leia também"
            r"|related(?: (?:articles?|stor(?:y|ies)|coverage|content|news|topics|links))?|don['’]t miss|must[ -]read"
            r"|(?:watch|listen)(?: (?:now|live|more))?)[ \t\u00a0\u202f]*:[ \t]*+(?-i:(?![a-z])|(?=https?:))"
            r"[^\n]{0,400}(?:\n+[ \t]*[-•*▪–][ \t][^\n]{1,300})*"
            r"|(?:read more|related (?:articles|stories|coverage)|see also|more on this story)"
            r"(?:[ \t]*[»›→>]|(?:\n+[ \t]*[-•*▪–][ \t][^\n]{1,300})*)",
            re.IGNORECASE,
        ),
        "The talks ended.\n\nRead more: Why cats purr\n\nRelated stories\n- A budget\n- A boat\n\nNobody signed.",
        "The talks ended.\n\nNobody signed.",
    ),
    Rule(
        "share-bar",
        _line(rf"{_SHARE}(?:[ \t|/·•,]+{_SHARE}){{0,12}}", re.IGNORECASE),
        "The talks ended.\n\nShare Tweet Email | 12 Comments\n\nNobody signed.",
        "The talks ended.\n\nNobody signed.",
    ),
    Rule(
        "newsletter",
        _line(
            r"(?:sign up|subscribe|register)(?: now| here| today| free)?"
            r" (?:for|to) (?:our|your|the|this|free|daily|weekly|get|receive)\b"
            r"[^\n]{0,160}\b(?:newsletters?|inbox|alerts?|briefings?|updates)\b[^\n]{0,160}"
            r"|get (?:(?:our|your)\b[^\n,;:.!?]{1,100}\bnewsletters?|[^\n]{1,120}\b(?:in|to) your inbox)\b[^\n]{0,120}"
            r"|(?:please )?enter (?:a valid |your )e-?mail(?: address)?[^\n]{0,80}"
            r"|thank you for (?:signing up|subscribing)[^\n]{0,80}"
            r"|you(?:['’]re| are) now subscribed[^\n]{0,80}",
            re.IGNORECASE,
        ),
        "The talks ended.\n\nSign up for our daily newsletter and never miss a story.\n\nNobody signed.",
        "The talks ended.\n\nNobody signed.",
    ),
    Rule(
        "cookie-notice",
        _line(
            r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies[^\n]{0,600}"
            r"|by (?:clicking|continuing|using)(?=[^\n]{0,500}\b(?:cookies?|(?:web)?site|terms|privacy|policy)\b)"
            r"[^\n]{0,200}\byou (?:agree|accept|consent)[^\n]{0,300}"
            r"|(?:accept|reject|manage)(?: all)? cookies|cookie (?:policy|settings|preferences|notice)",
            re.IGNORECASE,
        ),
        "We use cookies to improve your visit. Read our policy.\n\nThe talks ended.",
        "The talks ended.",
    ),
    Rule(
        "photo-credit",
        _line(
            r"[(\[]?(?i:(?:(?:photo(?:graph)?|image|picture)s?(?: credits?)?|credits?)(?::| by| courtesy of))[ \t]*+"
            rf"[A-ZÀ-Þ][^\n]{{1,150}}{_NO_SENTENCE}|[(\[]?AP Photo(?:[/:][^\n]{{1,100}}{_NO_SENTENCE}|\))"
            rf"|(?:FILE|HANDOUT) PHOTO: [^\n]{{1,500}}\b{_AGENCY}(?:/[^\n.]{{1,80}})?"
            rf"|[(\[]?{_NAME} ?[/|] ?{_AGENCY}(?: via {_AGENCY})?[)\]]?|[(\[]?{_AGENCY}(?: ?/ ?{_NAME})[)\]]?"
        ),
        "The talks ended.\n\nPhoto: Ada Lens/Reuters\n\nAda Lens/Getty Images\n\nNobody signed.",
        "The talks ended.\n\nNobody signed.",
    ),
    Rule(
        "click-here",
        re.compile(
            r"(?:^|(?<=[.!?] )|(?<=[.!?]” ))"
            r"(?P<noise>(?:click|tap) here (?:to|for)\b[^\n.!?]{1,200}(?:[.!?]|$)[ \t]*)(?:\n+)?",
            re.IGNORECASE | re.MULTILINE,
        ),
        "The talks ended.\n\nClick here to get our app.\n\nNobody signed.",
        "The talks ended.\n\nNobody signed.",
    ),
    Rule(
        "site-footer",
        _line(
            r"(?:copyright[ \t]*)?(?:©|\(c\))[ \t]*\d{4}[^\n]{0,300}"
            r"|©[ \t]*+(?-i:[A-ZÀ-Þ]|dpa\b)[^\n]{1,300}|[^\n]{0,120}\ball rights reserved\b[^\n]{0,200}"
            r"|copyright[ \t]*\d{4}(?:[-–, \t]+\d{4})?[., \t]*+(?:by |the )?(?-i:[A-ZÀ-Þ])[^\n]{1,300}"
            r"|follow us on (?:twitter|facebook|instagram|youtube|linkedin|telegram|whatsapp|tiktok)\b[^\n]{0,100}"
            r"|download (?:our|the) [^\n]{1,60}\bapp\b[^\n]{0,60}"
            r"|(?:leave|post|add) a comment|view (?:all )?comments|back to top",
            re.IGNORECASE,
        ),
        "Nobody signed.\n\nCopyright 2019 Demo Post. All rights reserved.",
        "Nobody signed.",
    ),
    Rule(
        "agency-notice",
        # Before the credits, which are known only when they are the last line.
        _line(
            r"(?i:our standards: the thomson reuters trust principles)\.?|\(\([^\n()]{0,100}@[^\n()]{1,200}\)\)"
            r"|(?:[\w.+-]{1,60}@[\w.-]{1,60}\n+)?\((?:END|ENDS)\)"
            r"|Follow (?:the )?(?:AP|Reuters|AFP)['’]s (?:[\w-]+ ){0,3}coverage [^\n]{0,100}https?://\S{1,200}|_{3,}"
        ),
        "Nobody signed.\n\n(END)\n\nOur Standards: The Thomson Reuters Trust Principles.",
        "Nobody signed.",
    ),
    Rule(
        "author-biography",
        # Only at the end, and only with the trade and a way to reach the author: an article may be about a reporter.
        _last_line(
            rf"(?:{_NAME} (?:(?:is|was|has)\b[^\n]{{1,200}}\b{_TRADE}|covers|reports|writes)\b[^\n]{{0,200}}"
            r"(?:(?<=[.!?;] )(?:Follow|E-?mail|Contact|Reach) (?:her|him|them|[A-Z])|\w@\w|@\w{1,30}\W{0,3}(?![^\n]))"
            r"[^\n]{0,200}"
            rf"|(?:Follow|Contact|E-?mail|Reach) {_NAME} (?:on|at|via)\b"
            r"[^\n]{0,100}(?:@\w|Twitter|Facebook)[^\n]{0,100})"
        ),
        "Nobody signed.\n\nAda Writer is a reporter in Seoul. Follow her on Twitter @adawriter.",
        "Nobody signed.\n",
    ),
    Rule(
        "desk-credit",
        _last_line(
            r"[(\[]?(?:(?:Additional |Writing and )?[Rr]eporting|Writing|Editing) by "
            rf"{_NAME}(?:[^\n]{{0,300}}(?:{_NO_SENTENCE}|\))|[^\n]{{0,200}}; ?[Ee]diting by [^\n]{{1,100}})"
            r"|(?:Associated Press (?:[a-z]{1,20} )?(?:writer|reporter|journalist)s? )?"
            rf"{_NAME}(?:(?:, | and ){_NAME}){{0,6}}"
            r"(?: in [^\n.;]{1,60})? contributed (?:to this (?:report|story|article)|reporting)[^\n]{0,80}"
        ),
        "Nobody signed.\n\n(Reporting by Ada Writer; Editing by Ben Desk)",
        "Nobody signed.\n",
    ),
)


def clean(article: Article) -> Cleaned:
    """The article without its noise, what was removed, and what was found to be too much to be noise."""
    text = article.text
    removals: list[Removal] = []
    withheld: list[Removal] = []
    for rule in RULES:
        rest, removed = apply(rule, text)
        if sum(len(removal.text) for removal in removed) > rule.max_share * len(article.text) or not rest.strip():
            withheld += removed
        else:
            text, removals = rest, removals + removed
    if not removals:
        return Cleaned(article, (), tuple(withheld))
    return Cleaned(article.model_copy(update={"text": text.strip()}), tuple(removals), tuple(withheld))


def cleaned(readings: Iterable[Reading]) -> Iterator[Reading]:
    """The readings, their articles without noise; rules that were not applied are logged."""
    for reading in readings:
        if not isinstance(reading, Article):
            yield reading
            continue
        result = clean(reading)
        for name in dict.fromkeys(removal.rule for removal in result.withheld):
            log.warning("%r: the rule %s would remove too much of the article and was not applied", reading.id, name)
        yield result.article


def apply(rule: Rule, text: str) -> tuple[str, list[Removal]]:
    """What a rule leaves of a text, and what it removes."""
    kept: list[str] = []
    removed: list[Removal] = []
    end = 0
    for match in rule.pattern.finditer(text):
        kept.append(text[end : match.start("noise")])
        removed.append(Removal(rule.name, match["noise"].strip()))
        end = match.end()
    return "".join([*kept, text[end:]]), removed
