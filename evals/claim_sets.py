"""Reads sets of claims, each true or false by a text. Every line of a JSONL file is one of:

- `article` (an article's id), `claim`, `altered` and `change`: a true sentence, and the same with one fact changed;
- `passage`, `question`, `supported` and `unsupported`: two answers, of which the passage supports one;
- one claim with its label, as fact-checking sets have it:
  `claim` (or `sentence`, `statement`, `hypothesis`, `answer`, `response`);
  `reference` (or `references`, `passage`, `passages`, `evidence`, `context`, `document`, `premise`), a text or a list
  of texts, or `article`;
  `supported` (or `label`, `attribution_label`): true or false, 1 or 0, or a word such as "supported", "entailment",
  "attributable", "refuted", "not attributable", "not enough info";
  and, where there are any, `question`, and `change`, a name for its kind.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ingest.articles import Article
from ingest.passages import Span
from ingest.sentences import split_sentences

from bot.evidence import Sentence, Source
from bot.terms import content_keys

from evals.errors import QuestionSetError

_TRUE = frozenset(
    "1 1.0 true yes supported supports support entailment entailed attributable consistent factual".split()
)
_FALSE = frozenset(
    "0|0.0|false|no|unsupported|not supported|partially supported|refuted|refutes|contradiction|contradictory|"
    "contradicted|neutral|not attributable|unattributable|extrapolatory|not enough info|not enough evidence|nei|"
    "not entailed|inconsistent|not factual|non-factual|conflicting evidence|hallucinated".split("|")
)


@dataclass(frozen=True, slots=True)
class Case:
    """One claim on one source, and whether the source supports it."""

    source: Source
    question: str
    claim: str
    is_true: bool
    kind: str
    """What was changed in a false claim, or in the false twin of a true one; empty where the set does not say."""


def _words(value: Any) -> Any:
    """A list of texts as one."""
    return "\n\n".join(map(str, value)) if isinstance(value, list) else value


def _label(value: Any) -> bool:
    word = " ".join(str(value).lower().replace("_", " ").split())
    if word not in _TRUE | _FALSE:
        raise ValueError(f"{value!r} is no label: true or false, 1 or 0, or one of {', '.join(sorted(_TRUE | _FALSE))}")
    return word in _TRUE


_Text = Annotated[str, BeforeValidator(_words), Field(min_length=1)]


class _ArticleClaim(BaseModel):
    model_config = ConfigDict(frozen=True)

    article: str
    claim: str
    altered: str
    change: str


class _PassageClaim(BaseModel):
    model_config = ConfigDict(frozen=True)

    passage: _Text
    question: str
    supported: str
    unsupported: str


class _LabelledClaim(BaseModel):
    model_config = ConfigDict(frozen=True)

    claim: str = Field(
        min_length=1,
        validation_alias=AliasChoices("claim", "sentence", "statement", "hypothesis", "answer", "response"),
    )
    reference: _Text | None = Field(
        default=None,
        validation_alias=AliasChoices(
            "reference", "references", "passage", "passages", "evidence", "context", "document", "premise"
        ),
    )
    article: str | None = None
    supported: Annotated[bool, BeforeValidator(_label)] = Field(
        validation_alias=AliasChoices("supported", "label", "attribution_label")
    )
    question: str = ""
    change: str = ""


def read_cases(file: Path, articles: Callable[[], Mapping[str, Article]]) -> list[Case]:
    """The claims of a set; `articles` is asked only if the set names articles.

    Raises:
        QuestionSetError: the file cannot be read, or a line is not in order or names an article that is not there.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{file}: cannot be read ({error})") from error
    library = _Library(articles)
    cases: list[Case] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                cases += _cases(json.loads(line), number, library)
            except (ValueError, KeyError) as error:  # pydantic's and json's errors are ValueErrors
                raise QuestionSetError(f"{file}:{number}: {_reason(error)}") from error
    if not cases:
        raise QuestionSetError(f"{file}: holds no claims")
    return cases


class _Library:
    """The sources made of articles, read when the first is asked for."""

    def __init__(self, articles: Callable[[], Mapping[str, Article]]) -> None:
        self._articles = articles
        self._sources: dict[str, Source] = {}

    def source(self, article: str) -> Source:
        if not self._sources:
            self._sources = {key: source_of(each) for key, each in self._articles().items()}
        if article not in self._sources:
            raise KeyError(f"on the unknown article {article!r}")
        return self._sources[article]


def _cases(line: Any, number: int, library: _Library) -> Iterator[Case]:
    if not isinstance(line, dict):
        raise ValueError("a line holds one JSON object")
    if "altered" in line:
        pair = _ArticleClaim.model_validate(line)
        source = library.source(pair.article)
        yield Case(source, "", pair.claim, True, pair.change)
        yield Case(source, "", pair.altered, False, pair.change)
    elif "unsupported" in line:
        answers = _PassageClaim.model_validate(line)
        source = source_of(Article(id=str(number), text=answers.passage))
        yield Case(source, answers.question, answers.supported, True, "")
        yield Case(source, answers.question, answers.unsupported, False, "")
    else:
        labelled = _LabelledClaim.model_validate(line)
        if labelled.reference:
            source = source_of(Article(id=str(number), text=labelled.reference))
        elif labelled.article:
            source = library.source(labelled.article)
        else:
            raise ValueError("neither a reference nor an article")
        yield Case(source, labelled.question, labelled.claim, labelled.supported, labelled.change)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON ({error})"
    return str(error.args[0])


def source_of(article: Article) -> Source:
    """The whole article as one source."""
    sentences = tuple(
        Sentence(article, Span(span.start, span.end), frozenset(content_keys(article.text[span.start : span.end])))
        for span in split_sentences(article.text)
    )
    return Source(1, article, sentences, sentences)
