"""Keys of portal files are changed, and nothing else."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st
from support.growth import assert_linear

from harvester.portals.edits import edit_portal_file

FILE = """# by hand
name = "Xã Lâm Khê"  # as it signs
url = "http://lamkhe.example/"
sections = [
    "/a/",  # first
    "/b/",
]

[selectors]
title = "h1"
date = "p"
"""


def test_nothing_to_change_changes_nothing():
    assert edit_portal_file(FILE, {}) == FILE


def test_value_over_several_lines_is_replaced_whole():
    text = edit_portal_file(FILE, {("", "sections"): ["/c/"]})
    assert text == FILE.replace('[\n    "/a/",  # first\n    "/b/",\n]', '["/c/"]')


def test_new_key_goes_before_the_tables():
    text = edit_portal_file(FILE, {("", "platform"): "hue"})
    assert tomllib.loads(text)["platform"] == "hue"
    assert text.index("platform") < text.index("[selectors]")


def test_key_of_a_table_is_taken_out_and_the_table_with_its_last():
    one = edit_portal_file(FILE, {("selectors", "date"): None})
    assert tomllib.loads(one)["selectors"] == {"title": "h1"}
    assert "[selectors]" not in edit_portal_file(one, {("selectors", "title"): None})


def test_long_list_has_a_line_for_each_entry():
    links = [f"/mot-muc-co-ten-rat-dai-so-{number}/" for number in range(5)]
    text = edit_portal_file(FILE, {("", "sections"): links})
    assert tomllib.loads(text)["sections"] == links
    assert max(map(len, text.splitlines())) < 60


@given(st.text(), st.lists(st.text(), max_size=6))
def test_whatever_is_written_is_read_back_in_one_line_of_text(name, links):
    data = tomllib.loads(edit_portal_file(FILE, {("", "name"): name, ("", "feeds"): links}))
    assert len(data["feeds"]) == len(links)
    assert data["sections"] == ["/a/", "/b/"] and data["selectors"] == {"title": "h1", "date": "p"}


def test_brackets_and_quotes_inside_of_texts_end_no_value():
    text = 'name = """a ] "b" \n[c"""\nsections = [\'/[a/\', # ]\n "/\\"b/"]\nunit = "x"\n'
    assert edit_portal_file(text, {("", "unit"): None}) == text.removesuffix('unit = "x"\n')
    assert edit_portal_file(text, {("", "name"): "Lâm Khê"}).startswith('name = "Lâm Khê"\nsections = [')
    assert edit_portal_file(text, {("", "sections"): None}).endswith('[c"""\nunit = "x"\n')


def test_time_grows_with_the_lines_of_a_list():
    def make(count):
        return "sections = [\n" + '    "/tin/",\n' * count + "]\n"

    assert_linear(lambda text: edit_portal_file(text, {("", "name"): "Lâm Khê"}), make, 500)
