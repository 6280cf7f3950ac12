"""Taking articles out of readers' sight, and the guard against taking out too many at once."""

from collections.abc import Collection, Iterable, Iterator

from ingest.articles import utc_now
from ingest.errors import MassRemoval, NoSuchArticle
from ingest.index import PassageIndex
from ingest.ledger import SourceRecord
from ingest.statistics import visible_count

_MOST_AT_ONCE = 10
_LARGEST_SHARE = 0.1


def is_mass_removal(count: int, index: PassageIndex) -> bool:
    """Whether so many articles at once look like a mistake: more than 10, and more than a tenth of the archive."""
    return count > _MOST_AT_ONCE and count > _LARGEST_SHARE * visible_count(index.catalog)


def renamed(index: PassageIndex, source: SourceRecord) -> set[str]:
    """Identities of articles that the source gives another one now.

    The only article of a source is known by its place, one among many by its id, or by its text, outlet and date: one
    that merely left a file has not been withdrawn for that.
    """
    known = index.ledger.source(source.location)
    if known and known.identity and source.identity:
        return {known.identity}
    gone = index.ledger.identities_of(source.location) - source.held
    before = {identity: {name, told} for identity, name, told in _marked(index, gone)}
    wanted = {mark for marks in before.values() for mark in marks}
    found = {mark for _, name, told in _marked(index, source.held) for mark in (name, told) if mark in wanted}
    return {identity for identity, marks in before.items() if marks & found}


def _marked(index: PassageIndex, identities: Iterable[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each article's identity, and by what else it can be known."""
    select = "SELECT identity, id, text, source, published_at FROM articles WHERE identity IN"
    for identity, name, *told in index.catalog.database.select_in(select, identities):
        yield identity, name, tuple(told)


def remove(index: PassageIndex, names: Collection[str], allow_mass_removal: bool) -> int:
    """Remove, for good, the articles of these ids, addresses, and files or folders; gives how many.

    Raises:
        NoSuchArticle: a name fits none that readers see; nothing is removed.
        MassRemoval: they are too many, and that is not allowed; nothing is removed.
    """
    found: set[str] = set()
    for name in names:
        identities = index.catalog.identities_named(name)
        if not identities:
            raise NoSuchArticle(f"no article in the archive has the id, address or file {name!r}")
        found.update(identities)
    if is_mass_removal(len(found), index) and not allow_mass_removal:
        raise MassRemoval(f"this would remove {len(found)} articles; if that is right, add --allow-mass-removal")
    with index.changing():
        index.withdraw(found, "removed", utc_now())
    return len(found)
