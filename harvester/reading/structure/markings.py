"""What classes, ids, roles and tags say of an element, as a set of marks in one integer.

Names are split into words (`articleBody`, `entry-content`), and each word, and each pair of neighbours, may carry a
mark. The marks are evidence and no more: the weights say what each is worth.
"""

from __future__ import annotations

import re
from enum import IntFlag, auto
from functools import lru_cache

WORDS = re.compile(r"[A-Z]?[a-zà-ỹ]+|[A-Z]+(?![a-z])")
"""The words of a name: `PhotoCMS_Caption` has Photo, CMS and Caption."""
LONGEST_NAME = 200
"""Characters of an attribute that are looked at."""


class Mark(IntFlag):
    """What a name may say of an element."""

    NAV = auto()
    COMMENT = auto()
    SHARE = auto()
    RELATED = auto()
    SIDE = auto()
    FOOT = auto()
    HEAD = auto()
    AD = auto()
    SIGNUP = auto()
    AUTHOR = auto()
    META = auto()
    TAG = auto()
    CAPTION = auto()
    TITLE = auto()
    LEAD = auto()
    BODY = auto()
    MAIN = auto()
    PRINT = auto()
    NEWS = auto()
    QUOTE = auto()
    MEDIA = auto()
    FORM = auto()
    BOX = auto()
    CATEGORY = auto()
    DATE = auto()
    CRUMBS = auto()
    HIDDEN = auto()


VOCABULARY = {
    Mark.NAV: "nav navbar navigation menu menus submenu pagination pager paging tab tabs toolbar topbar skip jump "
    "dropdown hamburger megamenu",
    Mark.COMMENT: "comment comments commentlist disqus respond reply replies discussion discuss binhluan ykien kommentar "
    "kommentare",
    Mark.SHARE: "share shares sharing sharebar social socials sharedaddy addthis addtoany facebook twitter whatsapp "
    "pinterest follow likes teilen zalo",
    Mark.RELATED: "related relate recommend recommended recommendation recommendations popular trending latest teaser "
    "teasers lienquan outbrain taboola readmore mostread similar carousel slider upsell crosslink crosslinks prev next "
    "previous adjacent tinkhac tincu tinmoi khac moi upnext also seealso",
    Mark.SIDE: "sidebar side aside rail widget widgets secondary complementary sidebars tertiary right left",
    Mark.FOOT: "footer foot bottom copyright colophon legal disclaimer contentinfo imprint impressum",
    Mark.HEAD: "header masthead banner top logo branding head hero",
    Mark.AD: "ad ads adv advert adverts advertisement advertising sponsor sponsored promo promos promotion promoted dfp "
    "quangcao anzeige werbung affiliate cta",
    Mark.SIGNUP: "newsletter newsletters subscribe subscription signup paywall login register registration modal popup "
    "cookie cookies consent gdpr overlay donate donation membership notice alert",
    Mark.AUTHOR: "author authors byline bylines bio biography writer contributor contributors tacgia profile avatar "
    "autor vcard reporter journalist",
    Mark.META: "meta metadata info infos dateline posted details stats views counter",
    Mark.DATE: "date time timestamp datetime published pubdate publishdate ngaydang modified",
    Mark.TAG: "tag tags keyword keywords topic topics label labels tukhoa tagcloud",
    Mark.CATEGORY: "category categories cat cats section rubric chuyenmuc kicker",
    Mark.CAPTION: "caption captions credit credits chuthich imgalt copyrights legend",
    Mark.TITLE: "title titles headline heading tieude",
    Mark.LEAD: "lead lede sapo summary intro introduction standfirst dek deck subtitle subheadline subhead excerpt "
    "description desc hometext abstract teasertext vorspann chapo strapline",
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
        WORD_MARKS[_word] = WORD_MARKS.get(_word, 0) | int(_mark)

# Pairs of words that say something else than each of them: `image-caption`, `site-title`, `read-more`.
PAIR_MARKS: dict[str, int] = {
    "read more": int(Mark.RELATED), "xem them": int(Mark.RELATED), "tin khac": int(Mark.RELATED),
    "tin moi": int(Mark.RELATED), "tin cu": int(Mark.RELATED), "lien quan": int(Mark.RELATED),
    "more stories": int(Mark.RELATED), "most read": int(Mark.RELATED), "up next": int(Mark.RELATED),
    "see also": int(Mark.RELATED), "more from": int(Mark.RELATED), "more posts": int(Mark.RELATED),
    "binh luan": int(Mark.COMMENT), "sign up": int(Mark.SIGNUP), "opt in": int(Mark.SIGNUP),
    "chu thich": int(Mark.CAPTION), "tac gia": int(Mark.AUTHOR),
    "noi dung": int(Mark.BODY), "tu khoa": int(Mark.TAG), "chuyen muc": int(Mark.CATEGORY),
    "the loai": int(Mark.CATEGORY), "danh muc": int(Mark.CATEGORY), "bread crumb": int(Mark.CRUMBS),
    "quang cao": int(Mark.AD), "ngay dang": int(Mark.DATE), "tieu de": int(Mark.TITLE),
}  # fmt: skip

TAG_MARKS: dict[object, int] = {
    "nav": int(Mark.NAV),
    "footer": int(Mark.FOOT),
    "aside": int(Mark.SIDE),
    "header": int(Mark.HEAD),
    "form": int(Mark.FORM),
    "figcaption": int(Mark.CAPTION),
    "main": int(Mark.MAIN),
    "article": int(Mark.MAIN),
    "time": int(Mark.DATE),
    "figure": int(Mark.MEDIA),
    "blockquote": int(Mark.QUOTE),
    "address": int(Mark.META),
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
# `hidden lg:flex` (Tailwind) is shown on wide screens: a condition behind says so.
HIDING_CLASSES = frozenset(
    ("hidden", "hide", "invisible", "d-none", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text",
     "is-hidden", "u-hidden", "element-invisible", "uk-hidden", "display-none")
)  # fmt: skip
SHOWN_AGAIN = re.compile(r"\b(?:sm|md|lg|xl|2xl):(?:flex|block|grid|inline|table)")


@lru_cache(maxsize=8192)
def read_classes(names: str) -> int:
    """The marks of a class attribute."""
    marks = read_names(names)
    if not HIDING_CLASSES.isdisjoint(names.lower().split()) and not SHOWN_AGAIN.search(names):
        marks |= int(Mark.HIDDEN)
    return marks


@lru_cache(maxsize=8192)
def read_names(names: str) -> int:
    """The marks of the words of a class or id attribute."""
    words = [word.lower() for word in WORDS.findall(names[:LONGEST_NAME])]
    marks = 0
    before = ""
    for word in words:
        marks |= WORD_MARKS.get(word, 0) | PAIR_MARKS.get(f"{before} {word}", 0)
        before = word
    return marks


@lru_cache(maxsize=2048)
def read_style(style: str) -> int:
    """HIDDEN for a style that hides, else nothing."""
    return int(Mark.HIDDEN) if HIDING_STYLE.search(style) else 0


@lru_cache(maxsize=512)
def read_itemprop(names: str) -> int:
    """The marks of microdata's property."""
    marks = 0
    for name in names.lower().split():
        marks |= int(ITEM_MARKS.get(name, 0))
    return marks


@lru_cache(maxsize=64)
def read_role(role: str) -> int:
    """The marks of an ARIA role."""
    return int(ROLE_MARKS.get(role.strip().lower(), 0))


def read_hidden(value: str) -> int:
    """HIDDEN: the attribute is there, whatever it says."""
    return int(Mark.HIDDEN)


ATTRIBUTES = {
    "class": read_classes,
    "id": read_names,
    "style": read_style,
    "itemprop": read_itemprop,
    "role": read_role,
    "hidden": read_hidden,
}
