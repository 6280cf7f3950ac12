"""Command line of the write side: `python -m ingest add|preview|status|remove|watch|feed|log|verify|rebuild|models`."""

import argparse
import re
import sys
from pathlib import Path

from pydantic import ValidationError

from ingest import commands
from ingest.commands import NOT_STARTED
from ingest.console import configure_logging, errors, wrong_settings
from ingest.errors import IngestError
from ingest.readers.files import KINDS
from ingest.settings import IngestSettings

STOPPED = 130  # what a shell expects of a program that Ctrl-C has ended
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit code."""
    options = _parser().parse_args(arguments)
    configure_logging()
    try:
        result: int = options.run(options, IngestSettings())
    except ValidationError as error:
        errors.print(wrong_settings(error))
        return NOT_STARTED
    except IngestError as error:
        errors.print(str(error), soft_wrap=True)  # paths and commands stay whole, to be copied
        return NOT_STARTED
    except KeyboardInterrupt:
        errors.print("stopped; what is stored stays, and the next run goes on from there")
        return STOPPED
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m ingest", description="Feed and inspect the archive.")
    groups = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    add = groups.add_parser("add", help="add or update articles from files, folders and web pages")
    add.set_defaults(run=commands.add)
    watch = groups.add_parser("watch", help="add what appears or changes in a folder, until stopped")
    watch.add_argument("folder", type=Path)
    watch.set_defaults(run=commands.watch)
    preview = groups.add_parser("preview", help="show what would be stored, and what is noise; stores nothing")
    preview.set_defaults(run=commands.preview)
    for command in (add, preview):
        command.add_argument("names", nargs="+", metavar="PATH|URL", help=f"{KINDS}, .gz, a folder, or https://...")
    remove = groups.add_parser("remove", help="never show these articles again")
    remove.add_argument("names", nargs="+", metavar="ID|URL|PATH")
    remove.set_defaults(run=commands.remove_articles)
    status = groups.add_parser("status", help="show what the archive holds")
    status.set_defaults(run=commands.status)
    history = groups.add_parser("log", help="show the last runs")
    history.add_argument("-n", type=_positive, default=20, dest="count", help="how many (20)")
    history.set_defaults(run=commands.show_log)
    feed_list, poll = _add_feed_commands(groups.add_parser("feed", help="add, list, remove or poll feeds"))
    _add_maintenance_commands(groups)
    for command in (add, watch, poll, remove):
        command.add_argument("--allow-mass-removal", action="store_true", help="withdraw even a tenth of the archive")
    for command in (add, watch, poll, preview):
        command.add_argument("--allow-private-hosts", action="store_true", help="fetch from your own network too")
    for command in (add, watch, poll, preview, remove, status, history, feed_list):
        command.add_argument("--json", action="store_true", help="print JSON, for programs")
    return parser


def _add_feed_commands(feed: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """The commands that take more arguments: list and poll."""
    groups = feed.add_subparsers(required=True, metavar="COMMAND")
    for name, run, text in (
        ("add", commands.add_feed, "poll this feed from now on"),
        ("remove", commands.remove_feed, "poll it no more; its articles stay"),
    ):
        command = groups.add_parser(name, help=text)
        command.add_argument("url", metavar="URL")
        command.set_defaults(run=run)
    listing = groups.add_parser("list", help="show the feeds")
    listing.set_defaults(run=commands.list_feeds)
    poll = groups.add_parser("poll", help="read what is new in the feeds, and look at their earlier pages again")
    poll.add_argument("--every", type=_interval, metavar="15m", help="again and again, until stopped")
    poll.add_argument(
        "--revisit", action="store_true", help="look at every earlier page, not only those it is time for"
    )
    poll.set_defaults(run=commands.poll)
    return listing, poll


def _add_maintenance_commands(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = groups.add_parser("verify", help="compare catalog and vectors")
    verify.add_argument("--repair", action="store_true", help="mend what differs")
    verify.add_argument("--json", action="store_true", help="print JSON, for programs")
    verify.set_defaults(run=commands.verify_archive)
    rebuild = groups.add_parser("rebuild", help="make all passages anew after a change of model or PASSAGE_CHARS")
    rebuild.set_defaults(run=commands.rebuild_archive)
    models = groups.add_parser("models", help="fetch and verify the default models")
    models.set_defaults(run=commands.models)


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError("must be from 1 to 100000")
    return number


def _interval(text: str) -> float:
    """Seconds of `90s`, `15m`, `2h` or `1d`; at least a minute, out of courtesy to the sites."""
    match = re.fullmatch(r"(\d{1,6})([smhd])", text)
    seconds = int(match[1]) * _SECONDS[match[2]] if match else 0
    if seconds < 60:
        raise argparse.ArgumentTypeError("write it as 15m, 2h or 1d; at least 1m")
    return float(seconds)


if __name__ == "__main__":
    sys.exit(main())
