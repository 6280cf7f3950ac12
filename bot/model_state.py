"""What llama.cpp has made of the beginning of a prompt, to go on from there again."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelState:
    """What a model has read, and what it has made of it."""

    tokens: list[int]
    state: Any
    """llama.cpp's own bytes: 28 kB a token of the default model."""

    @classmethod
    def of(cls, model: Any) -> "ModelState":
        """That of a `llama_cpp.Llama`."""
        from llama_cpp import llama_state_seq_get_data, llama_state_seq_get_size

        size = llama_state_seq_get_size(model.ctx, 0)
        state = (ctypes.c_uint8 * size)()
        llama_state_seq_get_data(model.ctx, state, size, 0)
        return cls(model.input_ids[: model.n_tokens].tolist(), state)

    def restore(self, model: Any) -> None:
        """Put the model back to where it had read this and no more; where llama.cpp will not, to the beginning."""
        from llama_cpp import llama_state_seq_set_data

        model.reset()
        if llama_state_seq_set_data(model.ctx, self.state, len(self.state), 0):
            model.input_ids[: len(self.tokens)] = self.tokens
            model.n_tokens = len(self.tokens)


def shared(some: Sequence[int], others: Sequence[int]) -> int:
    """How many tokens both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))
