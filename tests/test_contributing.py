"""What CONTRIBUTING.md says works."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from harvester.environment import NOW
from harvester.items import Selectors
from harvester.platforms import PLATFORMS
from harvester.portals import Portal, read_portal
from harvester.reading.page import Page
from harvester.reading.platform import Platform
from harvester.reading.selectors import SelectorPlatform

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGE = """<html><script src="/example-cms/a.js"></script><body><div class="article"><h1 class="title">Họp thôn</h1>
<span class="date">Ngày đăng: 12/03/2022 07:30</span><div class="sapo">Bàn việc làm đường.</div>
<div class="content"><p>Tối qua thôn họp ở sân đình, bàn việc làm đường.</p></div></div></body></html>"""


def find_block(language: str) -> str:
    [block] = re.findall(rf"^ *```{language}\n(.*?)^ *```$", TEXT, re.S | re.M)
    return "\n".join(line.removeprefix("    ") for line in block.splitlines())


def make_example() -> Platform:
    names: dict = {"__name__": "example"}
    exec(compile(find_block("python"), "CONTRIBUTING.md", "exec"), names)
    return names["ExampleCms"]()


def test_the_example_platform_reads_its_article():
    platform = make_example()
    page = Page("https://xa.example.gov.vn/tin/hop-thon-123.htm", PAGE.encode())
    assert platform.recognise(page) == "scripts from /example-cms/"
    article = platform.article(page)
    assert (article.title, article.lead, article.platform_id) == ("Họp thôn", "Bàn việc làm đường.", "123")
    assert article.body == "Tối qua thôn họp ở sân đình, bàn việc làm đường."
    assert article.dates[0].text == "Ngày đăng: 12/03/2022 07:30"


def test_the_gold_page_of_the_example_is_written_as_told(tmp_path, monkeypatch, capsys):
    [command] = re.findall(r"^ +python (tests/pages/regenerate\.py \S+ \S+)$", TEXT, re.M)
    script, *arguments = shlex.split(command)
    spec = importlib.util.spec_from_file_location("regenerate", ROOT / script)
    regenerate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(regenerate)
    monkeypatch.setattr(regenerate, "PAGES", tmp_path)
    monkeypatch.setitem(PLATFORMS, "examplecms", make_example())
    monkeypatch.setenv(NOW, "2023-07-13T09:00:00+07:00")
    page = tmp_path / arguments[0]
    page.parent.mkdir()

    page.write_text(PAGE.replace('class="sapo"', ""), encoding="utf-8")
    regenerate.main(arguments)
    printed = capsys.readouterr().out
    assert page.with_suffix(".json").is_file()
    assert "".join(f"        {line}\n" for line in printed.splitlines()) in TEXT

    [unread] = re.findall(r"`no date; not read as a date: '(.+)'`", TEXT)
    page.write_text(PAGE.replace("Ngày đăng: 12/03/2022 07:30", unread), encoding="utf-8")
    regenerate.main(arguments)
    assert capsys.readouterr().out == f"{arguments[0]}: no date; not read as a date: {unread!r}\n"


@pytest.mark.parametrize("name", sorted({**Platform.__annotations__, **SelectorPlatform.__annotations__}))
def test_all_that_a_platform_may_say_is_described(name):
    start = TEXT.index("### All that a platform may say")
    assert re.search(rf"^\| .*`{name}`.* \|.+\|$", TEXT[start : TEXT.index("## House rules")], re.M)


def test_the_example_file_is_right(tmp_path):
    start = TEXT.index("## What a portal file may say")
    blocks = re.findall(r"(?:^    .+\n)+", TEXT[start : TEXT.index("## A platform in")], re.M)
    path = tmp_path / "kimson.toml"
    path.write_text("".join(re.sub(r"^    ", "", block, flags=re.M) for block in blocks), encoding="utf-8")
    portal = read_portal(path)
    assert (portal.name, portal.css.title) == ("Huyện Kim Sơn", "h1.tieu-de")


@pytest.mark.parametrize("key", [*Portal.model_fields, *Selectors.__dataclass_fields__])
def test_every_key_of_a_portal_file_is_described(key):
    assert re.search(rf"`{key}`|^    {key} =|also: .*\b{key}\b", TEXT, re.M) or f"[{key}]" in TEXT


@pytest.mark.parametrize("name", re.findall(r"`(?:harvester/platforms/)?(\w+\.py)`", TEXT))
def test_files_that_are_named_exist(name):
    assert (ROOT / "harvester" / "platforms" / name).is_file()
