"""Runs the command line while every commit is watched from outside, and kills it at one of them.

    python -m support.driver crawl --all …        # with tests/ and the checkout on PYTHONPATH

The product knows nothing of this: `sqlite3.connect` is given a connection class that watches. What a
transaction wrote names the kind of its commit, e.g. `articles+date_candidates+urls`. Environment:

- `WATCH_LOG`: a file to which each commit's kind is appended, a line each
- `WATCH_KILL`: `before:KIND:N` or `after:KIND:N`: SIGKILL around the nth commit of that kind; KIND `*` is any
- `WATCH_FULL`: `KIND:N`: SQLite finds the disk full at the nth commit of that kind and at every one after it
- `WATCH_PAGES`: the database cannot grow beyond so many pages
- `WATCH_PATIENCE`: seconds that are waited for another program's lock
- `WATCH_KEEP_WAL`: when set, nothing is checkpointed from the WAL, so that its tail can be cut later
- `BREAK_ARTICLE`: every platform raises `ZeroDivisionError` on article pages whose address holds this text
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Any

WRITE = re.compile(
    r"\s*(?:insert|replace|update|delete)\s+(?:or\s+\w+\s+)?(?:into\s+|from\s+)?[\"'\[`]?(?:main[\"'\]`]?\.)?"
    r"[\"'\[`]?(\w+)",
    re.I,
)  # INSERT OR IGNORE INTO "urls" …
SCHEMA = re.compile(r"\s*(?:create|drop|alter)\s", re.I)
BEGIN = re.compile(r"\s*begin\b", re.I)
COMMIT = re.compile(r"\s*(?:commit|end)\b", re.I)
SAVEPOINT = re.compile(r"\s*savepoint\s+(\S+)", re.I)
RELEASE = re.compile(r"\s*release\s+(?:savepoint\s+)?([^\s;]+)", re.I)
ROLLBACK = re.compile(r"\s*rollback\s*(?:transaction\s*)?;?\s*$", re.I)
INTERNAL = re.compile(r"_fts|^sqlite_|^fts_", re.I)  # an index's own tables say nothing of the kind


class Watch:
    """What the commits of this process were so far, and at which of them it ends."""

    def __init__(self, log: str | None, kill: str | None, full: str | None = None) -> None:
        self.log = Path(log) if log else None
        self.when, self.kind, nth = (kill or (f"full:{full}" if full else "::0")).split(":")
        self.nth = int(nth)
        self.is_full = False
        self.counts: Counter[str] = Counter()

    def before(self, kind: str) -> None:
        """A commit is about to happen."""
        self.counts[kind] += 1
        self.counts["*"] += 1
        if self.when == "before" and self.is_due(kind):
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, kind: str) -> None:
        """A commit has happened."""
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as file:
                file.write(kind + "\n")
        if self.when == "after" and self.is_due(kind):
            os.kill(os.getpid(), signal.SIGKILL)

    def is_due(self, kind: str) -> bool:
        """Whether this is the commit at which the process ends."""
        return self.kind in (kind, "*") and self.counts[self.kind] == self.nth

    def has_room(self, kind: str) -> bool:
        """Whether the disk takes the commit that comes next."""
        if self.when == "full" and self.kind in (kind, "*") and self.counts[self.kind] + 1 == self.nth:
            self.is_full = True
        return not self.is_full


WATCH = Watch(os.environ.get("WATCH_LOG"), os.environ.get("WATCH_KILL"), os.environ.get("WATCH_FULL"))


class WatchedConnection(sqlite3.Connection):
    """A connection that tells `WATCH` of every commit, by COMMIT, `commit()`, `with` or autocommit."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.written: set[str] = set()
        self.explicit = False
        self.outermost: str | None = None  # the savepoint that stands for BEGIN
        self.due: str | None = None  # the kind of a commit that has been announced and not yet confirmed
        if os.environ.get("WATCH_KEEP_WAL"):
            super().execute("pragma wal_autocheckpoint = 0")
        if os.environ.get("WATCH_PAGES"):
            super().execute(f"pragma max_page_count = {int(os.environ['WATCH_PAGES'])}")
        self.set_trace_callback(self.trace)

    def trace(self, statement: str) -> None:
        """Called by SQLite just before it runs a statement, and for what triggers run."""
        if BEGIN.match(statement):
            self.explicit, self.written = True, set()
        elif (match := SAVEPOINT.match(statement)) and not self.explicit:
            self.explicit, self.outermost, self.written = True, match[1], set()
        elif COMMIT.match(statement) or ((match := RELEASE.match(statement)) and match[1] == self.outermost):
            self.announce()
        elif ROLLBACK.match(statement):
            self.explicit, self.outermost, self.written = False, None, set()
        elif (match := WRITE.match(statement)) and not INTERNAL.search(match[1]):
            self.written.add(match[1].lower())
            if not self.explicit:
                self.announce()
        elif SCHEMA.match(statement):
            self.written.add("schema")
            if not self.explicit:
                self.announce()

    def announce(self) -> None:
        """Tell that what was written is about to be committed. A transaction that wrote nothing is none."""
        if self.written:
            self.due = "+".join(sorted(self.written))
            self.written = set()
            WATCH.before(self.due)
        self.explicit, self.outermost = False, None

    def confirm(self) -> None:
        """Tell that an announced commit has happened, if it has."""
        if self.due is not None and not self.in_transaction:
            kind, self.due = self.due, None
            WATCH.after(kind)

    def refuse(self, statement: str) -> None:
        """Play SQLite that finds the disk full, as it does: the transaction is rolled back, an error raised."""
        match = WRITE.match(statement)
        written = self.written if COMMIT.match(statement) else {match[1].lower()} if match and not self.explicit else ()
        if not written or WATCH.has_room("+".join(sorted(written))):
            return
        if self.in_transaction:
            super().execute("rollback")
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    def execute(self, *args: Any) -> Any:
        self.refuse(args[0])
        answer = super().execute(*args)
        self.confirm()
        return answer

    def executemany(self, *args: Any) -> Any:
        answer = super().executemany(*args)
        self.confirm()
        return answer

    def executescript(self, *args: Any) -> Any:
        answer = super().executescript(*args)
        self.confirm()
        return answer

    def commit(self) -> None:
        super().commit()
        self.confirm()

    def __exit__(self, *error: Any) -> Any:
        answer = super().__exit__(*error)
        self.confirm()
        return answer

    def cursor(self, *args: Any, **options: Any) -> Any:
        return super().cursor(*(args or (WatchedCursor,)), **options)


class WatchedCursor(sqlite3.Cursor):
    """A cursor that confirms commits as soon as a statement is through."""

    def execute(self, *args: Any) -> Any:
        answer = super().execute(*args)
        self.confirm()
        return answer

    def executemany(self, *args: Any) -> Any:
        answer = super().executemany(*args)
        self.confirm()
        return answer

    def executescript(self, *args: Any) -> Any:
        answer = super().executescript(*args)
        self.confirm()
        return answer

    def confirm(self) -> None:
        """Only for connections that are watched; a factory of the product's own is left alone."""
        if isinstance(self.connection, WatchedConnection):
            self.connection.confirm()


def watch_connections() -> None:
    """From now on `sqlite3.connect` gives connections that watch, unless the caller names a class."""
    connect = sqlite3.connect

    def connect_watched(*args: Any, **options: Any) -> sqlite3.Connection:
        if len(args) < 6 and ".coverage" not in str(args[0] if args else options.get("database")):
            # the sixth is the factory; coverage's own file is none of the product's
            options.setdefault("factory", WatchedConnection)
            if os.environ.get("WATCH_PATIENCE"):
                options["timeout"] = float(os.environ["WATCH_PATIENCE"])
        return connect(*args, **options)

    sqlite3.connect = sqlite3.dbapi2.connect = connect_watched  # type: ignore[attr-defined, assignment]


def break_platforms(part: str) -> None:
    """From now on every platform that is defined has a bug that shows on some addresses."""
    from harvester.reading.platform import Platform

    def wrap(platform: Any) -> None:
        read = vars(platform).get("article")
        if read is None:
            return

        def article(self: Any, page: Any, *more: Any, **options: Any) -> Any:
            if part in page.url:
                raise ZeroDivisionError(f"a bug on {part}")
            return read(self, page, *more, **options)

        platform.article = article

    Platform.__init_subclass__ = classmethod(lambda platform, **_: wrap(platform))  # type: ignore[assignment]
    for platform in Platform.__subclasses__():  # what importing the package has defined already
        wrap(platform)


if __name__ == "__main__":
    watch_connections()
    if os.environ.get("BREAK_ARTICLE"):
        break_platforms(os.environ["BREAK_ARTICLE"])
    sys.argv[0] = "harvester"
    from harvester.cli import main

    sys.exit(main())
