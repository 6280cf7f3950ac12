"""A cross-encoder that reads question and passage together: slower than search and, a good one, more exact. Optional.

It can only help: where it fails, or is not done in time, the order of the search is used, and the failure is counted.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread

from bot.cross_encoder import LazyCrossEncoder, Loader

log = logging.getLogger(__name__)

_Pairs = list[tuple[str, str]]


class Reranker:
    """One model, loaded once; a model that cannot be loaded is not tried again."""

    def __init__(self, model: str, most_seconds: float, load: Loader | None = None) -> None:
        """`model` is a hub id or a folder; `most_seconds` bounds one question."""
        self.failures = 0
        """Questions that went without."""
        self._model, self._most_seconds = LazyCrossEncoder(model, load), most_seconds

    def warm_up(self) -> None:
        """Load the model, however long that takes."""
        try:
            self._predict([("warm up", "warm up")])
        except Exception as error:  # of many kinds, and none may stop the bot
            log.error("no reranking, RERANKER_MODEL=%s cannot be used: %s: %s", self._model.name, _kind(error), error)

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
        return [float(score) for score in self._model.predict(pairs)] if pairs else []


def _kind(error: Exception) -> str:
    return type(error).__name__  # the text of a time-out is empty
