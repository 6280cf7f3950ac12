"""What members missed: refused and voted-down questions, as candidates for a question set and as clusters of gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.journal import Journal
from bot.journal_records import Candidate, GivenAnswer

from evals.matching import normalised
from evals.questions import UNCONFIRMED, EvalQuestion, Turn

_MOST_TURNS = 5  # of a conversation before the question
_SAME_GAP = 0.55  # cosine; .5 to .6 part 19 wordings of 8 questions alike (default embedder), .65 tears some apart

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask for the same thing, which the archive could not say."""

    question: str
    """The one nearest to the middle of them."""
    asked: int
    first: str
    """The day, like the last."""
    last: str
    questions: tuple[str, ...]
    """Every wording, most frequent first."""


def candidates(journal: Journal) -> list[EvalQuestion]:
    """Each question once, as it was last asked, for a person to confirm.

    What is filled in is a guess: that what was refused cannot be answered, and that what was cited is the evidence. The
    tag `unconfirmed`, which `evals validate` refuses, goes when a person has checked it. Who asked is not told.
    """
    newest = {
        normalised(candidate.question): _question(candidate, journal.conversation(candidate.answer_id, _MOST_TURNS + 1))
        for candidate in journal.candidates()
    }
    return list(newest.values())


def _question(candidate: Candidate, conversation: Sequence[GivenAnswer]) -> EvalQuestion:
    kind = "refused" if candidate.status == "refused" else "voted-down"
    return EvalQuestion(
        id=f"feedback-{candidate.answer_id}",
        question=candidate.question,
        answerable=candidate.status == "answered",
        gold_articles=tuple(dict.fromkeys(cited.article_id for cited in candidate.citations)),
        gold_quotes=tuple(cited.quote for cited in candidate.citations),
        history=tuple(Turn(question=turn.question, answer=turn.text) for turn in conversation[:-1]),
        as_of=date.fromisoformat(candidate.as_of or candidate.asked_at[:10]),
        tags=(UNCONFIRMED, kind, *_bounds(candidate), *(f"comment: {comment}" for comment in candidate.comments)),
    )


def _bounds(candidate: Candidate) -> list[str]:
    """What the member insisted on, which a person has to put into the words of the question."""
    within = candidate.within
    bounds = {"since": within.since, "before": within.until, "source": candidate.source}
    return [f"{name}: {value}" for name, value in bounds.items() if value]


def gaps(refused: Sequence[Candidate], vectors: Matrix) -> list[Gap]:
    """Clusters of refused questions, the most asked first; `vectors` are theirs, `(n, d)`, rows of unit length."""
    found = [_gap([refused[row] for row in rows], vectors[rows]) for rows in clusters(vectors, _SAME_GAP)]
    return sorted(found, key=lambda gap: (-gap.asked, gap.first))


def _gap(members: Sequence[Candidate], vectors: Matrix) -> Gap:
    middle = int(np.argmax(vectors @ vectors.mean(axis=0)))
    wordings = _by_frequency(member.question for member in members)
    days = sorted(member.asked_at[:10] for member in members)
    return Gap(members[middle].question, len(members), days[0], days[-1], wordings)


def _by_frequency(questions: Iterable[str]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for question in questions:
        counts[question] = counts.get(question, 0) + 1
    return tuple(sorted(counts, key=lambda question: -counts[question]))


def clusters(vectors: Matrix, min_similarity: float) -> list[list[int]]:
    """Rows that belong together, by their cosine to the middle of their cluster.

    Each row joins the nearest cluster that is near enough, or begins one; then each is asked once more, so that the
    order in which they came matters little. Takes n times the number of clusters, not n squared.
    """
    middles: list[Matrix] = []
    members: list[list[int]] = []
    for row, vector in enumerate(vectors):
        similarity = [float(vector @ middle / np.linalg.norm(middle)) for middle in middles]
        best = int(np.argmax(similarity)) if similarity else -1
        if best >= 0 and similarity[best] >= min_similarity:
            members[best].append(row)
            middles[best] = middles[best] + vector
        else:
            members.append([row])
            middles.append(vector)
    return _reassigned(vectors, members)


def _reassigned(vectors: Matrix, members: list[list[int]]) -> list[list[int]]:
    if not members:
        return []
    middles = np.stack([vectors[rows].mean(axis=0) for rows in members])
    nearest = np.argmax(vectors @ (middles / np.linalg.norm(middles, axis=1, keepdims=True)).T, axis=1)
    regrouped = [[int(row) for row in np.flatnonzero(nearest == place)] for place in range(len(members))]
    return [rows for rows in regrouped if rows]
