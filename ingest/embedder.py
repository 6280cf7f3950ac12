"""sentence-transformers behind LangChain's Embeddings interface."""

import gc
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.bert import BertEncoder
from ingest.bert import Matrix as Matrix  # for all who have to do with an embedder
from ingest.errors import ModelUnavailable

Precision = Literal["float32", "bfloat16"]
# Of the default model's passages; measured on two cores in bfloat16. 8, 16 and 32 take 127, 140 and 130 passages a
# second with AMX, and 53, 48 and 46 without; 64 and more far less, and memory grows with it: from 32 on, what a layer
# gives is too large to be kept by the allocator, which then asks the system for it each time.
_BATCH_SIZE = 16


class SentenceTransformerEmbeddings(Embeddings):
    """Text to vectors of unit length, so that a dot product is a cosine.

    The model is loaded at first use: a command that embeds nothing does not wait for it.
    """

    def __init__(
        self, model: str | Path, precision: Precision = "float32", for_questions: BertEncoder | None = None
    ) -> None:
        """`precision` is that of the computation; vectors are float32 always.

        `for_questions` gives the vector of one question in place of the model, of which it has the weights.
        """
        self._model_name = model
        self._precision = precision
        self._for_questions = for_questions
        self._model: Any = None

    def encode(self, texts: list[str]) -> Matrix:
        """`(n, d)` float32, rows of unit length, in the order of the texts.

        Raises:
            ModelUnavailable: the model cannot be loaded.
        """
        model = self._loaded()
        encoded = model.encode(  # in batches of like length
            texts, batch_size=_BATCH_SIZE, convert_to_tensor=True, show_progress_bar=False
        )
        return _of_unit_length(encoded.float().numpy())

    def encode_tokens(self, texts: list[str]) -> list[Matrix]:
        """For each text, in their order, `(tokens, d)` float32: a row of unit length for what each of its tokens means
        in it. A token is a word, a piece of one or a mark at either end, so that there is one in every text.

        Raises:
            ModelUnavailable: the model cannot be loaded.
        """
        encoded = self._loaded().encode(
            texts, batch_size=_BATCH_SIZE, output_value="token_embeddings", show_progress_bar=False
        )
        return [_of_unit_length(rows.float().numpy()) for rows in encoded]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector for each text."""
        return self.encode(texts).tolist() if texts else []

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of one question."""
        row = self._for_questions.encode(text) if self._for_questions else self.encode([text])[0]
        vector: list[float] = row.tolist()
        return vector

    def load(self) -> None:
        """Read the model now, so that the first texts do not wait for it.

        Raises:
            ModelUnavailable: the model cannot be loaded.
        """
        self._loaded()

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = _load(self._model_name, self._precision)
        return self._model


def _of_unit_length(rows: Matrix) -> Matrix:
    unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def fastest_precision() -> Precision:
    """What this processor embeds fastest in: bfloat16, where it has that.

    Measured with the default model on two cores: an Intel Xeon with AMX 101 passages/s against 33, an AMD EPYC without
    50 against 30; cosine between the two at least .998. There OpenVINO is no faster (58 and 38), and the 8-bit integers
    of PyTorch (70) are too far off (cosine .93).
    """
    try:
        described = Path("/proc/cpuinfo").read_text()
    except OSError:  # not Linux
        return "float32"
    return "bfloat16" if re.search(r"\b(?:avx512_bf16|bf16)\b", described) else "float32"


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: imported modules leave none, and looking for it takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def _load(model: str | Path, precision: Precision) -> Any:
    is_local = Path(model).is_dir()
    if is_local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # else the libraries below look the local model up on the hub
    from sentence_transformers import SentenceTransformer  # three seconds of import: only who embeds waits for it
    from transformers.utils import logging

    transformers_logging: Any = logging  # a module without types
    transformers_logging.disable_progress_bar()  # loading takes a tenth of a second

    try:
        return SentenceTransformer(
            str(model), device="cpu", local_files_only=is_local, model_kwargs={"dtype": precision}
        )
    except Exception as error:  # the library raises many kinds, OSError and ValueError among them, for one cause
        raise ModelUnavailable(
            f"the embedding model {str(model)!r} cannot be loaded ({type(error).__name__}: {error}); "
            "EMBEDDING_MODEL takes a hub id or a folder that holds a sentence-transformers model"
        ) from error
