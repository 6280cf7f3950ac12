"""What the commands share."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from ingest.statistics import ArchiveSummary

from bot.gateway.readiness import Opening
from bot.gateway.servers import Defaults, Servers
from bot.journal import JOURNAL_FILE, Journal
from bot.limits import DailyBudgets, Limits, Queue, TokenBuckets
from bot.settings import BotSettings

log = logging.getLogger(__name__)

_ANSWERS_AT_ONCE_LOCAL, _ANSWERS_AT_ONCE_HOSTED = 1, 8


@dataclass(slots=True)
class Services:
    """One of each, for as long as the process runs; a new connection to Discord uses the same."""

    settings: BotSettings
    opening: Opening
    journal: Journal
    limits: Limits
    servers: Servers
    summary: ArchiveSummary | None = None
    """What the archive held when it was last looked at; None before that."""
    changed_at: datetime | None = None
    """When it had been changed last."""

    @property
    def articles(self) -> int:
        """How many articles the archive holds, as far as is known."""
        return self.summary.articles if self.summary else 0

    @property
    def configuration(self) -> dict[str, Any]:
        """What an answer depends on beside the archive's articles: kept with each, to ask it again."""
        names = (
            "recipe", "chat_model", "chat_base_url", "passages", "passages_per_article", "articles_per_story",
            "evidence_chars", "reranker_model", "verifier_model",
        )  # fmt: skip
        return {name: getattr(self.settings, name) for name in names}

    async def refresh(self) -> ArchiveSummary:
        """Look at the archive again; to be called after every change of it."""
        opened = await self.opening.opened()
        self.summary = await asyncio.to_thread(opened.archive.summary)
        self.changed_at = await asyncio.to_thread(opened.archive.changed_at)
        return self.summary


def open_services(settings: BotSettings, opening: Opening) -> Services:
    """Services with the journal in the data folder."""
    journal = Journal(settings.data_dir / JOURNAL_FILE)
    limits = _limits(settings)
    midnight = datetime.combine(datetime.now(UTC).date(), time(), UTC)
    for guild_id, count in journal.asked_since(midnight).items():
        limits.budgets.take(guild_id, count)
    return Services(
        settings,
        opening,
        journal,
        limits,
        Servers(journal, Defaults(settings.allowed_channels, settings.questions_per_day)),
    )


def _limits(settings: BotSettings) -> Limits:
    is_local = settings.chat_model == "local" or settings.chat_model.endswith(".gguf")
    at_once = settings.answers_at_once or (_ANSWERS_AT_ONCE_LOCAL if is_local else _ANSWERS_AT_ONCE_HOSTED)
    return Limits(
        TokenBuckets(settings.questions_per_member, settings.question_refill_seconds),
        DailyBudgets(),
        Queue(at_once, settings.queue_places, settings.queue_places_per_member, settings.queue_seconds),
    )
