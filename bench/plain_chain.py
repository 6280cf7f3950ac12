"""The plain alternative: the same embedded model, the same passages whole, an ordinary prompt, nothing checked."""

import asyncio
import re
import time

from langchain_core.messages import HumanMessage, SystemMessage

from ingest.console import fetch
from ingest.pinned_models import DEFAULT_CHAT
from ingest.sentences import split_sentences

from bot.local_model import LocalChatModel
from bot.question import Question
from bot.retriever import Hit, Retriever
from bot.settings import BotSettings

from bench.asking import Said

_SYSTEM = (
    "You are an assistant that answers questions. Answer the question from the pieces of context in the user's "
    "message. If you don't know the answer, just say that you don't know. Be concise: three sentences at most."
)
_TEXT = r"(?:context|texts?|passages?|pieces?|archives?|articles?|excerpts?|documents?|sources?|information)"
_TELLS = (
    r"(?:say|mention|state|specify|provide|contain|include|indicate|give|answer|discuss|address|refer|cover|have|"
    r"identify|name|describe|detail|explain|offer|reveal|disclose)"
)
_NOT = r"(?:do|does|did|can|could|is|are|was|were|has|have)(?:\s+not|n[o']?t)|cannot"
_REFUSAL = re.compile(
    rf"""
    \bI(?:['’]m|\s+am)\s+(?:\w+\s+)?(?:not\s+(?:sure|able|certain|aware)|unable)\b
    | \bI\s+(?:\w+\s+)?(?:do\s+not|don['’]t|did\s+not|didn['’]t|cannot|can['’]t|could\s+not|couldn['’]t)\b
    | \b{_TEXT}\b[^.;]*\b(?:{_NOT})\s+(?:\w+\s+){{0,2}}{_TELLS}\b
    | \bno\s+(?:\w+\s+){{0,2}}(?:information|mention|answer|details?|indication|reference)\b
    | \b(?:not|n't|never)\s+(?:\w+\s+){{0,2}}(?:mentioned|stated|specified|provided|disclosed|indicated)\b
    | \b(?:cannot|can['’]t|not\s+possible\s+to)\s+(?:be\s+)?(?:determined?|answer(?:ed)?|known?|said|say)\b
    | \b(?:answer|it)\s+is\s+(?:unknown|unclear|not\s+(?:known|clear|given|found|available))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


class PlainChain:
    """Retrieves, puts the passages into a prompt, and says what the model says."""

    def __init__(self, retriever: Retriever, settings: BotSettings) -> None:
        self._retriever = retriever
        self._passages = settings.passages
        model = fetch(DEFAULT_CHAT, settings.models_dir)
        self._model = LocalChatModel(path=model, threads=settings.chat_threads)
        self._model.warm_up(_SYSTEM)

    async def answer(self, question: Question) -> Said:
        """What it says."""
        began = time.monotonic()
        try:
            reply = await asyncio.to_thread(self._reply, question)
        except Exception as error:  # such as a prompt that is longer than the model's context
            return Said("", False, time.monotonic() - began, f"{type(error).__name__}: {error}")
        return Said(reply, is_refusal(reply), time.monotonic() - began)

    def _reply(self, question: Question) -> str:
        hits = self._retriever.retrieve(question, self._passages)
        user = f"Context:\n\n{_context(hits)}\n\nQuestion: {question.text}\nAnswer:"
        return self._model.invoke([SystemMessage(_SYSTEM), HumanMessage(user)]).text


def is_refusal(reply: str) -> bool:
    """Whether the first sentence says that the answer is not known or not in the text; an empty reply does, too.

    What is owned up to after an answer ("It was 5. The context does not say why.") takes nothing of it back.
    """
    spans = split_sentences(reply.strip().replace("’", "'"))
    if not spans:
        return True
    first = reply.strip().replace("’", "'")[spans[0].start : spans[0].end]
    return _REFUSAL.search(first) is not None


def _context(hits: list[Hit]) -> str:
    passages = (hit.passage for hit in hits)
    return "\n\n".join("\n".join(filter(None, (each.article.header, each.text))) for each in passages)
