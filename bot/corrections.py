"""What a correction tells of the report that it corrects: nobody holds that to be so any more."""

import re

from ingest.articles import Article

_REPORT = re.compile(
    r"\b(?:(?:earlier|previous|original|initial|first|that|our) (?:report|article|story|headline|wording)|"
    r"(?:earlier|previous|original|initial|first) version of (?:this|the|our)|reports? published(?! by))\b",
    re.IGNORECASE,
)
_RIGHT_TOO = re.compile(
    r";|\b(?:not|rather than|instead|but|in fact|when (?:it|he|she|they)|unchanged|remains?|stands?|corrects?)\b",
    re.IGNORECASE,
)


def tells_of_a_report(text: str) -> bool:
    """Whether the text speaks of an earlier report."""
    return _REPORT.search(text) is not None


def is_withdrawn(article: Article, text: str) -> bool:
    """Whether the sentence, of an article that corrects another, tells what that one said and nothing right."""
    if article.corrects is None or _RIGHT_TOO.search(text):
        return False
    return tells_of_a_report(text.replace(f"by {article.source}", ""))
