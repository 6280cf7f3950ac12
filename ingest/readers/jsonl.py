"""JSON lines: one article a line, read a line at a time, so that the file may be of any size."""

import json
from collections.abc import Iterator

from ingest.articles import Article
from ingest.readers.source import Failure, NotAnArticle, SourceFile, article_from, decode

_FIELDS = ("id", "url", "title", "source", "published_at", "updated_at", "author", "corrects", "text")


def read(file: SourceFile) -> Iterator[Article | Failure]:
    """An article or a failure for each line that is not blank.

    Raises:
        NotAnArticle: the file is empty.
        OSError: the file cannot be read.
    """
    is_empty = True
    for number, line in enumerate(file.lines(), start=1):
        if line is not None and not line.strip():
            continue
        is_empty = False
        try:
            yield _article(line, file, number)
        except NotAnArticle as error:
            yield Failure(str(file.path), number, error.reason)
    if is_empty:
        raise NotAnArticle("the file is empty")


def _article(line: bytes | None, file: SourceFile, number: int) -> Article:
    if line is None:
        raise NotAnArticle(f"a line longer than {file.max_bytes / 1e6:.0f} MB, the limit for one article (MAX_FILE_MB)")
    text, _ = decode(line)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAnArticle(f"not JSON: {error}") from None
    if not isinstance(values, dict):
        raise NotAnArticle(f"not a JSON object but {type(values).__name__}")
    fields = {name: values.get(name) for name in _FIELDS}
    if isinstance(fields["id"], int):
        fields["id"] = str(fields["id"])
    return article_from(fields, f"{file.id}#{number}")
