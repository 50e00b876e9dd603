"""A small news portal as data: what it holds, how it is laid out, and what changes between two visits.

    site = Site(count=60, look=NukeVietLook(), order="mixed", sitemap="index", feed=True)
    site.update("a-17"); site.withdraw("a-3", 404); site.add()

A site answers `Request`s in memory (`site.answer`); `support.server` puts it on a socket.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol

from support.answers import Answer, Request, redirect, show_html
from support.maps import make_feed, make_robots, make_sitemap
from support.texts import PACE, VIETNAM, Text, make_slug, write_sentence, write_text

SESSION = re.compile(r";jsessionid=[^?]*", re.I)  # /tin-tuc/a-1.html;jsessionid=5f2e?trang=2

Order = Literal["newest", "oldest", "mixed"]
Withdrawal = Literal[404, 410, "home"]


@dataclass(slots=True)
class Piece:
    """An article on a site. `sections` are the names of its sections, the first the canonical one."""

    number: int
    text: Text
    sections: list[str]
    gone: Withdrawal | None = None
    unlisted: bool = False  # no listing shows it; a sitemap or feed may

    @property
    def name(self) -> str:
        """How methods and tests call it: `a-17`."""
        return f"a-{self.number}"

    @property
    def slug(self) -> str:
        """The article's part of the address; it stays when the title changes only with `Site.update`."""
        return make_slug(self.text.title)


class Look(Protocol):
    """How a content system lays out its pages and addresses. All addresses are paths with query."""

    per_page: int

    def article_path(self, piece: Piece, section: str | None = None) -> str: ...
    def listing_path(self, section: str, page: int) -> str: ...
    def show_article(self, site: Site, piece: Piece) -> str: ...
    def show_listing(self, site: Site, section: str, page: int) -> str: ...
    def show_home(self, site: Site) -> str: ...
    def find_article(self, site: Site, path: str) -> Piece | None: ...
    def find_listing(self, site: Site, request: Request) -> tuple[str, int] | None: ...
    def miss(self, site: Site, request: Request) -> Answer: ...


@dataclass
class Robots:
    """robots.txt. `disallow` are path prefixes; faults such as 503 are set on its path like anywhere else."""

    disallow: list[str] = field(default_factory=lambda: ["/admin/", "/users/"])
    crawl_delay: float | None = None
    names_sitemap: bool = True
    text: str | None = None  # the whole file instead


@dataclass
class Site:
    """The portal. `base` is set by the server that shows it."""

    count: int
    look: Look
    sections: dict[str, str] = field(default_factory=lambda: {"tin-tuc": "Tin tức", "nong-thon": "Nông thôn"})
    order: Order = "newest"
    sitemap: Literal["none", "plain", "index", "gzip"] = "none"
    feed: bool = False
    second_category: int = 0  # every n-th article stands in the next section too; 0: none
    robots: Robots = field(default_factory=Robots)
    title: str = "Cổng thông tin xã Lâm Khê"
    banner: str = "Thứ bảy, 07/03/2026"  # the day of the visit, on every page
    seed: int = 1
    newest: datetime = datetime(2026, 3, 6, 8, 0, tzinfo=VIETNAM)  # about when the last of `count` came out
    base: str = "http://127.0.0.1:1"
    extra_links: list[str] = field(default_factory=list)  # raw `href` values in every page's menu
    extra_pages: dict[str, Answer] = field(default_factory=dict)  # path with query, else path -> answer
    link_suffix: str = ""  # e.g. ";jsessionid={random}", put behind every link of the site's own
    pieces: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        for _ in range(self.count):
            self.add()

    # what changes between two visits

    def add(self, text: Text | None = None) -> Piece:
        """One more article, the newest."""
        number = len(self.pieces) + 1
        names = list(self.sections)
        first = (number - 1) % len(names)
        chosen = [names[first]]
        if self.second_category and number % self.second_category == 0 and len(names) > 1:
            chosen.append(names[(first + 1) % len(names)])
        piece = Piece(number, text or write_text(number, self.seed, self.newest - self.count * PACE), chosen)
        self.pieces.append(piece)
        return piece

    def piece(self, name: str) -> Piece:
        """The article of this name."""
        return self.pieces[int(name.removeprefix("a-")) - 1]

    def update(self, name: str, modified: datetime | None = None) -> Piece:
        """A paragraph of the article is written anew and one is added; title and address stay."""
        piece = self.piece(name)
        draw = random.Random(f"{self.seed}/{piece.number}/{piece.text.paragraphs[0]}")
        fresh = [write_sentence(draw) + " " + write_sentence(draw) for _ in range(2)]
        piece.text = replace(piece.text, paragraphs=[fresh[0], *piece.text.paragraphs[1:], fresh[1]], modified=modified)
        return piece

    def withdraw(self, name: str, how: Withdrawal = 404) -> None:
        """From now on the article's address answers 404 or 410, or leads home, and nothing lists it."""
        self.piece(name).gone = how

    # what a visitor should end up with

    def path(self, name: str) -> str:
        """The canonical path of an article."""
        return self.look.article_path(self.piece(name))

    def present(self) -> list[Piece]:
        """What has not been withdrawn, newest first."""
        return sorted((p for p in self.pieces if p.gone is None), key=lambda p: p.text.published, reverse=True)

    def listed(self) -> set[str]:
        """Canonical paths of the articles that the home page or any page of any listing links."""
        shown = {piece.name for piece in self.shown_at_home()}
        for section in self.sections:
            for page in range(1, self.pages(section) + 1):
                shown |= {piece.name for piece in self.shown(section, page)}
        return {self.path(name) for name in shown}

    def expected(self) -> set[str]:
        """Canonical paths of all articles that can be found at all: by listing, sitemap or the feed."""
        if self.sitemap != "none":
            return {self.path(p.name) for p in self.present()}
        fed = {self.path(p.name) for p in self.present()[:20]} if self.feed else set()
        return self.listed() | fed

    # listings

    def members(self, section: str) -> list[Piece]:
        """The articles of a section that listings may show, newest first."""
        return [p for p in self.present() if section in p.sections and not p.unlisted]

    def pages(self, section: str) -> int:
        """The number of listing pages; at least one."""
        return max(1, -(-len(self.members(section)) // self.look.per_page))

    def shown(self, section: str, page: int) -> list[Piece]:
        """What a listing page shows. "mixed" is NukeViet's: page 1 newest first, all others cut from an
        oldest-first order, so that the oldest page is never shown and the newest may stand twice."""
        members = self.members(section)
        cut = slice((page - 1) * self.look.per_page, page * self.look.per_page)
        if self.order == "newest" or (self.order == "mixed" and page == 1):
            return members[cut]
        return members[::-1][cut]

    def shown_at_home(self) -> list[Piece]:
        """The home page's newest five."""
        return [p for p in self.present() if not p.unlisted][:5]

    # answers

    def link(self, path: str) -> str:
        """A path as a page of this site links it, with a session id where the site adds one."""
        suffix = self.link_suffix.replace("{random}", f"{random.getrandbits(64):x}")
        head, mark, query = path.partition("?")
        if suffix.startswith(";"):
            return head + suffix + mark + query
        return path + (suffix.replace("?", "&") if mark else suffix)

    def answer(self, request: Request) -> Answer:
        """What this portal says, without any fault of the network."""
        planned = self.extra_pages.get(request.target, self.extra_pages.get(request.path))
        if planned is not None:
            return planned
        request = replace(request, target=SESSION.sub("", request.target))
        fixed = answer_fixed(self, request.path)
        if fixed is not None:
            return fixed
        path = request.path
        if path == "/":
            return show_html(self.look.show_home(self))
        listing = self.look.find_listing(self, request)
        if listing is not None:
            section, page = listing
            if not 1 <= page <= self.pages(section):
                return redirect(self.look.listing_path(section, 1))
            return show_html(self.look.show_listing(self, section, page))
        piece = self.look.find_article(self, path)
        return self.look.miss(self, request) if piece is None else answer_article(self, piece, path)


def answer_article(site: Site, piece: Piece, path: str) -> Answer:
    """The article, a redirect from an alias to the canonical path, or what became of it."""
    if piece.gone == "home":
        return redirect("/", 302)
    if piece.gone is not None:
        return show_html("<html><body><p>Không tìm thấy.</p></body></html>", piece.gone)
    canonical = site.look.article_path(piece)
    if path != canonical:
        return redirect(site.base + canonical)
    return show_html(site.look.show_article(site, piece))


def answer_fixed(site: Site, path: str) -> Answer | None:
    """robots.txt, sitemaps and the feed."""
    if path == "/robots.txt":
        return make_robots(site)
    if path.startswith("/sitemap"):
        return make_sitemap(site, path)
    if path.startswith("/rss/") and site.feed:
        return make_feed(site)
    return None
