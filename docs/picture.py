"""The README's pictures, photographed by Chromium: what a member gets in Discord, and the report of `make eval`.

    python -m docs.picture          (or: make picture)

In the first the articles are those of `corpus/`, and the embeds and buttons are made by the bot's own code; only the
question, the sentences of the answer and the frame around them are written here. The second is the top of the latest
report, where there is one.
"""

import asyncio
import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from discord import Embed

from ingest.articles import Article
from ingest.readers import read_paths

from bot.answer import Answer, Citation, Timing
from bot.gateway.buttons import answer_view
from bot.gateway.localisation import Words
from bot.gateway.rendering import answer_embeds, source_embed
from bot.journal import cited

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "discord.png"
REPORT = ROOT / "var" / "reports" / "latest.html"
REPORT_PICTURE = ROOT / "docs" / "report.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SIZE = (760, 724)  # CSS pixels
_REPORT_SIZE = (1100, 2330)
_QUESTION = "Where did Trump and Kim meet, and what did Trump say about military exercises?"
_TEXT = (
    "Donald Trump and Kim Jong Un met at the Capella hotel on Sentosa island in Singapore [1]. At a news conference "
    "afterwards Trump said of the exercises with South Korea that “we will be stopping the war games” [2]."
)
_CITED = (
    ("2018-06-12-singapore-summit-joint-statement.md", "The meeting at the Capella hotel on Sentosa island was"),
    ("2018-06-12-trump-ends-war-games.md", '"We will be stopping the war games," Trump told reporters'),
)
_THUMB = (
    "<svg width=17 height=17 viewBox='0 0 17 17' style='vertical-align:-3px;{}'><path fill='#ffcc4d' "
    "d='M1 7h3v9H1zM5 7.5 8 1.2C9.7 1 10.2 2.3 9.8 4L9.3 6.2h5c1.4 0 2 1 1.7 2.2l-1.7 6c-.3 1-1 1.6-2 1.6H5z'/></svg>"
)
_THUMBS = {"👍": _THUMB.format(""), "👎": _THUMB.format("transform:rotate(180deg)")}  # an emoji font is not everywhere
_STYLE = """
body { margin: 0; padding: 20px 24px; background: #313338; color: #dbdee1; font: 16px/1.375 "gg sans", "Noto Sans",
  "DejaVu Sans", "Helvetica Neue", Arial, sans-serif; font-size: 15px }
.message { display: grid; grid-template-columns: 40px 1fr; gap: 2px 16px; margin-bottom: 18px }
.used { grid-column: 2; font-size: 13px; color: #b5bac1 } .used b { color: #00a8fc; font-weight: 500 }
.face { grid-row: 2; width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff;
  text-align: center; font: bold 19px/40px Georgia, serif }
.name { font-weight: 600; color: #f2f3f5 } .app { background: #5865f2; border-radius: 4px; color: #fff;
  font-size: 10.5px; font-weight: 600; padding: 1px 5px; vertical-align: 2px }
.time { color: #949ba4; font-size: 12px; margin-left: 6px }
.embed { border-left: 4px solid; border-radius: 4px; background: #2b2d31; padding: 10px 16px 14px 12px; margin-top: 6px;
  max-width: 560px; font-size: 14px }
.title { font-weight: 600; font-size: 15.5px; margin-bottom: 6px } .field { font-weight: 600; margin: 10px 0 2px }
.footer { color: #b5bac1; font-size: 12px; margin-top: 10px } a { color: #00a8fc; text-decoration: none }
.buttons { margin-top: 8px } .button { display: inline-block; background: #4e5058; color: #fff; border-radius: 8px;
  padding: 6px 16px; margin-right: 8px; font-size: 14px; font-weight: 500 } .button.off { opacity: .5 }
.only { color: #949ba4; font-size: 12px; margin-top: 6px }
"""


def main() -> int:
    """Make the pictures; the exit code is 2 when there is no Chromium."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.stderr.write(f"no browser to photograph with; install one of: {' '.join(BROWSERS)}\n")
        return 2
    photograph(asyncio.run(page()), PICTURE, browser, _SIZE, scale=1.25)
    if REPORT.is_file():
        photograph(REPORT.read_text(encoding="utf-8"), REPORT_PICTURE, browser, _REPORT_SIZE, scale=0.75)
    return 0


async def page() -> str:
    """A page that shows the answer, and its sources as who pressed the button sees them."""
    words, citations = Words(), tuple(_citations())
    answer = Answer(_QUESTION, "answered", _TEXT, citations, (), (), "", Timing(0.0, None, 0.0))
    below = answer_view(1, len(citations), words).to_components()
    source = source_embed(cited(citations[1]), 2, len(citations), words)
    return (
        f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>"
        + _message(answer_embeds(answer, words), below, used=f"<b>editor</b> used <b>/ask</b> {html.escape(_QUESTION)}")
        + _message([source], [], used="<b>Sources</b> pressed", only=True)
    )


def photograph(content: str, picture: Path, browser: str, size: tuple[int, int], scale: float) -> None:
    """Write the page as a PNG file; `size` is width and height in CSS pixels, `scale` how many pixels each becomes.

    Raises:
        subprocess.CalledProcessError: the browser failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(content, encoding="utf-8")
        width, height = size
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            f"--user-data-dir={folder}/own",
            f"--force-device-scale-factor={scale}", f"--window-size={width},{height}", f"--screenshot={picture}",
            source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def _citations() -> Iterable[Citation]:
    for number, (name, beginning) in enumerate(_CITED, start=1):
        (article,) = (found for found in read_paths([ROOT / "corpus" / name], 1_000_000) if isinstance(found, Article))
        start = article.text.index(beginning)
        end = article.text.index(".", start) + 1
        yield Citation(number, article, article.text[start:end], start, end)


def _message(embeds: list[Embed], rows: list[dict[str, Any]], used: str, only: bool = False) -> str:
    buttons = "".join(_button(button) for row in rows for button in row["components"])
    return (
        f"<div class=message><div class=used>{used}</div><div class=face>F</div><div>"
        "<span class=name>Footnote</span> <span class=app>APP</span><span class=time>Today at 09:41</span>"
        + "".join(map(_embed, embeds))
        + (f"<div class=buttons>{buttons}</div>" if buttons else "")
        + ("<div class=only>Only you can see this</div>" if only else "")
        + "</div></div>"
    )


def _button(button: dict[str, Any]) -> str:
    face = html.escape(button["label"]) if button.get("label") else _THUMBS[button["emoji"]["name"]]
    return f"<span class='button{' off' if button.get('disabled') else ''}'>{face}</span>"


def _embed(embed: Embed) -> str:
    title = f"<div class=title>{_link(_markdown(embed.title), embed.url)}</div>" if embed.title else ""
    fields = "".join(
        f"<div class=field>{_markdown(field.name or '')}</div><div>{_markdown(field.value or '')}</div>"
        for field in embed.fields
    )
    footer = f"<div class=footer>{html.escape(embed.footer.text)}</div>" if embed.footer.text else ""
    description = f"<div>{_markdown(embed.description or '')}</div>"
    return f"<div class=embed style='border-color: {embed.colour}'>{title}{description}{fields}{footer}</div>"


def _link(content: str, url: str | None) -> str:
    return f"<a href='{html.escape(url)}'>{content}</a>" if url else content


def _markdown(text: str) -> str:
    """The little of Discord's markdown that the bot uses: links, bold, escapes."""
    shown = html.escape(text)
    shown = re.sub(r"\[((?:[^\[\]\\]|\\.)+)\]\((https?://[^\s()]+)\)", r"<a href='\2'>\1</a>", shown)
    shown = re.sub(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*", r"<b>\1</b>", shown)
    return re.sub(r"\\([^\w\s])", r"\1", shown).replace("\n", "<br>")


if __name__ == "__main__":
    sys.exit(main())
