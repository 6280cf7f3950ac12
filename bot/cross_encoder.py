"""A sentence-transformers cross-encoder, which reads two texts together: for reranking and for entailment."""

from collections.abc import Callable
from threading import Lock
from typing import Any

Loader = Callable[[str], Any]


class LazyCrossEncoder:
    """One model, loaded at first use and used by one thread at a time."""

    def __init__(self, model: str, load: Loader | None = None) -> None:
        """`model` is a hub id or a folder; `load` makes the model of it."""
        self.name = model
        self._load = load or _load
        self._model: Any = None
        self._is_lost = False
        self._one_at_a_time = Lock()

    def predict(self, pairs: list[tuple[str, str]], **options: Any) -> Any:
        """What the model says of each pair.

        Raises:
            Exception: whatever the library raises; a model that could not be loaded is not tried again.
        """
        with self._one_at_a_time:
            return self._loaded().predict(pairs, show_progress_bar=False, **options)

    @property
    def labels(self) -> dict[int, str]:
        """The names of its outputs, of a model that has been used."""
        labels: dict[int, str] = self._model.config.id2label
        return labels

    def _loaded(self) -> Any:
        if self._is_lost:
            raise RuntimeError("the model could not be loaded")
        if self._model is None:
            self._is_lost = True
            self._model = self._load(self.name)
            self._is_lost = False
        return self._model


def _load(model: str) -> Any:
    from sentence_transformers import CrossEncoder  # seconds of import

    return CrossEncoder(model, device="cpu")
