"""The choice between platforms."""

import subprocess
import sys

import pytest

from harvester.errors import ConfigError, NotAnArticle, Refused
from harvester.platforms import GENERIC, PLATFORMS, find_platform, read_article, recognise
from harvester.platforms.page import Page


def test_every_platform_is_named_and_versioned():
    assert list(PLATFORMS)[-1] == "generic"
    for name, platform in PLATFORMS.items():
        assert platform.name == name
        assert platform.version >= 1


def test_a_misspelt_platform_is_named_with_the_nearest():
    with pytest.raises(ConfigError, match=r"no such platform: 'nukevit' \(did you mean 'nukeviet'\?\)"):
        find_platform("nukevit")


def test_an_unheard_of_platform_is_answered_with_all():
    with pytest.raises(ConfigError, match="there are nukeviet"):
        find_platform("xyz")


def test_the_generator_decides():
    found = recognise(Page("http://a.example/", b'<meta name="generator" content="NukeViet v4.5"><p>x'))
    assert (found.platform.name, found.reason) == ("nukeviet", "generator says NukeViet v4.5")


def test_nothing_known_is_generic():
    found = recognise(Page("http://a.example/", b"<p>x"))
    assert (found.platform, found.reason) == (GENERIC, "no system recognised")


def test_a_page_without_text_is_no_article():
    with pytest.raises(NotAnArticle):
        read_article(b"<title>A</title><h1>A</h1><p>x", "http://a.example/x-1.html")


@pytest.mark.parametrize("title", ["Hãy đợi...", "Just a moment...", "403 Forbidden", "Truy cập bị từ chối"])
def test_stand_ins_are_refused(title):
    with pytest.raises(Refused, match="stand-in"):
        read_article(f"<title>{title}</title><p>x".encode(), "http://a.example/x-1.html")


def test_importing_platforms_does_not_import_trafilatura():
    code = "import sys, harvester.platforms; sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
