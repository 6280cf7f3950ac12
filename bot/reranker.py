"""A cross-encoder that reads question and passage together: slower than search and, a good one, more exact. Optional.

It can only help: where it fails, or is not done in time, the order of the search is used, and the failure is counted.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any

log = logging.getLogger(__name__)

_Pairs = list[tuple[str, str]]
Loader = Callable[[str], Any]


class Reranker:
    """One model, loaded once; a model that cannot be loaded is not tried again."""

    def __init__(self, model: str, most_seconds: float, load: Loader | None = None) -> None:
        """`model` is a hub id or a folder; `most_seconds` bounds one question."""
        self.failures = 0
        """Questions that went without."""
        self._model_name, self._most_seconds = model, most_seconds
        self._load = load or _load
        self._model: Any = None
        self._is_lost = False
        self._one_at_a_time = Lock()

    def warm_up(self) -> None:
        """Load the model, however long that takes."""
        try:
            self._predict([("warm up", "warm up")])
        except Exception as error:  # of many kinds, and none may stop the bot
            log.error("no reranking, RERANKER_MODEL=%s cannot be used: %s: %s", self._model_name, _kind(error), error)

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        """For each text how well it answers, higher is better, on no certain scale; None where it was not to be had."""
        result: Future[list[float]] = Future()
        Thread(target=self._answer, args=(result, [(question, text) for text in texts]), daemon=True).start()
        try:
            return result.result(self._most_seconds)
        except Exception as error:  # a library's errors are of many kinds, and none may cost a member the answer
            self.failures += 1
            log.warning(
                "order of the search used, reranker failed (%d so far): %s: %s", self.failures, _kind(error), error
            )
            return None

    def _answer(self, result: "Future[list[float]]", pairs: _Pairs) -> None:
        try:
            result.set_result(self._predict(pairs))
        except Exception as error:
            result.set_exception(error)

    def _predict(self, pairs: _Pairs) -> list[float]:
        with self._one_at_a_time:
            if self._is_lost:
                raise RuntimeError("the model could not be loaded")
            if self._model is None:
                self._is_lost = True
                self._model = self._load(self._model_name)
                self._is_lost = False
            return [float(score) for score in self._model.predict(pairs, show_progress_bar=False)] if pairs else []


def _kind(error: Exception) -> str:
    return type(error).__name__  # the text of a time-out is empty


def _load(model: str) -> Any:
    from sentence_transformers import CrossEncoder  # seconds of import

    return CrossEncoder(model, device="cpu")
