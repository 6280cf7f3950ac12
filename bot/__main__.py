"""Composition root of the read side: `python -m bot [ask|search|demo]`; with no command, the Discord bot."""

import argparse
import asyncio
import logging
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from pydantic import ValidationError
from rich.live import Live
from rich.text import Text

from ingest.articles import Article
from ingest.console import configure_logging, errors, output, print_json, wrong_settings
from ingest.errors import IngestError
from ingest.passages import DateRange

from bot.answer import Answer
from bot.answerer import Answerer
from bot.composition import open_answerer, open_retriever
from bot.errors import ConfigurationError, QuestionError
from bot.presentation import answer_record, hit_record
from bot.question import Question, checked_question
from bot.retriever import Hit
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
        errors.print(wrong_settings(error))
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
    search.add_argument("--explain", action="store_true", help="show why each passage was kept or dropped")
    for command in (ask, search):
        command.add_argument("--json", action="store_true", help="print JSON, for programs")
        command.add_argument("--since", type=_day, metavar="DAY", help="published on this day or later: 2018-06-12")
        command.add_argument("--until", type=_day, metavar="DAY", help="published on this day or earlier")
        command.add_argument("--as-of", type=_day, metavar="DAY", help="what 'last week' is relative to (today)")
        command.add_argument("--source", metavar="OUTLET", help="of this outlet only, named as in `ingest status`")
    demo = commands.add_parser("demo", help="Discord if there is a token, else a prompt, else one example question")
    demo.set_defaults(run=_demo)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError("must be from 1 to 1000")
    return number


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
        day + timedelta(days=1)  # which there is not for the last one
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2018-06-12") from None
    return day


def _demo(options: argparse.Namespace, settings: BotSettings) -> int:
    if settings.discord_token:
        return _discord(options, settings)
    arguments = ["ask"] if sys.stdin.isatty() else ["ask", EXAMPLE]
    if not sys.stdin.isatty():
        output.print(f"> {EXAMPLE}")
    return _ask(_parser().parse_args(arguments), settings)


def _discord(options: argparse.Namespace, settings: BotSettings) -> int:
    if not settings.discord_token:
        raise ConfigurationError("DISCORD_TOKEN is not set; README.md says how to get one, or try: python -m bot ask")
    from bot.gateway.client import run_bot  # discord.py is of no use to the other commands

    return run_bot(settings)


def _ask(options: argparse.Namespace, settings: BotSettings) -> int:
    if options.question is None and not sys.stdin.isatty():
        raise QuestionError('No question. Give one: python -m bot ask "Who met in Singapore?"')
    if options.question is None:
        return _prompt_loop(open_answerer(settings), options)
    question = _question(options)
    answer = _answered(open_answerer(settings), question, is_live=not options.json)
    if options.json:
        print_json(answer_record(answer))
    else:
        _print_answer(answer)
    return FAILED if answer.status == "failed" else DONE


def _prompt_loop(answerer: Answerer, options: argparse.Namespace) -> int:
    output.print("Ask the archive; an empty line ends.")
    while True:
        try:
            options.question = input("> ")
        except (EOFError, KeyboardInterrupt):
            output.print()
            return DONE
        if not options.question.strip():
            return DONE
        try:
            _print_answer(_answered(answerer, _question(options), is_live=True))
        except QuestionError as error:
            errors.print(str(error))


def _answered(answerer: Answerer, question: Question, is_live: bool) -> Answer:
    """The answer; on a terminal its unchecked words are shown, dimmed, while they come.

    They are written where the log is, so that a warning stands above them and does not break them.
    """
    if not (is_live and errors.is_terminal):
        return asyncio.run(answerer.answer(question))
    logging.getLogger("bot").setLevel(logging.WARNING)  # what is logged of every question says no more than the answer
    with Live(Text("searching", style="dim"), console=errors, transient=True, refresh_per_second=8) as live:
        return asyncio.run(answerer.answer(question, lambda text: live.update(_unchecked(text))))


def _unchecked(text: str) -> Text:
    return Text.assemble(text, "\nnot checked yet", style="dim")


def _print_answer(answer: Answer) -> None:
    output.print(Text(answer.text, style="bold" if answer.status == "answered" else ""), soft_wrap=True)
    for number, quoted in groupby(answer.citations, key=lambda citation: citation.number):
        citations = list(quoted)
        article = citations[0].article
        about = " · ".join(part for part in (article.source, _with_notes(article.published_at or "", article)) if part)
        output.print()
        output.print(Text(f"[{number}] {article.headline}", style="cyan"), soft_wrap=True)
        output.print(Text(f"    {about}", style="dim"), soft_wrap=True)
        _print_also_reported(citations[0].also_reported_by, indent=4)
        if article.url:
            output.print(Text(f"    {article.url}", style="dim"), soft_wrap=True)
        for citation in citations:
            output.print(Text(f"    “{' '.join(citation.quote.split())}”"), soft_wrap=True)
    if answer.missing.words:
        output.print(Text(f"No article found mentions: {', '.join(answer.missing.words)}."), soft_wrap=True)
    if answer.missing.days:
        output.print(
            Text(f"No article found was published in the days searched: {answer.missing.days}."), soft_wrap=True
        )
    if answer.nearest and not answer.citations:
        output.print("\nNearest in the archive:", soft_wrap=True)
        for near in answer.nearest:
            dated = f"{near.article.headline} ({near.article.published_at or 'date unknown'})"
            output.print(Text(f"  - {_with_notes(dated, near.article)}"), soft_wrap=True)
            output.print(Text(f"    “{' '.join(near.quote.split())}”", style="dim"), soft_wrap=True)
    output.print(Text(f"\n{answer.seconds.total:.1f} s, {_writer(answer)}", style="dim"), soft_wrap=True)


def _writer(answer: Answer) -> str:
    if not answer.is_quoted:
        return "the language model gave no answer" if answer.is_outage else answer.model
    reason = "the language model gives no answer at the moment" if answer.is_outage else "no language model wrote this"
    return f"quoted from the archive: {reason}"


def _with_notes(text: str, article: Article) -> str:
    """The text, and behind it what to know of the article before relying on it."""
    updated = f"updated {article.updated_day}" if article.updated_day else ""
    notes = ", ".join(note for note in (updated, "the feed's text alone" if article.is_feed_text else "") if note)
    return f"{text} ({notes})".lstrip() if notes else text


def _print_also_reported(outlets: tuple[str, ...], indent: int) -> None:
    if outlets:
        output.print(Text(f"{' ' * indent}also reported by {', '.join(outlets)}", style="dim"), soft_wrap=True)


def _search(options: argparse.Namespace, settings: BotSettings) -> int:
    question = _question(options)
    retriever = open_retriever(settings)
    find = retriever.explain if options.explain else retriever.retrieve
    hits = find(question, options.count)
    if options.json:
        print_json([hit_record(hit) for hit in hits])
        return DONE
    if retriever.reranker and retriever.reranker.failures:
        errors.print("the reranker failed; this is the order of the search")
    for rank, hit in enumerate(hits, start=1):
        article = hit.passage.article
        output.print(Text(f"{rank:>3}  {_with_notes(article.header, article)}", style="cyan"), soft_wrap=True)
        _print_also_reported(hit.also_reported_by, indent=5)
        if options.explain:
            output.print(Text(f"     {_explanation(hit)}", style="dim"), soft_wrap=True)
        output.print(Text(f"     {' '.join(hit.passage.text.split())}\n"), soft_wrap=True)
    return DONE


def _explanation(hit: Hit) -> str:
    dense = "not in the dense list" if hit.similarity is None else f"cosine {hit.similarity:.3f} (#{hit.dense_rank})"
    lexical = "not in the lexical list" if hit.bm25 is None else f"BM25 {hit.bm25:.1f} (#{hit.lexical_rank})"
    article = f"article BM25 {hit.article_bm25 or 0:.1f}"
    preferences = f"date {hit.date_preference:+.2f}, outlet {hit.outlet_preference:+.2f}"
    reranked = f", reranked #{hit.rerank}" if hit.rerank else ""
    return f"{hit.fate}: {hit.value:.3f} = {dense}, {lexical}, {article}, {preferences}{reranked}"


def _question(options: argparse.Namespace) -> Question:
    """The question with the days that the options name.

    Raises:
        QuestionError: the question cannot be taken.
    """
    text = checked_question(options.question)
    until = options.until + timedelta(days=1) if options.until else None
    within = DateRange(options.since and options.since.isoformat(), until and until.isoformat())
    return Question(text, options.as_of or datetime.now(UTC).date(), within, options.source)


if __name__ == "__main__":
    sys.exit(main())
