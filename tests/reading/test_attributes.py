"""Attributes are counted as libxml2 finds them: never fewer, whatever the markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from harvester.reading.attributes import count_attributes

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
