"""WordPress with any theme: its own block and classic ones, and those that are sold (Newspaper, Flatsome, Jannah…).

Recognise  `meta[name=generator]` begins with WordPress; else the link to its REST interface, its themes' folder.
Article    `/<slug>/`, `/2026/11/21/<slug>/`, `/<category>/<slug>.html`, `/?p=42`: whatever the site chose. What a
           page is its body's classes say: `single-post postid-42`, `page`, `archive category`, `search`.
Listing    `/category/<slug>/page/2/`, `/tag/`, `/author/`, `/2026/11/`, `/?cat=3&paged=2`; feeds at `/feed/` behind any
           of these; `/wp-sitemap.xml`, with Yoast `/sitemap_index.xml`.
Date       `time[datetime]` above or below the text, to the second; the text beside it may be no more than a day.
Wrong      block themes mark categories and tags alike `rel=tag`; the heading may be the site's name, its slogan
           stands where others have a lead; counters, share rows and related articles are put into the text's element;
           comments have authors, dates and feeds of their own; `/<slug>/2/` is the second page of an article.
Example    https://xa.example.gov.vn/le-phat-dong-trong-cay/
"""

from __future__ import annotations

import re
from typing import ClassVar

from harvester.errors import ListingPage, OtherPage
from harvester.reading.markup import Element, select_elements
from harvester.reading.page import Page
from harvester.reading.selectors import Reading, SelectorPlatform

_MARKS = (
    (b"https://api.w.org/", "the head names its REST interface"),
    (b"/wp-content/themes/", "files of a theme in /wp-content/themes/"),
    (b"/wp-includes/", "files in /wp-includes/"),
)
ARCHIVES = frozenset(("archive", "author", "blog", "category", "date", "home", "post-type-archive", "tag"))
"""Classes of the body on pages that list articles."""
_NO_ARTICLES = frozenset(("page", "search", "error404", "attachment"))
NO_POST_TYPES = frozenset(
    (
        "attachment", "product", "event", "events", "tribe_events", "portfolio", "elementor_library", "forum",
        "topic", "reply",
    )
)  # fmt: skip
"""`single-product` and the like: what is no article though it has a page of its own."""
TYPE = re.compile(r"single-(?!format-|paged-|no-|with-)([a-z][\w-]*)")
PASSWORD = ("form.post-password-form", "form[action*='action=postpass']")
LEAD_ENDS = (".", "…", "!", "”", '"')
_SHORTEST_LEAD, _LONGEST_LEAD = 60, 900
"""Characters of a first paragraph in bold type that is the lead."""


class WordPress(SelectorPlatform):
    name: ClassVar[str] = "wordpress"
    version: ClassVar[int] = 8

    generators = ("wordpress",)
    guess_authors = False  # comments have authors too
    container = (
        "article[id^=post-]", "article.type-post", "article.post", ".type-post", ".hentry", ".post-inner",
        "[data-elementor-type^=single]", "#et-main-area", "main", "#main", "#content",
    )  # fmt: skip
    title = (
        "h1.entry-title", "h1.wp-block-post-title", "h1.tdb-title-text", "h1.post-title", "h1.jeg_post_title",
        "h1.single-title", "h1[itemprop=headline]", ".elementor-widget-theme-post-title .elementor-heading-title",
        ".entry-title", "h2.wp-block-post-title", "h1",
    )  # fmt: skip
    lead = (
        ".td-post-sub-title", ".tdb_single_subtitle p", ".entry-sub-title", ".jeg_post_subtitle", ".entry-subtitle",
        ".sapo", ".elementor-widget-theme-post-excerpt",
    )  # fmt: skip
    body = (
        ".wp-block-post-content", ".td-post-content", ".tdb_single_content .tdb-block-inner", ".et_pb_post_content",
        ".elementor-widget-theme-post-content", ".jeg_inner_content .content-inner", ".inner-post-entry",
        ".entry-content", ".the_content_wrapper", ".post-content", ".single-content", ".post-entry", ".post-body",
        "[itemprop=articleBody]",
    )  # fmt: skip
    noise = (
        ".wp-block-file", ".blocks-gallery-caption", ".wp-block-embed__wrapper", ".post-views", ".yarpp",
        ".jp-relatedposts", ".sharedaddy", ".wp-block-query", ".wp-block-latest-posts", ".page-links",
        ".post-nav-links", ".page-nav", ".addtoany_share_save_container", ".kk-star-ratings", ".essb_links",
        ".heateor_sss_sharing_container", ".rp4wp-related-posts", ".crp_related", ".wp_rp_wrap", "#toc_container",
        ".ez-toc-container", "#ez-toc-container", ".lwptoc", ".rank-math-toc", ".saboxplugin-wrap", ".td-a-rec",
        ".td_block_wrap", ".single_post_excerpt", ".entry-meta", ".post-tags", ".navigation-post", ".blog-share",
        ".wp-block-post-comments",
    )  # fmt: skip
    around = (
        "#comments", ".comments-area", ".wp-block-comments", ".comment-respond", ".wp-block-query",
        ".td_block_related_posts", "[class*=related]", ".author-box", ".about-author", ".widget", ".widget-area",
        "#secondary", ".sidebar", "footer.site-footer", "#footer", ".post-navigation",
        ".wp-block-post-navigation-link", ".yarpp", ".page-links",
    )  # fmt: skip
    date = (
        "time.published", ".posted-on time", ".wp-block-post-date time", "time.entry-date", ".entry-header time",
        "header time", ".entry-meta time", ".post-meta time", "time", ".elementor-post-info__item--type-date",
        ".entry-meta .published", ".post-meta .published", ".date.meta-item", ".jeg_meta_date", ".posted-on",
        ".post-date", ".entry-date", ".meta-date",
    )  # fmt: skip
    updated = ("time.updated:not(.published):not(.entry-date)", "time.modified")
    author = (
        ".byline [rel=author]", ".author.vcard .fn", ".author.vcard", ".wp-block-post-author__name",
        ".wp-block-post-author-name", ".td-post-author-name a", ".tdb-author-name", ".jeg_meta_author a",
        ".meta-author a", ".post-author a", ".entry-author", ".elementor-post-info__item--type-author",
        "[rel=author]",
    )  # fmt: skip
    category = (
        "[rel~=category]", ".taxonomy-category a", ".cat-links a", ".tdb-category a", ".td-category a",
        ".entry-category a", ".post-categories a", ".jeg_meta_category a", ".post-cat", ".meta-category a",
        ".elementor-post-info__terms-list-item",
    )  # fmt: skip
    tags = (
        ".taxonomy-post_tag a", ".tags-links a", ".td-tags a", ".post-tags a", ".tagcloud [rel=tag]", ".entry-tags a",
        "a[rel=tag][href*='/tag/']", "a[rel=tag][href*='tag=']", ".jeg_post_tags a",
    )  # fmt: skip
    lead_image = (
        ".wp-block-post-featured-image", ".et_featured_image", "figure.post-thumbnail", ".td-post-featured-image",
        ".featured-area", ".entry-image", ".jeg_featured", ".post-thumbnail", ".featured-image", ".entry-thumbnail",
        ".single-thumbnail", ".elementor-widget-theme-post-featured-image",
    )  # fmt: skip
    attachments = (".wp-block-file a",)
    views = (".post-views-count", ".td-post-views", ".meta-views")
    comment_block = ("#comments", ".wp-block-comments")
    comments = ("li.comment",)

    article_path = re.compile(r"^/(?:index\.php)?\?(?:[^#]*&)?p=(?P<id>\d+)(?:$|&)")
    other_path = re.compile(
        r"[?&](?:cat|tag|page_id|paged|s|author|m|attachment_id|feed|replytocom|cpage|rest_route)=|"
        r"^/(?:index\.php/)?(?:category|tag|author|wp-(?:json|admin|content|includes)|wp-login\.php|feed|comments)(?:/|$)|"
        r"/(?:feed|embed|trackback|comment-page-\d+|page/\d+)/?(?:$|\?)|^/(?:19|20)\d{2}(?:/\d{1,2}){0,2}/?$"
    )
    article_link = (
        ".hentry .entry-title a", ".wp-block-post-title a", ".type-post .entry-title a", ".td-module-title a",
    )  # fmt: skip
    section_link = (".menu-item-object-category > a", "li.cat-item > a")

    def recognise(self, page: Page) -> str | None:
        return next((reason for mark, reason in _MARKS if mark in page.body), None)

    def sitemaps(self, home: str) -> list[str]:
        """Its own sitemap, and where Yoast and Rank Math put theirs."""
        return [home.rstrip("/") + path for path in ("/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml")]

    def refuse_other(self, page: Page) -> None:
        """Raise ListingPage for an archive; OtherPage for a static page, a search, a post behind a password."""
        classes = read_body_classes(page)
        if "single" in classes or any(name.startswith("postid-") for name in classes):
            kinds = {match[1] for name in classes if (match := TYPE.fullmatch(name))}
            if found := sorted(kinds & NO_POST_TYPES):
                raise OtherPage(f"a page of WordPress' type {found[0]!r}")
        elif found := sorted(classes & _NO_ARTICLES):
            raise OtherPage(f"a page of WordPress' kind {found[0]!r}")
        elif found := sorted(classes & ARCHIVES):
            raise ListingPage(f"a listing of WordPress' kind {found[0]!r}")
        if select_elements(page.tree, PASSWORD):
            raise OtherPage("a post behind a password")

    def read_lead(self, reading: Reading) -> str | None:
        """What a place for leads holds, else a first paragraph in bold type: the head describes the site."""
        own = reading.selectors.lead
        if own:
            return super().read_lead(reading)
        texts = [block for block in reading.body.blocks if block.kind == "text"][:2]
        found = next(reading.read_texts(self.lead), None)
        if found is not None and not (texts and is_beginning(found, texts[0].text)):
            return found
        if len(texts) < 2 or not texts[0].bold or texts[1].bold:
            return None
        text = texts[0].text
        return text if _SHORTEST_LEAD <= len(text) <= _LONGEST_LEAD and text.endswith(LEAD_ENDS) else None

    def read_category(self, reading: Reading, title: str) -> str | None:
        """The first of the article's categories; of the breadcrumbs the last where none is shown."""
        if reading.selectors.category:
            return super().read_category(reading, title)
        shown = next(reading.read_texts(self.category), None)
        return shown if shown is not None else super().read_category(reading, title)


def is_beginning(excerpt: str, text: str) -> bool:
    """Whether an excerpt is none of its author's but the text's beginning, cut: "Bà con nạo vét […]"."""
    return text.startswith(excerpt.rstrip("[…]. ")) and len(excerpt) < len(text)


def read_body_classes(page: Page) -> frozenset[str]:
    """The classes of the body element."""
    body: Element | None = next(page.tree.iter("body"), None)
    return frozenset() if body is None else frozenset((body.get("class") or "").split())
