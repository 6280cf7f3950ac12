"""The embedded default model: llama.cpp in this process, behind LangChain's BaseChatModel."""

import asyncio
import os
import secrets
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LangSmithParams
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr

from bot.model_state import ModelState, shared

Vector = npt.NDArray[np.float32]
_ROLES = {"system": "system", "human": "user", "ai": "assistant"}


class LocalChatModel(BaseChatModel):
    """A GGUF model, one generation at a time; others wait their turn.

    The tokens that a prompt shares with the one before it, or with the fixed part that the model was warmed up with,
    are not evaluated again.
    """

    path: Path
    """The `.gguf` file; its chat template is used."""
    context_tokens: int = Field(default=4096, ge=256)
    """Tokens of prompt and reply together."""
    max_tokens: int = Field(default=160, ge=1)
    """Longest reply, in tokens."""
    temperature: float = Field(default=0.0, ge=0.0)
    threads: int = Field(default=0, ge=0)
    """0 means one for each core this process may use."""
    stop: list[str] | None = None
    """Words at which a reply ends."""

    _llama: Any = PrivateAttr(default=None)
    _fixed: ModelState | None = PrivateAttr(default=None)
    _turn: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "footnote-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.path.stem, "temperature": self.temperature, "max_tokens": self.max_tokens}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params["ls_model_name"] = kwargs.get("model", self.path.stem)
        return params

    def warm_up(self, system: str) -> None:
        """Load the model and read the fixed part of the prompts, so that the first question does not wait for it."""
        with self._turn:
            model = self._loaded()
            model.reset()
            model.eval(self._tokens([_Piece("system", system)], is_complete=False))
            self._fixed = ModelState.of(model)

    def probability(self, messages: Sequence[BaseMessage], word: str, other: str) -> float:
        """How likely the model is to reply with the word rather than with the other one, in [0, 1], in any case."""
        with self._turn:
            logits = self._first_logits(self._tokens([_piece(message) for message in messages]))
            ours, theirs = (logits[self._first_tokens(each)] for each in (word, other))
            highest = max(ours.max(), theirs.max())
            mass, rest = (float(np.exp(each - highest).sum()) for each in (ours, theirs))
        return mass / (mass + rest)

    def _first_logits(self, tokens: list[int]) -> Vector:
        """The logits of the first token of the reply, `(vocabulary,)` float32."""
        from llama_cpp import LogitsProcessorList

        seen: list[Vector] = []

        def see(read: npt.NDArray[np.int32], logits: Vector) -> Vector:
            seen.append(logits.copy())
            return logits

        self._at_best(tokens).create_completion(
            tokens, max_tokens=1, temperature=0.0, logits_processor=LogitsProcessorList([see])
        )
        return seen[0]

    def _first_tokens(self, word: str) -> list[int]:
        model = self._loaded()
        return [model.tokenize(each.encode(), add_bos=False)[0] for each in (word, word.capitalize())]

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        chunks = list(self._stream(messages, stop, run_manager, **kwargs))
        text = "".join(str(chunk.message.content) for chunk in chunks)
        last = chunks[-1].message
        assert isinstance(last, AIMessageChunk)
        message = AIMessage(content=text, usage_metadata=last.usage_metadata, response_metadata=last.response_metadata)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        with self._turn:
            for chunk in self._chunks(messages, stop or self.stop, **kwargs):
                if run_manager:
                    run_manager.on_llm_new_token(str(chunk.message.content), chunk=chunk)
                yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        """The model works in a thread of its own; when the caller stops listening, it stops after the next token."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[ChatGenerationChunk | BaseException | None] = asyncio.Queue()
        is_cancelled = threading.Event()

        def work() -> None:
            try:
                for chunk in self._stream(messages, stop, **kwargs):
                    if is_cancelled.is_set():
                        return
                    loop.call_soon_threadsafe(queue.put_nowait, chunk)
                loop.call_soon_threadsafe(queue.put_nowait, None)
            except BaseException as error:
                if not is_cancelled.is_set():
                    loop.call_soon_threadsafe(queue.put_nowait, error)

        threading.Thread(target=work, name="local-model", daemon=True).start()
        try:
            while (item := await queue.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                if run_manager:
                    await run_manager.on_llm_new_token(str(item.message.content), chunk=item)
                yield item
        finally:
            is_cancelled.set()

    def _chunks(
        self, messages: list[BaseMessage], stop: list[str] | None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        tokens = self._tokens([_piece(message) for message in messages])
        room = self.context_tokens - len(tokens)
        if room < 1:
            raise ValueError(f"the prompt has {len(tokens)} tokens, the model takes {self.context_tokens}")
        parts = self._at_best(tokens).create_completion(
            tokens,
            max_tokens=min(room, kwargs.get("max_tokens", self.max_tokens)),
            temperature=kwargs.get("temperature", self.temperature),
            stop=stop or [],
            grammar=_grammar(kwargs.get("grammar")),
            stream=True,
        )
        written = 0
        reason = None
        for part in parts:
            choice = part["choices"][0]
            written += 1
            reason = choice["finish_reason"] or reason
            if choice["text"]:
                yield ChatGenerationChunk(message=AIMessageChunk(content=choice["text"]))
        usage = UsageMetadata(input_tokens=len(tokens), output_tokens=written, total_tokens=len(tokens) + written)
        details = {"finish_reason": reason, "model_name": self.path.stem}
        yield ChatGenerationChunk(
            message=AIMessageChunk(content="", usage_metadata=usage, response_metadata=details, chunk_position="last")
        )

    def _at_best(self, tokens: list[int]) -> Any:
        """The model, put back to the fixed part of the prompts where that is more of this one than it has read last."""
        model = self._loaded()
        read = shared(model.input_ids[: model.n_tokens], tokens)
        if self._fixed and shared(self._fixed.tokens, tokens) > read:
            self._fixed.restore(model)
        return model

    def _loaded(self) -> Any:
        if self._llama is None:
            from llama_cpp import Llama  # a second of import, and of no use to who has another model

            threads = self.threads or usable_cores()
            self._llama = Llama(
                str(self.path), n_ctx=self.context_tokens, n_threads=threads, n_threads_batch=threads, verbose=False
            )
        return self._llama

    def _tokens(self, pieces: list["_Piece"], is_complete: bool = True) -> list[int]:
        """The prompt in the model's own chat template.

        The template is rendered around place-holders, and what takes their place is tokenized as plain text: nothing in
        an article or a question can become one of the model's control tokens.
        """
        model = self._loaded()
        marks = [secrets.token_hex(16) for _ in pieces]
        rendered = self._render(
            [{"role": p.role, "content": m} for p, m in zip(pieces, marks, strict=True)], is_complete
        )
        tokens: list[int] = []
        for piece, mark in zip(pieces, marks, strict=True):
            before, _, rendered = rendered.partition(mark)
            tokens += model.tokenize(before.encode(), add_bos=not tokens, special=True)
            tokens += model.tokenize(piece.text.encode(), add_bos=False, special=False)
        if is_complete:
            tokens += model.tokenize(rendered.encode(), add_bos=False, special=True)
        return tokens

    def _render(self, messages: list[Any], add_generation_prompt: bool) -> str:
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        model = self._loaded()
        formatter = Jinja2ChatFormatter(
            template=model.metadata["tokenizer.chat_template"],
            eos_token="",
            bos_token="",
            add_generation_prompt=add_generation_prompt,
        )
        prompt: str = formatter(messages=messages).prompt
        return prompt


def usable_cores() -> int:
    """How many this process may use; where the system does not tell that, as macOS does not, how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _grammar(text: str | None) -> Any:
    if text is None:
        return None
    from llama_cpp.llama_grammar import LlamaGrammar

    return LlamaGrammar.from_string(text, verbose=False)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One message as the template sees it: a role, and text that is never read as template or control token."""

    role: str
    text: str


def _piece(message: BaseMessage) -> _Piece:
    return _Piece(_ROLES.get(message.type, "user"), message.text)
