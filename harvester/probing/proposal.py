"""What a probe proposes as a portal file: each key's value and the comment beside it. Pure: nothing is asked for."""

from __future__ import annotations

from datetime import datetime

from harvester.places import load_gazetteer
from harvester.places.provinces import find_provinces
from harvester.places.publishers import PortalFacts, find_portal_units
from harvester.portals.drafts import Draft, Line
from harvester.probing.provenance import read_site_titles
from harvester.probing.survey import Findings, Source
from harvester.reading.markup import read_text
from harvester.vietnamese.site_names import Guess, guess_site
from harvester.wording import write_count

FALLBACK_LEVEL = Guess("commune", "nothing tells it, please put it right")
FALLBACK_PROVINCE = Guess("unknown", "nothing tells it, please fill it in")


def propose(findings: Findings, head: str, *, verify_tls: bool = True, old_tls: bool = False) -> Draft:
    """Sections that robots.txt forbids and sources that hold nothing are left out. Guesses are marked."""
    page = findings.page
    guess = guess_site(read_site_titles(page), page.host, read_text(page.tree))
    level = guess.level if guess.level.value else FALLBACK_LEVEL
    province = guess.province if find_provinces(guess.province.value) else FALLBACK_PROVINCE
    return Draft(
        url=findings.url,
        name=Line(guess.name.value, guess.name.why, is_guess=True),
        level=Line(level.value, level.why, is_guess=True),
        province=Line(province.value, province.why, is_guess=True),
        platform=propose_platform(findings),
        sections=[Line(link.url, link.text) for link in findings.sections if findings.rules.is_allowed(link.url)],
        feeds=[Line(feed.url, tell_holdings(feed)) for feed in findings.feeds if is_of_use(feed)],
        sitemaps=[Line(sitemap.url, tell_holdings(sitemap)) for sitemap in findings.sitemaps if is_of_use(sitemap)],
        head=head,
        verify_tls=verify_tls,
        old_tls=old_tls,
        unit=propose_unit(PortalFacts(guess.name.value, level.value, province.value, findings.url)),
    )


def write_head(url: str, now: datetime) -> str:
    """The first line of a file that a probe writes."""
    return f"Written by `harvester probe {url}` on {now:%Y-%m-%d}. Look at what is guessed."


def propose_unit(facts: PortalFacts) -> Line | None:
    """The unit that a portal speaks for now, else last; None where it cannot be told or the portal is no unit's."""
    found = find_portal_units(facts) if facts.level in ("province", "district", "commune") else []
    if not found:
        return None
    unit = found[-1].unit
    until = f", until {unit.valid_to}" if unit.valid_to else ""
    return Line(unit.id, f"{load_gazetteer().describe(unit)}{until}", is_guess=True)


def propose_platform(findings: Findings) -> Line:
    """The platform's name; none where pages are read by the rules for any page: a crawl looks again."""
    name, reason = findings.recognition.platform.name, findings.recognition.reason
    return Line("", f"{reason}; pages are read by the rules for any page") if name == "generic" else Line(name, reason)


def is_of_use(source: Source) -> bool:
    """Whether a source belongs into the file: it holds something, or was not asked for."""
    if source.named_by == "the index":  # which stands in the file itself
        return False
    return not source.asked or bool(source.articles or source.sitemaps)


def tell_holdings(source: Source) -> str:
    """`413 articles`, `an index of 3 sitemaps`."""
    if not source.asked:
        return "not asked for by this look"
    if source.sitemaps:
        return f"an index of {source.sitemaps:,} {'sitemap' if source.sitemaps == 1 else 'sitemaps'}"
    return write_count(source.articles, "article")
