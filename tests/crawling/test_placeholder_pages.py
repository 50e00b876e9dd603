"""Which pages are the home page of their portal at another address."""

from harvester.crawling.placeholder_pages import PlaceholderPages
from harvester.items import Link, Listing

HOME = "http://xa.example/"


def list_links(url: str, *numbers: int) -> Listing:
    return Listing(url=url, articles=[Link(f"{HOME}tin/bai-{number}.html", "Bài") for number in numbers])


def test_a_page_with_the_links_of_the_home_page_is_the_home_page():
    pages = PlaceholderPages()
    pages.note_links("xa", list_links(HOME, 1, 2, 3))
    assert pages.is_home("xa", list_links(f"{HOME}tin/bai-9.html", 3, 2, 1))
    assert pages.is_home("xa", list_links(f"{HOME}tin/bai-2.html", 1, 3))
    assert not pages.is_home("xa", list_links(f"{HOME}muc/", 1, 2))
    assert not pages.is_home("khac", list_links(f"{HOME}tin/bai-9.html", 3, 2, 1))


def test_a_home_page_without_links_says_nothing():
    pages = PlaceholderPages()
    pages.note_links("xa", list_links(HOME))
    assert not pages.is_home("xa", list_links(f"{HOME}tin/bai-9.html"))
