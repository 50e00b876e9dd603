"""A run without a network: what pages would have held is handed to the last pipeline directly.

with open_run(tmp_path / "a.db", DAYS[0]) as run:
    load(run, "/tin/a.html", make_article("Tiêu đề", dates=["01/02/2026"]))
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from harvester.crawling.plan import ZONE, Plan
from harvester.crawling.run import Run
from harvester.duplicates.signature import sign
from harvester.items import Article, Ending, FoundIn, Link, Listing, SeenDate
from harvester.portals import Portal
from harvester.store import Store
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import Address, Kind, NewAddress
from harvester.urls import make_key
from pipelines import process
from pipelines.load import LoadPipeline

HOME = "http://go.example.vn/"
BODY = "\n\n".join(
    f"Đoạn thứ {n} kể về con đường bê tông qua cánh đồng Gò Mận, dài {n}23 m, do bà con góp công." for n in range(6)
)


def make_portal(**more: Any) -> Portal:
    keys = {
        "id": "go",
        "name": "Xã Gò Mận",
        "level": "commune",
        "province": "Lâm Khê",
        "url": HOME,
        "platform": "generic",
    }
    return Portal.model_validate(keys | more)


@contextmanager
def open_run(path: Path, now: str, **more: Any) -> Iterator[Run]:
    """A run over one portal, closed at the end as a crawl would be. `more` goes into its plan."""
    portals = more.pop("portals", (make_portal(),))
    plan = Plan(path, portals, datetime.fromisoformat(now).astimezone(ZONE), **more)
    lock = FileLock(f"{path}.lock", timeout=0)
    lock.acquire()
    run = Run(Store.open(path), plan, lock)
    try:
        yield run
    finally:
        if not run.finished:
            run.close()


def make_article(title: str, body: str = BODY, *, dates: tuple[str, ...] = (), **more: Any) -> Article:
    """An article as a platform reads it."""
    seen = [SeenDate(text, "page") for text in dates]
    return Article(url="", title=title, body=body, dates=seen, platform="generic", extractor="generic/1", **more)


def find(run: Run, path: str, kind: Kind = "article") -> Address:
    """The address at this path, registered if need be, as it stands in the frontier; under way from now on."""
    fetch = HOME + path.lstrip("/") if path.startswith("/") else path
    key = make_key(fetch)
    connection = run.store.connection
    addresses.register(connection, [NewAddress(key, fetch, kind)], run.sight("go", HOME))
    row = connection.execute(f"SELECT {addresses.COLUMNS} FROM urls WHERE url = ?", (key,)).fetchone()
    address = Address(*row, dates=addresses.read_dates(connection, key))
    run.flights[key] = address
    return address


def load(run: Run, path: str, article: Article) -> None:
    """The article on the page at this path goes through the pipelines."""
    address = find(run, path)
    article = replace(
        article, url=address.fetch_url, portal="go", fetched_at=run.plan.now, dates=[*article.dates, *address.dates]
    )
    done = process(article, run.plan.now)
    LoadPipeline(run).process_item(replace(done, signature=sign(done)))


def end(run: Run, path: str, **ending: Any) -> None:
    """The page at this path gave no article."""
    address = find(run, path)
    LoadPipeline(run).process_item(Ending(address.fetch_url, **ending))


def show(
    run: Run, path: str, links: dict[str, str | None], found_in: FoundIn = "listing", kind: Kind = "listing"
) -> None:
    """A source at this path holds links to articles, with the dates beside them."""
    address = find(run, path, kind)
    articles = [
        Link(HOME + link.lstrip("/"), date=None if date is None else SeenDate(date, found_in))
        for link, date in links.items()
    ]
    LoadPipeline(run).process_item(Listing(url=address.fetch_url, articles=articles))


def ask(run: Run, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in run.store.connection.execute(sql, values).fetchall()]
