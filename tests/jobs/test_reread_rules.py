"""The name of all rules that read pages."""

from support.harvests import make_portal

from harvester.items import Article
from harvester.jobs.reread_rules import list_modules, name_rules
from harvester.platforms.nukeviet import NukeViet


def test_name_is_the_same_for_the_same_rules():
    assert name_rules([make_portal()]) == name_rules([make_portal()])


def test_name_changes_with_selectors_and_platforms(monkeypatch):
    before = name_rules([make_portal()])
    assert name_rules([make_portal(selectors={"title": "h2"})]) != before
    monkeypatch.setattr(NukeViet, "article", lambda self, page, selectors: Article(url=page.url))
    assert name_rules([make_portal()]) != before


def test_rules_are_the_modules_that_read():
    names = {path.name for path in list_modules()}
    assert {"page.py", "nukeviet.py", "clean.py", "urls.py", "choice.py", "repeated_text.py"} <= names
