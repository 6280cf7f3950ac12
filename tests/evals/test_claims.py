"""The verifier alone, measured on true and false sentences."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.articles import Article

import evals.__main__ as command_line
from evals.claims import SHIPPED_CLAIMS, Figures, Pair, measure, read_pairs
from evals.errors import QuestionSetError
from evals.validation import read_articles

ARTICLES = {"a": Article(id="a", text="The river Elm rose to seven metres in Harwick. No bridge fell.")}
CLAIM = {"article": "a", "claim": "The Elm climbed to 7 metres.", "altered": "The Elm climbed to 8 metres."}
ANSWER = {"passage": "Delhi is a city.", "question": "Which city?", "supported": "Delhi", "unsupported": "Rome"}


def pairs(tmp_path: Path, *lines: dict[str, Any]) -> list[Pair]:
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    return read_pairs(file, lambda: ARTICLES)


def test_the_verifier_stands_beside_the_rule_that_all_words_must_be_there(tmp_path: Path) -> None:
    assert measure(pairs(tmp_path, CLAIM | {"change": "number"})) == [
        Figures("verifier", "all", 1, kept=1.0, rejected=1.0),
        Figures("all words", "all", 1, kept=0.0, rejected=1.0),
    ]


def test_kinds_of_change_are_told_apart(tmp_path: Path) -> None:
    denied = {"article": "a", "claim": "No bridge fell.", "altered": "A bridge fell.", "change": "negation"}
    found = measure(pairs(tmp_path, CLAIM | {"change": "number"}, denied))
    assert [(each.kind, each.pairs) for each in found if each.checker == "verifier"] == [
        ("negation", 1),
        ("number", 1),
        ("all", 2),
    ]


def test_a_set_may_bring_its_own_passages(tmp_path: Path) -> None:
    (pair,) = pairs(tmp_path, ANSWER)
    assert (pair.question, pair.true, pair.false, pair.source.article.text) == (
        "Which city?",
        "Delhi",
        "Rome",
        "Delhi is a city.",
    )


@pytest.mark.parametrize("line", [{"article": "a"}, CLAIM | {"change": "number", "article": "z"}])
def test_a_set_that_is_not_in_order_is_refused(tmp_path: Path, line: dict[str, Any]) -> None:
    with pytest.raises(QuestionSetError):
        pairs(tmp_path, line)


def test_the_command_prints_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs(tmp_path, ANSWER)
    assert command_line.main(["claims", str(tmp_path / "claims.jsonl"), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed[0] == {"checker": "verifier", "kind": "all", "pairs": 1, "kept": 1.0, "rejected": 1.0}
    assert command_line.main(["claims", str(tmp_path / "claims.jsonl")]) == 0
    assert "verifier" in capsys.readouterr().out


def test_the_shipped_claims_are_measured_well_above_plain_words() -> None:
    figures = {each.checker: each for each in measure(read_pairs(SHIPPED_CLAIMS, _corpus)) if each.kind == "all"}
    assert figures["verifier"].pairs >= 300
    assert figures["verifier"].kept >= 0.8
    assert figures["verifier"].rejected >= 0.8


def _corpus() -> dict[str, Article]:
    return read_articles([Path(__file__).parents[2] / "corpus"])
