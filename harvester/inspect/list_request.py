"""What a list's address asks for: words, province, level, portal, month; and the addresses of its other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, cast
from urllib.parse import urlencode

from harvester.errors import ConfigError
from harvester.store.reports.listing import STATES, Order, Question, State
from harvester.store.reports.selection import Selection, read_month
from harvester.whole_numbers import read_whole_number

DEEPEST_PAGE = 10_000

Filters = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list's address in its parts. What is empty does not filter."""

    q: str = ""
    province: str = ""
    level: str = ""
    portal: str = ""
    month: str = ""
    state: str = ""
    order: str = ""
    page: int = 1

    @property
    def selection(self) -> Selection:
        """Raise ConfigError for what is no month."""
        since, until = read_month(self.month) if self.month else (None, None)
        return Selection(
            since, until, portals=keep(self.portal), provinces=keep(self.province), levels=keep(self.level),
            with_duplicates=True,
        )  # fmt: skip

    @property
    def question(self) -> Question:
        """Raise ConfigError for what is no month and for an unknown state."""
        if self.state not in STATES:
            raise ConfigError(f"no such kind of articles: {self.state!r} (expected {', '.join(filter(None, STATES))})")
        return Question(self.q, self.selection, cast(State, self.state))

    @property
    def sorting(self) -> Order:
        """What a search finds stands in the order of relevance unless the newest are wanted first."""
        return "relevance" if self.q and not self.state and self.order != "newest" else "newest"

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, by name."""
        values = {name: getattr(self, name) for name in ("province", "level", "portal", "month", "state")}
        return {name: value for name, value in values.items() if value}

    def make_query(self, **changed: Any) -> str:
        """The query string of this list, or of one that differs in some parts, of which the first page is shown."""
        other = replace(self, **({"page": 1} | changed))
        pairs = [(field.name, getattr(other, field.name)) for field in fields(other)]
        return urlencode([(name, value) for name, value in pairs if value and (name, value) != ("page", 1)])

    def make_address(self, path: str, **changed: Any) -> str:
        query = self.make_query(**changed)
        return f"{path}?{query}" if query else path


def keep(value: str) -> Filters:
    return (value,) if value else ()


def read_request(arguments: Mapping[str, str]) -> ListRequest:
    """The request of an address's arguments; of a page that is no number the first is shown."""
    texts = {
        field.name: (arguments.get(field.name) or "").strip() for field in fields(ListRequest) if field.name != "page"
    }
    page = arguments.get("page") or "1"
    return ListRequest(**texts, page=min(max(read_whole_number(page) or 1, 1), DEEPEST_PAGE))
