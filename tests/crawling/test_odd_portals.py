"""Portals built as nobody expects, over a real socket: nothing of them is lost, or the portal says what is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.answers import Answer
from support.databases import open_database
from support.plain_site import PlainSite, write_item
from support.runs import DAYS, Crawl, write_portal
from support.server import PortalServer

NIGHTS = [(datetime.fromisoformat(DAYS[0]) + timedelta(days=n)).isoformat() for n in range(9)]


@pytest.fixture
def site() -> PlainSite:
    return PlainSite([write_item(number) for number in range(12)])


@pytest.fixture
def server(site: PlainSite) -> Iterator[PortalServer]:
    with PortalServer(site) as running:  # type: ignore[arg-type]  # it has all that a server asks of a site
        yield running


@pytest.fixture
def crawl(server: PortalServer, tmp_path: Path) -> Crawl:
    return Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "go-man"))


def list_stored(crawl: Crawl) -> set[int]:
    """Return the numbers of the stored articles."""
    with open_database(crawl.db) as connection:
        return {int(row[0].rpartition("/")[2]) for row in connection.execute("SELECT url FROM articles")}


def list_numbers(site: PlainSite) -> set[int]:
    return {item.number for item in site.items}


def test_a_listing_in_no_order_of_dates_is_read_through_a_part_each_night(site, server, crawl):
    site.items = [write_item(number) for number in range(1, 43)]
    random.Random(5).shuffle(site.items)
    assert crawl.run().code == 0
    assert list_stored(crawl) == list_numbers(site)
    site.items.insert(30, write_item(0))
    nights = []
    for night in NIGHTS[1:]:
        server.forget()
        finished = crawl.run("--recheck-days", "0", "--sweep-days", "0", now=night)
        portal = finished.portal("go-man")
        asked = sum(one.request.path == "/tin-xa/" for one in server.log.served)
        nights.append((portal["status"], asked, 0 in list_stored(crawl)))
        if nights[-1][2]:
            break
        assert "in no order of dates" in portal["reason"]
    assert nights[-1][2], nights
    assert len(nights) <= 4
    assert all(status == "ok" and asked <= 9 for status, asked, _ in nights), nights


def test_a_page_in_no_order_is_read_on_where_the_listing_was_left(site, server, crawl):
    """Not from its start again, and no page twice in a night."""
    site.items = [write_item(number) for number in range(1, 43)]
    random.Random(5).shuffle(site.items)
    assert crawl.run().code == 0
    pages = []
    for night in NIGHTS[1:4]:
        server.forget()
        crawl.run("--recheck-days", "0", "--sweep-days", "0", now=night)
        asked = [int(one.request.query.get("page", "1")) for one in server.log.served if one.request.path == "/tin-xa/"]
        assert len(asked) == len(set(asked))
        pages.append(set(asked) - {1, 2, 3, 4, 14})  # its ends are looked at each night
    assert pages == [set(), {5, 6, 7}, {8, 9, 10}]


HOME = "/trang-chu.htm"
"""Where the real front page is of portals that begin with another page."""
SPLASHES = {
    "a picture": f'<html><body><a href="{HOME}"><img src="/chao-mung.jpg" alt="Chào mừng"></a></body></html>',
    "an image map": f'<html><img usemap="#m"><map name="m"><area href="{HOME}"></map></html>',
    "a script": f"<html><script>window.location.href = '{HOME}';</script></html>",
    "refresh": f'<html><head><meta http-equiv="refresh" content="0; URL={HOME}"></head><body></body></html>',
    "a blank frame": f'<html><frameset rows="0,*"><frame src="blank.htm"><frame src="{HOME}"></frameset></html>',
    "a menu's frame": f'<frameset cols="9,*"><frame src="/trai.htm"><frame name="main" src="{HOME}"></frameset></html>',
}


@pytest.mark.parametrize("splash", SPLASHES.values(), ids=SPLASHES)
def test_portals_that_begin_with_another_page(site, server, crawl, splash):
    site.pages[HOME] = site.show_frame("Xã Gò Mận", site.list_items(site.items[:3]))
    site.pages["/"] = splash
    site.pages["/blank.htm"] = "<html><body></body></html>"
    for night in NIGHTS[:2]:
        finished = crawl.run(now=night)
        assert (finished.code, finished.portal("go-man")["status"]) == (0, "ok"), finished.errors
    assert list_stored(crawl) == list_numbers(site)


@pytest.mark.parametrize("pinned", [3, 7])
def test_new_articles_behind_pinned_ones_come_the_same_night(site, server, crawl, pinned):
    """A page of them, or more than two."""
    site.items = [*(write_item(number) for number in range(100, 100 + pinned)), *site.items]
    assert crawl.run().code == 0
    site.items.insert(pinned, write_item(-1))
    finished = crawl.run(now=NIGHTS[1])
    assert (finished.code, -1 in list_stored(crawl)) == (0, True)


@pytest.mark.parametrize(("is_dated", "status"), [(True, "partial"), (False, "ok")])
def test_a_picture_for_one_night_in_an_article_s_place(site, server, crawl, is_dated, status):
    """Beside a date it is a fault; else it may be no article's address at all, and is asked for all the same."""
    if not is_dated:
        site.list_items = lambda items: "".join(  # type: ignore[method-assign]
            f'<p class="item"><a href="{site.path(item)}">{item.title}, và còn nhiều việc khác nữa</a></p>'
            for item in items
        )
    picture = Answer(b"GIF89a" + bytes(60), headers=[("Content-Type", "image/gif")])
    site.pages |= {site.path(item): picture for item in site.items[4:8]}
    assert crawl.run().portal("go-man")["status"] == status
    assert len(list_stored(crawl)) == 8
    site.pages.clear()
    finished = crawl.run(now=NIGHTS[1])
    assert (finished.code, finished.portal("go-man")["status"]) == (0, "ok")
    assert list_stored(crawl) == list_numbers(site)


@pytest.mark.parametrize("is_named", [True, False])
def test_a_section_that_is_renamed_is_told_of(site, server, tmp_path, is_named):
    """By the portal file it stays lost, with the reason; by the menu it is found anew, and told of once."""
    more = {"sections": [site.section]} if is_named else {}
    crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "go-man", **more))
    assert crawl.run().code == 0
    site.section = "/tin-tuc-su-kien/"
    site.items.insert(0, write_item(-1))
    portal = crawl.run(now=NIGHTS[1]).portal("go-man")
    assert portal["status"] == "partial"
    assert "/tin-xa/: answers 404" in portal["reason"]
    assert list_stored(crawl) == list_numbers(site)


def test_a_listing_that_goes_on_by_a_script_says_so_every_night(site, server, crawl):
    site.link_next = lambda section, number: f'<button class="more" onclick="load({number})">Xem thêm</button>'
    told = [crawl.run(now=night).portal("go-man") for night in NIGHTS[:3]]
    assert [portal["status"] for portal in told] == ["partial", "ok", "ok"]
    assert all(
        "the next page is loaded by a script" in portal["reason"] and "/tin-xa" in portal["reason"] for portal in told
    )
    assert list_stored(crawl) == {0, 1, 2}


def test_an_article_that_its_server_has_only_the_next_night(site, server, crawl):
    """It is on no page by then that is asked for."""
    assert crawl.run().code == 0
    late = write_item(-1)
    site.items.insert(0, late)
    site.pages[site.path(late)] = Answer(b"<html>404</html>", 404)
    portal = crawl.run(now=NIGHTS[1]).portal("go-man")
    assert (portal["gone"], -1 in list_stored(crawl)) == (1, False)
    site.pages.clear()
    site.items = [*(write_item(number) for number in range(100, 119)), *site.items]
    site.items.remove(late)
    assert crawl.run(now=NIGHTS[2]).code == 0
    assert list_stored(crawl) == list_numbers(site)
    site.items.append(late)
    assert -1 not in list_stored(crawl), "it is off its server, too"
    assert crawl.run(now=NIGHTS[3]).code == 0
    assert -1 in list_stored(crawl)


def test_what_only_the_home_page_shows_is_said_to_be_all(site, server, crawl):
    site.pages["/"] = f"<html><body>{site.list_items(site.items[:4])}</body></html>"
    portal = crawl.run().portal("go-man")
    assert (portal["status"], portal["new"]) == ("ok", 4)
    assert portal["reason"] == "no section was found: what the home page shows no more is not read"


@pytest.mark.parametrize(("second", "is_told"), [(5, True), (4, False)])
def test_sections_that_end_with_their_first_page_are_said_to_be_all(site, server, crawl, second, is_told):
    """Where they are equally long: each shows its newest five."""
    menu = "<ul class='menu'><li><a href='/tin-xa/'>Tin xã</a></li><li><a href='/thong-bao/'>Thông báo</a></li></ul>"
    site.pages["/"] = f"<html><body>{menu}</body></html>"
    site.pages["/tin-xa/"] = site.show_frame("Tin xã", site.list_items(site.items[:5]))
    site.pages["/thong-bao/"] = site.show_frame("Thông báo", site.list_items(site.items[5 : 5 + second]))
    portal = crawl.run().portal("go-man")
    assert (portal["status"], portal["new"]) == ("ok", 5 + second)
    told = "no section goes on behind its first 5 articles: what it shows no more is not read"
    assert portal["reason"] == (told if is_told else None)


def test_what_only_a_feed_shows_is_said_to_be_all(site, server, crawl):
    link = '<link rel="alternate" type="application/rss+xml" href="/tin.rss">'
    site.pages["/"] = f"<html><head>{link}</head><body><p>Đang tải…</p><script>load()</script></body></html>"
    items = "".join(f"<item><title>{one.title}</title><link>{site.path(one)}</link></item>" for one in site.items[:4])
    site.pages["/tin.rss"] = f"<rss><channel>{items}</channel></rss>"
    portal = crawl.run().portal("go-man")
    assert (portal["status"], portal["new"]) == ("ok", 4)
    assert portal["reason"] == "articles come by its feeds alone: what these show no more is not read"


@pytest.mark.parametrize(("dated", "status"), [(0, "broken"), (5, "broken"), (6, "ok"), (12, "ok")])
def test_a_portal_most_of_whose_articles_have_no_date_is_broken_from_the_first_run_on(site, crawl, dated, status):
    show = site.show
    site.list_items = lambda items: "".join(  # type: ignore[method-assign]
        f'<h3><a href="{site.path(one)}">{one.title}, và còn nhiều việc khác</a></h3>' for one in items
    )
    site.show = lambda item: (  # type: ignore[method-assign]
        show(item) if item.number < dated else show(item).replace(f"<i>{item.published:%d/%m/%Y %H:%M}</i>", "")
    )
    portal = crawl.run().portal("go-man")
    assert (portal["new"], portal["undated"], portal["status"]) == (12, 12 - dated, status)
    if status == "broken":
        assert portal["reason"].startswith(f"{12 - dated} of 12 new articles have no date")


@pytest.mark.parametrize("is_named", [True, False])
def test_what_only_the_years_of_a_section_show(site, server, tmp_path, is_named):
    """From night to night a year is read as long as it lasts, and one that is over once more in a month."""
    site.items = [write_item(number * 40) for number in range(12)]  # from March 2026 back to December 2024
    years = '<form><select name="nam"><option>2026</option><option>2025</option><option>2024</option></select></form>'
    site.pages[site.section] = site.show_frame("Tin xã", site.list_items(site.items[:2]) + years)
    for year in (2024, 2025, 2026):
        items = [item for item in site.items if item.published.year == year]
        site.pages[f"{site.section}?nam={year}"] = site.show_frame(f"Năm {year}", site.list_items(items))
    named = {"sections": [site.section]} if is_named else {}
    crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "go-man", **named))
    assert (crawl.run(now=NIGHTS[0]).code, list_stored(crawl)) == (0, list_numbers(site))
    for days, asked in ((1, {"2026"}), (31, {"2024", "2025", "2026"})):
        server.log.served.clear()
        night = datetime.fromisoformat(NIGHTS[0]) + timedelta(days=days)
        assert crawl.run(now=night.isoformat()).code == 0
        assert {target.partition("nam=")[2] for target in server.log.targets() if "nam=" in target} == asked


def test_an_article_that_comes_under_an_earlier_day_is_found_in_the_middle_of_its_listing(site, crawl):
    """Nothing new stands before it: what its page is read again for is the time since its last look alone."""
    site.items = [write_item(number) for number in range(31) if number != 17]
    assert (crawl.run().code, 17 in list_stored(crawl)) == (0, False)
    site.items.insert(17, write_item(17))
    later = datetime.fromisoformat(DAYS[0]) + timedelta(days=60)
    assert (crawl.run("--sweep-days", "0", now=NIGHTS[1]).code, 17 in list_stored(crawl)) == (0, False)
    assert (crawl.run(now=later.isoformat()).code, list_stored(crawl)) == (0, list_numbers(site))


def test_a_listing_that_is_turned_by_days_is_read_on_to_what_is_known(site, server, crawl):
    """Some days have nothing, and the newest has nothing that was known."""
    site.items = [write_item(number) for number in (2, 3, 7, 9)]

    def show_day(number: int) -> str:
        items = [item for item in site.items if item.number == number]
        before = f"/tin-xa/{write_item(number + 1).published:%Y-%m-%d}" if number < 10 else None
        link = f'<a href="{before}">« Hôm trước</a>' if before else ""
        return site.show_frame("Tin trong ngày", site.list_items(items) + link)

    for number in range(11):
        site.pages[f"/tin-xa/{write_item(number).published:%Y-%m-%d}"] = show_day(number)
    site.pages["/"] = site.show_frame("Xã Gò Mận", "<h1>Chào mừng</h1>")
    site.pages[site.section] = show_day(2)
    assert (crawl.run(now=NIGHTS[0]).code, list_stored(crawl)) == (0, {2, 3, 7, 9})
    site.items.insert(0, write_item(1))
    site.pages[site.section] = show_day(1)
    server.forget()
    assert (crawl.run("--recheck-days", "0", now=NIGHTS[1]).code, list_stored(crawl)) == (0, {1, 2, 3, 7, 9})
    assert sum(target.startswith("/tin-xa/") for target in server.log.targets()) <= 4
    site.pages[site.section] = show_day(0)  # nothing on that day
    server.forget()
    finished = crawl.run("--recheck-days", "0", now=NIGHTS[2])
    assert (finished.portal("go-man")["status"], list_stored(crawl)) == ("ok", {1, 2, 3, 7, 9})
    assert sum(target.startswith("/tin-xa/") for target in server.log.targets()) <= 4


def test_an_article_s_page_that_shows_a_list_for_a_night(site, server, crawl):
    """It is read as a listing then, and asked for as an article again, whatever it showed."""
    teasers = (
        f"<div><h3><a href='{site.path(one)}'>{one.title}</a></h3><span>{one.published:%d/%m/%Y}</span>"
        f"<p>{one.paragraphs[0][:90]}...</p></div>"
        for one in site.items[:6]
    )
    lists = site.show_frame("Tin xã", f"<h2>Tin xã</h2><div>{''.join(teasers)}</div>")
    site.pages |= {site.path(item): lists for item in site.items[7:9]}
    assert crawl.run().code == 0
    assert list_stored(crawl) == list_numbers(site) - {7, 8}
    site.pages.clear()
    for night in NIGHTS[1:3]:
        finished = crawl.run(now=night)
        assert (finished.code, finished.portal("go-man")["status"]) == (0, "ok"), finished.errors
        assert list_stored(crawl) == list_numbers(site)


@pytest.mark.parametrize("is_listed", [True, False])
def test_an_article_that_was_taken_for_a_section(site, server, crawl, is_listed):
    """By the day beside its link in the section, or by its page alone."""
    hidden = [write_item(number) for number in range(20, 23)]
    links = "".join(f'<div><a href="{site.path(item)}">Vào đây</a></div>' for item in hidden)
    site.pages["/"] = site.show_frame("Xã Gò Mận", f"<div>{links}</div>")
    shown = [*site.items, *hidden] if is_listed else site.items
    site.pages |= {site.path(item): site.show(item) for item in hidden}
    site.items = shown
    for night in NIGHTS[:3]:
        server.forget()
        finished = crawl.run("--recheck-days", "0", "--sweep-days", "0", now=night)
        assert (finished.code, finished.portal("go-man")["status"]) == (0, "ok"), finished.errors
    assert list_stored(crawl) == {item.number for item in (*shown, *hidden)}
    assert not any(server.log.count(site.path(item)) for item in hidden)


def test_a_standing_page_in_the_menu_stays_one(site, server, crawl):
    page = site.show_frame("Bộ máy", site.show(write_item(30)))
    menu = '<ul class="menu"><li><a href="/bo-may">Bộ máy</a></li>'
    site.pages["/bo-may"] = page.replace('<ul class="menu">', menu)
    site.pages["/"] = site.show_frame("Xã Gò Mận", site.list_items(site.items[:3])).replace('<ul class="menu">', menu)
    assert crawl.run().code == 0
    assert list_stored(crawl) == list_numbers(site)


@pytest.mark.parametrize("is_told", [True, False])
def test_an_article_without_its_text_for_a_night(site, server, crawl, is_told):
    """A page that says so is a fault; an empty one may be no article's at all, and is asked for all the same."""
    site.list_items = lambda items: "".join(  # type: ignore[method-assign]
        f'<p class="item"><a href="{site.path(item)}">{item.title}, và còn nhiều việc khác nữa</a></p>'
        for item in items
    )
    notice = "<p>Nội dung đang được cập nhật.</p>" if is_told else "<div class='content'></div>"
    site.pages |= {
        site.path(item): site.show_frame(item.title, f"<h1>{item.title}</h1>{notice}") for item in site.items[4:7]
    }
    assert crawl.run().portal("go-man")["status"] == ("partial" if is_told else "ok")
    assert len(list_stored(crawl)) == 9
    site.pages.clear()
    finished = crawl.run(now=NIGHTS[1])
    assert (finished.code, finished.portal("go-man")["status"]) == (0, "ok")
    assert list_stored(crawl) == list_numbers(site)
