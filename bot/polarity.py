"""What a sentence denies, and how certain it is of what it says."""

import re
from dataclasses import dataclass

from bot.terms import content_keys

_CLAUSE = re.compile(
    r"[;:—]|(?<=[a-z\d”\"][.!?])\s|,(?!\d)|\s-\s|"
    r"\b(?:and|but|or|although|though|while|whereas|because|since|which|who|that|when|"
    r"after|before|despite)\b|(?=\b(?:without|rather than|instead of)\b)",
    re.IGNORECASE,
)
_PLAIN_DENIAL = re.compile(
    r"\b(?:not|no|never|neither|nor|without|rather than|instead of|cannot|nothing|nobody|none|"
    r"nowhere|hardly|scarcely|barely|absent|absence|unable|unproven|undecided|unwilling|unresolved|yet to|"
    r"impossible|useless|unlikely|(?:fell|fall\w*|stop\w*) short|(?:left|leaves?|leaving|rul\w+) out|"
    r"lack(?:ed|s|ing)?)\b|n['’]t\b",
    re.IGNORECASE,
)
_DENYING_VERB = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|(?:refus|declin)(?:e|es|ed|ing)(?= to\b)|"
    r"fail(?:s|ed|ing)?(?= (?:to|in|attempts?|bids?|efforts?)\b))\b",
    re.IGNORECASE,
)
_NEGATIVE_WORD = re.compile(
    r"\b(?:fail|refus|reject|declin|exclud|omit|avoid|miss)(?:ed|es|s|ing|ting|ted|e)?\b", re.IGNORECASE
)  # other words can say the same: to reject is to turn down, and what declined fell
_NOT_ONLY = re.compile(
    r"\bnot only\b|\bnot (?:to )?(?:hesitate|rul\w+ out)\b|\bno doubt\b|\bnobody but\b|\bno one but\b|"
    r"\bno (?:less|fewer|more|later|earlier) than\b|\bno(?=\.\s?\d|-(?!one\b))",
    re.IGNORECASE,
)  # nor do 'No. 3' and 'a no-confidence vote' deny anything
_MEANT = (
    (re.compile(r"\bvot(?:e[ds]?|ing) (?:for|in favou?r of)\b", re.IGNORECASE), "supported"),
    (re.compile(r"\bvot(?:e[ds]?|ing) against\b", re.IGNORECASE), "opposed"),
    (
        re.compile(
            r"\bdrop(?:s|ped|ping)?(?= (?:\w+ ){0,2}(?:plan|bid|charge|case|claim|demand|idea|proposal)s?\b)",
            re.IGNORECASE,
        ),
        "abandoned",
    ),
)  # what a word means only together with others; to drop a plan is no fall
_CERTAIN = re.compile(
    r"\b(?:prove[dns]?|proof|(?:is|are|was|were|been|be) confirmed(?! (?:as|to|by the (?:senate|house|parliament))\b)|"
    r"(?:is|are|was|were|be|almost|for) certain|"
    r"certain(?: to|ly)|definite(?:ly)?|undoubted(?:ly)?|unquestionabl[ey]|conclusive(?:ly)?|"
    r"without (?:a |any )?doubt|verified|surely|clearly|no doubt|doubtless)\b",
    re.IGNORECASE,
)
_CERTAIN_THAT = re.compile(
    r"\b(?:confirm(?:s|ed)?|establish(?:es|ed)?|demonstrate[ds]?|guarantee[ds]?) that\b", re.IGNORECASE
)  # a fund is established, and a judge confirmed, without any doubt being removed
_OPEN = re.compile(
    r"\b(?:may|might|can(?!not)|could(?! (?:see|hear|smell|feel)\b)|possibl[ey]|perhaps|likely|probabl[ey]|presum\w+|"
    r"apparent(?:ly)?|suspected|suspects?(?= that\b)|alleged(?:ly)?|reportedly|potential(?:ly)?|"
    r"appear(?:s|ed)?(?= (?:to|that|as if)\b)|seem(?:s|ed)?|"
    r"(?:is|are|was|were|been|be) (?:\w+ly )?(?:believed|thought|estimated|expected|assumed|considered)|"
    r"propos(?:e|es|ed)|hope[ds]?|intend(?:s|ed)?|"
    r"unclear|doubt(?:s|ed|ful)?)\b"
)
_BELIEF = re.compile(r"\b(?:believ|thought|think|estimat|suggest|indicat|expect|assum|reckon|would|should)")
_WISH = re.compile(
    r"\b(?:(?:plan|aim|seek)(?:s|ed|n?ing)? to|want(?:s|ed|ing)?|propos\w+|hop(?:e[ds]?|ing)|intend\w*)\b"
)
_INTENTION = re.compile(r"\b(?:plans|planned|planning|wants?|wanted|aims?|aimed) to\b")  # 'a plan to' may be approved
_PLAN = re.compile(r"\b(?:plans|planned|planning|intends|intended|aims|aimed) to\b")
_TO_COME = re.compile(r"\b(?:will|plans?|planned|(?:is|are|was|were) (?:set |due |going )?to)\b")
_UNSURE = re.compile(r"\b(?:if|whether|unless|should|not|no|un\w+)\b", re.IGNORECASE)
_PREFIXES = ("un", "in", "im", "ir", "dis", "non")
_UP = "rise rose risen climb jump soar surg increas grow grew rebound".split()
_DOWN = "fall fell fallen drop plung plummet tumbl slump sink sank slid slide dip declin decreas shrink shrank".split()
_OPPOSITES = frozenset(
    frozenset(pair.split())
    for pair in (
        "surviv die|surviv kill|accept reject|agre refus|agre oppos|support oppos|allow ban|allow forbid|"
        "allow prohibit|permit ban|permit forbid|open close|open shut|"
        "gain lose|win lose|won lost|succeed fail|success failur|success fail|"
        "includ exclud|present absent|begin end|start end|start stop|start finish|resum stop|resum suspend|"
        "continu stop|continu suspend|remain leav|stay leav|arriv depart|enter leav|join leav|approv reject|"
        "approv block|confirm deni|admit deni|attack defend|strengthen weaken|improv worsen|hire fire|"
        "arrest releas|free jail|acquit convict|innoc guilti|abov below|"
        "most least|major minor|high low|higher lower|highest lowest|larg small|larger smaller|"
        "largest smallest|long short|longer shorter|old new|oldest youngest|earli late|earlier later|"
        "earliest latest|first last|east west|north south|eastern western|northern southern|left right|"
        "male femal|man woman|hot cold|warm cool|fast slow|rich poor|strong weak|public privat|same differ|"
        "buy sell|bought sold|lend borrow|import export|victori defeat|victori lost|victori lose|victori loss|"
        "profit loss|earn lost|earn loss|sentenc acquit|jail acquit|peac war|friend enemi|love hate|"
        "safe danger|lift impos|eas tighten|add remov|prais critic|welcom condemn|keep drop|maximum minimum|"
        "better wors|best worst|expand cut|rais lower|cancel hold|destroy build|"
        "fail pass|fail win|fail won|miss hit|miss attend|accept declin|agre declin|admit reject|"
        "upheld struck|upheld overturn|upheld revers|upheld quash|"
        "omit includ|avoid suffer|avoid face|avoid went|avoid enter|reject back|reject endors|reject adopt|reject pass"
    ).split("|")
) | {frozenset((up, down)) for up in _UP for down in _DOWN}  # stems; and see _PREFIXES


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that says one thing."""

    keys: frozenset[str]
    is_open: bool
    denies: bool
    """Whether it denies something, so that without the denial it would say the opposite."""
    denying: frozenset[str]
    """The verbs among its keys that alone deny: 'refused to', 'denied'."""
    negative: frozenset[str]
    """Those that can stand for a denial, and need not: 'rejected', 'declined'."""

    @property
    def is_negative(self) -> bool:
        """Whether it has anything that is or can stand for a denial."""
        return self.denies or bool(self.negative)

    @property
    def opposable(self) -> frozenset[str]:
        """Its keys without what is counted as its denial already."""
        return self.keys - self.denying


def clauses(text: str) -> list[Clause]:
    """The clauses of a text that carry meaning."""
    found: list[Clause] = []
    pending = ""
    for pattern, meant in _MEANT:
        text = pattern.sub(meant, text)
    for part in _CLAUSE.split(_NOT_ONLY.sub(" ", text)):
        pending = f"{pending} {part}"  # 'he did not say in which city': what has no words of its own
        if content_keys(part):  # belongs to what follows
            found.append(_clause(pending))
            pending = ""
    return found


def _clause(text: str) -> Clause:
    is_denied = bool(_PLAIN_DENIAL.search(text))
    verbs = " ".join(_DENYING_VERB.findall(text))
    return Clause(
        frozenset(content_keys(text)),
        bool(_OPEN.search(text) or _INTENTION.search(text)),
        is_denied or bool(verbs),
        frozenset() if is_denied else frozenset(content_keys(verbs)),
        frozenset(content_keys(" ".join(_NEGATIVE_WORD.findall(text)))),
    )


def are_opposed(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether one holds the opposite of a word of the other, and not the word itself."""
    mine, theirs = left - right, right - left
    reversed_ = any(prefix + key in theirs or _bare(key, prefix) in theirs for key in mine for prefix in _PREFIXES)
    return reversed_ or any(len(pair & mine) == 1 == len(pair & theirs) for pair in _OPPOSITES)


def _bare(key: str, prefix: str) -> str | None:
    return key.removeprefix(prefix) if key.startswith(prefix) else None


def is_certain(text: str) -> bool:
    """Whether the text says that something is beyond doubt."""
    told = _CERTAIN_THAT.sub("proved that", text)
    return any(_CERTAIN.search(part) and not _UNSURE.search(part) for part in _CLAUSE.split(told))


def is_open(text: str) -> bool:
    """Whether the text leaves open whether something is so."""
    return bool(_OPEN.search(text) or _BELIEF.search(text))


def is_wish(text: str) -> bool:
    """Whether the text says what someone wants to do."""
    return bool(_WISH.search(text))


def is_to_come(text: str, told: str) -> bool:
    """Whether the text says what will be, where it is told only as a plan: a plan may be so told, a hope may not."""
    return bool(_TO_COME.search(text) and _PLAN.search(told))
