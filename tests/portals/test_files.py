"""Portal files: what is read, and every kind of error with file, dotted path and what was expected."""

import json
import os
import time
from datetime import date

import pytest

from harvester.errors import ConfigError
from harvester.portals import check_directory, load_portals, read_portal

GOOD = """name = "Xã Lâm Khê"
level = "commune"
province = "Hà Tĩnh"
url = "https://lamkhe.example/"
"""


def write(directory, text=GOOD, name="lam-khe.toml"):
    path = directory / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read_errors(path, platforms=("nukeviet", "generic")):
    with pytest.raises(ConfigError) as caught:
        read_portal(path, platforms=platforms)
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


def test_four_keys_and_the_name_of_the_file(tmp_path):
    portal = read_portal(write(tmp_path))
    assert (portal.id, portal.level, portal.status, portal.verify_tls) == (
        "lam-khe",
        "commune",
        "active",
        True,
    )
    assert portal.platform is None
    assert portal.css.title is None


def test_everything_that_a_file_can_say(tmp_path):
    portal = read_portal(write(tmp_path, "\ufeff" + GOOD.replace("lamkhe.example", "WWW.lamkhe.example:443") + """
id = "mine"
platform = "nukeviet"
sections = ["tin-tuc/", "http://lamkhe.example/a"]
feeds = ["/rss/"]
sitemaps = ["/sitemap.xml"]
delay = 3
status = "moved"
since = 2010-01-01
verify_tls = false
known_at = 2025-07-01
[selectors]
title = "h1.title"
lead = ""
"""), platforms={"nukeviet"})  # fmt: skip
    assert portal.id == "mine"
    assert portal.url == "https://www.lamkhe.example/"
    assert portal.sections == ["https://www.lamkhe.example/tin-tuc/", "http://lamkhe.example/a"]
    assert (portal.since, portal.known_at, portal.delay) == (date(2010, 1, 1), date(2025, 7, 1), 3.0)
    assert (portal.css.title, portal.css.lead) == ("h1.title", None)


WRONG = [
    ('id = "Lâm Khê"', "id: must be lower-case letters, digits, '-', '_' or '.', e.g. 'thi-tran-cam-xuyen', not 'Lâm Khê'"),  # noqa: E501
    ("id = 3", "id: must be a string, not 3"),
    ('platfrom = "x"', "platfrom: unknown key (did you mean 'platform'?)"),
    ('platform = "nukevit"', "platform: no such platform: 'nukevit' (did you mean 'nukeviet'?)"),
    ('platform = "xyz"', "platform: no such platform: 'xyz' (there are generic, nukeviet)"),
    ("platform = 4", "platform: must be a string, not 4"),
    ('sections = "x"', "sections: must be a list, not 'x'"),
    ("sections = [4]", "sections.0: must be a string, not 4"),
    ('sections = ["/a", "http://b.example/"]', "sections.1: must be on the portal's own site, not 'http://b.example/'"),
    ('sitemaps = ["https://lamkhe.example:444/a"]',
     "sitemaps.0: must be on the portal's own site, not 'https://lamkhe.example:444/a'"),
    ('feeds = ["mailto:a@b"]', "feeds.0: must be a path or an address: no http address: 'mailto:a@b'"),
    ('delay = "2"', "delay: must be a number, not '2'"),
    ("delay = -1", "delay: must be at least 0, not -1"),
    ("delay = 9999", "delay: must be at most 3600, not 9999"),
    ("delay = inf", "delay: must be at most 3600, not inf"),
    ('status = "dead"', "status: must be one of 'active', 'frozen', 'moved' or 'gone', not 'dead'"),
    ("status = true", "status: must be one of 'active', 'frozen', 'moved' or 'gone', not true"),
    ('since = "2010-01-01"', "since: must be a date like 2010-01-01, without quotes, not '2010-01-01'"),
    ('formerly = ["lam-khe"]', "formerly: must not hold what the portal has still: ['lam-khe']"),
    ('formerly = ["https://lamkhe.example/"]',
     "formerly: must not hold what the portal has still: ['https://lamkhe.example/']"),
    ("known_at = 2010", "known_at: must be a date like 2010-01-01, without quotes, not 2010"),
    ("verify_tls = 1", "verify_tls: must be true or false, not 1"),
    ('selectors = "h1"', "selectors: must be a table, not 'h1'"),
    ('[selectors]\ntitel = "h1"', "selectors.titel: unknown key (did you mean 'title'?)"),
    ("[selectors]\nlead = 4", "selectors.lead: must be a string, not 4"),
    (f'[selectors]\nbody = "{"* " * 60}"', f"selectors.body: must have at most 50 steps, not 60, not {'* ' * 60!r}"),
    ('[selectors]\nbody = "div["', "selectors.body: must be a CSS selector: Expected ident or '*', got <EOF at 4>, not 'div['"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), WRONG, ids=[message[:40] for _, message in WRONG])
def test_one_error(tmp_path, line, message):
    assert read_errors(write(tmp_path, f"{GOOD}{line}\n")) == [f"lam-khe.toml: {message}"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Xã Lâm Khê"', '" "', "name: must not be empty, not ' '"),
        ('level = "commune"\n', "", "level: is missing"),
        ('"commune"', '"village"',
         "level: must be one of 'province', 'district', 'commune', 'party', 'sector' or 'newspaper', not 'village'"),
        ("https://lamkhe.example/", "ftp://lamkhe.example/",
         "url: must be an http or https address: no http address: 'ftp://lamkhe.example/'"),
        ("https://lamkhe.example/", "http://[/",
         "url: must be an http or https address: no address: 'http://[/' (Invalid IPv6 URL)"),
    ],
)  # fmt: skip
def test_what_every_file_must_say(tmp_path, old, new, message):
    assert read_errors(write(tmp_path, GOOD.replace(old, new))) == [f"lam-khe.toml: {message}"]


def test_bytes_that_are_no_toml(tmp_path):
    assert read_errors(write(tmp_path, b'name = "\xff"')) == [
        "lam-khe.toml: must be UTF-8: invalid start byte at byte 8"
    ]
    [error] = read_errors(write(tmp_path, "name = \n"))
    assert error.startswith("lam-khe.toml: must be TOML: ")
    assert "line 1" in error


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot read portal file .*: No such file"):
        read_portal(tmp_path / "no.toml")


def test_all_errors_of_all_files_at_once(tmp_path):
    write(tmp_path, GOOD + 'delay = "2"\nsections = ["http://b.example/"]\nx = 1\n', "a.toml")
    write(tmp_path, "name = 3\n", "b.toml")
    write(tmp_path, GOOD, "c.toml")
    write(tmp_path, GOOD + 'id = "c"\n', "d.toml")
    right, errors = check_directory(tmp_path)
    assert right == 1
    assert [error.removeprefix(f"{tmp_path}/") for error in errors] == [
        "a.toml: delay: must be a number, not '2'",
        "a.toml: x: unknown key (there are delay, feeds, formerly, id, known_at, level, name, platform, province,"
        " recheck_days, sections, selectors, since, sitemaps, status, tls, unit, url, verify_tls)",
        "a.toml: sections.0: must be on the portal's own site, not 'http://b.example/'",
        "b.toml: name: must be a string, not 3",
        "b.toml: level: is missing",
        "b.toml: province: is missing",
        "b.toml: url: is missing",
        f"d.toml: id: 'c' is taken by {tmp_path}/c.toml",
    ]
    with pytest.raises(ConfigError) as caught:
        load_portals(tmp_path)
    assert str(caught.value).splitlines() == errors


def test_a_province_and_a_unit_must_exist(tmp_path):
    write(tmp_path, GOOD.replace("Hà Tĩnh", "Ha Tinhh") + 'unit = "2025:18674"\n', "a.toml")
    right, errors = check_directory(tmp_path)
    assert right == 0
    assert [error.removeprefix(f"{tmp_path}/") for error in errors] == [
        "a.toml: province: no such province: 'Ha Tinhh' (did you mean 'Hà Tĩnh'?)",
        "a.toml: unit: no such unit: '2025:18674' (did you mean '2025:18673', Xã Cẩm Xuyên, Tỉnh Hà Tĩnh?)",
    ]


def test_a_directory_adds_and_replaces(tmp_path):
    write(tmp_path, GOOD, "kimson-ninhbinh.toml")
    packaged = load_portals()
    both = load_portals(tmp_path)
    assert both.keys() == packaged.keys()
    assert both["kimson-ninhbinh"].name == "Xã Lâm Khê"
    assert list(load_portals(tmp_path, packaged=False)) == ["kimson-ninhbinh"]


def test_a_directory_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="no such directory of portal files: "):
        load_portals(tmp_path / "no")


def test_a_portal_made_in_python_refuses_other_sites_too():
    from harvester.portals import Portal

    with pytest.raises(ValueError, match="must be on the portal's own site"):
        Portal(
            id="a",
            name="A",
            level="commune",
            province="B",
            url="http://a.example/",
            feeds=["http://b.example/"],
        )


def make_nested(depth):
    return "x = " + "[" * depth + "]" * depth + "\n"


HOSTILE = {
    "50,000 dotted parts": ("a." * 50_000 + "a = 1\n", "must be at most 64,000 bytes long"),
    "a key of many parts": ("a." * 20_000 + "a = 1\n", "must have at most 2,000 dots"),
    "a table of many parts": ("[" + "name." * 1900 + "a]\n", "is nested too deep"),
    "deep brackets": (make_nested(30_000), "is nested too deep"),
    "deep tables": ("x = " + "{a=" * 15_000 + "1" + "}" * 15_000, "is nested too deep"),
    "endless digits": ("delay = " + "1" * 60_000 + "\n", "must be TOML: Exceeds the limit"),
    "a long text": (GOOD.replace("Xã Lâm Khê", "x" * 60_000), "name: must be at most 500 characters long, not 'xxx"),
    "a long address": (GOOD.replace(".example/", ".example/" + "x/" * 3000), "url: must be at most 2,000 characters"),
    "a deep selector": (f'{GOOD}[selectors]\nbody = "{":not(" * 9000}a"\n', "selectors.body: must be at most 1,000"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line(tmp_path, kind):
    text, message = HOSTILE[kind]
    begun = time.process_time()
    [error] = read_errors(write(tmp_path, text))
    assert time.process_time() - begun < 1
    assert error.startswith(f"lam-khe.toml: {message}")
    assert len(error) < 500


def test_many_errors_are_counted(tmp_path):
    errors = read_errors(write(tmp_path, f"{GOOD}sections = [{'1, ' * 5000}]\n"))
    assert len(errors) == 21 and errors[-1] == "lam-khe.toml: errors besides: 4,980"


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "device.toml").symlink_to("/dev/zero")
    (tmp_path / "folder.toml").mkdir()
    write(tmp_path)
    right, errors = check_directory(tmp_path)
    assert right == 1
    assert [error.rpartition(": ")[2] for error in errors] == ["no regular file", "Is a directory", "no regular file"]


@pytest.mark.parametrize("name", ["lam-khe\n", "lam-khe\n\n", "-lam", "a" * 81, "lam khe"])
def test_an_id_matches_wholly(tmp_path, name):
    [error] = read_errors(write(tmp_path, f"{GOOD}id = {json.dumps(name)}\n"))
    assert error.startswith("lam-khe.toml: id: must be lower-case letters")
