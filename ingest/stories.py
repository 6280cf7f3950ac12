"""Stories: articles that are one text, such as an agency's report at several outlets, found by MinHash.

Bodies are compared, not headlines: headlines of one event differ, and those of different events agree. Signatures are
cut into bands (locality-sensitive hashing): two articles are compared only when one band is equal.

Source: A. Broder, "On the resemblance and containment of documents", 1997.
"""

import re
import struct
from dataclasses import dataclass

from rensa import RMinHash

from ingest.database import Database

_HASHES = 128
_BANDS = 32  # of 4 hashes: articles that share half of their phrases meet in a band 87 times in 100, two thirds 99.9
_SAME_STORY = 0.5  # share of phrases in common; an edited agency report keeps more, two reports of one event have less
# The same of two articles of one outlet, which is not named beside itself: what stands under two addresses differs by a
# few words, and an update that says something new must be found. Of 80 words, one sentence exchanged leaves .7.
_SAME_TEXT = 0.8
_PHRASE_WORDS = 3
_FEWEST_WORDS = 40  # shorter texts share phrases by chance
_MOST_COMPARED = 8  # of the articles that share a band, those that share most; a story may have hundreds

STORY_SCHEMA = """
CREATE TABLE IF NOT EXISTS signatures (identity TEXT PRIMARY KEY, hashes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS bands (
    band BLOB NOT NULL, identity TEXT NOT NULL, PRIMARY KEY (band, identity)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_by_article ON bands (identity);
"""


@dataclass(frozen=True, slots=True)
class Signature:
    """A MinHash of an article's phrases; empty for a text too short to compare."""

    hashes: bytes

    @property
    def bands(self) -> list[bytes]:
        """Each with its number in front, so that only equal places meet."""
        size = len(self.hashes) // _BANDS
        return [bytes([n]) + self.hashes[n * size : (n + 1) * size] for n in range(_BANDS)] if self.hashes else []

    def resemblance(self, other: "Signature") -> float:
        """Estimated share of phrases in common, in [0, 1]; the error is about 0.04."""
        pairs = zip(_unpacked(self.hashes), _unpacked(other.hashes), strict=True)
        return sum(a == b for a, b in pairs) / _HASHES


def _unpacked(hashes: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{_HASHES}I", hashes)


def sign(text: str) -> Signature:
    """The signature of a text."""
    words = re.findall(r"\w+", text.lower())
    if len(words) < _FEWEST_WORDS:
        return Signature(b"")
    phrases = {" ".join(words[n : n + _PHRASE_WORDS]) for n in range(len(words) - _PHRASE_WORDS + 1)}
    minhash = RMinHash(_HASHES, seed=1)
    minhash.update(sorted(phrases))
    return Signature(struct.pack(f"<{_HASHES}I", *minhash.digest()))


def assign_story(database: Database, identity: str, source: str | None, signature: Signature) -> str:
    """The story this article of the outlet tells: that of the article it resembles most, else its own.

    A story bears the name of its first article. Where that one now tells another, the story is renamed.
    """
    forget_signature(database, identity)
    best, story = 0.0, ""
    bands = signature.bands
    rows = database.execute(
        "SELECT hashes, story, source FROM (SELECT identity FROM bands "
        f"WHERE band IN ({','.join('?' * len(bands))}) GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {_MOST_COMPARED}) "
        "JOIN signatures USING (identity) JOIN articles USING (identity)",
        bands,
    )
    for hashes, told, outlet in rows:
        resemblance = signature.resemblance(Signature(hashes))
        if resemblance >= max(best, _SAME_TEXT if outlet == source else _SAME_STORY):
            best, story = resemblance, told
    if signature.hashes:
        database.execute("INSERT INTO signatures VALUES (?, ?)", (identity, signature.hashes))
        database.execute_many("INSERT INTO bands VALUES (?, ?)", [(band, identity) for band in bands])
    if story != identity:
        _rename_for_the_others(database, identity)
    return story or identity


def _rename_for_the_others(database: Database, identity: str) -> None:
    """Give the story of this name the name of another of its articles, if there are any."""
    database.execute(
        "UPDATE articles SET story = (SELECT min(identity) FROM articles WHERE story = :name AND identity != :name) "
        "WHERE story = :name AND identity != :name",
        {"name": identity},
    )


def forget_signature(database: Database, identity: str) -> None:
    """Let no other article be taken for this one."""
    database.execute("DELETE FROM signatures WHERE identity = ?", (identity,))
    database.execute("DELETE FROM bands WHERE identity = ?", (identity,))
