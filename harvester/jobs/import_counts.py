"""What an import comes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


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
