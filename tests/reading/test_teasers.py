"""Teasers, cards and lists of other articles beside a text, and what of them is the text's own."""

import pytest
from support.layouts import FIRST, LINES, LONG, OWN_DATE, SECOND, SITE, SUMMARY, TITLE, list_cards, list_lines, read

from harvester.errors import ListingPage


def test_an_article_of_one_sentence_stays_one_among_ten_teasers_longer_than_it() -> None:
    others = f"<div class=khac><div class=ten>Tin cùng chuyên mục</div>{list_cards()}</div>"
    article = read(f"<div class=bai><h2>{TITLE}</h2>{OWN_DATE}<p>{FIRST}</p></div>{others}", TITLE)
    assert list_lines(article) == [FIRST]


def test_teasers_in_the_way_a_text_is_set_are_none_of_it() -> None:
    text = f"<section class=chu><p>{FIRST}</p><p>{SECOND}</p></section>"
    article = read(f"<main><h1>{TITLE}</h1>{text}</main><aside class=moi>{list_cards()}</aside>", TITLE)
    assert list_lines(article) == [FIRST, SECOND] and article.images == []


def test_a_section_is_a_listing_whatever_its_head_calls_it() -> None:
    head = f"Tin nhà vườn</title><meta property=og:type content=article><title>{SITE}"
    with pytest.raises(ListingPage):
        read(f"<h1>Tin nhà vườn</h1><div class=ds>{list_cards('<time>15/08/2026</time>')}</div>", head)


def test_a_text_of_short_lines_is_whole_where_teasers_hold_all_long_paragraphs() -> None:
    lines = [
        "I. MỤC ĐÍCH",
        "Nâng cao khả năng của tổ bảo vệ rừng các thôn.",
        "II. THỜI GIAN",
        "Một ngày, cuối tháng Chín.",
    ]
    text = "".join(f"<p class=MsoNormal>{line}</p>" for line in lines)
    article = read(f"<article><h1>{TITLE}</h1>{OWN_DATE}{text}</article><div>{list_cards()}</div>", TITLE)
    assert list_lines(article) == lines


NAMES = (("rau", "Rau muống hạt"), ("nep", "Nếp loại hai"), ("bau", "Bầu hồ lô"))


def test_products_beside_an_article_are_none_of_it_and_sections_with_links_are() -> None:
    card = "<div class=hang><a href=/{0}><img src={0}.jpg></a><h4>{1}</h4><p>" + SUMMARY + "</p></div>"
    text = f"<div class=bai><p>{FIRST}</p><p>{SECOND}</p></div>"
    article = read(
        f"<main><h1>{TITLE}</h1>{text}</main><div>{''.join(card.format(*name) for name in NAMES)}</div>", TITLE
    )
    assert list_lines(article) == [FIRST, SECOND] and article.images == []
    section = "<section class=phan><h3>{1}</h3><p>" + SUMMARY + " <a href=/{0}>Xem bản đồ</a></p></section>"
    parts = "".join(section.format(*name) for name in NAMES)
    lines = list_lines(read(f"<main><h1>{TITLE}</h1><div><p>{FIRST}</p>{parts}</div></main>", TITLE))
    assert [line for line in lines if line in dict(NAMES).values()] == [name for _, name in NAMES]


def test_what_a_section_says_of_itself_above_its_entries_is_no_article() -> None:
    about = "<p>Mục này đăng các lời mời chào giá của hợp tác xã.</p><p>Mỗi lời mời được treo ít nhất bảy ngày.</p>"
    entry = "<div class=muc><p class=ten><a href=/t/{0}>Lời mời số {0} của xã Mây Trắng</a></p><p>{1}</p></div>"
    entries = "".join(entry.format(n, SUMMARY) for n in range(10))
    with pytest.raises(ListingPage):
        read(
            f"<div>{about}{entries}</div>",
            "Mời thầu - HTX Mây Trắng</title><meta property=og:type content=article><title>",
        )


def test_the_first_of_many_bodies_side_by_side_is_a_teasers() -> None:
    head = f"{TITLE}</title><meta name=generator content='WordPress 6.5'><title>"
    card = "<article><h3><a href=/t/{0}>Bản tin số {0} của xã</a></h3><div class=entry-content>{1}</div></article>"
    cards = "".join(card.format(n, SUMMARY) for n in range(5))
    text = "".join(f"<section><p>{line}</p></section>" for line in LINES)
    article = read(f"<h1>{TITLE}</h1><div>{OWN_DATE}{text}</div><div><h3>Có thể bạn muốn xem</h3>{cards}</div>", head)
    assert (article.platform, article.title, list_lines(article)) == ("wordpress", TITLE, LINES)


@pytest.mark.parametrize("part", ["{}", "<div class=ds>{}</div>"])
def test_persons_with_links_in_the_text_are_part_of_it(part: str) -> None:
    card = "<div class=nguoi><a href=/cb/{0}><img src={0}.jpg></a><h4>{1}</h4><p>{2}</p></div>"
    persons = ("Lò Thị Mây Trắng", "Vi Văn Suối Mơ", "Mai Thị Đồi Sim")
    cards = part.format("".join(card.format(n, name, SUMMARY) for n, name in enumerate(persons)))
    text = f"<div class=chu><p>{FIRST}</p><p>{SECOND}</p>{cards}</div>"
    assert list_lines(read(f"<main><h1>{TITLE}</h1>{OWN_DATE}{text}</main>", TITLE)).count(SUMMARY) == len(persons)


HEAD = f"{TITLE}</title><meta property=og:type content=article><title>"


def test_dated_entries_of_a_report_with_links_are_no_replies() -> None:
    entry = "<div class=moc><p>Ngày 1{0}/6/2026, tại <a href=/b/{0}>thôn số {0}</a>:</p><p>{1}</p></div>"
    entries = "".join(entry.format(n, line) for n, line in enumerate(LONG))
    lines = list_lines(read(f"<article><h1>{TITLE}</h1>{OWN_DATE}{entries}</article>", HEAD))
    assert [line for line in lines if line in LONG] == LONG


def test_sections_of_a_digest_with_linked_headings_are_its_text() -> None:
    section = "<div class=phan><h3><a href=/b/{0}>Chuyện đồng áng của xã Mây Trắng, phần {0}</a></h3><p>{1}</p></div>"
    sections = "".join(section.format(n, line) for n, line in enumerate(LONG[1:6]))
    text = f"{OWN_DATE}<p>{LONG[0]}</p>{sections}<p>{LONG[6]}</p>"
    lines = list_lines(read(f"<article><h1>{TITLE}</h1>{text}</article>", HEAD))
    assert [line for line in lines if line in LONG] == LONG
