"""The verifier alone, measured on true and false sentences."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.articles import Article

import evals.__main__ as command_line
import evals.claims
from evals.claim_sets import Case, read_cases
from evals.claims import SHIPPED_CLAIMS, Figures, measure
from evals.errors import QuestionSetError
from evals.validation import read_articles

from tests.embedders import BagOfWordsEmbeddings

ARTICLES = {"a": Article(id="a", text="The river Elm rose to seven metres in Harwick. No bridge fell.")}
CLAIM = {"article": "a", "claim": "The Elm climbed to 7 metres.", "altered": "The Elm climbed to 8 metres."}
ANSWER = {"passage": "Delhi is a city.", "question": "Which city?", "supported": "Delhi", "unsupported": "Rome"}
LABELLED = {"claim": "Delhi is a city.", "reference": "Delhi is a city.", "supported": True}


def cases(tmp_path: Path, *lines: Any) -> list[Case]:
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return read_cases(file, lambda: ARTICLES)


def test_the_verifier_stands_beside_the_rule_that_all_words_must_be_there(tmp_path: Path) -> None:
    assert measure(cases(tmp_path, CLAIM | {"change": "number"})).figures == [
        Figures("verifier", "all", 2, kept=1.0, rejected=1.0, macro_f1=1.0),
        Figures("all words", "all", 2, kept=0.0, rejected=1.0, macro_f1=1 / 3),
    ]


def test_kinds_of_change_are_told_apart(tmp_path: Path) -> None:
    denied = {"article": "a", "claim": "No bridge fell.", "altered": "A bridge fell.", "change": "negation"}
    found = measure(cases(tmp_path, CLAIM | {"change": "number"}, denied, LABELLED)).figures
    assert [(each.kind, each.claims, each.kept) for each in found if each.checker == "verifier"] == [
        ("other", 1, 1.0),
        ("negation", 2, 1.0),
        ("number", 2, 1.0),
        ("all", 5, 1.0),
    ]
    assert found[0].rejected is None  # there is no false claim of that kind
    assert found[0].macro_f1 is None


def test_a_curve_says_what_other_thresholds_would_do(tmp_path: Path) -> None:
    """By the plain rule the true claims score 1 and 3/4, the false ones 1 and 1/2."""
    reference = "Elm, Harwick, Delhi, Rome."
    lines = [
        {"claim": text, "reference": reference, "supported": supported}
        for text, supported in [
            ("Elm Harwick Delhi Rome", True),
            ("Elm Harwick Delhi Oslo", True),
            ("Elm Harwick", False),
            ("Elm Oslo", False),
        ]
    ]
    (_, words) = measure(cases(tmp_path, *lines)).curves
    assert words.rejected["0.99"] == 0.5  # what keeps both true ones keeps the false one of score 1
    assert words.rejected["0.50"] == 0.5
    assert words.best_macro_f1 == pytest.approx((4 / 5 + 2 / 3) / 2)


def test_a_set_may_bring_its_own_passages(tmp_path: Path) -> None:
    true, false = cases(tmp_path, ANSWER)
    assert (true.question, true.claim, true.is_true, true.source.article.text) == (
        "Which city?",
        "Delhi",
        True,
        "Delhi is a city.",
    )
    assert (false.claim, false.is_true) == ("Rome", False)


@pytest.mark.parametrize(
    ("line", "text", "is_true"),
    [
        (LABELLED, "Delhi is a city.", True),
        ({"sentence": "So.", "references": ["One.", "Two."], "label": "not attributable"}, "One.\n\nTwo.", False),
        ({"hypothesis": "So.", "premise": "One.", "label": "entailment"}, "One.", True),
        ({"claim": "So.", "evidence": "One.", "label": "NOT ENOUGH INFO"}, "One.", False),
        ({"claim": "So.", "document": "One.", "label": 1}, "One.", True),
        ({"response": "So.", "context": "One.", "attribution_label": "not_attributable"}, "One.", False),
        ({"claim": "So.", "article": "a", "supported": False}, ARTICLES["a"].text, False),
    ],
)
def test_labelled_claims_are_read_by_the_names_that_others_give_them(
    tmp_path: Path, line: dict[str, Any], text: str, is_true: bool
) -> None:
    (case,) = cases(tmp_path, line)
    assert (case.source.article.text, case.is_true) == (text, is_true)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"article": "a"}, "claim: Field required; supported: Field required"),
        ({"claim": "So.", "supported": True}, "neither a reference nor an article"),
        (CLAIM | {"change": "number", "article": "z"}, "on the unknown article 'z'"),
        (CLAIM, "change: Field required"),
        (LABELLED | {"supported": "perhaps"}, "supported: Value error, 'perhaps' is no label"),
        (LABELLED | {"claim": ""}, "claim: String should have at least 1 character"),
        ("{", "no JSON"),
        ("[]", "a line holds one JSON object"),
    ],
)
def test_a_line_that_is_not_in_order_is_named(tmp_path: Path, line: Any, reason: str) -> None:
    with pytest.raises(QuestionSetError) as raised:
        cases(tmp_path, LABELLED, "", line)
    assert str(raised.value).startswith(f"{tmp_path / 'claims.jsonl'}:3: {reason}")


def test_a_set_without_claims_and_one_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="holds no claims"):
        cases(tmp_path, "")
    with pytest.raises(QuestionSetError, match="cannot be read"):
        read_cases(tmp_path / "missing.jsonl", lambda: ARTICLES)


@pytest.fixture(autouse=True)
def opened(embedder: BagOfWordsEmbeddings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's embedder is a small one."""
    monkeypatch.setattr(evals.claims, "open_embedder", lambda settings: embedder)


def test_the_command_measures_the_verifier_of_the_bot(tmp_path: Path, embedder: BagOfWordsEmbeddings) -> None:
    cases(tmp_path, LABELLED)
    assert command_line.main(["claims", str(tmp_path / "claims.jsonl")]) == 0
    assert embedder.texts_embedded == ["Delhi is a city."]


def test_the_command_prints_the_figures_and_the_curves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases(tmp_path, ANSWER)
    assert command_line.main(["claims", str(tmp_path / "claims.jsonl"), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["figures"][0] == {
        "checker": "verifier",
        "kind": "all",
        "claims": 2,
        "kept": 1.0,
        "rejected": 1.0,
        "macro_f1": 1.0,
    }
    assert printed["curves"][0]["rejected"]["0.95"] == 1.0
    assert command_line.main(["claims", str(tmp_path / "claims.jsonl")]) == 0
    assert "best F1" in capsys.readouterr().out


def test_the_shipped_claims_are_measured_well_above_plain_words() -> None:
    figures = {
        each.checker: each for each in measure(read_cases(SHIPPED_CLAIMS, _corpus)).figures if each.kind == "all"
    }
    verifier, words = figures["verifier"], figures["all words"]
    assert verifier.claims >= 600
    assert (verifier.kept or 0) >= 0.85
    assert (verifier.rejected or 0) >= 0.8
    assert (verifier.macro_f1 or 0) >= (words.macro_f1 or 1) + 0.3


def _corpus() -> dict[str, Article]:
    return read_articles([Path(__file__).parents[2] / "corpus"])
