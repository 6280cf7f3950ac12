"""Markdown with YAML front matter."""

import re
from collections.abc import Iterator

import yaml

from ingest.articles import Article
from ingest.readers.source import NotAnArticle, SourceFile, article_from
from ingest.readers.text import split_title

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELDS = ("id", "title", "author", "source", "url", "published_at", "updated_at", "corrects")
_LARGEST_FRONT_MATTER = 64_000  # characters


def read(file: SourceFile) -> Iterator[Article]:
    """The one article of the file; front matter keys that are not an article's are left alone.

    Raises:
        NotAnArticle: the front matter is broken, a field is wrong, or there is no text.
    """
    text = file.text()
    fields, body = _split(text)
    if "title" not in fields:
        heading, body = _heading(body)
        fields["title"] = heading
    try:
        yield article_from(fields | {"text": body}, file.id)
    except NotAnArticle as error:
        raise NotAnArticle(error.reason, _line_of(text, error.reason)) from None


def _split(text: str) -> tuple[dict[str, object], str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        if text.startswith("---\n") or text.startswith("---\r\n"):
            raise NotAnArticle("the front matter has no closing ---", 1)
        return {}, text
    if len(match.group(1)) > _LARGEST_FRONT_MATTER:
        raise NotAnArticle("front matter of more than 64 kB", 1)
    values = _yaml(match.group(1))
    fields = {name: values[name] for name in _FIELDS if values.get(name)}
    for name, value in fields.items():
        if not isinstance(value, str):  # and never written out: a short list can stand for gigabytes
            kind = "a list" if isinstance(value, list) else "a group of fields"
            raise NotAnArticle(f"{name}: is {kind}; one value is wanted", _line_of(text, name))
    return fields, text[match.end() :]


def _yaml(block: str) -> dict[str, object]:
    try:
        values = yaml.load(block, Loader=yaml.BaseLoader)  # makes nothing but text, lists and dicts
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1  # counted from 0, after the opening ---
        raise NotAnArticle(f"broken front matter: {error.problem}", line) from None
    except yaml.YAMLError as error:
        raise NotAnArticle(f"broken front matter: {str(error).splitlines()[0]}", 1) from None
    except RecursionError:
        raise NotAnArticle("broken front matter: nested too deep", 1) from None
    if not isinstance(values, dict):
        raise NotAnArticle("the front matter is not a list of `name: value` lines", 2)
    return values


def _heading(body: str) -> tuple[str | None, str]:
    """A leading `# Heading`, or a first line that looks like a title."""
    match = re.match(r"\s*#[ \t]++([^\n]+)\n", body)
    return (match.group(1), body[match.end() :]) if match else split_title(body)


def _line_of(text: str, reason: str) -> int | None:
    """The line of the front matter field that the reason begins with."""
    name = reason.split(":", 1)[0]
    match = re.search(rf"^{re.escape(name)}[ \t]*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else None
