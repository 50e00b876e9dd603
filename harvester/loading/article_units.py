"""Tying articles to administrative units: who published them, and which they mention."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from harvester.places import Publisher, find_mentions
from harvester.places.gazetteer import REFORM
from harvester.places.publishers import PortalFacts, PortalUnit, describe_publisher, find_portal_units, holds_on
from harvester.portals import Portal
from harvester.store import Store, units
from harvester.store.units import ArticleText, ArticleUnit

_BATCH = 500
"""Articles in one transaction of a fill."""

PART_BREAK = "\n\n"


class UnitTies:
    """Ties a database's articles to units; remembers its gazetteer and its portals."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.gazetteer = units.read_gazetteer(connection)
        self.portals: dict[str, tuple[list[PortalUnit], str]] = {}
        self.publishers: dict[tuple[str, date], Publisher] = {}

    def tie_portals(self, portals: Iterable[Portal]) -> None:
        """Store which units portals speak for, as their files say."""
        for portal in portals:
            facts = PortalFacts(portal.name, portal.level, portal.province, portal.url, portal.unit)
            self.tie_portal(portal.id, facts)

    def tie_stored_portals(self) -> None:
        """Store which units portals speak for, as far as the database itself knows them."""
        for portal, name, level, province, url, unit in units.list_portals(self.connection):
            self.tie_portal(portal, PortalFacts(name, level, province, url, unit))

    def tie(self, article: int) -> None:
        """Store the units of an article as its record is now."""
        self.tie_article(units.read_text(self.connection, article))

    def tie_portal(self, portal: str, facts: PortalFacts) -> None:
        """Store which units a portal speaks for."""
        known = facts.unit is None or facts.unit in self.gazetteer.units
        found = find_portal_units(facts, self.gazetteer) if known else []
        units.save_portal_units(self.connection, portal, found)
        self.portals[portal] = (found, facts.province)

    def tie_article(self, text: ArticleText) -> None:
        """Store the units of an article."""
        own, province = self.portals[text.portal]
        day = choose_day(text, own)
        found = [ArticleUnit(one.unit.id, "publisher", None, None, None, one.how) for one in own if holds_on(one, day)][
            :1
        ]
        units.save_article_units(self.connection, text.id, [*found, *self.list_mentions(text, day, province)])

    def list_mentions(self, text: ArticleText, day: date, province: str) -> Iterator[ArticleUnit]:
        """Yield each unit that an article mentions, where it does so first."""
        parts = {"title": text.title, "lead": text.lead or "", "body": text.body}
        whole = PART_BREAK.join(parts.values())
        seen: set[str] = set()
        for mention in find_mentions(whole, day, self.find_publisher(text.portal, province, day), self.gazetteer):
            if mention.unit.id in seen:
                continue
            seen.add(mention.unit.id)
            field, start = find_part(parts, mention.start)
            end = start + mention.end - mention.start
            yield ArticleUnit(mention.unit.id, "mentioned", field, start, end, mention.how)

    def find_publisher(self, portal: str, province: str, day: date) -> Publisher:
        """Return who a portal is on a day; the same between two turns of its own units and the reform."""
        own = self.portals[portal][0]
        turns = [REFORM, *(turn for one in own for turn in (one.valid_from, one.valid_to) if turn)]
        key = portal, max((turn for turn in turns if turn <= day), default=date.min)
        if key not in self.publishers:
            self.publishers[key] = describe_publisher(own, province, day, self.gazetteer)
        return self.publishers[key]


def find_part(parts: dict[str, str], at: int) -> tuple[str, int]:
    """Return the part of the joined text in which a place is, and the place in it."""
    for name, text in parts.items():
        if at <= len(text):
            return name, at
        at -= len(text) + len(PART_BREAK)
    raise IndexError(at)


def choose_day(text: ArticleText, own: list[PortalUnit]) -> date:
    """Return the day whose units count: of publication, else when it was first seen, within its portal's only unit."""
    if text.day is not None:
        return date.fromisoformat(text.day)
    seen = date.fromisoformat(text.first_seen_on)
    last = own[0].valid_to if len(own) == 1 else None
    return min(seen, last) if last is not None else seen


def fill_units(store: Store, progress: Callable[[int], None] = lambda count: None) -> int:
    """Tie all portals and articles of a database to units. Answers the number of articles.

    Args:
        store: An open database; a run must not be writing it.
        progress: Told after every batch how many articles are done.
    """
    ties = UnitTies(store.connection)
    with store.transaction():
        ties.tie_stored_portals()
    done = last = 0
    while texts := units.read_texts(store.connection, last, _BATCH):
        with store.transaction():
            for text in texts:
                ties.tie_article(text)
        done += len(texts)
        last = texts[-1].id
        progress(done)
    with store.transaction() as connection:
        units.note_filled(connection)
    return done
