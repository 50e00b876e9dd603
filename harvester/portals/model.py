"""What a portal file may say."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from harvester.items import Selectors
from harvester.printable import disarm_line
from harvester.urls import BadAddress, is_same_site, join, normalize

Level = Literal["province", "district", "commune", "party", "sector", "newspaper"]
Status = Literal["active", "frozen", "moved", "gone"]
LEVELS: tuple[str, ...] = get_args(Level)
STATUSES: tuple[str, ...] = get_args(Status)

PORTAL_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
"""`thi-tran-cam-xuyen`: safe as a file's name and in a command line."""


LONGEST_ADDRESS, LONGEST_SELECTOR, _LONGEST_TEXT = 2000, 1000, 500
"""Characters. A selector becomes an XPath, which libxml2 goes through by recursion."""

STEP = re.compile(r"[\s>+~(]+")
_MOST_STEPS = 50
"""Of a selector: `div > p` has two, and each nests the calls of those who read it."""


def check_id(value: str) -> str:
    if not PORTAL_ID.fullmatch(value):
        raise ValueError("must be lower-case letters, digits, '-', '_' or '.', e.g. 'thi-tran-cam-xuyen'")
    return value


def check_length(value: str, most: int) -> None:
    if len(value) > most:
        raise ValueError(f"must be at most {most:,} characters long")


def _check_address(value: str) -> str:
    check_length(value, LONGEST_ADDRESS)
    if disarm_line(value) != value:
        raise ValueError("must hold no control characters, and no name and password of a user")
    try:
        return normalize(value)
    except BadAddress as error:
        raise ValueError(f"must be an http or https address: {error}") from error


def check_former(value: str) -> str:
    """An earlier id or address of the portal."""
    return _check_address(value) if "/" in value else check_id(value)


def check_link(value: str) -> str:
    check_length(value, LONGEST_ADDRESS)
    try:
        join("http://portal.example/", value)
    except BadAddress as error:
        raise ValueError(f"must be a path or an address: {error}") from error
    return value


def check_text(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    check_length(value, _LONGEST_TEXT)
    return value.strip()


def check_selector(value: str) -> str | None:
    """An empty selector says nothing, so that a file can be written from a template."""
    if not value.strip():
        return None
    check_length(value, LONGEST_SELECTOR)
    if (steps := len(STEP.findall(value))) > _MOST_STEPS:
        raise ValueError(f"must have at most {_MOST_STEPS} steps, not {steps}")
    from cssselect import SelectorError  # only for files that hold selectors
    from lxml.cssselect import CSSSelector

    try:
        CSSSelector(value)
    except SelectorError as error:
        raise ValueError(f"must be a CSS selector: {error}") from error
    return value.strip()


_Text = Annotated[str, AfterValidator(check_text)]
_Address = Annotated[str, AfterValidator(_check_address)]
Selector = Annotated[str, AfterValidator(check_selector)]
Former = Annotated[str, AfterValidator(check_former)]
PageLink = Annotated[str, AfterValidator(check_link)]


class SelectorTable(BaseModel):
    """`[selectors]`: CSS, only for what the platform gets wrong on this portal."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Selector | None = None
    lead: Selector | None = None
    body: Selector | None = None
    date: Selector | None = None
    author: Selector | None = None
    category: Selector | None = None
    article_link: Selector | None = None
    next_page: Selector | None = None


class Portal(BaseModel):
    """One portal. Five keys are enough: id (or the file's name), name, level, province and url."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Annotated[str, AfterValidator(check_id)]
    name: _Text
    level: Level
    province: _Text
    url: _Address
    platform: _Text | None = None
    sections: list[PageLink] = Field(default_factory=list)
    feeds: list[PageLink] = Field(default_factory=list)
    sitemaps: list[PageLink] = Field(default_factory=list)
    delay: float | None = Field(default=None, ge=0, le=3600)
    status: Status = "active"
    since: date | None = None
    verify_tls: bool = True
    tls: Literal["default", "old"] = "default"
    formerly: list[Former] = Field(default_factory=list)
    recheck_days: int | None = Field(default=None, ge=0, le=36_500)
    known_at: date | None = None
    unit: _Text | None = None
    selectors: SelectorTable = SelectorTable()

    @field_validator("formerly")
    @classmethod
    def refuse_current(cls, formerly: list[str], info: ValidationInfo) -> list[str]:
        """What the portal was before is not what it is."""
        if {info.data.get("id"), info.data.get("url")} & set(formerly):
            raise ValueError(f"must not hold what the portal has still: {formerly!r}")
        return formerly

    @model_validator(mode="after")
    def resolve_addresses(self) -> Portal:
        """Sections, feeds and sitemaps may be paths; they become addresses below `url`."""
        for field in ("sections", "feeds", "sitemaps"):
            resolved = [join(self.url, link) for link in getattr(self, field)]
            strange = [link for link in resolved if not is_same_site(link, self.url)]
            if strange:
                raise ValueError(f"{field}: must be on the portal's own site, not {strange[0]!r}")
            object.__setattr__(self, field, resolved)
        return self

    @property
    def css(self) -> Selectors:
        """The selectors as platforms take them."""
        return Selectors(**self.selectors.model_dump())
