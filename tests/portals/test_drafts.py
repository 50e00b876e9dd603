"""Portal files that are proposed."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.errors import ConfigError
from harvester.portals import Portal, read_portal
from harvester.portals.drafts import Draft, Line, make_id, save_draft, shorten, write_draft


def make_draft(**changes):
    return Draft(**{
        "url": "https://lamkhe.example/",
        "name": Line("Xã Lâm Khê", "out of the title", is_guess=True),
        "level": Line("commune", "it says 'xã'", is_guess=True),
        "province": Line("Trăng Khuyết", "the page says so", is_guess=True),
        "platform": Line("nukeviet", "generator says NukeViet"),
        **changes,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("url", "portal_id"),
    [
        ("https://www.songmay.hatinh.gov.vn/", "songmay-hatinh"),
        ("http://baotrangkhuyet.vn/tin/", "baotrangkhuyet"),
        ("http://127.0.0.1:8801/", "127-0-0-1-8801"),
        ("https://songmay.dcs.vn/", "songmay-dcs"),
        ("http://[::1]:81/", "1-81"),
        ("https://thônxa.example/", "xn-thnxa-7ta"),
        ("http://vn/", "vn"),
    ],
)
def test_ids_from_hosts(url, portal_id):
    assert make_id(url) == portal_id


def test_what_is_written():
    draft = make_draft(
        head="Written by a test.",
        sections=[
            Line("https://lamkhe.example/tin-tuc/", "Tin tức"),
            Line("https://www.lamkhe.example/a?b=1", ""),
        ],
        feeds=[Line("https://lamkhe.example/rss/", "12 articles")],
        verify_tls=False,
    )
    assert write_draft(draft) == (
        "# Written by a test.\n"
        'name = "Xã Lâm Khê"  # guessed: out of the title\n'
        "level = \"commune\"  # guessed: it says 'xã'\n"
        'province = "Trăng Khuyết"  # guessed: the page says so\n'
        'url = "https://lamkhe.example/"\n'
        'platform = "nukeviet"  # generator says NukeViet\n'
        "sections = [\n"
        '    "/tin-tuc/",                         # Tin tức\n'
        '    "https://www.lamkhe.example/a?b=1",\n'
        "]\n"
        "feeds = [\n"
        '    "/rss/",  # 12 articles\n'
        "]\n"
        "verify_tls = false  # its certificate is let pass, whatever it says\n"
    )
    assert draft.guesses == ["name", "level", "province"]


def test_no_platform_is_a_remark():
    text = write_draft(make_draft(platform=Line("", "no system recognised")))
    assert "# platform: no system recognised\n" in text
    assert "platform" not in tomllib.loads(text)


text = st.text(max_size=80)


@settings(deadline=None)
@given(name=text, remark=text, section=text, head=text)
def test_whatever_the_site_says_the_file_is_valid(name, remark, section, head):
    draft = make_draft(
        name=Line(f"Xã {name}", remark, is_guess=True),
        head=head,
        sections=[Line("https://lamkhe.example/a", section)],
    )
    data = tomllib.loads(write_draft(draft))
    portal = Portal.model_validate({"id": draft.id, **data})
    assert portal.sections == ["https://lamkhe.example/a"]
    assert portal.name.startswith("Xã")


@settings(deadline=None)
@given(st.from_regex(r"https://lamkhe\.example/[\w/.?=&%-]{0,30}", fullmatch=True))
def test_a_path_leads_back_to_its_address(address):
    from harvester.urls import join, normalize

    assert join("https://lamkhe.example/", shorten(address, "https://lamkhe.example/")) == normalize(address)


def test_what_is_saved_is_read_back(tmp_path):
    path = save_draft(make_draft(), tmp_path / "new" / "portals")
    assert path.name == "lamkhe.toml"
    portal = read_portal(path)
    assert (portal.id, portal.name, portal.platform) == ("lamkhe", "Xã Lâm Khê", "nukeviet")


def test_the_same_twice_is_no_harm_but_nothing_is_overwritten(tmp_path):
    path = save_draft(make_draft(), tmp_path)
    assert save_draft(make_draft(), tmp_path) == path
    path.write_text("name = 'mine'", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"nothing was written: .*lamkhe\.toml' is there already"):
        save_draft(make_draft(), tmp_path)
    assert path.read_text(encoding="utf-8") == "name = 'mine'"


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="not a directory: "):
        save_draft(make_draft(), tmp_path / "file")
    with pytest.raises(ConfigError, match="cannot write "):
        save_draft(make_draft(), tmp_path / "file" / "below")
