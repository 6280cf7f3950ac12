"""The judge: what it is given, what becomes of its scores, and, where ragas is installed, ragas itself."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from pydantic import SecretStr

import evals.judge
from evals.errors import JudgeMissing
from evals.judge import is_fit, judged, sample
from evals.results import metrics_of, question_records

from tests.embedders import BagOfWordsEmbeddings
from tests.evals.outcomes import CITED, OUTAGE, REFUSED, RIGHT, SEARCHED, outcome, question, unanswerable

MODEL = FakeListChatModel(responses=["never asked"])


def test_only_an_answer_that_can_be_held_against_something_is_judged() -> None:
    assert is_fit(RIGHT)
    assert not any(is_fit(other) for other in (REFUSED, OUTAGE, SEARCHED))
    assert not is_fit(outcome(unanswerable(), "It was July 7 [1].", (CITED,)))
    assert not is_fit(outcome(question(answers=[], gold_quotes=[]), "It was July 7 [1].", (CITED,)))


def test_the_judge_reads_what_the_model_was_shown_and_the_evidence() -> None:
    assert sample(RIGHT) == {
        "user_input": "when was the trailer photographed",
        "response": "It was photographed on July 7 [1].",
        "retrieved_contexts": [
            "The trailer was photographed on July 7. Officials called it “a routine delivery” at the time.",
            "The summit took place in Singapore.",
        ],
        "reference": "The trailer was photographed on July 7.",
    }
    assert sample(outcome(question(gold_quotes=[]), "On July 7 [1].", (CITED,)))["reference"] == "July 7"


def test_scores_stand_beside_the_others_under_the_judges_name(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"faithfulness": 0.5, "context_recall": float("nan")}]
    monkeypatch.setattr(evals.judge, "_evaluate", lambda samples, model, embedder: rows)
    scores = judged([REFUSED, RIGHT], MODEL, "judge-1", BagOfWordsEmbeddings())
    assert scores == [{}, {"faithfulness by judge-1": 0.5}]
    assert metrics_of(question_records([REFUSED, RIGHT], scores))["faithfulness by judge-1"] == 0.5


def test_where_there_is_nothing_to_judge_the_judge_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(evals.judge, "_evaluate")
    assert judged([REFUSED, OUTAGE], MODEL, "judge-1", BagOfWordsEmbeddings()) == [{}, {}]


def test_without_ragas_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ragas", None)
    with pytest.raises(JudgeMissing, match=r'pip install "\.\[judge\]"'):
        judged([RIGHT], MODEL, "judge-1", BagOfWordsEmbeddings())


class _Judge(BaseHTTPRequestHandler):
    """Agrees to everything, in the form that each of ragas' prompts asks for."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "noncommittal" in asked:
            reply: dict[str, Any] = {"question": "when was the trailer photographed", "noncommittal": 0}
        elif "classifications" in asked:
            reply = {"classifications": [{"statement": "s", "reason": "r", "attributed": 1}]}
        elif "statements" in asked and "verdict" in asked:
            reply = {"statements": [{"statement": "s", "reason": "r", "verdict": 1}]}
        else:
            reply = {"reason": "r", "verdict": 1} if "verdict" in asked else {"statements": ["s"]}
        message = {"role": "assistant", "content": json.dumps(reply)}
        body = {"id": "c", "object": "chat.completion", "created": 0, "model": "m"} | {
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]
        }
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def judge_url() -> Iterator[str]:
    """An OpenAI-compatible server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Judge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


@pytest.mark.filterwarnings("default")  # ragas' own, and those of what it imports
def test_ragas_judges_through_a_langchain_model(judge_url: str) -> None:
    pytest.importorskip("ragas", reason='the optional judge is not installed: pip install ".[judge]"')
    from langchain_openai import ChatOpenAI

    model = ChatOpenAI(model="m", api_key=SecretStr("none"), base_url=judge_url, temperature=0.0)
    (scores,) = judged([RIGHT], model, "judge-1", BagOfWordsEmbeddings())
    assert scores == pytest.approx(
        {
            "faithfulness by judge-1": 1.0,
            "answer relevancy by judge-1": 1.0,
            "context precision by judge-1": 1.0,
            "context recall by judge-1": 1.0,
        }
    )
