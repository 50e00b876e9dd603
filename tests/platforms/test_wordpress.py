"""What a WordPress page is by the classes of its body, and what an address can be."""

from __future__ import annotations

import pytest

from harvester.errors import ListingPage, NotAnArticle, OtherPage
from harvester.platforms import find_platform, read_article

TEXT = '<article id="post-4" class="post-4 post type-post hentry"><h1 class="entry-title">Thôn Bờ Dừa</h1>{}</article>'
WORDPRESS = find_platform("wordpress")


def read(classes: str, content: str = '<div class="entry-content"><p>Bà con nạo vét mương.</p></div>'):
    page = f'<meta charset="utf-8"><body class="{classes}">{TEXT.format(content)}'
    return read_article(page.encode(), "https://xa.example/bo-dua/", platform="wordpress")


@pytest.mark.parametrize("classes", ["single single-post postid-4", "single single-van-ban postid-4", "my-theme", ""])
def test_posts_are_articles_and_so_is_what_says_nothing(classes):
    assert read(classes).body == "Bà con nạo vét mương."


@pytest.mark.parametrize(
    "kind", ["category", "tag", "author", "date", "tax-linh-vuc", "post-type-archive-van-ban", "month"]
)
def test_archives_are_listings(kind):
    with pytest.raises(ListingPage):
        read(f"archive {kind}")


def test_a_home_page_is_a_listing():
    with pytest.raises(ListingPage, match="blog"):
        read("home blog")


@pytest.mark.parametrize(
    "classes",
    ["page page-id-4", "home page page-id-4", "search search-results", "error404", "page-template-default page",
     "attachment single single-attachment", "single single-product postid-4", "single single-tribe_events postid-4"],
)  # fmt: skip
def test_other_pages_are_neither(classes):
    with pytest.raises(OtherPage) as raised:
        read(classes)
    assert not isinstance(raised.value, ListingPage)


def test_a_post_behind_a_password_is_no_article():
    with pytest.raises(OtherPage, match="password"):
        read("single postid-4", '<div class="entry-content"><form class="post-password-form"></form></div>')


def test_a_later_part_is_no_article_of_its_own():
    links = '<p class="post-nav-links"><a href="https://xa.example/bo-dua/">1</a></p>'
    page = f'<body class="single postid-4">{TEXT.format("<div class=entry-content>x" + links + "</div>")}'
    with pytest.raises(OtherPage, match="part 2"):
        read_article(page.encode(), "https://xa.example/bo-dua/2/", platform="wordpress")


def test_a_post_without_text_takes_none_from_around_it():
    with pytest.raises(NotAnArticle, match="empty"):
        read("single postid-4", '<div class="entry-content"></div><footer>Giới thiệu chung về xã và các thôn</footer>')


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/?p=42", True),
        ("/index.php?lang=vi&p=42", True),
        ("/?cat=3", False),
        ("/?page_id=2", False),
        ("/?paged=2", False),
        ("/category/tin-tuc/", False),
        ("/tin-tuc/page/2/", False),
        ("/2026/11/", False),
        ("/bo-dua/feed/", False),
        ("/bo-dua/", None),
        ("/2026/11/07/bo-dua/", None),
    ],
)
def test_addresses(path, expected):
    assert WORDPRESS.is_article_url(f"https://xa.example{path}") is expected


def test_the_id_is_that_of_a_plain_permalink():
    assert WORDPRESS.article_id("https://xa.example/?p=42") == "42"
    assert WORDPRESS.article_id("https://xa.example/bo-dua/") is None


def test_sitemaps_of_its_own_and_of_yoast_are_tried():
    assert WORDPRESS.sitemaps("https://xa.example/")[:2] == [
        "https://xa.example/wp-sitemap.xml",
        "https://xa.example/sitemap_index.xml",
    ]


@pytest.mark.parametrize(
    ("excerpt", "lead"),
    [("Cả thôn ra đồng từ sáng sớm.", "Cả thôn ra đồng từ sáng sớm."), ("Bà con nạo […]", None)],
)
def test_an_excerpt_in_its_place_is_the_lead_unless_it_is_cut_from_the_text(excerpt, lead):
    widget = f'<div class="elementor-element elementor-widget-theme-post-excerpt"><div>{excerpt}</div></div>'
    content = f'{widget}<div class="entry-content"><p>Bà con nạo vét mương.</p></div>'
    article = read("single single-post postid-4", content)
    assert (article.lead, article.body) == (lead, "Bà con nạo vét mương.")
