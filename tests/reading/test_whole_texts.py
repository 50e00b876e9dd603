"""Nothing of a text is lost for what stands beside a line of it, or for how the element around it is called."""

import pytest
from lxml.html import fromstring
from support.growth import assert_linear

from harvester.items import Article
from harvester.platforms import read_article
from harvester.reading.structure.completing import complete_groups
from harvester.reading.structure.outline import Outline, read_outline
from harvester.reading.structure.short_text import announces_files

TITLE = "Xã Đồi Sim trồng lại hàng phi lao chắn cát"
SITE = "Trang tin xã Đồi Sim"
LINES = [
    f"Ngày thứ {n}, bà con thôn Bến Mây cùng dân quân xã Đồi Sim đào hố, bón phân và trồng trăm gốc phi lao dọc bãi."
    for n in (1, 2, 3)
]
PROSE = "".join(f"<p>{line}</p>" for line in LINES)
OTHERS = "".join(f"<li><a href=/tin/{n}>Bản tin số {n} của xã Đồi Sim trong tuần</a></li>" for n in range(4))


def read(body: str, head: str = TITLE) -> Article:
    page = f"<html><head><title>{head}</title></head><body>{body}<ul class=khac>{OTHERS}</ul></body></html>"
    return read_article(page.encode(), "http://xa.example/tin/phi-lao.html", platform="generic")


def list_lines(article: Article) -> list[str]:
    return [*([] if article.lead is None else [article.lead]), *(line for line in article.body.split("\n") if line)]


@pytest.mark.parametrize("name", ["itemIntroText", "phan-dau"])
def test_a_link_around_a_picture_in_another_element_says_nothing_of_the_first_sentence(name: str) -> None:
    image = "<div class=anh><span class=itemImage><a class=modal href=/l.jpg><img src=/phi-lao.jpg></a></span></div>"
    text = f"{image}<div class={name}><p>Hàng phi lao cũ bị bão quật đổ gần hết năm ngoái.</p></div><div>{PROSE}</div>"
    article = read(f"<div><h1>{TITLE}</h1><div>{text}</div></div>")
    assert list_lines(article) == ["Hàng phi lao cũ bị bão quật đổ gần hết năm ngoái.", *LINES]
    assert [image.url for image in article.images] == ["http://xa.example/phi-lao.jpg"]


def test_a_list_of_files_below_two_words_is_an_article() -> None:
    files = "".join(f"<li><a href=/tep/{n}.pdf?v=2>Bản vẽ số {n} khu bãi</a></li>" for n in (1, 2, 3))
    date = "<div>Thứ Hai, 27/04/2026 08:05</div>"
    article = read(f"<div><h1>{TITLE}</h1>{date}<div><p>Hồ sơ gồm:</p><ul>{files}</ul></div></div>")
    assert article.body == "Hồ sơ gồm:"
    assert [file.title for file in article.attachments] == [f"Bản vẽ số {n} khu bãi" for n in (1, 2, 3)]


@pytest.mark.parametrize("tag", ["div align=right", "p"])
def test_place_and_season_below_the_verses_of_one_element_are_of_the_poem(tag: str) -> None:
    verses = [
        "Phi lao reo gió bãi xa",
        "Sóng đưa cát trắng la đà gốc cây",
        "Cha trồng từ thuở tóc mây",
        "Con về hát giữa ngày nắng lên",
    ]
    ending = f"<{tag}><i>Bến Mây, tháng Năm</i></{tag.split(maxsplit=1)[0]}></div><div class=foot>Người đăng: An</div>"
    poem = f"<div class=post-body>{'<br>'.join(verses)}<br><br>{'<br>'.join(verses[::-1])}<br><br>{ending}"
    assert list_lines(read(f"<div><h1>{TITLE}</h1>{poem}</div>")) == [*verses, *verses[::-1], "Bến Mây, tháng Năm"]


def test_the_kind_of_a_document_stays_between_the_table_of_its_head_and_its_text() -> None:
    head = "<table><tr><td><p>UBND XÃ ĐỒI SIM</p><p>Số: 12/KH-UBND</p></td><td><p>CỘNG HÒA XÃ HỘI</p></td></tr></table>"
    outline = read_outline(fromstring(f"<div>{head}<p>KẾ HOẠCH</p><p>trồng lại phi lao</p>{PROSE}</div>"))
    assert sorted(complete_groups(outline, {5, 6, 7})) == list(range(8))
    dated = read_outline(fromstring(f"<div>{head}<p>12/5/2026</p>{PROSE}</div>"))
    assert sorted(complete_groups(dated, {4, 5, 6})) == [0, 1, 2, 4, 5, 6]


@pytest.mark.parametrize("tag", ["h1", "div class=news-title"])
def test_two_words_above_the_line_of_date_are_the_title_where_the_head_names_the_site(tag: str) -> None:
    text = f"<p align=center><b>Ủy ban Mặt trận xã Đồi Sim và gia đình</b></p>{PROSE}"
    head = f"<{tag}>Tin buồn</{tag.split(maxsplit=1)[0]}><div class=ngay>Thứ Năm, 11/06/2026 | 06:48</div>"
    article = read(f"<div>{head}<div>{text}</div></div><div class=foot>{SITE}</div>", SITE)
    assert (article.title, list_lines(article)[0]) == ("Tin buồn", "Ủy ban Mặt trận xã Đồi Sim và gia đình")


@pytest.mark.parametrize("title", [f"<p><b>{TITLE}</b></p>", f"<h2>{TITLE}</h2>"])
@pytest.mark.parametrize(
    ("head", "above"),
    [
        (f"Cổng thông tin {SITE}", "<div class=title>Tin tức sự kiện</div><div>05/03/2026 08:15</div>"),
        (SITE, "<div class=box-title>Tin tức</div><div>05/03/2026</div>"),
        (SITE, "<div class=title>Gương sáng</div><div>05/03/2026</div>"),
        ("", "<h1>Xã Đồi Sim</h1><div>Thứ sáu, 20/03/2026</div>"),
    ],
)
def test_a_title_below_the_name_of_its_section_or_of_the_site_and_a_date_is_the_title(
    title: str, head: str, above: str
) -> None:
    article = read(f"{above}{title}{PROSE}", head)
    assert (article.title, list_lines(article)) == (TITLE, LINES)
    if "Thứ sáu" in above:
        assert [seen.role for seen in article.dates] == ["banner"]


def test_a_box_of_facts_between_paragraphs_is_of_the_text_though_it_is_called_a_sidebar() -> None:
    facts = ["Quy ước của đội", "Cây nào chết thì trồng lại ngay trong tuần."]
    box = f"<div class=sidebar-1><h3>{facts[0]}</h3><p>{facts[1]}</p></div>"
    first, *rest = (f"<p>{line}</p>" for line in LINES)
    article = read(f"<div><h1>{TITLE}</h1><div>{first}{box}{''.join(rest)}</div></div>")
    assert list_lines(article) == [LINES[0], *facts, *LINES[1:]]


@pytest.mark.parametrize(
    "inside", ["<h3>Tin mới</h3><p>Hội làng mở lại.</p>", "<p><a href=/b>Hội làng</a> mở lại.</p>", "<p>Quảng cáo</p>"]
)
def test_a_side_column_of_other_things_between_paragraphs_is_none_of_the_text(inside: str) -> None:
    first, *rest = (f"<p>{line}</p>" for line in LINES)
    article = read(f"<div><h1>{TITLE}</h1><div>{first}<div class=sidebar>{inside}</div>{''.join(rest)}</div></div>")
    assert list_lines(article) == LINES


def test_lines_that_announce_files_are_looked_at_in_time() -> None:
    def make(count: int) -> Outline:
        lines = "".join(
            f"<p>Hồ sơ số {n} của xã gồm:</p><p><a href=/tep/{n}>Bản vẽ số {n}</a></p>" for n in range(count)
        )
        return read_outline(fromstring(f"<div>{lines}</div>"))

    def find_all(outline: Outline) -> list[bool]:
        return [announces_files(outline, place) for place in range(len(outline.blocks))]

    assert_linear(find_all, make, 2_000)
