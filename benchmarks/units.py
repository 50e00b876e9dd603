"""How long it takes to tie an article to its units: `python -m benchmarks.units [ARTICLES]`.

Articles of some 400 words, each with typed mentions and chains out of the gazetteer, are filled in a database, twice:
the second time nothing is written.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import fill_database
from harvester.loading.article_units import fill_units
from harvester.places import find_mentions, load_gazetteer
from harvester.store import Store

MENTIONS = 6


def add_mentions(store: Store) -> None:
    """Put a paragraph that names units at the end of each article."""
    gazetteer = load_gazetteer()
    communes = [unit for unit in gazetteer.units.values() if unit.id.startswith("2024:") and len(unit.id) == 10]
    draw = random.Random(20250701)
    with store.transaction() as connection:
        for (article,) in connection.execute("SELECT id FROM articles").fetchall():
            names = ". ".join(gazetteer.describe(unit) for unit in draw.sample(communes, MENTIONS // 3))
            connection.execute("UPDATE articles SET body = body || ? WHERE id = ?", (f"\n\nTại {names}.", article))


def main(count: int) -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory) / "news.db"
        fill_database(path, count, portals=20, words=400)
        with Store.open(path) as store:
            add_mentions(store)
            find_mentions("xã Xuân Dương", date(2022, 6, 21))  # indexes the gazetteer, once in a process
            for title in ("filled", "filled again"):
                started = time.process_time()
                fill_units(store)
                spent = time.process_time() - started
                print(f"{title}: {1000 * spent / count:.3f} ms an article (CPU)")
            ties = store.connection.execute("SELECT count(*) FROM article_units").fetchone()[0]
            length = store.connection.execute("SELECT avg(length(body)) FROM articles").fetchone()[0]
    print(f"{ties / count:.1f} units an article of {length:,.0f} characters")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
