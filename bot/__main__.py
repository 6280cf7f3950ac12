"""Composition root of the read side: `python -m bot [ask|search|demo]`; with no command, the Discord bot."""

import argparse
import asyncio
import sys
from dataclasses import asdict

from pydantic import ValidationError
from rich.live import Live
from rich.text import Text

from ingest.console import configure_logging, errors, output, print_json
from ingest.errors import IngestError

from bot.answerer import Answer, Answerer, checked_question
from bot.composition import open_answerer, open_retriever
from bot.errors import ConfigurationError, QuestionError
from bot.presentation import answer_record, article_record
from bot.settings import BotSettings

DONE, FAILED, NOT_STARTED = 0, 1, 2
EXAMPLE = "When was the bright red trailer photographed?"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the result is the exit code."""
    options = _parser().parse_args(arguments)
    configure_logging()
    try:
        result: int = options.run(options, BotSettings())
    except ValidationError as error:
        errors.print(f"a setting is wrong: {error}")
        return NOT_STARTED
    except (IngestError, ConfigurationError, QuestionError) as error:
        errors.print(str(error))
        return NOT_STARTED
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bot", description="Answer questions from the archive.")
    parser.set_defaults(run=_discord)
    commands = parser.add_subparsers(metavar="COMMAND", help="none: run the Discord bot")
    ask = commands.add_parser("ask", help="answer one question, or on a terminal without one, many")
    ask.add_argument("question", nargs="?")
    ask.set_defaults(run=_ask)
    search = commands.add_parser("search", help="show the passages found, without a language model")
    search.add_argument("question")
    search.add_argument("-k", type=_positive, default=8, metavar="N", dest="count", help="how many passages (8)")
    search.set_defaults(run=_search)
    for command in (ask, search):
        command.add_argument("--json", action="store_true", help="print JSON, for programs")
    demo = commands.add_parser("demo", help="Discord if there is a token, else a prompt, else one example question")
    demo.set_defaults(run=_demo)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("must be from 1 to 1000")
    return number


def _demo(options: argparse.Namespace, settings: BotSettings) -> int:
    if settings.discord_token:
        return _discord(options, settings)
    options.json = False
    options.question = None if sys.stdin.isatty() else EXAMPLE
    if options.question:
        output.print(f"> {EXAMPLE}")
    return _ask(options, settings)


def _discord(options: argparse.Namespace, settings: BotSettings) -> int:
    if not settings.discord_token:
        raise ConfigurationError("DISCORD_TOKEN is not set; README.md says how to get one, or try: python -m bot ask")
    from bot.gateway.client import run_bot  # discord.py is of no use to the other commands

    return run_bot(settings.discord_token.get_secret_value(), lambda: open_answerer(settings))


def _ask(options: argparse.Namespace, settings: BotSettings) -> int:
    if options.question is None and not sys.stdin.isatty():
        raise QuestionError('No question. Give one: python -m bot ask "Who met in Singapore?"')
    if options.question is not None:
        checked_question(options.question)
    answerer = open_answerer(settings)
    if options.question is None:
        return _prompt_loop(answerer)
    answer = _answered(answerer, options.question, is_live=not options.json)
    if options.json:
        print_json(answer_record(answer))
    else:
        _print_answer(answer)
    return FAILED if answer.status == "failed" else DONE


def _prompt_loop(answerer: Answerer) -> int:
    output.print("Ask the archive; an empty line ends.")
    while True:
        try:
            question = input("> ")
        except (EOFError, KeyboardInterrupt):
            output.print()
            return DONE
        if not question.strip():
            return DONE
        try:
            _print_answer(_answered(answerer, question, is_live=True))
        except QuestionError as error:
            errors.print(str(error))


def _answered(answerer: Answerer, question: str, is_live: bool) -> Answer:
    """The answer; on a terminal its unchecked words are shown, dimmed, while they come."""
    if not (is_live and output.is_terminal):
        return asyncio.run(answerer.answer(question))
    with Live(Text("searching", style="dim"), console=output, transient=True, refresh_per_second=8) as live:
        return asyncio.run(answerer.answer(question, lambda text: live.update(Text(text, style="dim"))))


def _print_answer(answer: Answer) -> None:
    output.print(Text(answer.text, style="bold" if answer.status == "answered" else ""), soft_wrap=True)
    for citation in answer.citations:
        article = citation.article
        about = " · ".join(part for part in (article.source, article.published_at) if part)
        output.print()
        output.print(Text(f"[{citation.number}] {article.headline}", style="cyan"), soft_wrap=True)
        output.print(Text(f"    {about}", style="dim"), soft_wrap=True)
        if article.url:
            output.print(Text(f"    {article.url}", style="dim"), soft_wrap=True)
        output.print(Text(f"    “{' '.join(citation.quote.split())}”"), soft_wrap=True)
    if answer.status == "refused" and answer.nearest:
        output.print("\nNearest in the archive:", soft_wrap=True)
        for near in answer.nearest:
            output.print(f"  - {near.headline} ({near.published_at or 'date unknown'})", soft_wrap=True)
    output.print(Text(f"\n{answer.seconds.total:.1f} s, {answer.model}", style="dim"), soft_wrap=True)


def _search(options: argparse.Namespace, settings: BotSettings) -> int:
    question = checked_question(options.question)
    retriever = open_retriever(settings)
    hits = retriever.retrieve(question, options.count)
    if options.json:
        print_json(
            [
                article_record(hit.passage.article)
                | {"text": hit.passage.text, "start": hit.passage.start, "end": hit.passage.end}
                | {name: value for name, value in asdict(hit).items() if name != "passage"}
                for hit in hits
            ]
        )
        return DONE
    for rank, hit in enumerate(hits, start=1):
        output.print(Text(f"{rank:>3}  {hit.passage.article.header}", style="cyan"))
        output.print(Text(f"     {' '.join(hit.passage.text.split())}\n"), soft_wrap=True)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
