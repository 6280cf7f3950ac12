"""Answers, sources and notices to embeds: pure, and within Discord's limits."""

from collections.abc import Iterable, Iterator

from discord import Colour, Embed

from ingest.articles import Article

from bot.answer import Answer, Citation, Near
from bot.gateway.localisation import Words
from bot.gateway.markdown import at_quotation, escaped, escaped_quotations, link, shortened, split, units
from bot.journal_records import SURROUNDINGS_CHARS, Cited
from bot.question import LONGEST_QUESTION

# Source: https://docs.discord.com/developers/resources/message#embed-object-embed-limits
LONGEST_DESCRIPTION = 4096
LONGEST_TITLE = 256
LONGEST_FIELD = 1024
LONGEST_EMBEDS = 6000  # in all the embeds of one message
# An embed takes 25 fields; two that follow each other hold over 1,024 together, so 6,000 are reached long before.
_LONGEST_HEADLINE = 160
_LONGEST_QUOTE = 2000  # escaped; what stands around it takes as much
_LONGEST_NEAR = 300  # of a sentence that may not answer
_LONGEST_OUTLETS = 120
_LONGEST_ABOUT = 100  # cut in the outlet, never in the notes
_LONGEST_FOOTER = 300  # of the 2,048 that Discord takes; the description needs the rest of the 6,000
_LONGEST_STEP = 300
_NO_NAME = "\u200b"  # a field must have a name

NOTICE = Colour.light_grey()
WRITING = Colour.orange()
COLOURS = {
    "answered": Colour.green(),
    "refused": Colour.light_grey(),
    "quoted": Colour.blue(),
    "failed": Colour.red(),
}


def progress_embed(step: str, text: str = "") -> Embed:
    """What is seen while an answer is made: the step in words, and what is written so far."""
    shown = split(text, LONGEST_DESCRIPTION)[0] if text else ""
    return Embed(description=shown or None, colour=WRITING).set_footer(text=shortened(step, _LONGEST_STEP))


def notice_embed(text: str) -> Embed:
    """Something other than an answer."""
    return Embed(description=split(text, LONGEST_DESCRIPTION)[0], colour=NOTICE)


def unreadable_embed(question: str, words: Words) -> Embed:
    """Why a question cannot be taken, which is said in English where it is found out."""
    if len(question) > LONGEST_QUESTION:
        return notice_embed(words("asking.too_long", most=LONGEST_QUESTION))
    return notice_embed(words("asking.nothing"))


def answer_embeds(answer: Answer, words: Words) -> list[Embed]:
    """The answer and what it cites, one embed for each message it takes."""
    colour = COLOURS.get("quoted" if answer.is_quoted else answer.status, NOTICE)
    embeds = [Embed(description=part, colour=colour) for part in split(_text(answer, words), LONGEST_DESCRIPTION)]
    if answer.is_quoted:
        embeds[-1].set_footer(text=words("answer.outage" if answer.is_outage else "answer.quoted"))
    if answer.citations:
        return with_fields(embeds, words("answer.sources"), _citation_lines(answer.citations, words))
    return with_fields(embeds, words("answer.nearest"), (_near_line(near, words) for near in answer.nearest))


def _text(answer: Answer, words: Words) -> str:
    if answer.status == "failed":
        return words("answer.no_model")
    if answer.status == "refused":
        return " ".join(_refusal(answer, words))
    return escaped_quotations(answer.text) if answer.is_quoted else answer.text


def _refusal(answer: Answer, words: Words) -> Iterator[str]:
    yield words("answer.refused")
    if answer.missing.words:
        yield words("answer.missing_words", words=", ".join(answer.missing.words))
    if answer.missing.days:
        yield words("answer.missing_days", days=answer.missing.days)


def _citation_lines(citations: Iterable[Citation], words: Words) -> Iterator[str]:
    """One for each article, linked at its first quotation: the button shows every quotation."""
    first: dict[int, Citation] = {}
    for citation in citations:
        first.setdefault(citation.number, citation)
    for number, citation in first.items():
        also = also_reported(citation.also_reported_by, words)
        lead = f"[{number}] "
        url = at_quotation(citation.article.url, citation.quote)
        limit = LONGEST_FIELD - units(lead) - units(also)
        yield f"{lead}{article_line(citation.article, words, url, limit)}{also}"


def _near_line(near: Near, words: Words) -> str:
    quote = f"“{shortened(escaped(near.quote), _LONGEST_NEAR)}”"
    return f"• {article_line(near.article, words, limit=LONGEST_FIELD - units(quote) - 10)}\n{quote}"


def also_reported(outlets: Iterable[str], words: Words) -> str:
    """A line below an article that names the other outlets of its story; nothing where there is none."""
    named = shortened(escaped(", ".join(outlets)), _LONGEST_OUTLETS)
    return f"\n{words('search.also', outlets=named)}" if named else ""


def with_fields(embeds: list[Embed], name: str, lines: Iterable[str]) -> list[Embed]:
    """The embeds with the lines in fields below; more embeds where they do not fit into the last."""
    complete = list(embeds)
    for place, value in enumerate(_field_values(lines)):
        last = complete[-1]
        if embed_units(last) + units(name) + units(value) > LONGEST_EMBEDS:
            complete.append(Embed(colour=last.colour))
        complete[-1].add_field(name=_NO_NAME if place else name, value=value, inline=False)
    return complete


def source_embed(cited: Cited, page: int, pages: int, words: Words) -> Embed:
    """One page of the sources: the quotation in bold, within what stands around it."""
    quote = f"**{shortened(escaped(cited.quote), _LONGEST_QUOTE)}**"
    before, after = (escaped(text) for text in (_first_words_cut(cited.before), _last_words_cut(cited.after)))
    notes = _notes(cited, words)
    embed = Embed(
        title=shortened(escaped(f"[{cited.number}] {cited.headline}"), LONGEST_TITLE),
        description=" ".join(part for part in (before, quote, after) if part),
        colour=COLOURS["answered"],
    )
    embed.url = at_quotation(cited.url, cited.quote)
    place = words("source.page", page=page, pages=pages)
    source = shortened(cited.source or "", _LONGEST_FOOTER - units(f"{place} ·  · {notes}"))
    return embed.set_footer(text=_joined(place, source, notes))


def article_line(article: Article, words: Words, url: str | None = None, limit: int = LONGEST_FIELD - 10) -> str:
    """The linked headline, the outlet and the notes, in at most `limit` units; a link that is too long is left out."""
    notes = _notes(article, words)
    about = _joined(shortened(escaped(article.source or ""), _LONGEST_ABOUT - 3 - units(notes)), notes)
    headline = link(shortened(article.headline, _LONGEST_HEADLINE), url or article.url, limit - 3 - units(about))
    return _joined(headline, about)


def embed_units(embed: Embed) -> int:
    """What counts toward the limit of all embeds of a message."""
    texts = [embed.title, embed.description, embed.footer.text, embed.author.name]
    texts += [text for field in embed.fields for text in (field.name, field.value)]
    return sum(units(text) for text in texts if text)


def _field_values(lines: Iterable[str]) -> list[str]:
    values: list[str] = []
    for line in (shortened(line, LONGEST_FIELD) for line in lines):
        if values and units(values[-1]) + 1 + units(line) <= LONGEST_FIELD:
            values[-1] += f"\n{line}"
        else:
            values.append(line)
    return values


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _notes(article: Article | Cited, words: Words) -> str:
    """The day of publication, that of an update on a later one, and whether only a feed's text is known."""
    updated = words("source.updated", day=article.updated_day) if article.updated_day else ""
    feed = words("source.feed_text") if article.is_feed_text else ""
    return " ".join(part for part in ((article.published_at or "")[:10], updated, feed) if part)


def _first_words_cut(text: str) -> str:
    return f"… {text.split(' ', 1)[-1]}" if len(text) >= SURROUNDINGS_CHARS else text


def _last_words_cut(text: str) -> str:
    return f"{text.rsplit(' ', 1)[0]} …" if len(text) >= SURROUNDINGS_CHARS else text
