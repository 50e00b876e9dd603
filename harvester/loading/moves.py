"""What becomes of a portal's records where its file has another name, or its host another address, than before."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from harvester.loading.identity import has_one_text, is_one_title, may_be_one, merge_records
from harvester.plan import RunFacts
from harvester.portals import Portal
from harvester.store import Store, renaming
from harvester.store.articles import records
from harvester.store.articles.records import Stored
from harvester.store.renaming import ArticlePart, KnownAddress, Respelling
from harvester.urls import BadAddress, is_same_site, make_key, normalize
from harvester.vietnamese.spelling import squash

_DAY = len("2026-03-07")
"""The part of a stored time that is its day."""


@dataclass(frozen=True, slots=True)
class Move:
    """From one home page to another: every address of the old site has its like on the new one."""

    old: str
    new: str

    @property
    def is_same_host(self) -> bool:
        """Whether only the folder is another."""
        return urlsplit(make_key(self.old)).netloc == urlsplit(make_key(self.new)).netloc

    @property
    def is_real(self) -> bool:
        """Whether anything moves.

        Another spelling of the host is none; nor is another home page on the same host, whose folder lies within the
        other's.
        """
        if not self.is_same_host:
            return True
        before, after = read_folder(self.old), read_folder(self.new)
        return not (before.startswith(after) or after.startswith(before))

    @property
    def base(self) -> str:
        """What the keys begin with that move."""
        folder = read_folder(self.old) if self.is_same_host else "/"
        return f"http://{urlsplit(make_key(self.old)).netloc}{folder}"

    def leaves(self, url: str) -> bool:
        """Whether an address is one of the old site."""
        try:
            return make_key(url).startswith(self.base)
        except BadAddress:
            return False

    def respell_key(self, key: str | None) -> str | None:
        """The key of an address after the move; what does not move, and what is no key, stays."""
        if key is None or not key.startswith(self.base):
            return key
        if key == make_key(self.old):
            return make_key(self.new)
        return self.respell(key, make_key(self.new))

    def respell_address(self, url: str | None) -> str | None:
        """An address after the move, with the scheme and the host of the new home page."""
        if url is None:
            return None
        return self.respell(normalize(url), normalize(self.new)) if self.leaves(url) else url

    def respell(self, url: str, home: str) -> str:
        """An address of the old site as one of the site of `home`."""
        parts, site, folder = urlsplit(url), urlsplit(home), read_folder(self.old)
        path = parts.path
        if path.startswith(folder):
            path = read_folder(home) + path.removeprefix(folder)
        return urlunsplit((site.scheme, site.netloc, path, parts.query, ""))


def read_folder(url: str) -> str:
    """The path of a home page up to its last slash."""
    path = urlsplit(normalize(url)).path
    return path[: path.rindex("/") + 1]


def follow_portal(store: Store, run: RunFacts, portal: Portal) -> None:
    """Bring what is stored of a portal under its present id and address, in the caller's transaction.

    What its file says that it was `formerly`, and the address that it was last crawled at. A former id that is
    configured in the same run is a portal of its own.
    """
    connection = store.connection
    homes = [former for former in portal.formerly if "/" in former]
    for former in (*portal.formerly, portal.id):
        is_own = former == portal.id or ("/" not in former and former not in run.portals)
        url = renaming.find_url(connection, former) if is_own else None
        if url is None:
            continue
        homes.append(url)
        if former != portal.id:
            renaming.rename_portal(connection, former, portal.id, run.now)
    if renaming.find_url(connection, portal.id) is None:
        return
    for home in dict.fromkeys(homes):
        move = Move(home, portal.url)
        if move.is_real:
            follow_move(store, run, portal, move)


def follow_move(store: Store, run: RunFacts, portal: Portal, move: Move) -> None:
    """Call all that is known of a portal as it is called after a move; where both sites had a page, they are one.

    Captures keep the address that was asked for, and articles the addresses that they had, beside the new ones.
    """
    connection = store.connection
    known = renaming.list_below(connection, portal.id, move.base)
    if not known:
        return
    for old in known:
        new = renaming.find_known(connection, move.respell_key(old.key) or old.key)
        if new is not None and new.key != old.key:
            join_known(store, run, move, old, new)
    join_elsewhere(store, run, portal, move)
    renaming.respell_frontier(connection, Respelling(portal.id, move.respell_key, move.respell_address))
    renaming.forget_versions(connection, portal.id)
    renaming.take_back_pause(connection, portal.id)
    renaming.drop_alias(connection, normalize(move.new))
    renaming.note_alias(connection, portal.id, normalize(move.old), "address", run.now)


def join_known(store: Store, run: RunFacts, move: Move, old: KnownAddress, new: KnownAddress) -> None:
    """Leave one of two addresses that will be called the same: the new one, unless only the old one was read."""
    if old.article is not None and new.article is not None and old.article != new.article:
        join_articles(store, run, move, old.article, new.article)
    if new.portal == old.portal and new.article is None and (old.article is not None or not new.is_read):
        renaming.replace_known(store.connection, gone=new.key, heir=old.key)
    else:
        renaming.replace_known(store.connection, gone=old.key, heir=new.key)


def join_elsewhere(store: Store, run: RunFacts, portal: Portal, move: Move) -> None:
    """Make the records one that stood at different paths of both sites: of one day and title, with one text."""
    there: dict[tuple[str, str], int] = {}
    here: list[tuple[tuple[str, str], int]] = []
    for article in records.list_dated(store.connection, portal.id):
        key = article.published_at[:_DAY], squash(article.title)
        if move.leaves(article.url):
            here.append((key, article.id))
        elif is_same_site(article.url, move.new):
            there.setdefault(key, article.id)
    for key, old in here:
        if key in there and join_articles(store, run, move, old, there[key]):
            del there[key]


def join_articles(store: Store, run: RunFacts, move: Move, old: int, new: int) -> bool:
    """Make two records one that stood on both sites, if they are one article; whether they are.

    Images and files that only one of them had stay, too.
    """
    connection = store.connection
    one, other = records.read(connection, old), records.read(connection, new)
    if one is None or other is None or not is_one_article(one, other):
        return False
    before = [renaming.read_parts(connection, article) for article in (new, old)]
    kept = merge_records(store, run, one, other)
    images, files = renaming.read_parts(connection, kept)
    renaming.add_images(connection, kept, find_missing(move, images, before[0][0] + before[1][0]))
    renaming.add_attachments(connection, kept, find_missing(move, files, before[0][1] + before[1][1]))
    return True


def is_one_article(one: Stored, other: Stored) -> bool:
    """Whether two records have one title, and one text or one id of their portal's system.

    The system of the new site may have numbered its articles anew.
    """
    return is_one_title(one.title, other.title) and (may_be_one(one, other) or has_one_text(one, other))


def find_missing(move: Move, present: list[ArticlePart], parts: list[ArticlePart]) -> list[ArticlePart]:
    """Those of some images or files that are not there under either site's address, each once."""
    seen = {move.respell_address(part.url) for part in present}
    missing: dict[str | None, ArticlePart] = {}
    for part in parts:
        address = move.respell_address(part.url)
        if address not in seen:
            missing.setdefault(address, part)
    return list(missing.values())
