"""What a correction tells of the report that it corrects: nobody holds that to be so any more."""

import re

from ingest.articles import Article

_REPORT = re.compile(
    r"\b(?:(?:earlier|previous|original|initial|first|that) (?:version|report|article|story|wording|account)|"
    r"reports? published)\b",
    re.IGNORECASE,
)


def tells_of_a_report(text: str) -> bool:
    """Whether the text speaks of an earlier report."""
    return _REPORT.search(text) is not None


def is_withdrawn(article: Article, text: str) -> bool:
    """Whether the text, of an article that corrects another, speaks of that one."""
    return article.corrects is not None and tells_of_a_report(text)
