"""Do catalog and vectors agree, and is every article stored as it should be? Finds what differs, and mends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ingest.articles import Article, utc_now
from ingest.embedder import SentenceTransformerEmbeddings
from ingest.index import Change, PassageIndex
from ingest.lexical import index_words_anew
from ingest.splitter import split
from ingest.stories import sign

_ARTICLES_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Findings:
    """What differs from a sound archive."""

    strays: frozenset[str]
    """Vectors of passages that no article has."""
    damaged: frozenset[str]
    """Identities of articles whose passages, words or vectors are not those of their text."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing differs."""
        return not self.strays and not self.damaged


def verify(index: PassageIndex, max_chars: int) -> Findings:
    """Compare everything with everything; changes nothing."""
    with_vector = index.vectors.all_ids()
    with_words = index.catalog.indexed_passage_ids()
    listed = index.catalog.all_passage_ids()
    sound = with_vector & with_words & listed
    damaged = frozenset(
        article.identity
        for article in index.catalog.visible_articles()
        if not _is_sound(article, index, max_chars, sound)
    )
    return Findings(frozenset(with_vector - listed), damaged)


def _is_sound(article: Article, index: PassageIndex, max_chars: int, sound: set[str]) -> bool:
    wanted = {passage.id for passage in split(article, max_chars)}
    stored = index.catalog.version(article.identity)
    is_as_hashed = stored is not None and stored.content_hash == article.content_hash
    return is_as_hashed and wanted == index.catalog.passage_ids(article.identity) and wanted <= sound


def repair(index: PassageIndex, embedder: SentenceTransformerEmbeddings, max_chars: int) -> Findings:
    """Mend what differs, and tell what it was: strays go, damaged articles are made anew from their text."""
    findings = verify(index, max_chars)
    index.vectors.remove(sorted(findings.strays))
    if findings.damaged:
        index_words_anew(index.catalog.database)
    damaged = (article for article in index.catalog.visible_articles() if article.identity in findings.damaged)
    while batch := list(islice(damaged, _ARTICLES_AT_ONCE)):
        changes = list(_made_anew(batch, max_chars))
        texts = [passage.embedded_text for change in changes for passage in change.to_embed]
        index.put(changes, embedder.encode(texts), [], utc_now())
    index.settle()
    return findings


def rebuild(data_dir: Path, recipe: str, embedder: SentenceTransformerEmbeddings, max_chars: int) -> int:
    """Make every passage anew by another recipe; gives how many articles there are.

    Readers find less until it is done. Broken off, it is taken up by the next run.

    Raises:
        NoArchive: there is nothing to rebuild.
        ArchiveBusy: another process is writing to it.
    """
    with PassageIndex.adopting(data_dir, recipe) as index:
        return len(repair(index, embedder, max_chars).damaged)


def _made_anew(articles: list[Article], max_chars: int) -> Iterator[Change]:
    for article in articles:
        passages = split(article, max_chars)
        yield Change(article, passages, passages, sign(article.text))
