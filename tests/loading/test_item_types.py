"""Every pipeline takes an article as any item that itemadapter knows, gives the same type back, or refuses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
import scrapy
from itemadapter import ItemAdapter
from pydantic import BaseModel
from support.harvests import BODY, HOME, ask, find, open_run
from support.runs import DAYS

from harvester.errors import ItemError
from harvester.items import FetchResult, Image, Listing
from harvester.loading.item_types import adapt_article, change_article
from pipelines.clean import CleanPipeline
from pipelines.dates import DatesPipeline
from pipelines.duplicates import DuplicatesPipeline
from pipelines.load import LoadPipeline
from pipelines.repeats import RepeatsPipeline

NOW = datetime(2026, 3, 7, 2, tzinfo=UTC)


@dataclass
class OwnDataclass:
    url: str
    title: str
    body: str
    request_key: str
    portal: str
    dates: list[Any]
    lead: Any = None
    published_at: Any = None
    published_precision: Any = None
    published_from: Any = None
    published_text: Any = None
    date_candidates: list[Any] = field(default_factory=list)
    repeats_removed: int = 0
    signature: Any = None


@attrs.define(slots=False)
class OwnAttrsItem:
    url: str
    title: str
    body: str
    request_key: str
    portal: str
    dates: list[Any]
    lead: Any = None
    published_at: Any = None
    published_precision: Any = None
    published_from: Any = None
    published_text: Any = None
    date_candidates: Any = None
    repeats_removed: Any = None
    signature: Any = None


class OwnModel(BaseModel):
    url: str
    title: str
    body: str
    request_key: str
    portal: str
    dates: list[Any]
    lead: Any = None
    published_at: Any = None
    published_precision: Any = None
    published_from: Any = None
    published_text: Any = None
    date_candidates: Any = None
    repeats_removed: Any = None
    signature: Any = None


class OwnItem(scrapy.Item):
    url, title, body, request_key, portal, dates = (scrapy.Field() for _ in range(6))
    lead, published_at, published_precision, published_from = (scrapy.Field() for _ in range(4))
    published_text, date_candidates, repeats_removed, signature = (scrapy.Field() for _ in range(4))


TYPES = [dict, OwnDataclass, OwnAttrsItem, OwnModel, OwnItem]


def make_fields(url: str, key: str) -> dict[str, Any]:
    return {
        "url": url,
        "title": "Khánh  thành cầu",
        "body": f"{BODY}\n\n{BODY}",
        "request_key": key,
        "portal": "go",
        "dates": [{"text": "06/03/2026 08:15", "found_in": "page"}],
    }


@pytest.mark.parametrize("kind", TYPES)
def test_an_item_of_any_type_goes_through_all_pipelines(tmp_path: Path, kind: type[Any]) -> None:
    with open_run(tmp_path / "a.db", DAYS[0]) as run:
        address = find(run, "/tin/cau.html")
        item = kind(**make_fields(address.fetch_url, address.url))
        stages = (
            CleanPipeline(),
            DatesPipeline(NOW),
            RepeatsPipeline(),
            DuplicatesPipeline(),
            LoadPipeline(run.completion),
        )
        for stage in stages:
            item = stage.process_item(item)
            assert type(item) is kind
        adapter = ItemAdapter(item)
        assert (adapter["title"], adapter["body"], adapter["repeats_removed"]) == ("Khánh thành cầu", BODY, 6)
        assert adapter["published_at"].isoformat() == "2026-03-06T08:15:00+07:00"
        assert ask(run, "SELECT title, published_at FROM articles") == [
            ("Khánh thành cầu", "2026-03-06T08:15:00+07:00")
        ]


@pytest.mark.parametrize("stage", [CleanPipeline(), DatesPipeline(NOW), RepeatsPipeline(), DuplicatesPipeline()])
def test_what_is_no_article_is_refused(stage: Any) -> None:
    with pytest.raises(ItemError, match="no item that itemadapter supports: str"):
        stage.process_item("x")
    with pytest.raises(ItemError, match="this dict has no 'url', 'body'"):
        stage.process_item({"title": "x"})
    listing, result = Listing(url=HOME), FetchResult(HOME, "gone", "answers 404")
    assert stage.process_item(listing) is listing
    assert stage.process_item(result) is result


def test_an_item_without_the_field_is_refused() -> None:
    class Short(scrapy.Item):
        url, title, body = scrapy.Field(), scrapy.Field(), scrapy.Field()

    item = Short(url=HOME, title="Tin", body=f"{BODY}\n\n{BODY}")
    with pytest.raises(ItemError, match="Short cannot hold 'repeats_removed'"):
        RepeatsPipeline().process_item(item)


def test_parts_may_be_records_or_dicts() -> None:
    fields = {"url": HOME, "title": "Tin", "body": BODY, "tags": None, "unknown": 1}
    given = [Image(HOME + "1.jpg"), {"url": HOME + "2.jpg", "caption": "Cầu"}]
    article = adapt_article({**fields, "images": given})
    assert article is not None
    assert article.images == [Image(HOME + "1.jpg"), Image(HOME + "2.jpg", "Cầu")]
    assert article.tags == []
    with pytest.raises(ItemError, match="cannot read 'images'"):
        adapt_article({**fields, "images": [{"address": HOME}]})


def test_nothing_is_written_where_nothing_has_changed() -> None:
    item = {"url": HOME, "title": "Tin", "body": BODY}
    assert change_article(item, lambda article: article) == {"url": HOME, "title": "Tin", "body": BODY}
