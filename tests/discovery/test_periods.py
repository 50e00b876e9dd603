"""Archives of a listing by years and months, behind links and selects."""

import pytest

from harvester.discovery.periods import ArchivePeriod, find_periods, is_period_of, read_archive_period
from harvester.platforms import GENERIC
from harvester.reading.page import Page

HOST = "http://xa.example"
HERE = f"{HOST}/tin-xa"
ITEMS = "".join(
    f'<div class="item"><h3><a href="/bai/{n}.html">Bà con thôn Gò họp bàn làm đường lần {n}</a></h3> 3/3/2026</div>'
    for n in range(1, 6)
)


def list_periods(html: str, url: str = HERE) -> list[str]:
    page = Page(url, f"<html><body>{html}{ITEMS}</body></html>".encode())
    return [link.url.removeprefix(HOST) for link in GENERIC.listing(page).sections]


@pytest.mark.parametrize(
    ("address", "period"),
    [
        ("/tin-xa/2025", ArchivePeriod(2025)),
        ("/tin-xa/nam-2025.html", ArchivePeriod(2025)),
        ("/tin-xa/2025/09/", ArchivePeriod(2025, 9)),
        ("/tin-xa/2025/thang-9", ArchivePeriod(2025, 9)),
        ("/tin-xa?nam=2025&thang=0", ArchivePeriod(2025)),
        ("/tin-xa?muc=4&nam=2025&thang=12", ArchivePeriod(2025, 12)),
        ("/tin-xa/nam-2025/thang-9/", ArchivePeriod(2025, 9)),
        ("/?m=202511", ArchivePeriod(2025, 11)),
        (f"/tin-xa?nam=2025{'&a' * 220}", None),
        ("/tin-xa?nam=2025&trang=2", None),
        ("/tin-xa?nam=25", None),
        ("/tin-xa?nam=²025", None),
        ("/tin-xa/2025/09/12", None),
        ("/tin-xa/2025/13", None),
        ("/tin-xa/bau-cu-2021", None),
        ("/tin-xa/12025", None),
    ],
)
def test_what_an_address_is_the_archive_of(address: str, period: ArchivePeriod | None) -> None:
    assert read_archive_period(HOST + address) == period


def test_an_archive_is_that_of_the_listing_above_it() -> None:
    assert is_period_of(f"{HERE}/2025", HERE)
    assert is_period_of(f"{HERE}?nam=2025", HERE)
    assert is_period_of(f"{HERE}/2025/09", f"{HERE}/2025")
    assert not is_period_of(f"{HERE}/2024/09", f"{HERE}/2025")
    assert not is_period_of(f"{HERE}/2024", f"{HERE}/2025")
    assert not is_period_of(f"{HOST}/2025/09", HERE), "that of the whole site"
    assert not is_period_of(f"{HOST}/2025", f"{HOST}/"), "likewise"


def test_links_to_years_are_parts_of_a_listing() -> None:
    years = "".join(f'<li><a href="/tin-xa/{year}">Năm {year}</a></li>' for year in (2026, 2025))
    others = '<a href="/tin-xa/2024">Xã Gò đón bằng công nhận nông thôn mới năm 2024</a><a href="/2023">2023</a>'
    assert list_periods(f"<ul>{years}</ul>{others}") == ["/tin-xa/2026", "/tin-xa/2025"]
    months = '<li><a href="/tin-xa/2025/03">Tháng 3</a></li><li><a href="/tin-xa/2024/03">Tháng 3</a></li>'
    assert list_periods(months, f"{HERE}/2025") == ["/tin-xa/2025/03"]


@pytest.mark.parametrize(
    ("form", "years"),
    [
        ('<form><select name="nam">{0}</select></form>', ["/tin-xa?nam=2026", "/tin-xa?nam=2025"]),
        (
            '<form action="/tin-xa"><input type="hidden" name="muc" value="4"><select name="thang"><option value="">Cả'
            '<option>1</select><select name="nam">{0}</select><button>Xem</button></form>',
            ["/tin-xa?muc=4&thang=&nam=2026", "/tin-xa?muc=4&thang=&nam=2025"],
        ),
        (
            """<select onchange="window.location.href='/tin-xa?nam='+this.value">{0}</select>""",
            ["/tin-xa?nam=2026", "/tin-xa?nam=2025"],
        ),
        (
            "<form><input type=checkbox name=c value=1><input type=radio name=r value=2>"
            '<select name="nam">{0}</select><input type=submit name=ok value=Xem></form>',
            ["/tin-xa?nam=2026", "/tin-xa?nam=2025"],
        ),
        ('<form method="post"><select name="nam">{0}</select></form>', []),
        ('<form><input name="q"><select name="nam">{0}</select></form>', []),
    ],
)
def test_a_select_of_years(form: str, years: list[str]) -> None:
    options = "<option>Chọn năm</option><option>2026</option><option value='2025'>Năm 2025</option>"
    assert list_periods(form.format(options)) == years


def test_the_options_of_a_select_may_be_addresses() -> None:
    options = "".join(f'<option value="/tin-xa/{year}">{year}</option>' for year in (2026, 2025))
    page = Page(HERE, f"<html><select>{options}</select></html>".encode())
    assert [link.url for link in find_periods(page, [])] == [f"{HERE}/2026", f"{HERE}/2025"]


def test_one_year_among_articles_is_an_article() -> None:
    item = '<div class="item"><h3><a href="/tin-xa/{}">{}</a></h3> 3/3/2026</div>'
    titles = {"2025": "2025", "hop-dan": "Bà con thôn Gò họp", "don-duong": "Dọn đường làng", "cay": "Trồng cây"}
    found = GENERIC.listing(Page(HERE, "".join(item.format(*pair) for pair in titles.items()).encode()))
    assert [link.url.removeprefix(f"{HERE}/") for link in found.articles] == list(titles) and not found.sections


def test_documents_of_years_are_articles() -> None:
    item = '<div class="item"><h3><a href="/bao-cao/nam-{0}.html">Báo cáo năm {0}</a></h3> 3/3/{0}</div>'
    body = "".join(item.format(year) for year in range(2018, 2026)).encode()
    found = GENERIC.listing(Page(f"{HOST}/bao-cao.html", body))
    assert len(found.articles) == 8 and not found.sections
