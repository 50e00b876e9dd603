"""What of a page goes into an article's fields: so much, and what was cut is told."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from support.answers import show_html
from support.looks import PlainLook
from support.runs import Crawl, write_portal
from support.server import PortalServer
from support.site import Site

from harvester.items import Article, Attachment, DateCandidate, Image, SeenDate
from harvester.limits import ADDRESS_LIMIT, IMAGES_LIMIT, LEAD_LIMIT, TAGS_LIMIT, TITLE_LIMIT
from harvester.loading.field_limits import bound_fields
from pipelines.clean import clean

URL = "http://lam-khe.example/tin/dap-de-7.html"
LONG = "đê " * 100_000
PLAIN = Article(url=URL, title="Đắp đê", body="Thôn Ba góp công.")
UNBOUNDED = {"url", "body", "kind", "platform", "extractor", "portal", "request_key", "excess"}
"""What is ours or has a limit elsewhere: an address where it was linked, a body as its page."""
LATER = {"published_from", "published_text", "published_precision"}
"""What is taken from the dates."""


def list_texts() -> list[str]:
    return [one.name for one in fields(Article) if "str" in str(one.type) and "list" not in str(one.type)]


@pytest.mark.parametrize("name", sorted({*list_texts()} - UNBOUNDED - LATER))
def test_every_text_of_an_article_but_its_body_has_a_limit(name):
    bounded = bound_fields(replace(PLAIN, **{name: LONG}))
    text = getattr(bounded, name)
    assert text is None or (len(text) <= LEAD_LIMIT and text.endswith("…"))
    assert name.replace("_", " ") in bounded.excess


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("tags", [f"thôn {n}" for n in range(2000)]),
        ("tags", [LONG]),
        ("images", [Image(f"http://lam-khe.example/{n}.jpg") for n in range(2000)]),
        ("images", [Image(f"http://lam-khe.example/{'a' * ADDRESS_LIMIT}.jpg")]),
        ("images", [Image("http://lam-khe.example/1.jpg", LONG)]),
        ("attachments", [Attachment(f"http://lam-khe.example/{n}.pdf") for n in range(2000)]),
        ("attachments", [Attachment("http://lam-khe.example/1.pdf", LONG)]),
        ("dates", [SeenDate(f"{n}/3/2026", "page") for n in range(2000)]),
        ("dates", [SeenDate(LONG, "jsonld")]),
    ],
)
def test_every_list_of_an_article_has_a_limit(caplog, name, parts):
    bounded = bound_fields(replace(PLAIN, **{name: parts}))
    assert len(getattr(bounded, name)) <= IMAGES_LIMIT and len(str(getattr(bounded, name))) < 100 * IMAGES_LIMIT
    assert name.removesuffix("s") in bounded.excess and bounded.excess in caplog.text


def test_what_is_within_its_limits_stays_as_it_is():
    article = replace(PLAIN, tags=["đê"], images=[Image("http://lam-khe.example/1.jpg", "Đê")], date_candidates=[
        DateCandidate("1/3/2026", "page")])  # fmt: skip
    assert bound_fields(article) is article


def test_a_cut_title_is_cut_once():
    once = clean(replace(PLAIN, title=LONG))
    assert len(once.title) <= TITLE_LIMIT and clean(once).title == once.title


def test_a_portal_says_what_of_an_article_was_cut(tmp_path):
    site = Site(count=3, look=PlainLook(), sitemap="none")
    tags = "".join(f'<meta property="article:tag" content="thôn {n}">' for n in range(TAGS_LIMIT + 20))

    def add_tags(request, good):
        return show_html(good.content().decode().replace("</head>", f"{tags}</head>"))

    with PortalServer(site) as server:
        server.plan.always = {site.path("a-2"): add_tags}
        crawl = Crawl(tmp_path / "a.db", write_portal(tmp_path / "portals", server, "lam-khe"))
        found = crawl.run().portal("lam-khe")
    assert (found["status"], found["new"]) == ("partial", 3)
    assert found["reason"].endswith(f"{site.path('a-2')}: 120 tags")
