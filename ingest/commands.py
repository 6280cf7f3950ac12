"""What each command of `python -m ingest` does; the result is its exit code."""

import argparse
import logging
import signal
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event

from watchfiles import watch as watch_folder

from ingest.ahead import ahead
from ingest.articles import Article, utc_now
from ingest.cleaning import clean, cleaned
from ingest.connections import is_any, is_public
from ingest.console import errors, fetch, open_embedder, output, print_json
from ingest.errors import ArchiveBusy, IngestError
from ingest.fetcher import Fetcher, FetchLimits, checked_url
from ingest.index import PassageIndex
from ingest.ledger import Ledger
from ingest.pinned_models import DEFAULT_CHAT, DEFAULT_EMBEDDER
from ingest.pipeline import Ingest, IngestReport, report_record
from ingest.polling import Poll
from ingest.presentation import (
    failure_table,
    feed_table,
    ingest_progress,
    preview_page,
    preview_record,
    report_table,
    run_table,
    summary_page,
)
from ingest.readers import Failure, Reading, read_paths
from ingest.readers.files import find_files
from ingest.readers.web import read_pages
from ingest.settings import IngestSettings
from ingest.statistics import summarise
from ingest.verification import rebuild, repair, verify
from ingest.withdrawal import remove

log = logging.getLogger(__name__)

DONE, IN_PART, NOT_STARTED = 0, 1, 2
OnRead = Callable[[int], None]


def add(options: argparse.Namespace, settings: IngestSettings) -> int:
    """Files, folders and web pages."""
    urls, paths = _urls_and_paths(options.names)

    def readings(ledger: Ledger, on_read: OnRead) -> Iterator[Reading]:
        yield from read_paths(paths, settings.max_file_mb * 1_000_000, ledger.source, on_read)
        yield from read_pages(urls, _fetcher(options, settings), ledger.source)

    return _ingest(options, settings, readings, None if urls else _bytes_in(paths))


def watch(options: argparse.Namespace, settings: IngestSettings) -> int:
    """A folder, again whenever something in it appears or changes; unchanged files cost next to nothing."""
    if not options.folder.is_dir():
        raise IngestError(f"{options.folder} is not a folder")
    options.names = [str(options.folder)]
    stop = _stop_on_signal()
    is_pending = True  # the first time only once changes are noticed, so that none falls between
    for changes in watch_folder(options.folder, stop_event=stop, rust_timeout=500, yield_on_timeout=True):
        if changes or is_pending:
            is_pending = _go_on_after_errors(lambda: add(options, settings))
    return DONE


def poll(options: argparse.Namespace, settings: IngestSettings) -> int:
    """All feeds, once or again and again."""
    if options.every is None:
        return _poll_once(options, settings)
    stop = _stop_on_signal()
    while not stop.is_set():
        _go_on_after_errors(lambda: _poll_once(options, settings))
        stop.wait(options.every)
    return DONE


def _poll_once(options: argparse.Namespace, settings: IngestSettings) -> int:
    polls: list[Poll] = []

    def readings(ledger: Ledger, on_read: OnRead) -> Iterator[Reading]:
        polls.append(Poll(_fetcher(options, settings), ledger, utc_now(), options.revisit))
        yield from polls[0].readings([feed.url for feed in ledger.feeds()])

    def note(index: PassageIndex) -> None:
        for url, outcome in polls[0].outcomes.items():
            index.ledger.note_poll(url, utc_now(), outcome)

    return _ingest(options, settings, readings, None, note)


def _ingest(
    options: argparse.Namespace,
    settings: IngestSettings,
    readings: Callable[[Ledger, OnRead], Iterator[Reading]],
    bytes_to_read: int | None,
    at_end: Callable[[PassageIndex], None] = lambda index: None,
) -> int:
    embedder = open_embedder(settings)
    with PassageIndex.writing(settings.data_dir, settings.recipe) as index, ingest_progress() as bar:
        run = Ingest(index, embedder, settings.passage_chars)
        began_at = utc_now()
        task = bar.add_task("", total=bytes_to_read, report=run.report)
        try:
            stream = readings(index.second_ledger(), lambda count: bar.advance(task, count))
            run.run(ahead(cleaned(stream)), lambda report: None, options.allow_mass_removal)
            at_end(index)
        finally:
            index.ledger.note_run(began_at, options.command, run.report)
    _show_report(run.report, options.json)
    return IN_PART if run.report.failed else DONE


def _show_report(report: IngestReport, as_json: bool) -> None:
    counts = {name: value for name, value in report_record(report).items() if name != "failed"}
    log.info("ingest %s failed=%d", " ".join(f"{name}={value}" for name, value in counts.items()), len(report.failed))
    if as_json:
        print_json(report_record(report))
    else:
        for part in report_table(report):
            output.print(part)


def preview(options: argparse.Namespace, settings: IngestSettings) -> int:
    """What would be stored, and what is taken for noise."""
    urls, paths = _urls_and_paths(options.names)
    from_files = read_paths(paths, settings.max_file_mb * 1_000_000)
    readings = [*from_files, *read_pages(urls, _fetcher(options, settings), known=lambda url: None)]
    failed = [reading for reading in readings if isinstance(reading, Failure)]
    previews = [clean(reading) for reading in readings if isinstance(reading, Article)]
    if options.json:
        print_json([preview_record(shown) for shown in previews])
    for shown in [] if options.json else previews:
        for part in preview_page(shown):
            output.print(part)
    for part in failure_table(failed):
        errors.print(part)
    return IN_PART if failed else DONE


def status(options: argparse.Namespace, settings: IngestSettings) -> int:
    """What the archive holds."""
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    summary = replace(summarise(index.catalog), bytes=index.bytes_used())
    index.close()
    if options.json:
        print_json(asdict(summary) | {"recipe": settings.recipe})
    else:
        for part in summary_page(summary, settings.recipe):
            output.print(part)
    return DONE


def remove_articles(options: argparse.Namespace, settings: IngestSettings) -> int:
    """Articles by id, address, or file or folder they came from."""
    names = [Path(name).resolve().as_uri() if Path(name).exists() else name for name in options.names]
    PassageIndex.open(settings.data_dir, settings.recipe).close()
    with PassageIndex.writing(settings.data_dir, settings.recipe) as index:
        report = IngestReport()
        began_at = utc_now()
        report.withdrawn = remove(index, names, options.allow_mass_removal)
        index.ledger.note_run(began_at, options.command, report)
    if options.json:
        print_json({"removed": report.withdrawn})
    else:
        output.print(f"{report.withdrawn} removed")
    return DONE


def verify_archive(options: argparse.Namespace, settings: IngestSettings) -> int:
    """Whether catalog and vectors agree; exit code 1 when they do not and are not mended."""
    PassageIndex.open(settings.data_dir, settings.recipe).close()
    with PassageIndex.writing(settings.data_dir, settings.recipe) as index:
        if options.repair:
            findings = repair(index, open_embedder(settings), settings.passage_chars)
        else:
            findings = verify(index, settings.passage_chars)
    if options.json:
        print_json({"strays": sorted(findings.strays), "damaged": sorted(findings.damaged), "repaired": options.repair})
    else:
        outcome = "mended" if options.repair else "found"
        output.print(f"{outcome}: {len(findings.damaged)} damaged articles, {len(findings.strays)} stray vectors")
    return DONE if findings.is_sound or options.repair else IN_PART


def rebuild_archive(options: argparse.Namespace, settings: IngestSettings) -> int:
    """Every passage anew, by the recipe of the settings."""
    count = rebuild(settings.data_dir, settings.recipe, open_embedder(settings), settings.passage_chars)
    output.print(f"{count} articles made anew")
    return DONE


def show_log(options: argparse.Namespace, settings: IngestSettings) -> int:
    """The last runs."""
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    runs = index.ledger.runs(options.count)
    index.close()
    if options.json:
        print_json([asdict(run) for run in runs])
    else:
        output.print(run_table(runs))
    return DONE


def add_feed(options: argparse.Namespace, settings: IngestSettings) -> int:
    """A feed to be polled from now on."""
    url = checked_url(options.url)
    with PassageIndex.writing(settings.data_dir, settings.recipe) as index:
        is_new = index.ledger.add_feed(url, utc_now())
    output.print("added; read it with: python -m ingest feed poll" if is_new else "already there")
    return DONE


def list_feeds(options: argparse.Namespace, settings: IngestSettings) -> int:
    """The feeds, and how their last polls went."""
    index = PassageIndex.open(settings.data_dir, settings.recipe)
    feeds = index.ledger.feeds()
    index.close()
    if options.json:
        print_json([asdict(feed) for feed in feeds])
    else:
        output.print(feed_table(feeds))
    return DONE


def remove_feed(options: argparse.Namespace, settings: IngestSettings) -> int:
    """A feed is polled no more; its articles stay."""
    with PassageIndex.writing(settings.data_dir, settings.recipe) as index:
        is_gone = index.ledger.remove_feed(checked_url(options.url))
    output.print("removed; its articles stay" if is_gone else "there is no such feed; see: python -m ingest feed list")
    return DONE if is_gone else IN_PART


def models(options: argparse.Namespace, settings: IngestSettings) -> int:
    """The default models, fetched and verified."""
    for model in (DEFAULT_EMBEDDER, DEFAULT_CHAT):
        output.print(f"{model.name}: {fetch(model, settings.models_dir)}")
    return DONE


def _urls_and_paths(names: list[str]) -> tuple[list[str], list[Path]]:
    urls = [name for name in names if name.startswith(("http://", "https://"))]
    return urls, [Path(name) for name in names if name not in urls]


def _fetcher(options: argparse.Namespace, settings: IngestSettings) -> Fetcher:
    limits = FetchLimits(
        settings.max_file_mb * 1_000_000, seconds=settings.fetch_seconds, delay_seconds=settings.fetch_delay_seconds
    )
    return Fetcher(limits, is_any if options.allow_private_hosts else is_public)


def _bytes_in(paths: list[Path]) -> int:
    return sum(_size(path) for path in find_files(paths) if isinstance(path, Path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it went after it was found; reading will say so
        return 0


def _go_on_after_errors(work: Callable[[], int]) -> bool:
    """Whether it is still to be done, because another process was writing."""
    try:
        work()
    except IngestError as error:
        errors.print(str(error), soft_wrap=True)
        return isinstance(error, ArchiveBusy)
    return False


def _stop_on_signal() -> Event:
    """Set by SIGTERM and Ctrl-C: what is under way ends, and nothing new begins."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
