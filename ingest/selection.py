"""Selection: which part of the archive is searched."""

from dataclasses import dataclass

from ingest.passages import ALWAYS, DateRange

_CONDITIONS = {"since": "a.published_at >= :since", "until": "a.published_at < :until", "source": "a.source = :source"}


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles published on certain days, by a certain outlet, or both; all of them where neither is given."""

    dates: DateRange = ALWAYS
    source: str | None = None

    def holds(self, published_at: str | None, source: str | None) -> bool:
        """Whether an article is one of them."""
        return self.dates.holds(published_at) and self.source in (None, source)

    @property
    def condition(self) -> str:
        """The same in SQL, for `a` as the articles; true of every article where all are meant."""
        return " AND ".join(["1", *(condition for name, condition in _CONDITIONS.items() if self.values[name])])

    @property
    def values(self) -> dict[str, str | None]:
        """What the names in the condition stand for."""
        return {"since": self.dates.since, "until": self.dates.until, "source": self.source}


EVERYTHING = Selection()
