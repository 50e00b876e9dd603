"""`harvester probe` as typed, against portals on loopback: each in a process of its own, all of them at once."""

from __future__ import annotations

import itertools
import signal
import tomllib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date

import pytest
from support import faults
from support.probes import Case, make_cases, make_site
from support.server import PortalServer
from support.slow import takes_long

from harvester import __version__
from harvester.cli.probe import command
from harvester.demo.server import serve
from harvester.errors import ConfigError
from harvester.portals import read_portal
from harvester.probing.visitor import tell_silence

AT_ONCE = 3


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("probe")


@pytest.fixture(scope="module")
def cases(directory):
    made = make_cases(directory)
    with ExitStack() as stack, ThreadPoolExecutor(AT_ONCE) as pool:
        for case in made.values():
            stack.enter_context(case.server)
        port = made["section forbidden"].server.port
        (directory / "taken" / f"127-0-0-1-{port}.toml").write_text("mine")
        made["plain"].url = f"127.0.0.1:{made['plain'].server.port}"
        made["nobody"] = Case(made["plain"].server, url="http://127.0.0.1:1/")
        list(pool.map(Case.run, made.values()))
        yield made


@takes_long
def test_what_a_portal_is(cases):
    case = cases["nukeviet"]
    assert (case.code, case.err) == (0, "")
    for expected in (
        "robots.txt allows the home page, asks for 0.2 s between requests",
        "platform nukeviet: generator says NukeViet v4.5",
        "sections /tin-tuc/ Tin tức /nong-thon/ Nông thôn",
        "/sitemap.xml (robots.txt): an index of 1 sitemap",
        "/sitemap-1.xml (the index): 30 articles",
        "articles 30 in view (5 from the home page, 30 from /sitemap-1.xml)",
    ):
        assert expected in case.flat


def test_one_article_field_by_field(cases):
    case = cases["nukeviet"]
    site = case.server.site
    [url] = [word for word in case.out.split() if word.startswith(f"{case.server.base}/") and word.endswith(".html")]
    piece = next(p for p in site.pieces if site.path(p.name) == url.removeprefix(case.server.base))
    assert f"title {piece.text.title}"[:40] in case.flat
    assert "h1.title" in case.out
    assert "div#news-bodyhtml" in case.out
    published = piece.text.published
    assert f"published_at {published.day} {published:%B %Y, %H:%M}, to the minute" in case.flat
    assert "from the page's text 'Thứ" in case.flat
    assert "not taken: " in case.out
    assert "not on this page: " in case.out


def test_the_file_is_shown_and_saved(cases, directory):
    case = cases["nukeviet"]
    [path] = (directory / "portals").iterdir()
    assert path.name == f"127-0-0-1-{case.server.port}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert data == case.toml == {
        "name": "Xã Lâm Khê", "level": "commune", "province": "unknown", "url": f"{case.server.base}/",
        "platform": "nukeviet", "sections": ["/tin-tuc/", "/nong-thon/"], "sitemaps": ["/sitemap.xml"],
    }  # fmt: skip
    assert read_portal(path, platforms={"nukeviet"}).sections[0] == f"{case.server.base}/tin-tuc/"
    assert "# guessed: the site's name says 'xã'" in path.read_text(encoding="utf-8")
    assert "Please look at what is guessed: name, level, province." in case.out
    assert f"harvester crawl {path.stem} --limit 5 --portals {directory / 'portals'}" in case.out


def test_few_pages_are_asked_for_robots_first_and_by_name(cases):
    case = cases["nukeviet"]
    assert case.asked[:2] == ["/robots.txt", "/"]
    assert len(case.asked) <= 8
    times = [served.at for served in case.server.log.served]
    assert all(later - earlier >= 0.19 for earlier, later in itertools.pairwise(times))
    agents = {served.request.headers["user-agent"] for served in case.server.log.served}
    assert agents == {f"harvester/{__version__} (archive of local news)"}


def test_nothing_is_overwritten(cases, directory):
    case = cases["section forbidden"]
    assert case.code == 2
    assert "nothing was written: " in case.err
    assert "Portal file 127-0-0-1-" in case.out
    [path] = (directory / "taken").iterdir()
    assert path.read_text() == "mine"


def test_a_portal_of_no_known_system_and_an_address_without_a_scheme(cases):
    case = cases["plain"]
    assert case.code == 0
    assert case.toml["url"] == f"{case.server.base}/"
    assert "robots.txt none: everything may be asked for" in case.flat
    assert "platform generic: " in case.flat
    assert "platform" not in case.toml
    assert "# platform: " in case.out
    assert f"harvester probe {case.server.base}/ --save portals\n" in case.out


def test_robots_txt_is_obeyed(cases):
    case = cases["forbidden"]
    assert (case.code, case.asked) == (1, ["/robots.txt"])
    assert case.err == f"harvester: robots.txt forbids '{case.server.base}/'\n"


def test_a_section_that_robots_txt_forbids_is_left_out(cases):
    case = cases["section forbidden"]
    assert "/nong-thon/ Nông thôn (robots.txt forbids it)" in case.flat
    assert "of them forbidden by robots.txt" in case.flat
    assert case.toml["sections"] == ["/tin-tuc/"]
    assert not any(target.startswith("/nong-thon/") for target in case.asked)


def test_without_an_answer_for_robots_txt_nothing_is_asked_for(cases):
    case = cases["robots down"]
    assert (case.code, set(case.asked)) == (1, {"/robots.txt"})
    assert case.err.startswith(f"harvester: robots.txt answers 503 at '{case.server.base}': ")


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("sent on", 1, "no portal at '{base}/': none of its links, feeds and sitemaps leads to an article"),
        ("sent on", 1, "the page sends visitors on (0; url=http://portal.example/): probe that address"),
        ("flood", 1, "no portal at '{base}/': an error page titled"),
        ("article", 1, "is one article of a portal on nukeviet: probe its home page, perhaps '{base}/'"),
        ("elsewhere", 1, "'{base}/' redirects to another site: probe 'http://elsewhere.example/' if that is the portal"),  # noqa: E501
        ("certificate", 1, "'{base}' does not answer: its certificate does not hold"),
        ("unreadable", 1, "no article could be read: the file may need [selectors], see CONTRIBUTING.md"),
        ("bomb", 1, "inflates to more than"),
        ("nobody", 1, "'http://127.0.0.1:1' does not answer: the connection is refused"),
    ],
)  # fmt: skip
def test_every_failure_has_its_words_and_its_code(cases, name, code, message):
    case = cases[name]
    assert case.code == code
    assert case.err.startswith("harvester: ")
    assert message.format(base=case.server.base) in case.err
    assert "Traceback" not in case.err


def test_a_certificate_that_is_let_pass_stands_in_the_file(cases):
    case = cases["certificate let pass"]
    assert (case.code, case.toml["verify_tls"]) == (0, False)
    assert case.out.endswith("--save portals --no-verify-tls\n")


def test_a_redirect_on_the_site_is_followed_and_the_asked_address_kept(cases):
    case = cases["certificate let pass"]
    assert case.out.startswith(f"{case.server.base}/tin-tuc/\n")
    assert case.toml["url"] == f"{case.server.base}/"


@pytest.mark.parametrize("url", ["javascript:void(0)", "", "xã của tôi", "ftp://lamkhe.example/", "http://["])
def test_what_is_no_address_is_refused_before_anything_is_asked_for(url):
    with pytest.raises(ConfigError, match=r"no address of a portal: .* \(expected one like https://portal\.example/\)"):
        command.main([url], standalone_mode=False)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            'its TLS is too old: dh key too small (tls = "old" in the portal file lets it pass)',
            "its TLS is too old: dh key too small (with --old-tls it is let pass)",
        ),
        ("robots.txt does not answer: SomethingElse: x", "SomethingElse: x"),
    ],
)
def test_silences_in_words(reason, words):
    assert tell_silence(reason) == words


def test_where_the_home_page_shows_no_news_a_section_is_looked_at(cases):
    case = cases["bare home"]
    assert (case.code, case.err) == (0, "")
    assert "feeds /rss/hong/: not a feed" in case.flat
    assert "in view (15 from /tin-tuc/)" in case.flat
    assert case.asked.index("/trong/") < case.asked.index("/tin-tuc/")
    assert "feeds" not in case.toml
    assert case.toml["sections"] == ["/trong/", "/tin-tuc/"]


def test_what_could_not_be_read_is_told(cases):
    case = cases["unreadable"]
    assert case.flat.count("not read: /") == 3
    assert "Portal file" in case.out


def test_a_demo_portal_can_be_probed():
    with serve(date(2026, 3, 7)) as server:
        case = Case(PortalServer(make_site()), url=server.portals["demo-dang-bo-song-may"])
        case.run()
    assert case.code == 0, case.err
    assert ", to the minute" in case.out
    assert "banner:" in case.flat
    assert (case.toml["level"], case.toml["name"]) == ("party", "Đảng bộ huyện Sông Mây")


def test_ctrl_c_is_an_ending_of_its_own():
    with PortalServer(make_site()) as server:
        server.plan.always["/"] = faults.stall(60)
        case = Case(server)
        process = case.start()
        server.after_answers(1, lambda: process.send_signal(signal.SIGINT))  # robots.txt has been answered
        case.finish(process)
    assert (case.code, case.out) == (130, "")
    assert case.err == "harvester: interrupted before everything had been looked at\n"
