"""What an import comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from harvester.items import FetchResult


@dataclass(slots=True)
class ImportCounts:
    """What `import --json` prints, but for the run. `skipped` holds reasons; a place, where there is one, is logged."""

    records: int = 0  # answers looked at
    articles: int = 0  # captures that held an article
    new: int = 0
    updated: int = 0
    earlier: int = 0  # texts stored as earlier revisions
    unchanged: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def skip(self, reason: str) -> None:
        """Count what was passed over, by a reason without the place that it is of."""
        self.skipped[reason.partition(":")[0]] += 1

    def count(self, result: str) -> None:
        """An article's capture came to this."""
        self.articles += 1
        setattr(self, result, getattr(self, result) + 1)

    def count_result(self, result: FetchResult) -> None:
        """A capture held no article and no listing."""
        if result.state == "failed":
            self.failed += 1
        elif result.state == "skipped":
            self.skip(result.reason)

    def describe(self) -> dict[str, Any]:
        return {
            "records": self.records,
            "articles": self.articles,
            "new": self.new,
            "updated": self.updated,
            "earlier": self.earlier,
            "unchanged": self.unchanged,
            "failed": self.failed,
            "skipped": dict(self.skipped.most_common()),
        }
