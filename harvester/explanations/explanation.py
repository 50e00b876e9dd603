"""Why an address is in the database as it is, or is not: what is known of it, in words.

What each state and reason means is told in docs/fetch-results.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus

from harvester.crawling.robots import Rules, read_rules
from harvester.errors import ConfigError
from harvester.explanations.next_look import tell_next_look
from harvester.limits import ROBOTS_NAME, SENT_LIMIT
from harvester.platforms import PLATFORMS, find_platform
from harvester.portals import Portal
from harvester.reading.media import MEDIA_TYPES, read_extension
from harvester.store import Store, runs
from harvester.store.articles.uids import make_uid
from harvester.store.reports import address_facts as rows
from harvester.store.reports.address_facts import AddressRow, ArticleRow, CaptureRow, DateRow, PortalRow
from harvester.urls import BadAddress, is_same_site, make_key, normalize, read_origin, resolve
from harvester.wording import DATE_DOUBTS, DATE_PLACES, write_count, write_time

PLACES = {
    "home": "the home page", "sitemap": "the sitemap", "feed": "the feed", "listing": "the listing",
    "article": "the article's page",
}  # fmt: skip

KINDS = {
    "home": "the portal's home page", "sitemap": "a sitemap", "feed": "a feed", "listing": "a listing",
    "article": "an article's address", "file": "a file that an article offers",
}  # fmt: skip

UNASKED = ("robots.txt forbids", "older than", "opened ")
"""How the reasons begin for which an address is not asked for at all."""

MEANINGS = (
    ("older than", "nothing older is wanted, by --since or by the portal's `since`"),
    ("redirects to another site", "only the portal's own host and port are harvested"),
    ("redirects to the home page", "a portal sends whoever asks for what it does not have to its home page"),
    ("redirects without end", "the redirects lead in a circle, or are too many"),
    ("not a page", "only pages are read; the files of articles are, with --keep and --files"),
    ("larger than", f"no page has more than {SENT_LIMIT // 1_000_000} MB"),
    ("its host is at a private address", "that is one of a local network, which no page may lead the harvester to"),
    ("opened ", "the process died each time, so this page is left alone"),
    ("not a sitemap", "the page at this address is neither a sitemap nor a feed"),
    ("the page holds another text", "believed a day later on a portal that is well, a shorter one a week later"),
    ("the page has lost what it had", "a stored article is not replaced by a lesser reading"),
    ("lost between scheduler and spider", "something in between swallowed the request"),
    ("answers 404", "the portal says that there is no such page"),
    ("answers 410", "the portal says that the page was taken away"),
)  # fmt: skip
"""What a reason means, by its beginning."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is told of one address. `sentences` are by topic, in the order in which they are read."""

    url: str
    key: str
    portal: str | None
    state: str  # of the frontier, or `unseen`, `forgotten`, `imported`
    article: int | None
    would_be_taken: bool | None  # of an unknown address; None where it is known
    sentences: dict[str, list[str]]
    dates: list[DateRow] = field(default_factory=list)
    captures: list[CaptureRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a known address is explained from."""

    address: AddressRow
    portal: PortalRow
    configured: Portal | None
    article: ArticleRow | None
    captures: list[CaptureRow]
    kept: tuple[int, str | None]  # how many answers are kept, and since when
    rules: Rules | None
    robots_text: str
    now: datetime


def explain(store: Store, url: str, portals: Mapping[str, Portal], now: datetime) -> Explanation:
    """Explain an address.

    Args:
        store: The database, which is only read.
        url: The address as it was found or typed.
        portals: The configured portals by id.
        now: The clock that "due" is counted from.

    Raises:
        ConfigError: It is no http or https address.
    """
    try:
        address = resolve("", url)
        key = make_key(address)
    except BadAddress as error:
        raise ConfigError(str(error)) from error
    forgotten = rows.read_forgotten_at(store.connection, [make_uid(one) for one in {key, normalize(address)}])
    if forgotten is not None:
        told = [f"A record was taken out here on {write_time(forgotten)}; nothing brings it back."]
        return Explanation(address, key, None, "forgotten", None, False, {"decided": told})
    row = rows.read_address(store.connection, key)
    if row is not None:
        return explain_known(store, row, portals, now)
    number = rows.find_article(store.connection, normalize(address))
    if number is not None:
        return explain_imported(store, address, key, number)
    return explain_unseen(store, address, key, portals)


def explain_known(store: Store, row: AddressRow, portals: Mapping[str, Portal], now: datetime) -> Explanation:
    """Explain an address of the frontier."""
    connection = store.connection
    portal = rows.read_portal_row(connection, row.portal)
    assert portal is not None  # a foreign key
    rules, text = read_kept_rules(store, row.fetch_url)
    article = None if row.article is None else rows.read_article_row(connection, row.article)
    captures = rows.read_capture_rows(connection, row.fetch_url)
    kept = rows.count_captures(connection, row.fetch_url)
    facts = _Facts(row, portal, portals.get(portal.id), article, captures, kept, rules, text, now)
    sentences = {
        "found": tell_found(row),
        "asked": tell_asked(row),
        "came": tell_answer(facts, rows.read_redirecting(connection, row.url)),
        "read": tell_reader(facts),
        "decided": tell_decision(facts),
        "published": tell_publication(article),
        "due": tell_next_look(facts.address, article, portal, facts.configured, now),
    }
    dates = (
        rows.read_link_dates(connection, row.url) if article is None else rows.read_date_rows(connection, article.id)
    )
    sentences = {topic: told for topic, told in sentences.items() if told}
    return Explanation(row.fetch_url, row.url, portal.id, row.state, row.article, None, sentences, dates, captures)


def explain_imported(store: Store, address: str, key: str, number: int) -> Explanation:
    """Explain an article that no crawl has come by: it was imported or merged."""
    article = rows.read_article_row(store.connection, number)
    sentences = {
        "found": ["No crawl has found this address: its article was imported or merged."],
        "read": [f"Read by the rules {article.extractor}."],
        "decided": [_tell_article(article)],
        "published": tell_publication(article),
    }
    dates = rows.read_date_rows(store.connection, number)
    captures = rows.read_capture_rows(store.connection, address)
    return Explanation(address, key, None, "imported", number, None, sentences, dates, captures)


def explain_unseen(store: Store, address: str, key: str, portals: Mapping[str, Portal]) -> Explanation:
    """Say of an address that was never seen whether it would be taken, and by which rule not."""
    portal = next((one for one in portals.values() if is_same_site(address, one.url)), None)
    told = ["This address is not known: no page, feed or sitemap that was read has it among its articles."]
    if portal is None:
        files = write_count(len(portals), "portal file")
        why = f"It would not be taken: its site is that of no configured portal ({files} read)."
        return Explanation(address, key, None, "unseen", None, False, {"found": told, "decided": [why]})
    rules, text = read_kept_rules(store, address)
    refusals = find_refusals(store, address, portal, rules, text)
    decided = [f"It would not be taken: {refusal}." for refusal in refusals] or [
        f"It would be taken for an article's address of {portal.id} as soon as a feed or sitemap of the portal names"
        " it, or a page links to it among articles, not in a menu; whether it is an article, its page decides."
    ]
    if rules is None:
        decided.append("robots.txt has not been asked for there yet; what it forbids is not asked for.")
    return Explanation(address, key, portal.id, "unseen", None, not refusals, {"found": told, "decided": decided})


def find_refusals(store: Store, address: str, portal: Portal, rules: Rules | None, text: str) -> list[str]:
    """Return the rules by which an address of a portal would not be taken."""
    refusals = []
    if portal.status in ("moved", "gone"):
        refusals.append(f"the portal's file says that it is {portal.status}, and no run asks it")
    if make_key(portal.url) == make_key(address):
        refusals.append("it is the portal's home page, which is asked at every run and is no article")
    if rules is not None and rules.refusal is not None:
        refusals.append(f"nothing is asked of the portal for now: {rules.refusal}")
    elif rules is not None and not rules.is_allowed(address):
        refusals.append(f"robots.txt forbids it{name_rule(text, rules.agent, address)}")
    if (extension := read_extension(address)) in MEDIA_TYPES:
        refusals.append(f"it is a file (.{extension}); the files of articles are kept with --keep and --files")
    known = rows.read_portal_row(store.connection, portal.id)
    name = portal.platform or (known.platform if known is not None else None)
    if name is not None and name in PLATFORMS and find_platform(name).is_article_url(address) is False:
        refusals.append(f"by the rules of {name} no article has such an address")
    return refusals


def read_kept_rules(store: Store, url: str) -> tuple[Rules | None, str]:
    """Return the rules of the robots.txt that a crawl kept last for the origin of an address, and its text."""
    robots = runs.read_robots(store.connection, read_origin(url))
    if robots is None:
        return None, ""
    return read_rules(robots, ROBOTS_NAME), robots.text or ""


def name_rule(text: str, agent: str, url: str) -> str:
    """Return ` (Disallow: /in/)` for the longest rule of a robots.txt that alone forbids an address, else nothing."""
    from protego import Protego

    found = {line.strip() for line in text.splitlines() if line.strip().lower().startswith("disallow:")}
    own = [line for line in found if not Protego.parse(f"User-agent: *\n{line}\n").can_fetch(url, agent)]
    return f" ({max(own, key=len)})" if own else ""


def tell_found(row: AddressRow) -> list[str]:
    """Where and when an address was found."""
    when = write_time(row.found_at)
    if row.found_in == "portal file":
        return [f"Known on {when} as {KINDS[row.kind]}: from the portal file, or where such systems have one."]
    place = PLACES.get(row.found_in_kind or "", "")
    return [f"Found on {when} as {KINDS[row.kind]}, in {place} {row.found_in}.".replace("  ", " ")]


def tell_asked(row: AddressRow) -> list[str]:
    """What was asked, and when."""
    if row.fetched_at is None and not row.tries:
        return ["It has not been asked for yet."]
    if is_unasked(row):
        return ["It was not asked for."]
    told = f"GET {row.fetch_url}"
    if row.fetched_at is not None:
        told += f", last on {write_time(row.fetched_at)}"
    if row.has_version:
        told += "; the next time only for a version newer than that"
    return [f"{told}."]


def is_unasked(row: AddressRow) -> bool:
    """Return whether a rule kept an address from being asked for."""
    return row.last_status is None and row.state == "skipped" and (row.last_error or "").startswith(UNASKED)


def tell_answer(facts: _Facts, redirecting: list[str]) -> list[str]:
    """What came: status, type and size where the answer is kept, redirects."""
    row = facts.address
    told = []
    if row.last_status is not None:
        told.append(f"The last answer was {_tell_status(row.last_status)}.")
    elif row.fetched_at is not None and not is_unasked(row):
        told.append("No answer came that could be used.")
    if row.redirect_to is not None:
        told.append(f"It redirects to {row.redirect_to}, which is an address of its own.")
    if row.hops:
        told.append(f"It was come to by {write_count(row.hops, 'redirect')}.")
    if redirecting:
        told.append(f"Redirects lead here from {', '.join(redirecting[:5])}.")
    count, first = facts.kept
    told += [tell_capture(capture) for capture in facts.captures[:1]]
    if count > 1 and first is not None:
        told.append(f"{write_count(count - 1, 'earlier answer')} kept, too, the first of {write_time(first)}.")
    return told


def _tell_status(status: int) -> str:
    """`404 (Not Found)`."""
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def tell_capture(capture: CaptureRow) -> str:
    """Where an answer is kept, its type and size."""
    what = " ".join(str(part) for part in (capture.status, capture.media_type) if part is not None)
    lost = "" if capture.lost_at is None else f"; it cannot be read since {write_time(capture.lost_at)}"
    return (
        f"Kept: {what} of {write_time(capture.fetched_at)}, {capture.length:,} bytes packed, in {capture.file}{lost}."
    )


def tell_reader(facts: _Facts) -> list[str]:
    """Which platform and rules read the page."""
    portal, article = facts.portal, facts.article
    told = [] if article is None else [f"Article read by the rules {article.extractor}."]
    if portal.platform is None:
        return [*told, "The portal's system is not known yet."]
    why = "named by the portal file" if portal.platform_reason is None else portal.platform_reason
    told.append(f"The portal {portal.id} is read as {portal.platform}: {why}.")
    own = [] if facts.configured is None else sorted(facts.configured.selectors.model_dump(exclude_none=True))
    return [*told, f"Its file has selectors of its own: {', '.join(own)}."] if own else told


def tell_decision(facts: _Facts) -> list[str]:
    """What decided that an address is an article, or is not."""
    row, article = facts.address, facts.article
    told = [tell_state(row)]
    error = row.last_error or ""
    meaning = next((text for start, text in MEANINGS if error.startswith(start)), None)
    if error.startswith("robots.txt forbids") and facts.rules is not None:
        told.append(f"The rule{name_rule(facts.robots_text, facts.rules.agent, row.fetch_url) or ' is in robots.txt'}.")
    elif meaning is not None and row.state != "done":
        told.append(f"That is: {meaning}.")
    elif row.state == "done" and error:
        told.append(f"It is stored {error}.")
    if article is not None:
        told.append(_tell_article(article))
    return told


def tell_state(row: AddressRow) -> str:
    """The state of an address, with its reason."""
    error = f": {row.last_error}" if row.last_error else ""
    if row.redirect_to is not None:
        return "No page of its own is here: it only leads on."
    if row.state == "done":
        return tell_done(row)
    if row.state == "gone":
        return f"The portal has it no more{error}."
    if row.state == "skipped":
        return f"It was passed over{error}."
    if row.state == "failed":
        return f"It was given up after {write_count(row.tries, 'failure')} in a row{error}."
    if row.tries:
        return f"The last {write_count(row.tries, 'try')} in a row failed{error}."
    return "It waits for its turn: it is new, or a run was interrupted or reached --limit before it."


def tell_done(row: AddressRow) -> str:
    """What a page that was read well turned out to be."""
    if row.kind == "article":
        return (
            "The page was read as an article, with a title and a text of its own."
            if row.article
            else ("The page was read, and no article is stored of it.")
        )
    if row.kind == "file":
        return "It is a file that an article offers; what a PDF says is in `attachments`."
    return f"It is {KINDS[row.kind]}, no article; {write_count(row.led_to, 'article')} were first found there."


def _tell_article(article: ArticleRow) -> str:
    """Which article it is."""
    told = f"Article {article.id}, {article.title!r}: {article.body_length:,} characters, revision {article.revision}"
    if article.duplicate_of is not None:
        told += f"; a copy of article {article.duplicate_of}"
    if article.gone_at is not None:
        told += f"; gone from the portal since {write_time(article.gone_at)}, and kept"
    return f"{told}."


def tell_publication(article: ArticleRow | None) -> list[str]:
    """When an article was published, by what."""
    if article is None:
        return []
    if article.published_at is None:
        return ["No date of publication could be chosen."]
    place = DATE_PLACES[article.published_from or "page"]
    told = [f"{write_time(article.published_at, article.published_precision)}, {place}."]
    if article.published_doubt is not None:
        told.append(f"The date is no evidence of who was first: {DATE_DOUBTS[article.published_doubt]}.")
    return told
