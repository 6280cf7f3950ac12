"""How well our reader and cleaning find an article in its page, beside trafilatura alone, on pages with ground truth.

    python -m bench.extraction FOLDER

FOLDER holds either pages with a text file of the same name beside each (`a.html` or `a.html.gz`, and `a.txt`), or a
`ground-truth.json` of `{name: {"articleBody": text}}` and the pages in `html/`, which is the layout of Scrapinghub's
article extraction benchmark. The measure is that benchmark's: shared runs of four words, averaged over pages.
"""

import gzip
import json
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.articles import Article
from ingest.cleaning import clean
from ingest.readers.html import page_fields
from ingest.readers.source import NotAnArticle

_RUN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """Shares in [0, 1], higher is better."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


def main() -> None:
    """Print one line for each side, and the pages on which ours is worse."""
    sides: dict[str, list[Score]] = {"trafilatura alone": [], "our reader": []}
    worse = []
    for name, page, truth in _pages(Path(sys.argv[1])):
        theirs, ours = score(_trafilatura(page), truth), score(_reader(page), truth)
        sides["trafilatura alone"].append(theirs)
        sides["our reader"].append(ours)
        if ours.f1 < theirs.f1 - 0.001:
            worse.append(f"{name}: {theirs.f1:.3f} -> {ours.f1:.3f}")
    for side, scores in sides.items():
        precision = sum(s.precision for s in scores) / len(scores)
        recall = sum(s.recall for s in scores) / len(scores)
        print(f"{side:<20} precision {precision:.3f}  recall {recall:.3f}  F1 {Score(precision, recall).f1:.3f}")
    print(f"{len(sides['our reader'])} pages; ours is worse on {len(worse)}")
    print("\n".join(worse))


def _pages(folder: Path) -> Iterator[tuple[str, bytes, str]]:
    """Name, page and article of each."""
    truths = folder / "ground-truth.json"
    if truths.is_file():
        texts = {name: str(entry["articleBody"]) for name, entry in json.loads(truths.read_text()).items()}
        places = folder / "html"
    else:
        texts = {path.stem: path.read_text() for path in sorted(folder.glob("*.txt"))}
        places = folder
    for name, text in texts.items():
        packed = places / f"{name}.html.gz"
        page = gzip.decompress(packed.read_bytes()) if packed.is_file() else (places / f"{name}.html").read_bytes()
        yield name, page, text


def _trafilatura(page: bytes) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trafilatura import extract
    return extract(page, include_comments=False, include_tables=False) or ""


def _reader(page: bytes) -> str:
    try:
        text = str(page_fields(page, None)["text"])
    except NotAnArticle:
        return ""
    return clean(Article(id="page", text=text)).article.text


def score(found: str, truth: str) -> Score:
    """How much of what was found is the article, and how much of the article was found."""
    ours, theirs = _runs(found), _runs(truth)
    shared = (ours & theirs).total()
    if not ours or not theirs:
        return Score(float(ours == theirs), float(ours == theirs))
    return Score(shared / ours.total(), shared / theirs.total())


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + _RUN_WORDS]) for n in range(max(1, len(words) - _RUN_WORDS + 1)) if words)


if __name__ == "__main__":
    main()
