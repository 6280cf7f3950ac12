"""One text to its vector by a BERT in numpy: a search need not wait for PyTorch and sentence-transformers.

Importing those takes longer than all else that a new process does until its first answer, and they hold 500 MB; one
question needs neither batches nor gradients. Passages, of which there are many, are left to sentence-transformers.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from ingest.errors import ModelUnavailable

Matrix = npt.NDArray[np.float32]


class BertEncoder:
    """What sentence-transformers computes in float32 with a BERT (GELU, absolute positions) and mean pooling.

    Source: J. Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` holds the model as its publisher made it; it is read at first use."""
        self._folder = folder
        self._model: _Model | None = None
        self._turn = Lock()  # numpy's number of threads is the process's

    def encode(self, text: str) -> Matrix:
        """`(d,)` float32 of unit length.

        Raises:
            ModelUnavailable: the model cannot be read.
        """
        with self._turn:
            self._model = self._model or _read(self._folder)
            with self._model.threads.limit(limits=1):
                mean = self._model.states(self._model.tokenizer.encode(text).ids).mean(axis=0)
        unit: Matrix = mean / np.linalg.norm(mean)
        return unit


@dataclass(frozen=True, slots=True)
class _Model:
    tokenizer: Any
    threads: ThreadpoolController
    """Of numpy. Two gain little on idle cores, and on busy ones wait for each other: 2 s a question instead of .06."""
    weights: dict[str, Matrix]
    layers: int
    heads: int
    epsilon: np.float32
    """Added to a variance before it is divided by."""

    def states(self, tokens: list[int]) -> Matrix:
        """`(n, d)`: what the last layer makes of each token."""
        words, positions, kinds = (
            self.weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
        )
        states = self._normal(words[tokens] + positions[: len(tokens)] + kinds[0], "embeddings.LayerNorm")
        for number in range(self.layers):
            states = self._layer(states, f"encoder.layer.{number}")
        return states

    def _layer(self, states: Matrix, name: str) -> Matrix:
        attended = self._linear(self._attention(states, f"{name}.attention.self"), f"{name}.attention.output.dense")
        states = self._normal(states + attended, f"{name}.attention.output.LayerNorm")
        widened = _gelu(self._linear(states, f"{name}.intermediate.dense"))
        return self._normal(states + self._linear(widened, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _attention(self, states: Matrix, name: str) -> Matrix:
        query, key, value = (
            self._in_heads(self._linear(states, f"{name}.{part}")) for part in ("query", "key", "value")
        )
        products = query @ key.swapaxes(1, 2) / np.float32(query.shape[2] ** 0.5)
        shares = np.exp(products - products.max(axis=2, keepdims=True))
        mixed: Matrix = shares / shares.sum(axis=2, keepdims=True) @ value
        return mixed.swapaxes(0, 1).reshape(states.shape)

    def _in_heads(self, states: Matrix) -> Matrix:
        """`(heads, n, d / heads)`."""
        return states.reshape(len(states), self.heads, -1).swapaxes(0, 1)

    def _linear(self, states: Matrix, name: str) -> Matrix:
        mapped: Matrix = states @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return mapped

    def _normal(self, states: Matrix, name: str) -> Matrix:
        centred = states - states.mean(axis=1, keepdims=True)
        deviation = np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + self.epsilon)
        normal: Matrix = centred / deviation * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return normal


def _gelu(values: Matrix) -> Matrix:
    """`x P(X < x)` for a normal X. Source: M. Abramowitz and I. Stegun, 1964, 7.1.26, right to 2e-7."""
    t = 1 / (1 + np.float32(0.3275911 * 0.5**0.5) * np.abs(values))
    polynomial = np.zeros_like(t)
    for coefficient in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        polynomial = (polynomial + np.float32(coefficient)) * t
    tail = polynomial * np.exp(-np.square(values) / 2) / 2  # P(X > |x|)
    gelu: Matrix = values * np.where(values < 0, tail, 1 - tail)
    return gelu


def _read(folder: Path) -> _Model:
    from safetensors.numpy import load_file  # only who searches waits for these two
    from tokenizers import Tokenizer

    try:
        config = json.loads((folder / "config.json").read_text())
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"])
        return _Model(
            tokenizer,
            ThreadpoolController().select(user_api="blas"),
            load_file(folder / "model.safetensors"),
            config["num_hidden_layers"],
            config["num_attention_heads"],
            np.float32(config["layer_norm_eps"]),
        )
    except Exception as error:  # the tokenizer's library raises nothing more special
        raise ModelUnavailable(
            f"the embedding model in {folder} cannot be read ({type(error).__name__}: {error}); "
            "fetch it anew with: python -m ingest models"
        ) from error
