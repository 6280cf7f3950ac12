"""Everything that can go wrong on the write side.

IngestError
├── ModelUnavailable      a model's files cannot be had
│   └── ChecksumMismatch  the files are there, but not the publisher's
├── NoArchive             nothing has been ingested into this data folder yet
├── RecipeMismatch        the archive was made with another model or splitter
├── ArchiveBusy           another process is writing to this archive
├── StorageFailed         the archive's files cannot be read or written
├── NoSuchArticle         a name fits nothing in the archive
├── MassRemoval           more articles would go at once than looks intended
└── FetchError            a web page or feed cannot be had
    ├── RefusedAddress    its host is not on the public internet
    └── RefusedByRobots   its site asks programs not to read it

What is wrong with one article is not an error here but a value, `readers.Failure`: the rest of the batch goes on.
"""


class IngestError(Exception):
    """Base of all errors of this package; its message is fit for the editor to read."""


class ModelUnavailable(IngestError):
    """A model's files are neither on disk nor to be fetched from any of its sources."""


class ChecksumMismatch(ModelUnavailable):
    """A model file's SHA-256 is not its publisher's."""


class NoArchive(IngestError):
    """The data folder holds no archive."""


class RecipeMismatch(IngestError):
    """The archive's passages were made with another recipe than the settings ask for."""


class ArchiveBusy(IngestError):
    """Another process holds the archive's write lock."""


class StorageFailed(IngestError):
    """The archive's files cannot be read or written: a full disk, a damaged file."""


class NoSuchArticle(IngestError):
    """Nothing in the archive has this id, address or file."""


class MassRemoval(IngestError):
    """So many articles would be removed at once that it is asked for again."""


class FetchError(IngestError):
    """A web page or feed cannot be had."""


class RefusedAddress(FetchError):
    """A host, or one that it redirects to, is not on the public internet."""


class RefusedByRobots(FetchError):
    """The site's robots.txt does not allow the page to be read."""
