"""Builds what answers from the settings: for the command line, the Discord bot and the evaluation."""

from pathlib import Path

from ingest.console import fetch, open_embedder
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.index import PassageIndex
from ingest.pinned_models import DEFAULT_CHAT
from ingest.settings import DEFAULT_EMBEDDING_MODEL

from bot.answerer import Answerer
from bot.chat import Chat, build_chat
from bot.entailment import Entailment
from bot.errors import ConfigurationError
from bot.likeness import Likeness
from bot.prompt import SYSTEM
from bot.ranking import Limits
from bot.reranker import Reranker
from bot.retriever import Retriever
from bot.settings import BotSettings
from bot.verifier import Verifier


def open_retriever(settings: BotSettings) -> Retriever:
    """Search over the archive of the settings."""
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    limits = Limits(settings.passages_per_article, settings.articles_per_story)
    reranker = Reranker(settings.reranker_model, settings.reranker_seconds) if settings.reranker_model else None
    return Retriever(index, open_embedder(settings), limits, reranker)


def open_answerer(settings: BotSettings, retriever: Retriever | None = None) -> Answerer:
    """Everything that answers, built from the settings and warmed up."""
    searcher = retriever or open_retriever(settings)
    chat = _open_chat(settings)  # before the embedder is loaded: that turns the hub off, which may have to bring this
    searcher.warm_up()
    searcher.embedder.load()  # evidence is chosen by whole batches of sentences
    if chat:
        chat.warm_up(SYSTEM)
    verifier = open_verifier(settings, searcher.embedder)
    return Answerer(searcher, chat, settings.passages, settings.evidence_chars, verifier)


def open_verifier(settings: BotSettings, embedder: SentenceTransformerEmbeddings) -> Verifier:
    """The verifier with the models of the settings.

    Another embedder than the default one does not help it: what its cosines are worth has not been measured.
    """
    is_measured = settings.embedding_model == DEFAULT_EMBEDDING_MODEL
    entailment = Entailment(settings.verifier_model) if settings.verifier_model else None
    return Verifier(Likeness(embedder) if is_measured else None, entailment)


def _open_chat(settings: BotSettings) -> Chat | None:
    if settings.chat_model == "none":
        return None
    if settings.chat_model == "local":
        return build_chat(settings, fetch(DEFAULT_CHAT, settings.models_dir))
    if settings.chat_model.endswith(".gguf"):
        path = Path(settings.chat_model)
        if not path.is_file():
            raise ConfigurationError(f"CHAT_MODEL={path}: no such file")
        return build_chat(settings, path)
    return build_chat(settings, None)
