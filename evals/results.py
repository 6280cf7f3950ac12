"""A run's result: what is written as JSON, compared, held against floors, and reported."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.evidence import Source
from bot.presentation import answer_record
from bot.verifier import RULES, Verifier

from evals.errors import ResultError
from evals.metrics import QUALITY_METRICS, answer_scores, mean, percentile, retrieval_scores
from evals.outcomes import Outcome, stage_of, verdict_of

Record = dict[str, Any]


def question_records(
    outcomes: Sequence[Outcome], judged: Sequence[dict[str, float]] = (), verifier: Verifier = RULES
) -> list[Record]:
    """One record for each outcome, with its scores, and a judge's beside them where there was one."""
    scored = [outcome for outcome in outcomes if _has_ranking(outcome)]
    rankings = retrieval_scores([(outcome.ranked, outcome.question.gold_articles) for outcome in scored])
    by_outcome = {id(outcome): row for outcome, row in zip(scored, rankings, strict=True)}
    records = [
        _record(outcome, by_outcome.get(id(outcome), {}) | _answer_scores(outcome, verifier)) for outcome in outcomes
    ]
    for record, scores in zip(records, judged, strict=bool(judged)):
        record["scores"] |= scores
    return records


def _has_ranking(outcome: Outcome) -> bool:
    """Whether the ranking can be judged: an unanswerable question has no evidence, an outage no ranking."""
    is_searched = outcome.error is None or bool(outcome.ranked)
    return is_searched and outcome.question.answerable and bool(outcome.question.gold_articles)


def _answer_scores(outcome: Outcome, verifier: Verifier) -> dict[str, float]:
    return {name: value for name, value in answer_scores(outcome, verifier).items() if value is not None}


def _record(outcome: Outcome, scores: dict[str, float]) -> Record:
    question = outcome.question
    return {
        "id": question.id,
        "type": question.type,
        "question": question.question,
        "answerable": question.answerable,
        "expected": [list(group) for group in question.must_include] or [list(question.answers)],
        "gold_articles": list(question.gold_articles),
        "gold_quotes": list(question.gold_quotes),
        "repeat": outcome.repeat,
        "ranked": list(outcome.ranked),
        **_answer_part(outcome),
        "verdict": verdict_of(outcome),
        "stage": stage_of(outcome),
        "error": outcome.error,
        "tokens": {"read": outcome.tokens.read, "written": outcome.tokens.written} if outcome.tokens else None,
        "scores": scores,
    }


def _answer_part(outcome: Outcome) -> Record:
    if outcome.answer is None:
        seconds = {"retrieve": outcome.retrieve_seconds, "first_token": None, "total": outcome.retrieve_seconds}
        return {"status": outcome.status, "answer": None, "citations": [], "sources": [], "seconds": seconds}
    record = answer_record(outcome.answer)
    kept = {name: record[name] for name in ("status", "answer", "citations", "seconds")}
    return kept | {"sources": [_source_record(source) for source in outcome.answer.sources]}


def _source_record(source: Source) -> Record:
    return {
        "article_id": source.article.id,
        "header": source.article.header,
        "found": " ".join(sentence.text for sentence in source.sentences),
        "shown": " ".join(sentence.text for sentence in source.shown),
    }


def metrics_of(records: Sequence[Record]) -> dict[str, float | None]:
    """Every metric over the questions it applies to; None where that is none of them.

    A question asked more than once counts once, with its mean.
    """
    means = {name: mean(per_question(records, name).values()) for name in metric_names(records)}
    return {name: _rounded(value) for name, value in (means | _timings(records) | _tokens(records)).items()}


def metric_names(records: Sequence[Record]) -> list[str]:
    """The metrics that apply to any of the questions, in the order in which they are shown."""
    present = {name for record in records for name in record["scores"]}
    return [*(name for name in QUALITY_METRICS if name in present), *sorted(present - set(QUALITY_METRICS))]


def read_result(path: Path) -> Record:
    """A result as `run --json` wrote it.

    Raises:
        ResultError: there is none, or it is not one.
    """
    try:
        result: Record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultError(f"{path}: cannot be read ({type(error).__name__}: {error})") from error
    if not isinstance(result, dict) or not {"run", "metrics", "questions"} <= result.keys():
        raise ResultError(f"{path}: not a result of `evals run --json`")
    return result


def per_question(records: Sequence[Record], metric: str) -> dict[str, float]:
    """The metric by question id, for the questions it applies to; the mean of the repeats."""
    values: dict[str, list[float]] = {}
    for record in records:
        if metric in record["scores"]:
            values.setdefault(record["id"], []).append(record["scores"][metric])
    return {identifier: sum(found) / len(found) for identifier, found in values.items()}


def _timings(records: Sequence[Record]) -> dict[str, float | None]:
    """Seconds. Of complete answers, refusals too, but not of outages; the first word only where a model wrote one."""
    done = [record["seconds"] for record in records if record["status"] != "failed"]
    first = [seconds["first_token"] for seconds in done if seconds["first_token"] is not None]
    total = [record["seconds"]["total"] for record in records if record["status"] in ("answered", "refused")]
    retrieve = [seconds["retrieve"] for seconds in done]
    return {
        "retrieve_p50_s": percentile(retrieve, 50),
        "retrieve_p95_s": percentile(retrieve, 95),
        "first_token_p50_s": percentile(first, 50),
        "total_p50_s": percentile(total, 50),
        "total_p95_s": percentile(total, 95),
    }


def _tokens(records: Sequence[Record]) -> dict[str, float | None]:
    counted = [record["tokens"] for record in records if record["tokens"]]
    return {
        "tokens_read": mean(float(tokens["read"]) for tokens in counted),
        "tokens_written": mean(float(tokens["written"]) for tokens in counted),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def counts_of(records: Sequence[Record]) -> dict[str, int]:
    """How many questions there are, and what became of them; outages stand apart."""
    statuses = Counter(record["status"] for record in records)
    return {"questions": len(records), **{name: statuses[name] for name in ("answered", "refused", "failed")}}


def refusal_matrix(records: Sequence[Record]) -> dict[str, dict[str, int]]:
    """Verdicts of the answerable and of the unanswerable questions."""
    return {
        name: dict(Counter(record["verdict"] for record in records if record["answerable"] is is_answerable))
        for name, is_answerable in (("answerable", True), ("unanswerable", False))
    }


def grouped(records: Sequence[Record], key: Callable[[Record], str | None]) -> dict[str, list[Record]]:
    """The records by the key, in order of first appearance; those without one are left out."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        name = key(record)
        if name:
            groups.setdefault(name, []).append(record)
    return groups


def result_of(
    run: Record, outcomes: Sequence[Outcome], judged: Sequence[dict[str, float]] = (), verifier: Verifier = RULES
) -> Record:
    """The whole result; `run` says what was run, on what, and when."""
    records = question_records(outcomes, judged, verifier)
    return {
        "run": run,
        "metrics": metrics_of(records),
        "counts": counts_of(records),
        "refusals": refusal_matrix(records),
        "stages": dict(Counter(record["stage"] for record in records if record["stage"])),
        "types": {
            name: {"counts": counts_of(group), "metrics": metrics_of(group)}
            for name, group in grouped(records, lambda record: record["type"]).items()
        },
        "questions": records,
    }
