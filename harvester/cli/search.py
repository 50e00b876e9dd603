"""`harvester search QUERY | --saved`: hits on the terminal, and what is new for kept questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from harvester.cli.digest import FOLDER, show_digest
from harvester.cli.selection_options import database_option, selection_options
from harvester.cli.terminal import write, write_paragraph
from harvester.errors import ConfigError
from harvester.store import Store
from harvester.store.reports.marking import Piece
from harvester.store.reports.search import Found, Hit, find_articles
from harvester.store.reports.selection import Selection
from harvester.wording import write_count, write_time


@click.command("search")
@click.argument("query", nargs=-1)
@database_option
@selection_options
@click.option(
    "--with-duplicates/--without-duplicates",
    default=True,
    help="Copies of another article are found, too, or left out.",
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Hits shown at most.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a hit.")
@click.option(
    "--saved",
    is_flag=False,
    flag_value=FOLDER,
    type=click.Path(path_type=Path),
    metavar="[DIR]",
    help="What is new for each question kept in DIR (questions), as text for a mail.",
)
def command(
    query: tuple[str, ...], db: str, selection: Selection, limit: int, as_json: bool, saved: Path | None
) -> None:
    """Find articles, with or without diacritics.

    All words of QUERY must occur; "a phrase" as it stands (in a shell: '"a phrase"'); pre* for what begins so;
    -word for what must not occur (put -- in front of QUERY when it begins with a dash). The best hits come
    first: where the words stand, how rare they are, and how new the article is. Copies are found, too, and say
    whose they are. What is spelled as it was typed comes before what only has the same letters.

    With --saved, kept questions are asked instead: each DIR/NAME.toml has a query and filters. What is new since the
    last time is printed, and nothing where nothing is new.
    """
    if saved is not None:
        if query or selection != Selection(with_duplicates=True):
            raise ConfigError("--saved asks the kept questions: their words and filters stand in their files")
        show_digest(saved, db, as_json=as_json)
        return
    if not query:
        raise ConfigError("nothing to look for: name words, or --saved")
    with Store.open_for_search(db) as store:
        found = find_articles(store.connection, " ".join(query), selection, limit)
    if as_json:
        for hit in found.hits:
            write(json.dumps(describe_hit(hit), ensure_ascii=False))
        return
    show_hits(found)


def show_hits(found: Found) -> None:
    if found.total == 0:
        write("nothing found")
        return
    for hit in found.hits:
        write_marked(hit.title)
        copy = f" · copy of article {hit.duplicate_of}" if hit.duplicate_of is not None else ""
        write(f"  {_format_time(hit)} · {hit.portal_name} · article {hit.id}{copy}")
        if hit.snippet:
            write_marked(hit.snippet, indent=2)
        write(f"  {hit.url}\n", dim=True)
    shown = "" if found.total == len(found.hits) else f", the best {len(found.hits)} shown"
    write(f"{write_count(found.total, 'article')}{shown}")


def write_marked(pieces: Iterable[Piece], indent: int = 0) -> None:
    """Print a text whose hits stand out in bold on a terminal and in [brackets] elsewhere."""
    begin, end = ("", "") if sys.stdout.isatty() else ("[", "]")
    marked = (
        (f"{begin}{piece.text}{end}", {"bold": True, "fg": "yellow"}) if piece.is_hit else (piece.text, {})
        for piece in pieces
    )
    write_paragraph(marked, indent=indent)


def _format_time(hit: Hit) -> str:
    """As much of the time as is known: `13 July 2023, 20:48`, `July 2023`, `undated`."""
    return "undated" if hit.published_at is None else write_time(hit.published_at, hit.published_precision or "day")


def describe_hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id, "url": hit.url, "portal": hit.portal, "published_at": hit.published_at,
        "published_precision": hit.published_precision, "duplicate_of": hit.duplicate_of,
        "score": round(hit.score, 4),
        "title": "".join(piece.text for piece in hit.title),
        "snippet": "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in hit.snippet),
    }  # fmt: skip
