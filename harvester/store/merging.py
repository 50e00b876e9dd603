"""SQL that copies the rows of another database, attached as `other`; versions are ordered in loading/history.py.

Rows get new numbers. What the other's numbers have become stands in temporary tables, one for each kind (`map_run`,
`map_article`, …), and for runs, captures and articles it is kept in `merged_rows`. Of runs the nth with one kind, start
and arguments is the nth here; captures are told by their place, articles by canonical address, uid and other addresses.
No decisions on texts are taken here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from harvester.items import Signature
from harvester.store.articles import tombstones
from harvester.store.articles.merges import PAGE_COLUMNS
from harvester.store.connections import find_readable
from harvester.store.units import OWN_REGIMES

MAPS = ("run", "folder", "capture", "article", "walk")

REFERENCES = {
    "run": "run", "found_run": "run", "folder": "folder", "capture": "capture", "revisit_of": "capture",
    "article": "article", "walk": "walk", "seen_by": "walk",
}  # fmt: skip
"""Columns that hold a number, and what is numbered."""

DERIVED = frozenset({"texts", "signatures", "bands", "unbanded_texts", "postponed_texts", "similar", "gazetteer"})
"""Tables that are made anew of what was merged; with them go the gazetteer's own and the full-text index."""

OWN = frozenset({"merged_databases", "merged_rows", "kept_questions"})
"""Tables that are of one file alone."""

ARTICLE_PARTS = ("seen_dates", "date_candidates", "revisions", "images", "attachments", "article_units")
"""Tables of an article's own rows, that are taken over as they are where the article was unknown."""

RUNS = (
    "SELECT id, kind, started_at, arguments, coalesce(version, '') AS version, row_number() OVER"
    " (PARTITION BY kind, started_at, arguments, coalesce(version, '') ORDER BY id) AS nth FROM {0}.runs"
)

REMEMBERED = "o.url NOT IN (SELECT url FROM forgotten_urls)"
"""Rows of addresses that lead to no record which was taken out for good."""

NEWER = (
    "(coalesce(excluded.fetched_at, ''), excluded.state <> 'pending', excluded.tries, excluded.claims)"
    " > (coalesce(fetched_at, ''), state <> 'pending', tries, claims)"
)
"""Which of two rows of one address is kept: what was seen last."""


class Rename(NamedTuple):
    """A portal's earlier id and address, its present id, and an address that it has or had under that."""

    old: str
    new: str
    old_url: str
    url: str


@contextmanager
def attached(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Attach another database, to be read only, with empty maps. Outside of a transaction."""
    connection.execute("ATTACH ? AS other", (find_readable(path),))
    try:
        for name in MAPS:
            connection.execute(f"CREATE TEMP TABLE map_{name} (there INTEGER PRIMARY KEY, here INTEGER NOT NULL)")
        connection.execute("CREATE TEMP TABLE map_portal (there TEXT PRIMARY KEY, here TEXT NOT NULL) WITHOUT ROWID")
        connection.execute("CREATE TEMP TABLE forgotten_articles (article INTEGER PRIMARY KEY)")
        connection.execute("CREATE TEMP TABLE forgotten_urls (url TEXT PRIMARY KEY) WITHOUT ROWID")
        yield
    finally:
        for name in MAPS:
            connection.execute(f"DROP TABLE IF EXISTS temp.map_{name}")
        for name in ("map_portal", "forgotten_articles", "forgotten_urls"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        connection.execute("DETACH other")


def list_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def copy_rows(
    connection: sqlite3.Connection, table: str, where: str = "1", *, leave: str = "", conflict: str = "DO NOTHING",
    values: dict[str, str] | None = None,
) -> int:  # fmt: skip
    """Insert the other's rows of a table, with the numbers of this database; how many there were.

    Args:
        connection: Where the other database is attached.
        table: In both databases.
        where: Which rows, of `other.table AS o`.
        leave: A column that is numbered anew.
        conflict: What becomes of a row that is here already.
        values: Expressions for columns that are not taken as they stand.
    """
    values = values or {}
    names = [name for name in list_columns(connection, table) if name != leave]
    taken = [values.get(name) or map_column(name) for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    cursor = connection.execute(
        f"INSERT INTO main.{table} ({quoted}) SELECT {', '.join(taken)} FROM other.{table} AS o"
        f" WHERE {where} ON CONFLICT {conflict}"
    )
    return cursor.rowcount


def map_column(name: str) -> str:
    """The expression for a column: as it stands, or the number or the portal's id that it has here."""
    if name == "portal":
        return "coalesce((SELECT here FROM map_portal WHERE there = o.portal), o.portal)"
    kind = REFERENCES.get(name)
    return f'o."{name}"' if kind is None else f'(SELECT here FROM map_{kind} WHERE there = o."{name}")'


def copy_own_units(connection: sqlite3.Connection) -> bool:
    """Units of the other's own regimes, which no gazetteer has; whether there were any that are not here."""
    new = copy_rows(connection, "units", f"o.regime < {OWN_REGIMES}")
    for table, column in (("unit_changes", "old"), ("units_today", "unit")):
        copy_rows(connection, table, f"CAST(o.{column} AS INTEGER) < {OWN_REGIMES}")
    return new > 0


def list_renames(connection: sqlite3.Connection) -> list[Rename]:
    """Portals of one of both databases that have another id in the other one by now; the latest first.

    One for each address that the portal has or had there.
    """
    rows = []
    for knowing, naming in (("main", "other"), ("other", "main")):
        rows += connection.execute(
            f"SELECT a.noted_at, a.alias, a.portal, old.url, home.url FROM {knowing}.portal_aliases a"
            f" JOIN {naming}.portals old ON old.id = a.alias JOIN (SELECT id, url FROM {knowing}.portals UNION ALL"
            f" SELECT portal, alias FROM {knowing}.portal_aliases WHERE kind = 'address') home ON home.id = a.portal"
            f" WHERE a.kind = 'id' AND a.alias NOT IN (SELECT id FROM {knowing}.portals)"
        ).fetchall()
    return [Rename(*row[1:]) for row in sorted(map(tuple, rows), reverse=True)]


def note_rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Let what the other database has of a portal be of another id here."""
    connection.execute("INSERT OR IGNORE INTO map_portal VALUES (?, ?)", (old, new))


def copy_portals(connection: sqlite3.Connection) -> None:
    """Portals with their earlier names, units, robots.txt and waits."""
    copy_rows(
        connection, "portals", "o.id NOT IN (SELECT there FROM map_portal)",
        conflict="(id) DO UPDATE SET platform = coalesce(platform, excluded.platform),"
        " home_platform = coalesce(home_platform, excluded.home_platform),"
        " wait_reason = CASE WHEN coalesce(excluded.wait_until, '') > coalesce(wait_until, '')"
        " THEN excluded.wait_reason ELSE wait_reason END,"
        " wait_until = nullif(max(coalesce(wait_until, ''), coalesce(excluded.wait_until, '')), '')",
    )  # fmt: skip
    copy_rows(connection, "portal_aliases")
    copy_rows(connection, "portal_units", "o.unit IN (SELECT id FROM main.units)")
    copy_rows(
        connection, "robots",
        conflict="(origin) DO UPDATE SET fetched_at = excluded.fetched_at, status = excluded.status,"
        " text = excluded.text, error = excluded.error WHERE excluded.fetched_at > fetched_at",
    )  # fmt: skip


def copy_tombstones(connection: sqlite3.Connection) -> None:
    """Tombstones, and what they keep out.

    The other's articles that were forgotten in one of both, with the addresses that lead to them.
    """
    copy_rows(connection, "tombstones")
    if connection.execute("SELECT 1 FROM main.tombstones LIMIT 1").fetchone() is None:
        return
    rows = connection.execute("SELECT url, id FROM other.articles UNION SELECT url, article FROM other.article_urls")
    articles = dict(rows.fetchall())
    forgotten = {articles[url] for url in tombstones.find_forgotten(connection, articles)}
    connection.executemany("INSERT INTO forgotten_articles VALUES (?)", [(article,) for article in forgotten])
    connection.execute(
        "INSERT OR IGNORE INTO forgotten_articles SELECT id FROM other.articles WHERE uid IN"
        " (SELECT mark FROM main.tombstones) UNION SELECT article FROM other.article_uids WHERE uid IN"
        " (SELECT mark FROM main.tombstones)"
    )
    connection.execute(
        "INSERT INTO forgotten_urls SELECT url FROM other.urls JOIN forgotten_articles USING (article)"
        " UNION SELECT fetch_url FROM other.urls JOIN forgotten_articles USING (article)"
        " UNION SELECT url FROM other.article_urls JOIN forgotten_articles USING (article)"
        " UNION SELECT url FROM other.articles JOIN forgotten_articles ON article = id"
    )


def copy_audits(connection: sqlite3.Connection) -> None:
    """What people found of samples: of one that was scored in both databases, where more was looked at."""
    looked = "({0}hits + {0}wrong + {0}missed, {0}hits, {0}wrong, {0}unsure)"
    counts = ("hits", "wrong", "missed", "unsure", "drawn_at", "seed")
    changes = ", ".join(f"{name} = excluded.{name}" for name in counts)
    newer = f"{looked.format('excluded.')} > {looked.format('')}"
    copy_rows(connection, "audit_scores", conflict=f"(audit, field, platform) DO UPDATE SET {changes} WHERE {newer}")


def copy_runs(connection: sqlite3.Connection) -> None:
    """Runs with their harvests. One that has not ended there counts as killed until it has."""
    pairs = (
        f"SELECT o.id AS there, m.id AS here FROM ({RUNS.format('other')}) o LEFT JOIN ({RUNS.format('main')}) m"
        " USING (kind, started_at, arguments, version, nth)"
    )
    missing = f"o.id IN (SELECT there FROM ({pairs}) WHERE here IS NULL) ORDER BY o.id"
    status = "CASE o.status WHEN 'running' THEN 'killed' ELSE o.status END"
    copy_rows(connection, "runs", missing, leave="id", values={"status": status})
    connection.execute(f"INSERT INTO map_run SELECT there, here FROM ({pairs})")
    connection.execute(
        "UPDATE main.runs SET status = o.status, finished_at = o.finished_at FROM other.runs o JOIN map_run r"
        " ON r.there = o.id WHERE main.runs.id = r.here AND main.runs.finished_at IS NULL AND o.finished_at IS NOT NULL"
    )
    copy_rows(connection, "harvests")
    copy_rows(connection, "harvest_fields")


def copy_captures(connection: sqlite3.Connection) -> None:
    """Captures with their folders, and what is still to be read of imports.

    The archives of a folder that another file names stay that file's own.
    """
    copy_rows(connection, "folders", leave="id", values={"series": "''"})
    connection.execute(
        "INSERT INTO map_folder SELECT o.id, m.id FROM other.folders o JOIN main.folders m ON m.path = o.path"
    )
    last = connection.execute("SELECT coalesce(max(id), 0) FROM main.captures").fetchone()[0]
    copy_rows(connection, "captures", f"{REMEMBERED} ORDER BY o.id", leave="id", values={"revisit_of": "NULL"})
    connection.execute(
        "INSERT INTO map_capture SELECT o.id, m.id FROM other.captures o JOIN map_folder f ON f.there = o.folder"
        ' JOIN main.captures m ON m.folder = f.here AND m.file = o.file AND m."offset" = o."offset"'
        " UNION ALL SELECT o.id, min(m.id) FROM other.captures o JOIN main.captures m ON m.folder IS NULL"
        ' AND m.source IS o.source AND m.file = o.file AND m."offset" = o."offset" WHERE o.folder IS NULL'
        " GROUP BY 1"
    )
    connection.execute(
        "UPDATE main.captures SET revisit_of = first.here FROM other.captures o JOIN map_capture c ON c.there = o.id"
        " JOIN map_capture first ON first.there = o.revisit_of WHERE main.captures.id = c.here"
        " AND main.captures.revisit_of IS NULL"
    )
    copy_rows(connection, "rereads")
    new = f"o.capture IN (SELECT there FROM map_capture WHERE here > {last})"
    copy_rows(connection, "unread_captures", new)
    copy_rows(connection, "archive_indexes")
    copy_rows(connection, "archive_waits")


def find_known(connection: sqlite3.Connection) -> None:
    """Map articles that are here already, by canonical address, uid and other addresses, the surest first."""
    for pairs in (
        "SELECT o.id, m.id FROM other.articles o JOIN main.articles m ON m.url = o.url",
        "SELECT o.id, m.article FROM other.articles o JOIN main.article_uids m ON m.uid = o.uid",
        "SELECT o.article, m.id FROM other.article_uids o JOIN main.articles m ON m.uid = o.uid",
        "SELECT o.id, m.article FROM other.articles o JOIN main.article_urls m ON m.url = o.url",
        "SELECT o.article, m.id FROM other.article_urls o JOIN main.articles m ON m.url = o.url",
        "SELECT o.article, m.article FROM other.article_urls o JOIN main.article_urls m ON m.url = o.url",
    ):
        connection.execute(f"INSERT OR IGNORE INTO map_article {pairs} ORDER BY 1, 2")
    connection.execute(
        "DELETE FROM map_article WHERE EXISTS (SELECT 1 FROM other.articles o JOIN main.articles m ON m.id = here"
        f" WHERE o.id = there AND {map_column('portal')} <> m.portal)"
    )


def copy_articles(connection: sqlite3.Connection) -> list[int]:
    """Articles that are not here, but for those that were forgotten in one of both databases; their numbers here.

    Called after `find_known`.
    """
    wanted = (
        "o.id NOT IN (SELECT there FROM map_article) AND o.url NOT IN (SELECT url FROM main.articles)"
        " AND o.id NOT IN (SELECT article FROM forgotten_articles)"
    )
    last = connection.execute("SELECT coalesce(max(id), 0) FROM main.articles").fetchone()[0]
    copy_rows(connection, "articles", f"{wanted} ORDER BY o.id", leave="id", values={"duplicate_of": "NULL"})
    connection.execute(
        "INSERT INTO map_article SELECT o.id, m.id FROM other.articles o JOIN main.articles m ON m.url = o.url"
        " WHERE m.id > ?",
        (last,),
    )
    new = f"o.article IN (SELECT there FROM map_article WHERE here > {last})"
    for table in ARTICLE_PARTS:
        units = " AND o.unit IN (SELECT id FROM main.units)" if table == "article_units" else ""
        copy_rows(connection, table, new + units)
    return [row[0] for row in connection.execute("SELECT id FROM main.articles WHERE id > ?", (last,))]


def copy_names(connection: sqlite3.Connection) -> None:
    """Addresses, earlier uids and date texts of all articles."""
    mapped = "o.article IN (SELECT there FROM map_article)"
    for table in ("article_urls", "seen_dates"):
        copy_rows(connection, table, mapped)
    copy_rows(connection, "article_uids", f"{mapped} AND o.uid NOT IN (SELECT uid FROM main.articles)")
    connection.execute("DELETE FROM main.article_uids WHERE uid IN (SELECT uid FROM main.articles)")


def copy_frontier(connection: sqlite3.Connection) -> None:
    """Walks and addresses, of two the one that was seen last."""
    same = f"m.portal = {map_column('portal')} AND m.start_url = o.start_url AND m.mode = o.mode AND m.run = r.here"
    pairs = (
        "SELECT o.id AS there, min(m.id) AS here FROM other.walks o JOIN map_run r ON r.there = o.run"
        f" LEFT JOIN main.walks m ON {same} GROUP BY o.id"
    )
    missing = f"o.id IN (SELECT there FROM ({pairs}) WHERE here IS NULL) ORDER BY o.id"
    copy_rows(connection, "walks", missing, leave="id")
    connection.execute(f"INSERT INTO map_walk SELECT there, here FROM ({pairs})")
    columns = [name for name in list_columns(connection, "walks") if name not in ("id", "portal", "run")]
    connection.execute(
        f"UPDATE main.walks SET ({', '.join(columns)}) = ({', '.join(f'o.{name}' for name in columns)})"
        " FROM other.walks o JOIN map_walk w ON w.there = o.id WHERE main.walks.id = w.here"
        " AND main.walks.ended_at IS NULL AND (o.ended_at IS NOT NULL OR o.pages > main.walks.pages)"
    )
    columns = [name for name in list_columns(connection, "urls") if name not in ("url", "portal", "article")]
    newer = ", ".join(f"{name} = excluded.{name}" for name in columns)
    newer += ", article = coalesce(excluded.article, article)"
    copy_rows(connection, "urls", REMEMBERED, conflict=f"(url) DO UPDATE SET {newer} WHERE {NEWER}")
    for table in ("link_dates", "suspected_replacements", "replaced_texts"):
        copy_rows(connection, table, REMEMBERED)


def read_signatures(connection: sqlite3.Connection, version: str) -> dict[int, Signature]:
    """Signatures of one version that the other has, by the articles' numbers here; of copies the first one's alone."""
    rows = connection.execute(
        "SELECT a.here, t.id, t.sketch, t.facts FROM other.signatures s"
        " JOIN map_article a ON a.there = s.article LEFT JOIN other.texts t ON t.id = s.text"
        " WHERE s.version = ? AND (s.text IS NULL OR t.head = s.article)",
        (version,),
    )
    return {row[0]: Signature(row[1], bytes(row[2] or b""), bytes(row[3] or b"")) for row in rows}


def list_changed(connection: sqlite3.Connection, last: int) -> list[tuple[int, int]]:
    """Articles, by their numbers there and here, of which both databases have something to say; here up to `last`."""
    columns = ("url", "content_hash", "revision", "first_seen_at", "last_seen_at", "checked_at", "gone_at")
    one, other = (", ".join(f"{alias}.{name}" for name in columns) for alias in ("o", "m"))
    rows = connection.execute(
        "SELECT a.there, a.here FROM map_article a JOIN other.articles o ON o.id = a.there JOIN main.articles m"
        f" ON m.id = a.here WHERE a.here <= :last AND (({one}) IS NOT ({other}) OR EXISTS (SELECT 1 FROM"
        " other.seen_dates s WHERE s.article = a.there AND NOT EXISTS (SELECT 1 FROM main.seen_dates t"
        " WHERE t.article = a.here AND (t.text, t.found_in, t.role) = (s.text, s.found_in, s.role))))"
        " ORDER BY a.there",
        {"last": last},
    )
    return [(row[0], row[1]) for row in rows]


def list_pairs(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Pairs of articles here of one portal that an address of the other database shows to be one."""
    rows = connection.execute(
        "SELECT DISTINCT min(a.here, m.article), max(a.here, m.article) FROM other.article_urls o JOIN map_article a"
        " ON a.there = o.article JOIN main.article_urls m ON m.url = o.url AND m.article <> a.here"
        " JOIN main.articles x ON x.id = a.here JOIN main.articles y ON y.id = m.article AND y.portal = x.portal"
        " ORDER BY 1, 2"
    )
    return [(row[0], row[1]) for row in rows]


def take_page(connection: sqlite3.Connection, there: int, here: int) -> None:
    """Let an article say what it says in the other database, with its images and attachments."""
    columns = [name.strip() for name in PAGE_COLUMNS.split(",")] + ["files_text"]
    connection.execute(
        f"UPDATE main.articles SET ({', '.join(columns)}) = (SELECT {', '.join(map_column(name) for name in columns)}"
        " FROM other.articles o WHERE o.id = :there) WHERE id = :here",
        {"there": there, "here": here},
    )
    for table in ("images", "attachments"):
        connection.execute(f"DELETE FROM main.{table} WHERE article = ?", (here,))
        copy_rows(connection, table, f"o.article = {int(there)}")


def widen_times(connection: sqlite3.Connection, there: int, here: int) -> None:
    """When an article was seen and looked for, in either database, and whether it had gone by the last look."""
    connection.execute(
        "UPDATE main.articles SET gone_at = CASE WHEN o.checked_at > main.articles.checked_at THEN o.gone_at"
        " ELSE main.articles.gone_at END, first_seen_at = min(o.first_seen_at, main.articles.first_seen_at),"
        " last_seen_at = max(o.last_seen_at, main.articles.last_seen_at),"
        " checked_at = max(o.checked_at, main.articles.checked_at) FROM other.articles o"
        " WHERE o.id = :there AND main.articles.id = :here",
        {"there": there, "here": here},
    )


def note_joined(connection: sqlite3.Connection, keep: int, gone: int) -> None:
    """Two articles here have become one, `keep`."""
    connection.execute("UPDATE map_article SET here = ? WHERE here = ?", (keep, gone))
    connection.execute("UPDATE merged_rows SET here = ? WHERE kind = 'article' AND here = ?", (keep, gone))


def note_merged(connection: sqlite3.Connection, path: Path, now: str) -> None:
    """Keep what the other database's numbers have become."""
    connection.execute(
        "INSERT INTO merged_databases (path, merged_at) SELECT :path, :now"
        " WHERE NOT EXISTS (SELECT 1 FROM merged_databases WHERE path = :path)",
        {"path": str(path.resolve()), "now": now},
    )
    for kind in ("article", "capture", "run"):
        connection.execute(
            'INSERT INTO merged_rows ("database", kind, there, here) SELECT d.id, :kind, a.there, a.here'
            f" FROM map_{kind} a JOIN merged_databases d ON d.path = :path"
            ' ON CONFLICT ("database", kind, there) DO UPDATE SET here = excluded.here WHERE here <> excluded.here',
            {"kind": kind, "path": str(path.resolve())},
        )


def is_tied_alike(connection: sqlite3.Connection) -> bool:
    """Whether the other database's articles are tied to units by this one's gazetteer."""
    row = connection.execute(
        "SELECT 1 FROM main.gazetteer m JOIN other.gazetteer o ON o.version = m.version AND o.articles = m.version"
    ).fetchone()
    return row is not None


def read_last_article(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM articles").fetchone()[0])


def count_articles(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def list_portal_rows(connection: sqlite3.Connection) -> list[dict[str, str]]:
    """What is stored of each portal that its file says too."""
    rows = connection.execute("SELECT id, name, level, province, url FROM portals")
    return [dict(row) for row in rows]
