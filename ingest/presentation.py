"""Reports, previews and summaries as the editor sees them on a terminal. Nothing here prints."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import RenderableType
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ingest.cleaning import Cleaned
from ingest.console import errors
from ingest.ledger import FeedRecord, RunRecord
from ingest.pipeline import IngestReport
from ingest.readers import Failure
from ingest.statistics import ArchiveSummary

_PREVIEWED = ("id", "title", "author", "source", "url", "published_at", "text")
_COUNTS = ("added", "updated", "unchanged", "duplicates", "withdrawn")
_MOST_MONTHS = 24


def one_line(text: str) -> str:
    """File names and feeds may hold line breaks and worse."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def report_table(report: IngestReport) -> Iterator[RenderableType]:
    """What happened to each article of a run, with the reasons of what failed."""
    yield f"{report.read} articles read, {report.passages} passages embedded in {report.seconds:.1f} s"
    table = Table(show_header=True)
    for heading in (*_COUNTS, "failed"):
        table.add_column(heading, justify="right")
    table.add_row(*(str(getattr(report, name)) for name in _COUNTS), str(len(report.failed)))
    yield table
    yield from failure_table(report.failed)


def failure_table(failures: Sequence[Failure]) -> Iterator[RenderableType]:
    """Where and why; nothing when nothing failed."""
    if not failures:
        return
    table = Table(title=f"{len(failures)} not read", title_justify="left")
    for heading in ("where", "why"):
        table.add_column(heading, overflow="fold")
    for failure in failures:
        place = failure.path if failure.line is None else f"{failure.path}:{failure.line}"
        table.add_row(Text(one_line(place)), Text(one_line(failure.reason)))
    yield table


def preview_record(preview: Cleaned) -> dict[str, Any]:
    """A previewed article for programs."""
    removed = [removal._asdict() for removal in preview.removals]
    return preview.article.model_dump(include=set(_PREVIEWED)) | {"removed": removed}


def preview_page(preview: Cleaned) -> Iterator[RenderableType]:
    """A previewed article for people: its facts, its text, and in red what was taken for noise."""
    article = preview.article
    yield Rule(Text(article.headline, style="bold"), align="left")
    for name in ("id", "author", "source", "url", "published_at", "updated_at", "fetched_at", "corrects"):
        yield Text.assemble((f"{name:<13}", "dim"), str(getattr(article, name) or "unknown"))
    if article.is_feed_text:
        yield Text("the feed's own text: the page could not be read", style="yellow")
    yield Text(f"\n{article.text}\n")
    for removal in preview.removals:
        yield Text.assemble((f"removed as {removal.rule}: ", "bold red"), (removal.text, "red strike"))
    for removal in preview.withheld:
        yield Text.assemble((f"kept, though {removal.rule} fits, for it would be too much: ", "yellow"), removal.text)


def summary_page(summary: ArchiveSummary, recipe: str) -> Iterator[RenderableType]:
    """What an archive holds."""
    yield f"{summary.articles} articles in {summary.passages} passages, {summary.bytes / 1e6:.1f} MB on disk"
    yield f"published from {summary.oldest or 'unknown'} to {summary.newest or 'unknown'}"
    yield f"{summary.updated} updated, {summary.withdrawn} withdrawn, {summary.also_reported} tell a story told before"
    yield f"recipe: {recipe}"
    yield from _counts("source", summary.sources.items())
    yield from _counts("month", list(summary.months.items())[:_MOST_MONTHS])
    if len(summary.months) > _MOST_MONTHS:
        yield f"and {len(summary.months) - _MOST_MONTHS} earlier months"


def _counts(name: str, counts: Iterable[tuple[str, int]]) -> Iterator[RenderableType]:
    table = Table(name, "articles")
    table.columns[1].justify = "right"
    for value, count in counts:
        table.add_row(Text(one_line(value)) if value else Text("unknown", style="dim"), str(count))
    yield table


def run_table(runs: Iterable[RunRecord]) -> Table:
    """The history of runs, newest first."""
    table = Table("began", "command", "outcome", "seconds")
    for run in runs:
        counts = {name: run.report.get(name, 0) for name in ("read", *_COUNTS)} | {"failed": _failed(run)}
        outcome = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing to do"
        table.add_row(run.began_at, Text(one_line(run.command)), outcome, f"{run.report.get('seconds', 0.0):.1f}")
    return table


def _failed(run: RunRecord) -> int:
    return len(run.report.get("failed", []))


def feed_table(feeds: Iterable[FeedRecord]) -> Table:
    """The feeds and how their last polls went."""
    table = Table("feed", "added", "last polled", "outcome")
    for feed in feeds:
        table.add_row(Text(one_line(feed.url)), feed.added_at, feed.polled_at or "never", feed.outcome or "")
    return table


class _RateColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        """Articles, and articles a second."""
        report: IngestReport = task.fields["report"]
        rate = report.read / report.seconds if report.seconds else 0.0
        return Text(f"{report.read} articles, {rate:.1f}/s")


def ingest_progress() -> Progress:
    """The bar of a run: share of the bytes read, articles, rate, and remaining time."""
    columns = (
        SpinnerColumn(),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        _RateColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)
