"""Whether a reading is accepted: is the article wanted, and is it the article that its address had before?"""

from __future__ import annotations

from harvester.health.tallies import list_fields
from harvester.items import Article
from harvester.limits import CONFIRMED_HOURS, SHORTENED_HOURS, WELL_READ_A_SUSPECT
from harvester.loading.content import hash_content
from harvester.plan import RunFacts
from harvester.store import Store
from harvester.store.articles import suspected_replacements, tombstones
from harvester.store.frontier.addresses import Address
from harvester.store.reports.harvests import Known
from harvester.urls import normalize

LEAST_KEPT = 0.5
"""Part of a stored text below which a new reading of its page has lost text."""

LEAST_SHARED = 0.1
"""Part of a text's runs of three words; one that keeps fewer is another text."""


FORGOTTEN = "taken out by harvester forget"


def find_forgetting(store: Store, address: Address, article: Article) -> str | None:
    """Return that a record was taken out, by its address or by its text at an address that has none, or None."""
    connection = store.connection
    if not tombstones.has_any(connection):
        return None
    spellings = {address.url, normalize(address.fetch_url)}
    if tombstones.find_forgotten(connection, spellings):
        return FORGOTTEN
    is_known = address.article is not None
    return None if is_known or not tombstones.is_forgotten_text(connection, hash_content(article)) else FORGOTTEN


def find_age_refusal(run: RunFacts, address: Address, article: Article) -> str | None:
    """Return why an article is too old to be wanted, or None; one that is stored already is kept up."""
    since = run.plan.read_since(run.portals[address.portal])
    if since is None or address.article is not None or article.published_at is None:
        return None
    return f"older than {since}" if article.published_at.date() < since else None


def is_other_text(before: str, now: str) -> bool:
    """Return whether two texts have next to no run of three words in common."""
    kept, given = (
        {tuple(words[place : place + 3]) for place in range(len(words) - 2)}
        for words in (before.casefold().split(), now.casefold().split())
    )
    return len(kept & given) < LEAST_SHARED * len(kept)


def _is_whole(known: Known, article: Article) -> bool:
    """Return whether a reading has all that was stored of the page: it may say something else, and lacks nothing."""
    return known.fields <= list_fields(article) and len(article.text) >= LEAST_KEPT * len(known.body)


def find_losses(known: Known, article: Article) -> str | None:
    """Return why a new reading of a stored article's page is not to be accepted, or None.

    A page that changed its layout, or an error page in its place, is read as something, and would be taken for a new
    version of the article. Authorities edit a paragraph, a title, a lead; they do not put another text in its
    place. What our own new rules read otherwise is not judged.
    """
    if known.extractor != article.extractor:
        return None
    lost = sorted(known.fields - list_fields(article) - {"body"})
    if article.title != known.title and is_other_text(known.body, article.text):
        return "the page holds another text than before, under another title"
    shorter = len(article.text) < LEAST_KEPT * len(known.body)
    if len(lost) + shorter >= (2 if shorter else 3) or {"date", "lead"} <= set(lost):
        return f"the page has lost what it had: {', '.join([*lost, *(['most of its text'] if shorter else [])])}"
    return None


def is_confirmed(store: Store, run: RunFacts, address: Address, article: Article, known: Known) -> bool:
    """Return whether a text that replaced another is the article's own: a week's work schedule is such.

    It was seen the same on an earlier day, at no other address, on a portal that was well; else it is noted as
    suspected, in a transaction of its own. An error page stands at many addresses, or goes. One that lacks something is
    believed under another title alone, and a week later.
    """
    is_whole = _is_whole(known, article)
    if not is_whole and article.title == known.title:
        return False
    hours = CONFIRMED_HOURS if is_whole else SHORTENED_HOURS
    connection = store.connection
    suspect = suspected_replacements.read(connection, address.url, address.portal, run.id)
    content = hash_content(article)
    if suspect is not None and suspect.content_hash == content:
        return (
            suspect.run < run.id
            and suspect.seen_at <= run.plan.read_time(hours=hours)
            and suspect.same_elsewhere == 0
            and suspect.read_well >= WELL_READ_A_SUSPECT * suspect.suspicions
        )
    with store.transaction():
        suspected_replacements.note(connection, address.url, content, run.id, run.now)
    return False
