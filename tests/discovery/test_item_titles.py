"""A link that says only that it leads on has the title of its item."""

from __future__ import annotations

import pytest

from harvester.items import Listing
from harvester.platforms import PLATFORMS
from harvester.reading.page import Page

HOME = "http://bai-say.example.vn/"
TITLES = [f"Bà con xóm Bãi Sậy đắp lại bờ vùng lần {n}" for n in range(3)]


def read_listing(body: str) -> Listing:
    return PLATFORMS["generic"].listing(Page(HOME, f"<html><body>{body}</body></html>".encode()))


@pytest.mark.parametrize("label", ["Xem chi tiết", "Chi tiết »", "Đọc thêm", "[Đọc tiếp]", "Xem thêm", "Read more"])
@pytest.mark.parametrize(
    "item",
    [
        '<div class="item"><h3>{title}</h3><a href="{url}">{label}</a></div>',
        '<div class="slide"><div class="name">{title}</div><p>Sáng nay.</p><p><a href="{url}">{label}</a></p></div>',
        '<li><p>{title}</p><span>12/03/2026</span><a href="{url}">{label}</a></li>',
    ],
)
def test_a_link_that_leads_on_has_its_item_s_title(label: str, item: str) -> None:
    items = "".join(
        item.format(title=title, url=f"/tin/dap-bo-vung-o-xom-{n}.html", label=label) for n, title in enumerate(TITLES)
    )
    listing = read_listing(f'<ul class="nav"><li><a href="/tin">Tin tức</a></li></ul><div>{items}</div>')
    assert [link.text for link in listing.articles] == TITLES
    assert [link.url for link in listing.sections] == [f"{HOME}tin"]


def test_without_a_title_its_address_decides() -> None:
    slides = "".join(
        f'<div class="slide"><a href="/tin/dap-bo-vung-o-xom-{n}7.html">Đọc thêm</a></div>' for n in range(3)
    )
    assert len(read_listing(slides).articles) == 3


def test_what_leads_to_all_of_a_section_stays_one() -> None:
    boxes = "".join(
        f'<div class="box"><h3>{name}</h3><a href="/{url}">Xem thêm</a></div>'
        for url, name in (("van-hoa", "Văn hóa"), ("kinh-te", "Kinh tế"), ("an-ninh", "An ninh"))
    )
    listing = read_listing(boxes)
    assert listing.articles == []
    assert [link.url for link in listing.sections] == [f"{HOME}{url}" for url in ("van-hoa", "kinh-te", "an-ninh")]


def test_an_item_of_two_addresses_lends_its_title_to_none() -> None:
    link = '<a href="/{}/{}">Chi tiết</a>'
    items = "".join(
        f"<div><p>Bà con Bãi Sậy họp bàn việc làm đường</p>{link.format('a', n)}{link.format('b', n)}</div>"
        for n in range(3)
    )
    assert {link.text for link in read_listing(items).articles} <= {"Chi tiết"}
