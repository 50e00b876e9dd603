"""Attributes are counted as libxml2 finds them: never fewer, whatever the markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from harvester.reading.attributes import count_attributes, has_few, have_tags_few

PIECES = (
    "<p ", "<q ", ">", "'", '"', "=", " a", " b", "/", "<!--", "-->", "--!>", "->", "<!", "<?", "</p ", "</", "<script",
    "</script", "<script>", "</script>", "<title>", "</title>", "<style>", "</style>", "<textarea>", "</textarea>", "x",
    " ", "\n", "\x0c", "\x0b", "<", "<b c d e>", "='", '="', "= '", "a=x", "<plaintext>", "<svg>", "<![CDATA[", "]]>",
    "<select>", "<body ", "<html ", "<xmp>", "</xmp>", "<noscript>", "<iframe>", "&quot;",
)  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "counts"),
    [
        ('<p class="a b" hidden>', [2]),
        ("<p a/b/c>", [3]),
        ("<p a = 'x>y' b=\"'\">", [2]),
        ("<br/><hr />", [0, 0]),
        ("</p><!-- <q a> --><!DOCTYPE a><?q a?></ q a>", [0]),
        ("<script><q a></script>", [0, 0]),
        ("<script><!-- <script> </script> <q a> --></script>", [0, 0]),
        ("<script/><q a>", [0, 1]),
        ("<title><q a></titles></title>", [0, 0]),
        ("<plaintext><q a></plaintext>", [0]),
    ],
)
def test_attributes_of_each_tag(markup, counts):
    assert list(count_attributes(markup.encode())) == counts


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_tag_has_more_attributes_than_are_counted(pieces):
    body = f"<html><body>x{''.join(pieces)}<z a b c d e f g h i j k l m>".encode()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    found = [len(element.attrib) for element in etree.fromstring(body, parser).iter() if isinstance(element.tag, str)]
    counts = list(count_attributes(body))
    assert max(found) <= max(counts) and sum(found) <= sum(counts)


@settings(max_examples=2000)
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.integers(1, 8))
def test_what_a_glance_tells_holds_when_counted(pieces, limit):
    body = f"x{''.join(pieces)}".encode()
    counts = list(count_attributes(body))
    if have_tags_few(body, limit):
        assert max(counts, default=0) <= limit
    if has_few(body, limit):
        assert sum(counts) <= limit


@pytest.mark.parametrize(
    "script",
    [
        "var base = '/', language = 'vi';</script><script>",
        '{"name":"thôn Gò Mận","households":112},',
        ".menu{color:red;margin:0 auto}",
        "iVBORw0KGgoAAAANSUhEUgAA",
    ],
    ids=["statements", "JSON", "style", "base64"],
)
def test_a_glance_passes_over_long_scripts(script):
    body = f"<p class='x'>a</p><script>{script * 3000}</script><p class='x'>b</p>".encode()
    assert have_tags_few(body)
    assert not have_tags_few(body.replace(b"a</p>", b"<q" + b" a" * 20_000))
