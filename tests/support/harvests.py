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

from harvester.crawling.run import Run, RunReport
from harvester.crawling.shutdown import Shutdown
from harvester.duplicates.signature import sign
from harvester.items import Article, FetchResult, FoundIn, Link, Listing, SeenDate
from harvester.loading.sources import make_sighting
from harvester.plan import Plan
from harvester.portals import Portal
from harvester.store import Store
from harvester.store.frontier import addresses
from harvester.store.frontier.addresses import Address, Kind, NewAddress
from harvester.store.lock import hold
from harvester.urls import make_key
from harvester.vietnamese.dates.zones import VIETNAM
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
    plan = Plan(path, portals, datetime.fromisoformat(now).astimezone(VIETNAM), **more)
    run = Run(Store.open(path), hold(path), plan, Shutdown(lambda: None))
    run.servers.assign("go", "server", 0.0)
    try:
        yield run
    finally:
        if run.report is None:
            run.close()


def kill(run: Run) -> None:
    """End a run as `kill -9` would: nothing is judged, checked or written."""
    run.store.close()
    run.lock.release()
    run.report = RunReport(run.facts, {}, [], None, is_interrupted=False)


def make_article(title: str, body: str = BODY, *, dates: tuple[str, ...] = (), **more: Any) -> Article:
    """An article as a platform reads it."""
    seen = [SeenDate(text, "page") for text in dates]
    return Article(url="", title=title, body=body, dates=seen, platform="generic", extractor="generic/1", **more)


def find(run: Run, path: str, kind: Kind = "article") -> Address:
    """The address at this path, registered if need be, as it stands in the frontier; under way from now on."""
    fetch = HOME + path.lstrip("/") if path.startswith("/") else path
    key = make_key(fetch)
    connection = run.store.connection
    addresses.register(connection, [NewAddress(key, fetch, kind)], make_sighting(run.facts, "go", HOME))
    row = connection.execute(f"SELECT {addresses.COLUMNS} FROM urls WHERE url = ?", (key,)).fetchone()
    address = Address(*row, dates=addresses.read_dates(connection, key))
    run.in_flight.start(address)
    run.servers.get("go").in_flight += 1
    return address


def load(run: Run, path: str, article: Article) -> None:
    """The article on the page at this path goes through the pipelines."""
    address = find(run, path)
    now = run.facts.plan.now
    article = replace(
        article, url=address.fetch_url, request_key=address.url, portal="go", fetched_at=now,
        dates=[*article.dates, *address.dates],
    )  # fmt: skip
    done = process(article, now)
    LoadPipeline(run.completion).process_item(replace(done, signature=sign(done)))


def end(run: Run, path: str, **result: Any) -> None:
    """The page at this path gave no article."""
    address = find(run, path)
    LoadPipeline(run.completion).process_item(FetchResult(address.fetch_url, request_key=address.url, **result))


def show(
    run: Run, path: str, links: dict[str, str | None], found_in: FoundIn = "listing", kind: Kind = "listing"
) -> None:
    """A source at this path holds links to articles, with the dates beside them."""
    address = find(run, path, kind)
    articles = [
        Link(HOME + link.lstrip("/"), date=None if date is None else SeenDate(date, found_in))
        for link, date in links.items()
    ]
    listing = Listing(url=address.fetch_url, request_key=address.url, articles=articles)
    LoadPipeline(run.completion).process_item(listing)


def ask(run: Run, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in run.store.connection.execute(sql, values).fetchall()]
