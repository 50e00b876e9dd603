"""What is kept of a look at a portal: enough for its file and its line of a report, and no page."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from pydantic import TypeAdapter

from harvester.errors import PortalMoved, ProbeError, ProbeFailure
from harvester.items import Article
from harvester.portals.drafts import Draft
from harvester.probing.proposal import propose, write_head
from harvester.probing.provenance import read_site_titles
from harvester.probing.survey import Findings
from harvester.urls import make_key
from pipelines import process

PATHS_KEPT = 30
"""Of the articles in view so many paths are kept, those with the smallest checksums: enough to compare two sites."""

ONE_SITE = 0.5
"""The share of paths that two names of one site have in common at least: one may have been asked a little later."""

FEWEST_PATHS = 3


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """An article that was read: its address, title, and when it was published."""

    url: str
    title: str
    published_at: str | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class SiteLook:
    """What was found at an address: a portal, another site that it leads to, or why neither."""

    key: str
    url: str
    moved_to: str | None = None
    failure: ProbeFailure | None = None
    reason: str = ""
    draft: Draft | None = None
    articles: int = 0
    sample: SampleArticle | None = None
    title: str = ""
    paths: tuple[int, ...] = ()

    @property
    def is_portal(self) -> bool:
        """Whether it can be harvested."""
        return self.failure is None


LOOKS = TypeAdapter(SiteLook)


def keep_findings(findings: Findings, url: str, now: datetime, *, verify_tls: bool) -> SiteLook:
    """Reduce what was found at a portal.

    Args:
        findings: Of one look.
        url: The address that was asked for.
        now: The clock that the sample's dates count from.
        verify_tls: What the file says of certificates.
    """
    draft = propose(findings, write_head(findings.url, now), verify_tls=verify_tls)
    titles = read_site_titles(findings.page)
    is_read = findings.sample is not None
    return SiteLook(
        key=make_key(url),
        url=url,
        failure=None if is_read else "not read",
        reason="" if is_read else tell_unread(findings),
        draft=draft,
        articles=len(findings.links),
        sample=None if findings.sample is None else keep_sample(findings.sample, now),
        title=titles[0] if titles else "",
        paths=keep_paths(findings),
    )


def keep_failure(error: ProbeError, url: str) -> SiteLook:
    """What is kept of an address at which there is no portal."""
    moved_to = error.url if isinstance(error, PortalMoved) else None
    return SiteLook(make_key(url), url, moved_to, error.kind, str(error))


def tell_unread(findings: Findings) -> str:
    """Why no article could be read."""
    url, why = findings.unread[-1]
    return f"no article could be read, the file may need [selectors]: {url}: {why}"


def keep_sample(raw: Article, now: datetime) -> SampleArticle:
    article = process(raw, now)
    at = article.published_at
    return SampleArticle(
        article.url, article.title, None if at is None else at.isoformat(), article.published_precision
    )


def keep_paths(findings: Findings) -> tuple[int, ...]:
    """Checksums of the paths of articles in view, the smallest of them."""
    parts = (urlsplit(key) for key in findings.links)
    return tuple(sorted({zlib.crc32(f"{one.path}?{one.query}".encode()) for one in parts})[:PATHS_KEPT])


def is_one_site(one: SiteLook, other: SiteLook) -> bool:
    """Whether two portals are one under two names: one title, and nearly the same articles at the same paths."""
    if one.key == other.key:
        return True
    union = sorted({*one.paths, *other.paths})[:PATHS_KEPT]
    both = {*one.paths} & {*other.paths}
    shared = sum(path in both for path in union)
    return len(union) >= FEWEST_PATHS and one.title == other.title and shared >= ONE_SITE * len(union)
