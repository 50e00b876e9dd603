"""Spoilt pages: whatever is done to a gold page, it is read, or refused by name. The seed is fixed."""

import random
import re
from pathlib import Path

import pytest

from harvester.errors import PageError
from harvester.platforms import PLATFORMS, read_article, recognise
from harvester.reading.page import Page

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*/*.html"))
TAG = re.compile(rb"<[^>]*>")
ATTRIBUTE = re.compile(rb'(href|src|class|id|style|content)="[^"]*"')
VALUES = (b"", b"http://[", b"//", b"\x00", b"x" * 300, b"http://a:99999/", b"%%%", b"http://\xff/")


def cut(body, random):
    return body[: random.randrange(len(body))]


def shuffle_tags(body, random):
    tags = TAG.findall(body)
    random.shuffle(tags)
    return TAG.sub(lambda match: tags.pop(), body)


def drop_tags(body, random):
    return TAG.sub(lambda match: b"" if random.random() < 0.3 else match.group(), body)


def encode_otherwise(body, random):
    name = random.choice(["cp1258", "utf-16", "utf-16-be", "latin-1", "utf-32", "utf-8-sig"])
    return body.decode("utf-8", "ignore").encode(name, "ignore")


def nest(body, random):
    place = random.randrange(len(body))
    tag = random.choice([b"<div>", b"<span>", b"<table><tr><td>", b"<ul><li>", b"<b>", b"<a href=x>"])
    return body[:place] + tag * random.choice([100, 1000, 3000]) + body[place:]


def spoil_bytes(body, random):
    spoilt = bytearray(body)
    for _ in range(100):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def spoil_attributes(body, random):
    return ATTRIBUTE.sub(lambda match: match.group(1) + b'="' + random.choice(VALUES) + b'"', body)


def throw_dice(body, random):
    return random.randbytes(random.randrange(1, 3000))


MUTATIONS = (cut, shuffle_tags, drop_tags, encode_otherwise, nest, spoil_bytes, spoil_attributes, throw_dice)


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_a_spoilt_page_is_read_or_refused(mutate):
    dice = random.Random(mutate.__name__)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(25):
        page = dice.choice(PAGES)
        body = mutate(page.read_bytes(), dice)
        platform = dice.choice([None, "generic", *PLATFORMS])
        url = f"http://xa.example/tin-tuc/bai-{dice.randrange(1, 99)}.html"
        try:
            read_article(body, url, platform=platform)
            outcomes["read"] += 1
        except PageError:
            outcomes["refused"] += 1
        try:
            listed = recognise(Page(url, body)).platform.listing(Page(url, body))
            assert all(link.url.startswith("http") for link in listed.articles)
        except PageError:
            continue
    assert sum(outcomes.values()) == 25
