"""What moves through the harvester: links, and articles with everything that was seen of them.

A platform fills an `Article` with texts as they stand on the page. The pipelines fill the
fields of the second half. `None` says that a field was not on the page; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

FoundIn = Literal["page", "meta", "jsonld", "feed", "sitemap", "listing", "url", "body"]
"""Where a date was seen, and the values of `articles.published_from`."""

DEFAULT_TRUST: tuple[FoundIn, ...] = ("page", "jsonld", "meta", "listing", "feed", "sitemap", "url", "body")
"""The places of a publication date, the most trusted first, where a platform does not say otherwise."""

DateRole = Literal["published", "updated", "document", "banner", "related"]
"""What the place says of a date: a banner shows the day of the visit, `related` belongs to another article."""

ArticleKind = Literal["news", "notice", "document", "file"]
"""What a page says that its article is, and the values of `articles.kind`: news, a notice or an official document, or
an article that is no more than files or a recording."""

Precision = Literal["second", "minute", "hour", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class SeenDate:
    """A date as it stood, e.g. `SeenDate("Thứ sáu - 25/03/2022 16:19", "page")`. Nothing in it is parsed."""

    text: str
    found_in: FoundIn
    role: DateRole = "published"


MONTH_FIRST_MARK = " (month/day)"
"""Stands behind a date beside a link, where the page's other dates show that its first number is the month."""


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that was on the table and what became of it: a row of `date_candidates`."""

    text: str
    found_in: FoundIn
    value: datetime | None = None  # aware, Asia/Ho_Chi_Minh, start of the period
    precision: Precision | None = None
    shift: int = 0  # minutes added to put a shifted clock right
    chosen: bool = False
    why_not: str | None = None
    role: DateRole = "published"  # as it was seen, so that the choice can be made again


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article's own, at an absolute address."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the article offers, at an absolute address."""

    url: str
    title: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """An article's text for finding near-duplicates (`harvester.duplicates.signature`).

    `text` is None where it is too short.
    """

    text: int | None  # a hash of the normalised text
    sketch: bytes = b""  # MinHash rows of the text and of the masked text, 2 bytes each
    facts: bytes = b""  # hashes of numbers and names, 4 bytes each, sorted


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server says of a page's version (RFC 9110, 8.8), to ask later whether it has changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(slots=True, kw_only=True)
class Article:
    """One article.

    `body` is plain text: blocks parted by a blank line, a table's rows as `a | b` on lines of their own within their
    block.
    """

    url: str  # the address it was read from
    kind: ArticleKind = "news"
    title: str = ""
    lead: str | None = None
    body: str = ""
    byline: str | None = None  # the line at the end of the text that names its makers, as it stood
    author: str | None = None
    photographer: str | None = None
    source: str | None = None
    category: str | None = None
    tags: list[str] = field(default_factory=list)
    language: str | None = None  # as of BCP 47, e.g. "vi"
    images: list[Image] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    dates: list[SeenDate] = field(default_factory=list)
    document_number: str | None = None
    signer: str | None = None
    views: int | None = None
    comments: int | None = None
    canonical_url: str | None = None  # as the page claims, absolute and unchecked
    next_part: str | None = None  # absolute address of the page on which the text goes on
    shortfall: str | None = None  # which of its pages is missing and why, of one on several pages
    platform: str = ""
    platform_id: str | None = None  # the content system's own id, where the address or page holds one
    extractor: str = ""  # which rule set read it, e.g. "nukeviet/3"
    portal: str = ""
    request_key: str = ""  # key of the frontier's address that was asked for
    fetched_at: datetime | None = None
    validators: Validators = Validators()
    capture: int | None = None  # the row of the kept page that it was read from

    # from here on the pipelines' work
    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_from: FoundIn | None = None
    published_text: str | None = None
    updated_at: datetime | None = None
    document_date: date | None = None
    date_candidates: list[DateCandidate] = field(default_factory=list)
    repeats_removed: int = 0
    excess: str | None = None  # what was beyond the limits of the fields, for people
    signature: Signature | None = None

    @property
    def text(self) -> str:
        """The body as it was published: with the byline at its end, where the page had it there."""
        return self.body if self.byline is None else f"{self.body}\n\n{self.byline}"

    @property
    def paragraphs(self) -> list[str]:
        """The blocks of the body."""
        return [block for block in self.body.split("\n\n") if block.strip()]


@dataclass(frozen=True, slots=True)
class Link:
    """A link as found: absolute address, text, and the date that stood beside it if any."""

    url: str
    text: str = ""
    date: SeenDate | None = None


@dataclass(slots=True, kw_only=True)
class Listing:
    """What a home page, listing, feed or sitemap leads to, in the order of the page."""

    url: str
    request_key: str = ""  # key of the frontier's address that was asked for
    articles: list[Link] = field(default_factory=list)
    sections: list[Link] = field(default_factory=list)  # listing pages, from menus
    next_url: str | None = None
    last_number: int = 0  # the highest number of a page that its paging leads to; 0 where it names none
    platform: str | None = None  # what a home page was recognised as, and why
    platform_reason: str | None = None
    feeds: list[str] = field(default_factory=list)
    validators: Validators = Validators()
    sitemaps: list[Link] = field(default_factory=list)  # a sitemap index's, with `lastmod` where it is told
    problem: str | None = None  # why not all of it could be read; what could be is here
    scripted_next: str | None = None  # what the control says that loads the next page by a script, without an address
    names_itself: bool = False  # whether the page is linked from its own menu
    is_cut: bool = False  # whether it broke off on its way, so that asking again may bring the rest


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that an article offers, as it came. `text` is that of its pages; None where there is none to be read."""

    url: str  # the address that was fetched
    text: str | None = None
    status: int = 200
    request_key: str = ""  # key of the frontier's address that was asked for


State = Literal["pending", "done", "failed", "gone", "skipped"]
"""Where an address of the frontier stands: the values of `urls.state`."""


FORBIDDEN = "robots.txt forbids it"
"""The reason of an address that was not asked for, since the site does not want it."""

SCRIPTED_END = "the next page is loaded by a script"
"""How the reason begins why a walk ends that a script would take on."""
OTHER_TYPE = "not a page: "
"""How the reason begins of an address that answers with a picture or a file; its media type follows."""
NO_BODY, NO_TITLE, EMPTY_BODY = "no body by the rules of ", "no title by the rules of ", "the body is empty"
"""How the reasons begin of a page that holds no article, and does not say what else it is."""
NO_PAGE_REASONS = (OTHER_TYPE, NO_BODY, NO_TITLE, EMPTY_BODY)
"""How the reasons begin of an article's address that may hold one on another night."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What became of a fetched address that gave neither an article nor a listing.

    `failed` is tried again later up to a limit; `gone` and `skipped` are final for this run.
    """

    url: str  # the address that was fetched
    state: State
    reason: str
    status: int | None = None
    redirect_to: str | None = None  # absolute, for a redirect on the portal's own site
    retry_after: float | None = None  # seconds that the server asks for
    trouble: Literal["connection", "empty", "refusal", "closed"] | None = None
    """What the answer says of the portal, not of the page."""
    too_large: bool = False  # it is past a limit of what is read: nothing was, which its portal is told for
    unread: bool = False  # an article's page came whole and held none: if many do, the layout has changed
    request_key: str = ""  # key of the frontier's address that was asked for


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of one portal, each only where its platform gets the portal wrong."""

    title: str | None = None
    lead: str | None = None
    body: str | None = None
    date: str | None = None
    author: str | None = None
    category: str | None = None
    article_link: str | None = None
    next_page: str | None = None


Headers = Mapping[str, str]
"""Response headers with lower-case names."""
