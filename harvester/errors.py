"""Everything that is reported rather than shown as a traceback.

A message is a lower-case fact with the value in question, then the cause and, where there is one, the way out.
"""

from __future__ import annotations

from typing import Literal

ProbeFailure = Literal["does not answer", "refuses", "log-in", "not found", "no news", "moved", "not read"]
"""Why an address cannot be harvested."""


class HarvestError(Exception):
    """The root. The command line prints it as one line and exits with `exit_code`."""

    exit_code = 1


class ConfigError(HarvestError):
    """Raised by `portals` and the command line for configuration or usage that cannot be meant."""

    exit_code = 2


class WrongClock(ConfigError):
    """Raised by `crawling` and `environment` for a clock that cannot be right: nothing is stored under it."""


class StoreError(HarvestError):
    """Raised by `store` for a file that is no harvester's database, is newer, or cannot be written."""

    exit_code = 2


class DatabaseBusy(StoreError):
    """Raised when another run holds the database."""

    exit_code = 75


class DiskFull(StoreError):
    """Raised by `store` and the command line where there is no room left to write; what was stored stays."""

    exit_code = 1


class DamagedDatabase(StoreError):
    """Raised by `store` for a database of which not everything can be read; `harvester check` says what."""

    exit_code = 1


class DatabaseReplaced(StoreError):
    """Raised by `store` when a database is moved, deleted or replaced while a run writes it.

    Also when it is written while it is read as one that does not change.
    """

    exit_code = 1


class RunInterrupted(HarvestError):
    """Raised by `crawling` for a run that was asked to end before it had begun: nothing was asked for."""

    exit_code = 130


class QueryError(HarvestError):
    """Raised by `store` for a search that names nothing to look for."""

    exit_code = 2


class ExportError(HarvestError):
    """Raised by `exports` for a place that cannot be written and a value that no format can hold."""

    exit_code = 2


class MissingExtra(HarvestError):
    """Raised by `exports` where a package that only a format needs is not installed."""

    exit_code = 2

    def __init__(self, need: str, extra: str) -> None:
        super().__init__(f"{need}, which is not installed (pip install 'harvester[{extra}]')")


class ProbeError(HarvestError):
    """Raised by `probing` where no portal answers. `kind` says in a word or two why not."""

    def __init__(self, message: str, kind: ProbeFailure = "no news") -> None:
        super().__init__(message)
        self.kind = kind


class PortalMoved(ProbeError):
    """Raised by `probing` for an address that leads to another site, whose address is `url`."""

    def __init__(self, message: str, url: str) -> None:
        super().__init__(message, "moved")
        self.url = url


class ItemError(HarvestError):
    """Raised by `loading` and the pipelines for an item that is no article, or cannot hold what they found out."""


class PageError(HarvestError):
    """The root of what can be wrong with one page. It ends that address, never the run."""


class NotAPage(PageError):
    """Raised by `platforms` for bytes that are no HTML: empty, binary, or of another media type."""


class PageTooLarge(NotAPage):
    """Raised by `reading` for a page that is past a limit: nothing of it is read, and its portal is `partial`."""


class NotAnArticle(PageError):
    """Raised by a platform's `article` for a page without a title or a body of its own."""


class MissingText(NotAnArticle):
    """Raised by `reading` for a page that says that its text is missing, or is not there yet: it may be tomorrow."""


class OtherPage(NotAnArticle):
    """Raised by a platform's `article` for a page that says what else it is: a static page, a search, a product."""


class ListingPage(OtherPage):
    """Raised by a platform's `article` for a page that lists articles: a section's, a tag's, an author's, a date's."""


class Refused(PageError):
    """Raised by a platform for a page that stands in for the article: flood, block or login page."""


class SiteClosed(Refused):
    """Raised by a platform for a page that says of the whole site that it is closed or out of order."""


class LoginPage(Refused):
    """Raised by a platform for a page that asks who is there."""


class ArchiveError(HarvestError):
    """Raised by `archive` for kept files that are missing, shorter than they were, or no archive at all."""


class BadRecord(ArchiveError):
    """Raised by `archive` for one record that is torn or does not hold what it says. It ends nothing else."""


class CaptureUnavailable(ArchiveError):
    """Raised by `archive` where a web archive cannot give a capture now. A later import asks for it again."""


class BadArchive(ArchiveError):
    """Raised by `archive` for one file that is named as an archive and cannot be read as one. It ends nothing else."""

    def __init__(self, path: str, reason: str, detail: str) -> None:
        super().__init__(f"{path!r} {reason}: {detail}")
        self.reason = reason


class IndexBusy(ArchiveError):
    """Raised by `archive` where the index of a web archive asks to be left alone for longer than a run waits."""


class EngineError(HarvestError):
    """Raised by `engines` where workers die before they have begun to work, or where no scheduler or fit worker is."""
