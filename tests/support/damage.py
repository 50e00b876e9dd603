"""Ways to spoil a database: each makes one file, the same for the same base.

for name, spoil in WAYS.items():
    spoil(base, place / name)
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

PAGE = 4096

Way = Callable[[Path, Path], None]
"""Takes the sound base and the place of the damaged file."""


def list_roots(base: Path) -> dict[str, int]:
    """The first page of each table and index."""
    with sqlite3.connect(f"{base.as_uri()}?mode=ro", uri=True) as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0").fetchall())
    connection.close()
    return roots


def overwrite_root(name: str, kind: str, base: Path, place: Path) -> None:
    """The first page of a table or index holds something else."""
    overwrite(list_roots(base)[name], kind, base, place)


def overwrite(number: int, kind: str, base: Path, place: Path) -> None:
    """A page, counted from 1 or from the end, holds something else."""
    data = bytearray(base.read_bytes())
    start = (number - 1) * PAGE if number > 0 else len(data) + number * PAGE
    fills = {"zeros": bytes(PAGE), "noise": random.Random(number).randbytes(PAGE), "text": b"Trang khac. " * 342}
    data[start : start + PAGE] = fills[kind][:PAGE]
    place.write_bytes(data)


def flip(seed: int, base: Path, place: Path) -> None:
    """Some hundred bytes anywhere are others."""
    data, chance = bytearray(base.read_bytes()), random.Random(seed)
    for _ in range(300):
        data[chance.randrange(200, len(data))] = chance.randrange(256)
    place.write_bytes(data)


def cut(length: float, base: Path, place: Path) -> None:
    """Only a share of the file, or so many bytes of it."""
    data = base.read_bytes()
    place.write_bytes(data[: round(length * len(data)) if length < 1 else int(length)])


def change(statement: str, base: Path, place: Path) -> None:
    """A value that the harvester never wrote."""
    alter(f"PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON; {statement}", base, place)


def alter(script: str, base: Path, place: Path) -> None:
    """Tables, views or triggers that the harvester never made."""
    shutil.copyfile(base, place)
    with sqlite3.connect(place) as connection:
        connection.executescript(script)
    connection.close()


def write(data: bytes, base: Path, place: Path) -> None:
    """A file of another program."""
    place.write_bytes(data)


def patch(start: int, data: bytes, base: Path, place: Path) -> None:
    """Bytes of the header are others."""
    whole = bytearray(base.read_bytes())
    whole[start : start + len(data)] = data
    place.write_bytes(whole)


def write_foreign(base: Path, place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()


def write_zip(base: Path, place: Path) -> None:
    with zipfile.ZipFile(place, "w") as file:
        file.writestr("a", "b" * 9000)


ENDLESS = "CREATE VIEW {} AS WITH RECURSIVE n (portal) AS (SELECT 1 UNION ALL SELECT portal + 1 FROM n) SELECT * FROM n"
"""A view of rows without end."""

BAD = "CAST(x'47e1ba' AS TEXT)"
"""A text that is no UTF-8: the last letter is cut."""

WAYS: dict[str, Way] = {
    **{
        f"root-{name}-{kind}": partial(overwrite_root, name, kind)
        for name in ("articles", "portals", "runs", "harvests", "urls", "revisions", "articles_fts_data",
                     "articles_newest", "_sqlite_migrations", "article_urls", "articles_by_portal")
        for kind in ("zeros", "noise")
    },
    "root-articles-text": partial(overwrite_root, "articles", "text"),
    **{f"page-{number}-noise": partial(overwrite, number, "noise") for number in (1, 100, -2, -9)},
    "page-1-zeros": partial(overwrite, 1, "zeros"),
    **{f"flipped-{seed}": partial(flip, seed) for seed in range(6)},
    **{f"cut-{length}": partial(cut, length) for length in (16, 100, 512, 4096, 6000, 0.3, 0.7, 0.97)},
    **{
        f"text-{table}-{column}": partial(change, f"UPDATE OR IGNORE {table} SET {column} = {BAD}")
        for table, column in (("articles", "title"), ("articles", "body"), ("articles", "published_at"),
                              ("articles", "category"), ("portals", "name"), ("portals", "province"),
                              ("harvests", "reason"), ("runs", "started_at"), ("revisions", "body"),
                              ("_sqlite_migrations", "name"))
    },
    "value-time": partial(change, "UPDATE articles SET published_at = 'hôm qua', first_seen_at = 'mai'"),
    "value-far-time": partial(change, "UPDATE articles SET published_at = '99999-13-45T99:99:99+99:99'"),
    "value-run-time": partial(change, "UPDATE runs SET started_at = 'hôm qua', finished_at = 'mai'"),
    "value-type": partial(change, "UPDATE harvests SET new = 'nhiều', pages = x'ff', run = run"),
    "value-status": partial(change, "UPDATE harvests SET status = 'tốt'"),
    "value-revision": partial(change, "UPDATE revisions SET seen_at = 5, published_at = 'x', revision = 'a'"),
    "schema-cut": partial(change, "UPDATE sqlite_master SET sql = substr(sql, 1, 40) WHERE name = 'articles'"),
    "schema-lost": partial(change, "DELETE FROM sqlite_master WHERE name = 'articles'"),
    "schema-text": partial(change, f"UPDATE sqlite_master SET sql = {BAD} WHERE name = 'urls'"),
    "schema-view": partial(alter, f"DROP TABLE harvests; {ENDLESS.format('harvests')}"),
    "schema-view-of-articles": partial(alter, f"ALTER TABLE articles RENAME TO news; {ENDLESS.format('articles')}"),
    "schema-trigger": partial(
        alter, "CREATE TRIGGER late AFTER INSERT ON runs BEGIN DELETE FROM articles; END"
    ),
    "schema-own-trigger": partial(
        alter, "DROP TRIGGER articles_fts_delete;"
        " CREATE TRIGGER articles_fts_delete AFTER INSERT ON runs BEGIN DELETE FROM articles; END"
    ),
    "schema-computed": partial(
        alter, "ALTER TABLE articles ADD COLUMN more GENERATED ALWAYS AS (hex(zeroblob(300000000))) VIRTUAL"
    ),
    "schema-column-lost": partial(alter, "ALTER TABLE harvests RENAME COLUMN reason TO why"),
    "header-page-size": partial(patch, 16, b"\x00\x07"),
    "header-version": partial(patch, 18, b"\x09\x09"),
    "header-encoding": partial(patch, 56, b"\x00\x00\x00\x03"),
    "header-id": partial(patch, 68, b"ABCD"),
    "other-empty": partial(write, b""),
    "other-text": partial(write, "Không phải cơ sở dữ liệu. ".encode() * 400),
    "other-image": partial(write, b"\x89PNG\r\n\x1a\n" + bytes(9000)),
    "other-zip": write_zip,
    "other-database": write_foreign,
}  # fmt: skip
