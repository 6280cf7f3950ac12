"""Articles, vectors and questions from a seed, as many as wanted: what an archive of news is like, without the news.

Words are as frequent as in English (Zipf's law, stop words among the first), articles of some seven passages share the
rare words of their topic, and vectors stand in clusters whose noise has few strong directions, as those of real
embedders do: a search that is approximate has something to find, and something to miss.
"""

import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ingest.articles import Article
from ingest.embedder import Matrix, SentenceTransformerEmbeddings
from ingest.passages import Passage

from bot.question import Question
from bot.terms import STOP_WORDS

AS_OF = date(2026, 1, 1)
_SEED = 4
_DIMENSIONS = 384  # those of the default embedder
_VOCABULARY = 150_000
_ARTICLES_A_TOPIC = 20
_TOPIC_WORDS = 40
_TOPIC_SHARE = 0.25  # of an article's words
_SENTENCE_WORDS = 20
_PARAGRAPH_SENTENCES = 4
_NOISE = 0.8  # of a passage around its topic, and of a question around its passage: cosines of about .78
# Ranks 1 to 30 are stop words, and half of those that follow: 'the' is in every passage, 'Trump' in a third of them.
_FIRST_CONTENT_RANK = 30


class MadeUp:
    """An endless archive: the article of each number is always the same."""

    @cached_property
    def words(self) -> npt.NDArray[np.object_]:
        """The vocabulary, most frequent first."""
        rng = np.random.default_rng(_SEED)
        syllables = [c + v + e for c in "bdfgklmnprst" for v in "aeiou" for e in ("", "n", "r", "l")]
        made = dict.fromkeys("".join(rng.choice(syllables, rng.integers(1, 4))) for _ in range(3 * _VOCABULARY))
        content = iter(word for word in made if word not in STOP_WORDS)
        stops = sorted(STOP_WORDS, reverse=True)
        ranked = [stops.pop() for _ in range(_FIRST_CONTENT_RANK)]
        while len(ranked) < _VOCABULARY:
            ranked.append(next(content))
            if stops:
                ranked.append(stops.pop())
        return np.array(ranked[:_VOCABULARY], object)

    @cached_property
    def _cumulative(self) -> npt.NDArray[np.float64]:
        weights = 1 / (np.arange(1, _VOCABULARY + 1) + 2.7)  # Zipf and Mandelbrot
        return np.cumsum(weights / weights.sum())

    @cached_property
    def _scales(self) -> Matrix:
        # Two texts about different things have a cosine of 0, give or take .11: as with all-MiniLM-L6-v2.
        return np.arange(1, _DIMENSIONS + 1, dtype=np.float32) ** -0.375

    def article(self, number: int) -> Article:
        """An article of that number, some 950 words long, published in the ten years before `AS_OF`."""
        rng = np.random.default_rng([_SEED, number])
        day = AS_OF - timedelta(days=int(rng.integers(0, 3650)))
        topic = _topic_of(number)
        text = self._text(rng, topic, int(rng.lognormal(6.75, 0.4)))
        title = f"Report {number} on {' '.join(self._topic_words(topic)[:3])}"
        return Article(id=str(number), title=title, source=f"Outlet {number % 50}", published_at=day, text=text)

    def articles(self, first: int, count: int) -> Iterator[Article]:
        """So many, from a number on."""
        return (self.article(number) for number in range(first, first + count))

    def question(self, number: int, passage: Passage) -> Question:
        """Two runs of six words out of the passage."""
        words = passage.text.lower().replace(".", "").split()
        starts = np.random.default_rng([_SEED, number]).integers(0, max(1, len(words) - 6), 2)
        first, second = (" ".join(words[start : start + 6]) for start in starts)
        return Question(f"what did {first} say when {second}?", AS_OF)

    def vector(self, topic: int, text: str) -> Matrix:
        """`(384,)` float32 of unit length, near its topic."""
        centre = self._direction(np.random.default_rng([_SEED, 1, topic]))
        return _unit(centre + _NOISE * self._direction(np.random.default_rng(zlib.crc32(text.encode()))))

    def question_vector(self, question: Question, passage: Matrix) -> Matrix:
        """The vector of a question that a passage answers."""
        rng = np.random.default_rng(zlib.crc32(question.text.encode()))
        return _unit(passage + _NOISE * self._direction(rng))

    def _direction(self, rng: np.random.Generator) -> Matrix:
        return _unit(rng.standard_normal(_DIMENSIONS, np.float32) * self._scales)

    def _topic_words(self, topic: int) -> npt.NDArray[np.object_]:
        rng = np.random.default_rng([_SEED, 2, topic])
        ranks = np.exp(rng.uniform(np.log(300), np.log(_VOCABULARY - 1), _TOPIC_WORDS)).astype(int)
        words: npt.NDArray[np.object_] = self.words[ranks]
        return words

    def _text(self, rng: np.random.Generator, topic: int, length: int) -> str:
        common = self.words[np.searchsorted(self._cumulative, rng.random(length))]
        own = self._topic_words(topic)[rng.integers(0, _TOPIC_WORDS, length)]
        words = np.where(rng.random(length) < _TOPIC_SHARE, own, common)
        starts = range(0, length, _SENTENCE_WORDS)
        sentences = [" ".join(words[start : start + _SENTENCE_WORDS]).capitalize() + "." for start in starts]
        paragraphs = range(0, len(sentences), _PARAGRAPH_SENTENCES)
        return "\n\n".join(" ".join(sentences[place : place + _PARAGRAPH_SENTENCES]) for place in paragraphs)


class MadeUpEmbeddings(SentenceTransformerEmbeddings):
    """Gives made-up vectors at once: of passages by the number in their header, of questions those it was told."""

    def __init__(self, made_up: MadeUp) -> None:
        super().__init__("made up")
        self._made_up = made_up
        self.known: dict[str, list[float]] = {}
        """Vectors by question."""

    def encode(self, texts: list[str]) -> Matrix:
        """`(n, 384)` float32, rows of unit length."""
        return np.array([self._made_up.vector(_topic_of(int(text.split(" ", 2)[1])), text) for text in texts])

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question that is known."""
        return self.known[text]


def _topic_of(article: int) -> int:
    return article // _ARTICLES_A_TOPIC


def _unit(vector: Matrix) -> Matrix:
    unit: Matrix = vector / np.linalg.norm(vector)
    return unit
