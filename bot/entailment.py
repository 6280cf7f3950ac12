"""Whether a text entails a sentence, as a cross-encoder trained on natural language inference judges it. Optional.

Where it fails, the verifier's own weighing stands alone, and the failure is counted and logged.
"""

import logging

from bot.cross_encoder import LazyCrossEncoder, Loader

log = logging.getLogger(__name__)


class Entailment:
    """One model, loaded at first use; one that cannot be loaded is not tried again."""

    def __init__(self, model: str, load: Loader | None = None) -> None:
        """`model` is a hub id or a folder."""
        self.failures = 0
        """Sentences that were judged without it."""
        self._model = LazyCrossEncoder(model, load)

    def probability(self, premise: str, sentence: str) -> float | None:
        """That the premise entails the sentence, in [0, 1]; None where that was not to be had."""
        try:
            return self._probability(premise, sentence)
        except Exception as error:  # a library's errors are of many kinds, and none may cost a member the answer
            self.failures += 1
            log.warning(
                "VERIFIER_MODEL=%s failed (%d so far), its judgement is left out: %s: %s",
                self._model.name,
                self.failures,
                type(error).__name__,
                error,
            )
            return None

    def _probability(self, premise: str, sentence: str) -> float:
        (shares,) = self._model.predict([(premise, sentence)], apply_softmax=True)
        return float(shares[_entailment_label(self._model.labels)])


def _entailment_label(labels: dict[int, str]) -> int:
    """Which of the model's labels is entailment.

    Raises:
        ValueError: none is, so that this is no model of natural language inference.
    """
    for number, name in labels.items():
        if str(name).lower().startswith("entail"):
            return int(number)
    raise ValueError(f"none of its labels is entailment: {', '.join(map(str, labels.values()))}")
