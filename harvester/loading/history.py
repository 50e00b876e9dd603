"""An older text of an article put among its versions, in the order in which they were seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from harvester.items import Article
from harvester.loading.content import hash_content
from harvester.store.articles.date_candidates import to_iso
from harvester.store.articles.versions import History, Version

_Place = Literal["earlier", "unchanged"]


def make_version(article: Article, seen_at: str) -> Version:
    """A reading of an article as a version of it."""
    return Version(
        seen_at, hash_content(article), article.title, article.lead, article.text, to_iso(article.published_at)
    )


def insert_version(history: History, found: Version) -> tuple[list[Version], _Place]:
    """The versions with one that was seen at its time put among them, and whether it was a text of its own.

    The text that is shown stays the last. Where the same text is known from just before or after, it only was there
    for longer. What only our own reading has changed counts as one text. Times are compared as text, so they are all
    of one zone.
    """
    versions = history.versions
    if any((one.since, one.content_hash) == (found.since, found.content_hash) for one in versions):
        return versions, "unchanged"
    place = max((n for n, one in enumerate(versions) if one.since <= found.since), default=-1)
    if place >= 0 and found.content_hash in list_readings(versions, place):
        return versions, "unchanged"
    following = place + 1
    if following < len(versions) and found.content_hash in list_readings(versions, following):
        earlier = replace(versions[following], since=found.since)
        return [*versions[:following], earlier, *versions[following + 1 :]], "unchanged"
    if following == len(versions) and versions[-1].since == history.last_seen_at == found.since:
        return [*versions[:-1], found, versions[-1]], "earlier"
    if following == len(versions):  # what is shown was seen before and after
        back = replace(versions[-1], since=max(history.last_seen_at, found.since))
        return [*versions, found, back], "earlier"
    return [*versions[:following], found, *versions[following:]], "earlier"


def list_readings(versions: list[Version], place: int) -> set[str]:
    """The hashes of all readings of the text at a place: of those beside it which only our rules have parted."""
    first = last = place
    while first > 0 and versions[first - 1].cause == "extractor":
        first -= 1
    while last < len(versions) - 1 and versions[last].cause == "extractor":
        last += 1
    return {one.content_hash for one in versions[first : last + 1]}
