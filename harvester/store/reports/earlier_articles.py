"""SQL for the articles of an earlier export, on the disk while they are compared: they may be many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

ExportedArticle = dict[str, str]


def read_former_uids(connection: sqlite3.Connection, article: int) -> list[str]:
    """The uids that an article of a database had before, in order."""
    rows = connection.execute("SELECT uid FROM article_uids WHERE article = ? ORDER BY uid", (article,))
    return [row[0] for row in rows]


class EarlierArticles:
    """Records by uid, in a file of SQLite's own that goes when it is closed."""

    def __init__(self, records: Iterable[ExportedArticle]) -> None:
        self.connection = sqlite3.connect("")
        self.connection.execute("CREATE TABLE earlier (uid TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID")
        self.connection.executemany(
            "INSERT OR REPLACE INTO earlier VALUES (?, ?)",
            ((record["uid"], json.dumps(record, ensure_ascii=False)) for record in records),
        )

    def pop(self, uids: Iterable[str]) -> ExportedArticle | None:
        """Take out the record of the first of these uids that is there."""
        for uid in uids:
            row = self.connection.execute("DELETE FROM earlier WHERE uid = ? RETURNING record", (uid,)).fetchone()
            if row is not None:
                record: ExportedArticle = json.loads(row[0])
                return record
        return None

    def read_rest(self) -> Iterator[ExportedArticle]:
        """What was not taken out, by uid."""
        for (record,) in self.connection.execute("SELECT record FROM earlier ORDER BY uid"):
            yield json.loads(record)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
