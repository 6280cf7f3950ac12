"""An answer to embeds: pure, and within Discord's limits."""

from collections.abc import Iterable

from discord import Colour, Embed

from ingest.articles import Article

from bot.answerer import Answer, Citation
from bot.gateway.markdown import at_quotation, escaped, link, shortened, split, units
from bot.gateway.texts import ENGLISH

# Source: https://docs.discord.com/developers/resources/message#embed-object-embed-limits
LONGEST_DESCRIPTION = 4096
LONGEST_FIELD = 1024
LONGEST_EMBEDS = 6000  # in all the embeds of one message
MOST_FIELDS = 25
_LONGEST_HEADLINE = 160

WRITING = Colour.orange()
COLOURS = {"answered": Colour.green(), "refused": Colour.light_grey(), "failed": Colour.red()}


def progress_embed(step: str, text: str = "") -> Embed:
    """What is seen while an answer is made: the step in words, and what is written so far."""
    shown = split(text, LONGEST_DESCRIPTION - 1)[0] if text else ""
    return Embed(description=shown or None, colour=WRITING).set_footer(text=step)


def notice_embed(text: str) -> Embed:
    """Something other than an answer."""
    return Embed(description=shortened(text, LONGEST_DESCRIPTION), colour=COLOURS["refused"])


def answer_embeds(answer: Answer) -> list[Embed]:
    """The answer and what it cites, one embed for each message it takes."""
    colour = COLOURS[answer.status]
    embeds = [Embed(description=part, colour=colour) for part in split(answer.text, LONGEST_DESCRIPTION)]
    if answer.status == "answered":
        lines, name = [_citation_line(citation) for citation in answer.citations], ENGLISH["answer.sources"]
    elif answer.status == "refused":
        lines, name = [f"• {_article_line(article)}" for article in answer.nearest], ENGLISH["answer.nearest"]
    else:
        return embeds
    return with_fields(embeds, name, lines)


def with_fields(embeds: list[Embed], name: str, lines: Iterable[str]) -> list[Embed]:
    """The embeds with the lines in fields below; more embeds where they do not fit into the last."""
    complete = list(embeds)
    for value in _field_values(lines):
        last = complete[-1]
        if len(last.fields) == MOST_FIELDS or _units(last) + units(name) + units(value) > LONGEST_EMBEDS:
            complete.append(Embed(colour=last.colour))
        complete[-1].add_field(name="\u200b" if complete[-1].fields else name, value=value, inline=False)
    return complete


def _field_values(lines: Iterable[str]) -> list[str]:
    values: list[str] = []
    for line in lines:
        if values and units(values[-1]) + 1 + units(line) <= LONGEST_FIELD:
            values[-1] += f"\n{line}"
        else:
            values.append(line)
    return values


def _units(embed: Embed) -> int:
    texts = [embed.title, embed.description, embed.footer.text, embed.author.name]
    texts += [text for field in embed.fields for text in (field.name, field.value)]
    return sum(units(text) for text in texts if text)


def _citation_line(citation: Citation) -> str:
    url = at_quotation(citation.article.url, citation.quote)
    return f"[{citation.number}] {_article_line(citation.article, url)}"


def _article_line(article: Article, url: str | None = None) -> str:
    about = escaped(shortened(" · ".join(part for part in (article.source, _day(article)) if part), 100))
    room = LONGEST_FIELD - 20 - units(about)
    return f"{link(shortened(article.headline, _LONGEST_HEADLINE), url or article.url, room)} · {about}".removesuffix(
        " · "
    )


def _day(article: Article) -> str | None:
    return article.published_at[:10] if article.published_at else None
