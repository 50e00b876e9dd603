"""Files that articles offer: which are asked for, and what was read of them."""

from __future__ import annotations

from harvester.items import Article, AttachedFile, Link
from harvester.limits import FILES_AN_ARTICLE
from harvester.loading.listings import resolve_own
from harvester.loading.sources import make_sighting
from harvester.plan import RunFacts
from harvester.store import Store
from harvester.store.articles import records
from harvester.store.frontier import addresses, outcomes
from harvester.store.frontier.addresses import Address, NewAddress
from harvester.store.frontier.outcomes import Outcome
from harvester.urls import make_key

WANTED = (".pdf", ".doc", ".docx", ".xls", ".xlsx")
"""How the addresses of files end that say something; notices are mostly PDFs."""


def register_files(store: Store, run: RunFacts, address: Address, article: Article, number: int) -> None:
    """Make the files of an article due that are on the portal's own site and not known yet; inside a transaction.

    `number` is that of the article's record.
    """
    portal = run.portals[address.portal]
    home = make_key(portal.url)
    offered = [Link(file.url) for file in article.attachments if _is_wanted(file.url)]
    found = [resolve_own(address.fetch_url, link, home, "file") for link in offered]
    files = [file for file in found if file is not None][:FILES_AN_ARTICLE]
    if not files:
        return
    seen = make_sighting(run, portal.id, address.url, address.kind)
    addresses.register(store.connection, files, seen)
    unread = records.list_unread_files(store.connection, number)
    for file in files:
        if file.fetch_url in unread:
            _share_text(store, file)


def _share_text(store: Store, file: NewAddress) -> None:
    """A file that was read for another article is not asked for anew; what it says is this one's, too."""
    if addresses.is_done(store.connection, file.url):
        text = records.find_file_text(store.connection, file.fetch_url)
        if text is not None:
            records.save_file_text(store.connection, [file.fetch_url], text)


def _is_wanted(url: str) -> bool:
    """Return whether an address is that of a document."""
    return url.partition("?")[0].lower().endswith(WANTED)


def save_file(store: Store, run: RunFacts, address: Address, file: AttachedFile) -> None:
    """Keep what was read of a file, and end its address; inside a transaction."""
    urls = [address.fetch_url, *records.list_redirecting(store.connection, address.url)]
    records.save_file_text(store.connection, urls, file.text)
    outcomes.end(store.connection, address.url, Outcome("done", run.now, file.status))
