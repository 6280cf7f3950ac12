"""Whether a text entails a sentence, as a cross-encoder trained on natural language inference judges it. Optional.

Where it fails, the verifier's own weighing stands alone, and the failure is counted and logged.
"""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Any

log = logging.getLogger(__name__)

Loader = Callable[[str], Any]


class Entailment:
    """One model, loaded at first use; one that cannot be loaded is not tried again."""

    def __init__(self, model: str, load: Loader | None = None) -> None:
        """`model` is a hub id or a folder."""
        self.failures = 0
        """Sentences that were judged without it."""
        self._model_name, self._load = model, load or _load
        self._model: Any = None
        self._is_lost = False
        self._one_at_a_time = Lock()

    def probability(self, premise: str, sentence: str) -> float | None:
        """That the premise entails the sentence, in [0, 1]; None where that was not to be had."""
        try:
            return self._probability(premise, sentence)
        except Exception as error:  # a library's errors are of many kinds, and none may cost a member the answer
            self.failures += 1
            log.warning(
                "VERIFIER_MODEL=%s failed (%d so far), its judgement is left out: %s: %s",
                self._model_name,
                self.failures,
                type(error).__name__,
                error,
            )
            return None

    def _probability(self, premise: str, sentence: str) -> float:
        with self._one_at_a_time:
            if self._is_lost:
                raise RuntimeError("the model could not be loaded")
            if self._model is None:
                self._is_lost = True
                self._model = self._load(self._model_name)
                self._label = _entailment_label(self._model.config)
                self._is_lost = False
            (shares,) = self._model.predict([(premise, sentence)], apply_softmax=True, show_progress_bar=False)
            return float(shares[self._label])


def _entailment_label(config: Any) -> int:
    """Which of the model's labels is entailment.

    Raises:
        ValueError: none is, so that this is no model of natural language inference.
    """
    for number, name in config.id2label.items():
        if str(name).lower().startswith("entail"):
            return int(number)
    raise ValueError(f"none of its labels is entailment: {', '.join(map(str, config.id2label.values()))}")


def _load(model: str) -> Any:
    from sentence_transformers import CrossEncoder  # seconds of import

    return CrossEncoder(model, device="cpu")
