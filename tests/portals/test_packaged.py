"""The portal files that are shipped."""

import tomllib
from importlib import resources

import pytest

from harvester.platforms import PLATFORMS
from harvester.portals import load_portals
from harvester.portals.drafts import make_id
from harvester.vietnamese.site_names import PROVINCES

PORTALS = load_portals(platforms=set(PLATFORMS))


def test_there_are_portals_of_every_kind():
    assert len(PORTALS) >= 38
    assert {portal.level for portal in PORTALS.values()} >= {"district", "commune", "party", "newspaper"}
    platforms = {portal.platform for portal in PORTALS.values()}
    assert platforms >= {
        "nukeviet",
        "hatinhparty",
        "ninhbinh",
        "thanhhoa",
        "baohatinh",
        "tandan",
        "vnpt",
        "liferay",
    }


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_each_is_what_it_says(portal):
    assert portal.id == make_id(portal.url), "a probe of the same portal would write a second file"
    assert portal.province in PROVINCES, "provinces are told as they were before July 2025"
    file = resources.files("harvester.portals") / f"{portal.id}.toml"
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# "), "what is known is told"
    assert "status" in tomllib.loads(text)
    assert portal.known_at is not None or "on a day that is not known" in text


@pytest.mark.parametrize("portal", [p for p in PORTALS.values() if p.level == "district"], ids=lambda p: p.id)
def test_abolished_districts_are_frozen(portal):
    assert portal.status == "frozen"
    assert portal.known_at is not None
