"""Ragas as a second opinion by a language model: optional, and in columns that name the judge.

A judge's figures move with the judge: compare them only with figures by the same one.
"""

import math
import os
import warnings
from collections.abc import Sequence
from typing import Any

from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel

from evals.errors import JudgeMissing
from evals.outcomes import Outcome

_NAMES = {
    "faithfulness": "faithfulness",
    "answer_relevancy": "answer relevancy",
    "llm_context_precision_with_reference": "context precision",
    "context_recall": "context recall",
}


def judged(
    outcomes: Sequence[Outcome], model: BaseChatModel, name: str, embedder: Embeddings
) -> list[dict[str, float]]:
    """Ragas' scores of each outcome, in [0, 1], higher is better; none of those that it is not fit to judge.

    Judged are answers to answerable questions: a refusal is no unfaithful answer, and an outage no answer.

    Raises:
        JudgeMissing: ragas is not installed.
    """
    fit = [place for place, outcome in enumerate(outcomes) if is_fit(outcome)]
    scores: list[dict[str, float]] = [{} for _ in outcomes]
    if fit:
        samples = [sample(outcomes[place]) for place in fit]
        for place, row in zip(fit, _evaluate(samples, model, embedder), strict=True):
            scores[place] = {
                f"{_NAMES[metric]} by {name}": float(value) for metric, value in row.items() if not math.isnan(value)
            }
    return scores


def is_fit(outcome: Outcome) -> bool:
    """Whether there is an answer, and something to hold it against."""
    question = outcome.question
    return outcome.status == "answered" and question.answerable and bool(question.gold_quotes or question.answers)


def sample(outcome: Outcome) -> dict[str, Any]:
    """What ragas reads: the passages as the model was shown them, and the evidence as the reference."""
    question = outcome.question
    sources = outcome.answer.sources if outcome.answer else ()
    return {
        "user_input": question.question,
        "response": outcome.text,
        "retrieved_contexts": [" ".join(s.text for s in source.shown) for source in sources if source.shown],
        "reference": " ".join(question.gold_quotes or question.answers[:1]),
    }


def _evaluate(samples: list[dict[str, Any]], model: BaseChatModel, embedder: Embeddings) -> list[dict[str, float]]:
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"  # it reports its use to its makers otherwise
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its wrappers of LangChain's models are deprecated, and have no successor
        try:
            import ragas  # four seconds of import, and an optional package
            from ragas import metrics
            from ragas.embeddings import LangchainEmbeddingsWrapper
            from ragas.llms import LangchainLLMWrapper
        except ImportError as error:
            raise JudgeMissing(f'--judge needs ragas: pip install ".[judge]" ({error})') from error
        wanted = [
            metrics.Faithfulness(),
            metrics.ResponseRelevancy(strictness=1),  # more than one wording needs a provider that gives several
            metrics.LLMContextPrecisionWithReference(),
            metrics.LLMContextRecall(),
        ]
        result = ragas.evaluate(
            ragas.EvaluationDataset.from_list(samples),
            metrics=wanted,
            llm=LangchainLLMWrapper(model, bypass_temperature=True),  # ours is 0 already
            embeddings=LangchainEmbeddingsWrapper(embedder),
        )
    scores: list[dict[str, float]] = result.scores
    return scores
