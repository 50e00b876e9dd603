"""What classes, ids, roles and tags say of an element (menu, comments, hidden, lead), as a set of marks.

Names are split into words (`articleBody`, `entry-content`), and each word, and each pair of neighbours, may carry a
mark. The marks are evidence and no more: the weights say what each is worth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

WORDS = re.compile(r"[A-Z]?[a-zà-ỹ]+|[A-Z]+(?![a-z])")
"""The words of a name: `PhotoCMS_Caption` has Photo, CMS and Caption."""
# The end of a word that a build system made up: `jXK9ad` is no advertisement.
HASHED = re.compile(r"(?<=[A-Z]\d)[a-z]{1,3}(?![a-z])")
_LONGEST_NAME = 200
"""Characters of an attribute that are looked at."""


class Mark:
    """What a name may say of an element: bits of a set. Plain integers, since sets are tested for every block."""

    NAV = 1 << 0
    COMMENT = 1 << 1
    SHARE = 1 << 2
    RELATED = 1 << 3
    SIDE = 1 << 4
    FOOT = 1 << 5
    HEAD = 1 << 6
    AD = 1 << 7
    SIGNUP = 1 << 8
    AUTHOR = 1 << 9
    META = 1 << 10
    TAG = 1 << 11
    CAPTION = 1 << 12
    TITLE = 1 << 13
    LEAD = 1 << 14
    BODY = 1 << 15
    MAIN = 1 << 16
    PRINT = 1 << 17
    NEWS = 1 << 18
    QUOTE = 1 << 19
    MEDIA = 1 << 20
    FORM = 1 << 21
    BOX = 1 << 22
    CATEGORY = 1 << 23
    DATE = 1 << 24
    CRUMBS = 1 << 25
    HIDDEN = 1 << 26


MARK_NAMES: dict[str, int] = {name: bit for name, bit in vars(Mark).items() if name.isupper()}

VOCABULARY = {
    Mark.NAV: "nav navbar navigation menu menus submenu pagination pager paging tab tabs toolbar topbar skip jump "
    "dropdown hamburger megamenu",
    Mark.COMMENT: "comment comments commentlist disqus respond reply replies discussion discuss binhluan ykien "
    "kommentar kommentare",
    Mark.SHARE: "share shares sharing sharebar social socials sharedaddy addthis addtoany facebook twitter whatsapp "
    "pinterest follow likes teilen zalo",
    Mark.RELATED: "related relate recommend recommended recommendation recommendations popular trending latest teaser "
    "teasers lienquan outbrain taboola readmore mostread similar carousel slider upsell crosslink crosslinks prev next "
    "previous adjacent tinkhac tincu tinmoi khac moi upnext also seealso",
    Mark.SIDE: "sidebar side aside rail widget widgets secondary complementary sidebars tertiary right left",
    Mark.FOOT: "footer foot bottom copyright colophon legal disclaimer contentinfo imprint impressum",
    Mark.HEAD: "header masthead banner top logo branding head hero",
    Mark.AD: "qc ad ads adv advert adverts advertisement advertising sponsor sponsored promo promos promotion promoted "
    "dfp quangcao anzeige werbung affiliate cta",
    Mark.SIGNUP: "newsletter newsletters subscribe subscription signup paywall login register registration modal popup "
    "cookie cookies consent gdpr overlay donate donation membership notice alert",
    Mark.AUTHOR: "author authors byline bylines bio biography writer contributor contributors tacgia profile avatar "
    "autor vcard reporter journalist",
    Mark.META: "meta metadata info infos dateline posted details stats views counter",
    Mark.DATE: "date time timestamp datetime published pubdate publishdate ngaydang ngaythang modified updated",
    Mark.TAG: "tag tags keyword keywords topic topics label labels tukhoa tagcloud chip chips",
    Mark.CATEGORY: "category categories cat cats cate section rubric chuyenmuc kicker eyebrow",
    Mark.CAPTION: "caption captions credit credits chuthich imgalt copyrights legend",
    Mark.TITLE: "title titles headline heading tieude",
    Mark.LEAD: "lead lede sapo summary intro introduction standfirst dek deck subtitle subheadline subhead excerpt "
    "description desc hometext abstract teasertext vorspann chapo strapline tomtat tomluoc trichyeu",
    Mark.BODY: "body content contents text bodytext bodyhtml articlebody noidung richtext copy maincontent postbody "
    "prose markdown paragraph paragraphs storytext",
    Mark.MAIN: "main article post entry single detail story hentry artikel chitiet blogpost beitrag",
    Mark.PRINT: "print noprint printable",
    Mark.NEWS: "news list listing items feed stream archive grid card cards tile tiles index results ticker",
    Mark.QUOTE: "pullquote quote blockquote quotes",
    Mark.MEDIA: "gallery slideshow video videos player media photo photos figure embed image images img picture audio "
    "thumbnail",
    Mark.FORM: "form search input poll vote voting rating ratings survey quiz captcha button btn buttons",
    Mark.BOX: "product price shop buy deal box infobox factbox callout toc table accordion module promobox collection "
    "ingredients nutrition recipe",
    Mark.CRUMBS: "breadcrumb breadcrumbs crumb crumbs",
}
WORD_MARKS: dict[str, int] = {}
for _mark, _words in VOCABULARY.items():
    for _word in _words.split():
        WORD_MARKS[_word] = WORD_MARKS.get(_word, 0) | _mark

# Words that are glued to others: `newstitle`, `postcontent`, `titlenews`, `tieudetin`.
for _word in ("tieude", "noidung", "tomtat", "ngaydang", "tacgia"):
    for _suffix in ("tin", "bai", "baiviet"):
        WORD_MARKS.setdefault(f"{_word}{_suffix}", WORD_MARKS[_word])
for _word in ("title", "date", "time", "content", "body", "author", "category", "tags", "summary", "lead", "caption"):
    for _prefix in ("news", "post", "article", "detail", "blog"):
        WORD_MARKS.setdefault(f"{_prefix}{_word}", WORD_MARKS[_word])
        WORD_MARKS.setdefault(f"{_word}{_prefix}", WORD_MARKS[_word])

# Pairs of words that say something else than each of them: `image-caption`, `site-title`, `read-more`.
PAIR_MARKS: dict[str, int] = {
    "read more": Mark.RELATED, "xem them": Mark.RELATED, "tin khac": Mark.RELATED,
    "tin moi": Mark.RELATED, "tin cu": Mark.RELATED, "lien quan": Mark.RELATED,
    "more stories": Mark.RELATED, "most read": Mark.RELATED, "up next": Mark.RELATED,
    "see also": Mark.RELATED, "more from": Mark.RELATED, "more posts": Mark.RELATED,
    "binh luan": Mark.COMMENT, "sign up": Mark.SIGNUP, "opt in": Mark.SIGNUP,
    "icon user": Mark.AUTHOR, "fa user": Mark.AUTHOR, "bi person": Mark.AUTHOR,
    "ri user": Mark.AUTHOR, "ti user": Mark.AUTHOR, "chu thich": Mark.CAPTION, "teaser text": Mark.LEAD,
    "tac gia": Mark.AUTHOR, "fa folder": Mark.CATEGORY, "icon folder": Mark.CATEGORY, "bi folder": Mark.CATEGORY,
    "tom tat": Mark.LEAD, "noi dung": Mark.BODY, "tu khoa": Mark.TAG, "chuyen muc": Mark.CATEGORY,
    "the loai": Mark.CATEGORY, "danh muc": Mark.CATEGORY, "bread crumb": Mark.CRUMBS,
    "quang cao": Mark.AD, "by line": Mark.AUTHOR, "ngay dang": Mark.DATE, "tieu de": Mark.TITLE,
}  # fmt: skip

TAG_MARKS: dict[object, int] = {
    "nav": Mark.NAV,
    "footer": Mark.FOOT,
    "aside": Mark.SIDE,
    "header": Mark.HEAD,
    "form": Mark.FORM,
    "figcaption": Mark.CAPTION,
    "main": Mark.MAIN,
    "article": Mark.MAIN,
    "time": Mark.DATE,
    "figure": Mark.MEDIA,
    "blockquote": Mark.QUOTE,
    "address": Mark.META,
    "marquee": Mark.HIDDEN,  # a ticker
}
ITEM_MARKS = {
    "articlebody": Mark.BODY | Mark.MAIN,
    "headline": Mark.TITLE,
    "name": 0,
    "author": Mark.AUTHOR,
    "description": Mark.LEAD,
    "datepublished": Mark.DATE,
    "datemodified": Mark.DATE,
    "caption": Mark.CAPTION,
    "comment": Mark.COMMENT,
    "keywords": Mark.TAG,
    "articlesection": Mark.CATEGORY,
    "itemlistelement": Mark.CRUMBS,
}
ROLE_MARKS = {
    "navigation": Mark.NAV,
    "complementary": Mark.SIDE,
    "contentinfo": Mark.FOOT,
    "banner": Mark.HEAD,
    "main": Mark.MAIN,
    "article": Mark.MAIN,
    "search": Mark.FORM,
    "dialog": Mark.SIGNUP,
    "menu": Mark.NAV,
    "menubar": Mark.NAV,
    "tablist": Mark.NAV,
}
# `style="display:none"`, `visibility: hidden`.
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# `margin-bottom-lg`, `text-right`, `pull-left` say how something is set, not what it is; so does `field-label-hidden`.
SIDES = frozenset(("top", "bottom", "left", "right"))
TABS, PANES = frozenset(("tab", "tabs")), frozenset(("pane", "panel", "content", "body"))
"""`tab-pane`, `tab-content`: what a tab shows is no menu."""
SPACED = frozenset(("margin", "padding", "border", "rounded", "text", "align", "valign", "float", "pull", "no"))
SAYING_NOTHING = frozenset((("field", "label"), ("node", "promoted")))
# `2013-10-05T08:00:00+02:00`, and seconds or milliseconds since 1970.
MOMENT = re.compile(r"\s*(?:(?:19|20)\d{2}-\d{2}-\d{2}|1\d{9}(?:\d{3})?\s*$)")
# A moment as the `title` of what shows less of it: `2026-10-05 18:42:00 +0700 +07`, `05/10/2026 lúc 18:42`.
TITLE_MOMENT = re.compile(
    r"\s*(?:(?:19|20)\d{2}-\d{2}-\d{2}[T ]|\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d{2}(?:,| lúc| -)?\s)\d{1,2}:\d{2}"
)
MOMENTS = ("datetime", "data-time", "data-timestamp", "data-date", "data-datetime", "data-published")
"""Attributes in which elements of any name tell when they were published."""
# `hidden lg:flex` (Tailwind) is shown on wide screens: a condition behind says so.
HIDING_CLASSES = frozenset(
    ("hidden", "hide", "invisible", "d-none", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text",
     "is-hidden", "u-hidden", "element-invisible", "uk-hidden", "display-none", "mw-editsection")
)  # fmt: skip
SHOWN_AGAIN = re.compile(r"\b(?:sm|md|lg|xl|2xl):(?:flex|block|grid|inline|table)")


@lru_cache(maxsize=8192)
def read_classes(names: str) -> int:
    """The marks of a class attribute."""
    marks = _read_names(names)
    if not HIDING_CLASSES.isdisjoint(names.lower().split()) and not SHOWN_AGAIN.search(names):
        marks |= Mark.HIDDEN
    return marks


@lru_cache(maxsize=8192)
def _read_names(names: str) -> int:
    """The marks of the words of a class or id attribute."""
    words = [word.lower() for word in WORDS.findall(HASHED.sub("", names[:_LONGEST_NAME]))]
    marks = 0
    before = ""
    for word in words:
        if (word in SIDES and before in SPACED) or (before, word) in SAYING_NOTHING:
            continue
        if word in PANES and before in TABS:
            marks &= ~Mark.NAV
        if word == "widget" and before == "elementor":  # whatever such a page holds is in one
            before = word
            continue
        marks |= WORD_MARKS.get(word, 0) | PAIR_MARKS.get(f"{before} {word}", 0)
        before = word
    return marks


@lru_cache(maxsize=2048)
def read_style(style: str) -> int:
    """HIDDEN for a style that hides, else nothing."""
    return Mark.HIDDEN if HIDING_STYLE.search(style) else 0


@lru_cache(maxsize=512)
def read_itemprop(names: str) -> int:
    """The marks of microdata's property."""
    marks = 0
    for name in names.lower().split():
        marks |= ITEM_MARKS.get(name, 0)
    return marks


@lru_cache(maxsize=64)
def read_role(role: str) -> int:
    """The marks of an ARIA role."""
    return ROLE_MARKS.get(role.strip().lower(), 0)


@lru_cache(maxsize=512)
def read_tag(tag: str) -> int:
    """The marks of a custom element's name, which says what it is as a class does: `news-date`, `article-body`."""
    return _read_names(tag)


def mark_label_of_crumbs(value: str) -> int:
    """CRUMBS for what is labelled as breadcrumbs for those who do not see: `<nav aria-label="breadcrumb">`."""
    return _read_names(value) & Mark.CRUMBS


def mark_type_of_box(value: str) -> int:
    """RELATED for a box that an editor put in: `<div type="RelatedOneNews">`."""
    return _read_names(value) & Mark.RELATED


def mark_moment(value: str) -> int:
    """DATE for a moment as machines write it, wherever it stands: `<span data-time="1708336200">2 năm trước</span>`."""
    return Mark.DATE if MOMENT.match(value) else 0


def mark_title_moment(value: str) -> int:
    """DATE for a `title` that is a moment to the minute: `<span title="2026-10-05 18:42:00">3 ngày trước</span>`."""
    return Mark.DATE if TITLE_MOMENT.match(value) else 0


def read_hidden(value: str) -> int:
    """HIDDEN: the attribute is there, whatever it says."""
    return Mark.HIDDEN


@lru_cache(maxsize=256)
def read_rel(value: str) -> int:
    """The marks of a link's `rel`: "author", "tag", "category tag"."""
    kinds = value.lower().split()
    if "category" in kinds:
        return Mark.CATEGORY
    return (Mark.AUTHOR if "author" in kinds else 0) | (Mark.TAG if "tag" in kinds else 0)


ATTRIBUTES: dict[str, Callable[[str], int]] = {
    "rel": read_rel,
    "class": read_classes,
    "id": _read_names,
    "style": read_style,
    "itemprop": read_itemprop,
    "role": read_role,
    "hidden": read_hidden,
    "aria-label": mark_label_of_crumbs,
    "type": mark_type_of_box,
    "title": mark_title_moment,
    **dict.fromkeys(MOMENTS, mark_moment),
}
