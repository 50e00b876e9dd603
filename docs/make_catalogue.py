"""Bring harvester/inspect/locale/*/LC_MESSAGES/harvester.po up to date: python docs/make_catalogue.py

Texts are taken from what babel.cfg names, and from the titles and descriptions of harvester/store/dictionary.toml. New
ones come in untranslated, those that are gone are taken out, and what is translated stays.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from harvester.store.dictionary import read_meaning

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "harvester/inspect/locale"
HEADER = """\
# The pages in another language. Brought up to date by: python docs/make_catalogue.py
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""Without times and names, so that nothing changes where no text does."""

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}


def list_meanings() -> Iterator[str]:
    """The texts of the dictionary that pages show outside of the columns' own."""
    meaning = read_meaning()
    yield from (meaning.title, meaning.description, meaning.license)
    for table in meaning.tables.values():
        if not table.is_internal:
            yield from (table.title, table.description)


def list_questions() -> Iterator[str]:
    from harvester.store.reports.questions import QUESTIONS

    for question in QUESTIONS:
        yield from (question.title, question.description)


def extract() -> Catalog:
    """Every text of the pages."""
    found = Catalog(project="harvester", charset="utf-8")
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for _, _, text, _, _ in extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, comment_tags=()):
        if text:
            found.add(text)
    for text in (*list_meanings(), *list_questions()):
        found.add(text)
    return found


def update(language: str) -> Catalog:
    """The catalogue of a language as it should be."""
    with find_file(language).open("rb") as file:
        known = read_po(file, locale=language)
    known.update(extract(), no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def find_file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES/harvester.po"


def make_file(language: str, catalogue: Catalog) -> bytes:
    """The catalogue as it stands in its file."""
    texts = io.BytesIO()
    write_po(texts, catalogue, omit_header=True, sort_output=True, width=120, no_location=True)
    return HEADER.format(language=language, plurals=catalogue.plural_forms).encode() + texts.getvalue()


def list_missing(catalogue: Catalog) -> list[str]:
    """The texts that are not translated."""
    return [str(message.id) for message in catalogue if message.id and not all_of(message.string)]


def main() -> None:
    for folder in sorted(CATALOGUES.iterdir()):
        catalogue = update(folder.name)
        find_file(folder.name).write_bytes(make_file(folder.name, catalogue))
        missing = list_missing(catalogue)
        print(f"{folder.name}: {len(catalogue)} texts, {len(missing)} not translated", *missing, sep="\n  ")


def all_of(texts: str | tuple[str, ...] | None) -> bool:
    return bool(texts) and all((texts,) if isinstance(texts, str) else texts)


if __name__ == "__main__":
    main()
