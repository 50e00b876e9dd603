"""Content systems that portals run on: one module each, and the choice between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from harvester.errors import ConfigError
from harvester.items import Article
from harvester.limits import NAME_LIMIT
from harvester.platforms.baohatinh import BaoHaTinh
from harvester.platforms.dotnetnuke import DotNetNuke
from harvester.platforms.generic import Generic
from harvester.platforms.hatinhparty import HaTinhParty
from harvester.platforms.hue import Hue
from harvester.platforms.liferay import Liferay
from harvester.platforms.ninhbinh import NinhBinh
from harvester.platforms.nukeviet import NukeViet
from harvester.platforms.tandan import TanDan
from harvester.platforms.thanhhoa import ThanhHoa
from harvester.platforms.thanhhoaparty import ThanhHoaParty
from harvester.platforms.vnpt import Vnpt
from harvester.platforms.wordpress import WordPress
from harvester.reading.page import Page
from harvester.reading.platform import Platform
from harvester.wording import cut_to

GENERIC = Generic()

PLATFORMS: Mapping[str, Platform] = {
    platform.name: platform
    for platform in (
        NukeViet(),
        HaTinhParty(),
        NinhBinh(),
        ThanhHoa(),
        BaoHaTinh(),
        TanDan(),
        Vnpt(),
        Liferay(),
        ThanhHoaParty(),
        DotNetNuke(),
        Hue(),
        WordPress(),
        GENERIC,
    )
}
"""Every platform by its name, in the order in which pages are tried; `generic` reads what no other does."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which platform a page is of, and why, e.g. "generator says NukeViet v4.5"."""

    platform: Platform
    reason: str


def find_platform(name: str) -> Platform:
    """The platform of a name.

    Raises:
        ConfigError: with the nearest name where there is none.
    """
    platform = PLATFORMS.get(name)
    if platform is None:
        near = get_close_matches(name, PLATFORMS, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else f" (there are {', '.join(PLATFORMS)})"
        raise ConfigError(f"no such platform: {name!r}{hint}")
    return platform


def recognise(page: Page) -> Recognition:
    """The platform that made a page by its own words.

    Else the one that claims it by its marks; generic where none or more than one does.
    """
    generator = cut_to(page.meta.get("generator", ""), NAME_LIMIT)
    for platform in PLATFORMS.values():
        if platform.generators and generator.lower().startswith(platform.generators):
            return Recognition(platform, f"generator says {generator}")
    claims = [(platform, reason) for platform in PLATFORMS.values() if (reason := platform.recognise(page))]
    if len(claims) == 1:
        return Recognition(*claims[0])
    if claims:
        return Recognition(
            GENERIC, "ambiguous: " + "; ".join(f"{platform.name}: {reason}" for platform, reason in claims)
        )
    return Recognition(GENERIC, f"generator says {generator}" if generator else "no system recognised")


def read_article(html: bytes, url: str, *, platform: str | None = None, encoding: str | None = None) -> Article:
    """Read the article on a page: texts as they stand there, and every date that was seen. No network, no database.

    Args:
        html: The page as it was sent.
        url: Its address, absolute; links on the page are resolved against it.
        platform: The content system that made the page, a key of `PLATFORMS`; recognised from the page when absent.
            `"generic"` reads pages of any system.
        encoding: What the server named, if anything; not believed where the bytes say otherwise.

    Returns:
        The raw article. `pipelines.process` cleans and dates it.

    Raises:
        NotAPage: The bytes are no HTML.
        NotAnArticle: The page holds no article of its own: a section, a tag, a menu.
        Refused: The page stands in for the article: a block, a login.
        ConfigError: There is no such platform.
    """
    page = Page(url, html, encoding=encoding)
    chosen = find_platform(platform) if platform is not None else recognise(page).platform
    return chosen.article(page)
