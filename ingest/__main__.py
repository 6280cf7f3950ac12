"""Command line of the write side: `python -m ingest add|preview|status|models`."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from pydantic import ValidationError
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from ingest.articles import Article
from ingest.cleaning import Removal, clean, cleaned
from ingest.console import configure_logging, errors, fetch, open_embedder, output, print_json
from ingest.errors import IngestError
from ingest.index import PassageIndex
from ingest.models import DEFAULT_CHAT, DEFAULT_EMBEDDER
from ingest.pipeline import IngestReport, ingest
from ingest.readers import Failure, read_paths
from ingest.settings import IngestSettings
from ingest.statistics import summarise

_PREVIEWED = ("id", "title", "author", "source", "url", "published_at", "text")
DONE, IN_PART, NOT_STARTED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit code."""
    options = _parser().parse_args(arguments)
    configure_logging()
    try:
        result: int = options.run(options, IngestSettings())
    except ValidationError as error:
        errors.print(f"a setting is wrong: {error}")
        return NOT_STARTED
    except IngestError as error:
        errors.print(str(error))
        return NOT_STARTED
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m ingest", description="Feed and inspect the archive.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="add or update articles from files and folders")
    add.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help=".txt, .md, .html, .jsonl, or a folder of them"
    )
    add.set_defaults(run=_add)
    preview = commands.add_parser(
        "preview", help="show what would be stored, and what is taken for noise; stores nothing"
    )
    preview.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    preview.set_defaults(run=_preview)
    status = commands.add_parser("status", help="show what the archive holds")
    status.set_defaults(run=_status)
    for command in (add, preview, status):
        command.add_argument("--json", action="store_true", help="print JSON, for programs")
    models = commands.add_parser("models", help="fetch and verify the default models")
    models.set_defaults(run=_models)
    return parser


def _add(options: argparse.Namespace, settings: IngestSettings) -> int:
    embedder = open_embedder(settings)
    readings = read_paths(options.paths, settings.max_file_mb * 1_000_000)
    columns = (SpinnerColumn(), TextColumn("{task.completed} articles read"), TimeElapsedColumn())
    with (
        PassageIndex.writing(settings.data_dir, settings.recipe) as index,
        Progress(*columns, console=errors, transient=True) as bar,
    ):
        task = bar.add_task("", total=None)
        report = ingest(
            cleaned(readings),
            index,
            embedder,
            settings.passage_chars,
            lambda so_far: bar.update(task, completed=so_far.read),
        )
    if options.json:
        print_json(asdict(report) | {"seconds": round(report.seconds, 3)})
    else:
        _print_report(report)
    return IN_PART if report.failed else DONE


def _print_report(report: IngestReport) -> None:
    output.print(
        f"{report.read} read: {report.added} added, {report.updated} updated, {report.unchanged} unchanged; "
        f"{report.passages} passages embedded in {report.seconds:.1f} s"
    )
    _print_failures(report.failed)


def _print_failures(failures: list[Failure]) -> None:
    if not failures:
        return
    table = Table(title=f"{len(failures)} not read", title_justify="left")
    for heading in ("where", "why"):
        table.add_column(heading, overflow="fold")
    for failure in failures:
        place = failure.path if failure.line is None else f"{failure.path}:{failure.line}"
        table.add_row(Text(_one_line(place)), Text(_one_line(failure.reason)))
    output.print(table)


def _one_line(text: str) -> str:
    """File names may hold line breaks and worse."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _preview(options: argparse.Namespace, settings: IngestSettings) -> int:
    readings = list(read_paths(options.paths, settings.max_file_mb * 1_000_000))
    failed = [reading for reading in readings if isinstance(reading, Failure)]
    previews = [clean(reading) for reading in readings if isinstance(reading, Article)]
    if options.json:
        print_json([_preview_record(article, removals) for article, removals, _ in previews])
        for failure in failed:
            errors.print(f"{failure.path}:{failure.line or ''} {failure.reason}")
    else:
        for article, removals, _ in previews:
            _print_preview(article, removals)
        _print_failures(failed)
    return IN_PART if failed else DONE


def _preview_record(article: Article, removals: tuple[Removal, ...]) -> dict[str, object]:
    return article.model_dump(include=set(_PREVIEWED)) | {"removed": [removal._asdict() for removal in removals]}


def _print_preview(article: Article, removals: tuple[Removal, ...]) -> None:
    output.rule(Text(article.headline, style="bold"), align="left")
    for name in ("id", "author", "source", "url", "published_at"):
        output.print(Text(f"{name:<13}", style="dim") + Text(str(getattr(article, name) or "unknown")))
    output.print(Text(f"\n{article.text}\n"))
    for removal in removals:
        output.print(Text(f"removed as {removal.rule}: ", style="bold red") + Text(removal.text, style="red strike"))


def _status(options: argparse.Namespace, settings: IngestSettings) -> int:
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    summary = summarise(index.catalog)
    index.close()
    if options.json:
        print_json(asdict(summary) | {"recipe": settings.recipe})
        return DONE
    output.print(f"{summary.articles} articles in {summary.passages} passages")
    output.print(f"published from {summary.oldest or 'unknown'} to {summary.newest or 'unknown'}")
    output.print(f"recipe: {settings.recipe}")
    for source, count in summary.sources.items():
        output.print(f"{count:>7}  {source or '(unknown source)'}")
    return DONE


def _models(options: argparse.Namespace, settings: IngestSettings) -> int:
    for model in (DEFAULT_EMBEDDER, DEFAULT_CHAT):
        output.print(f"{model.name}: {fetch(model, settings.models_dir)}")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
