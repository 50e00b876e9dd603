"""A record taken out for good: its row and versions, its kept answers, its addresses; a tombstone stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from harvester.archive.folder import find_file
from harvester.duplicates.linking import unlink
from harvester.errors import ConfigError
from harvester.store import Store, captures
from harvester.store.articles import fulltext, tombstones
from harvester.store.captures import Folder
from harvester.store.reports.address_facts import find_article, read_address, read_article_row
from harvester.suggestions import suggest_command
from harvester.urls import BadAddress, make_key, normalize


@dataclass(slots=True)
class Forgotten:
    """What was taken out. `missing` names folders that could not be looked through."""

    uid: str
    records: int = 0
    copies: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The record that an address leads to, and the copies of it that would stay."""

    article: int
    title: str
    url: str
    copies: list[int]


def find_candidate(store: Store, url: str) -> _Candidate:
    """Return the record at an address.

    Raises:
        ConfigError: It is no address, or leads to no record.
    """
    try:
        key, address = make_key(url), normalize(url)
    except BadAddress as error:
        raise ConfigError(str(error)) from error
    row = read_address(store.connection, key)
    article = row.article if row is not None and row.article is not None else find_article(store.connection, address)
    if article is None:
        raise ConfigError(f"no record at {url!r} (see: {suggest_command('explain', url, database=store.path)})")
    found = read_article_row(store.connection, article)
    return _Candidate(article, found.title, found.url, tombstones.list_copies(store.connection, article))


def forget(store: Store, candidate: _Candidate, now: str, *, keep: Path | None = None) -> Forgotten:
    """Take a record out.

    Kept answers are overwritten first, since what they are found by is the record's own text: where this is cut
    short, the same call goes on.

    Args:
        store: The database, open for writing, under its lock.
        candidate: The record.
        now: The time of the tombstone, ISO 8601.
        keep: Where the kept pages are now, if their folder was moved.

    Raises:
        ArchiveError: A kept record cannot be overwritten; nothing was taken out of the database.
    """
    done = take_out(store, candidate, now, keep=keep)
    tombstones.erase(store.connection)
    return done


def forget_marked(store: Store, now: str) -> int:
    """Take out the records that tombstones name, which have come from other databases; how many there were."""
    connection = store.connection
    marked = tombstones.list_marked(connection)
    for article in marked:
        found = read_article_row(connection, article)
        take_out(store, _Candidate(article, found.title, found.url, []), now)
    if marked:
        tombstones.erase(connection)
    return len(marked)


def take_out(store: Store, candidate: _Candidate, now: str, *, keep: Path | None = None) -> Forgotten:
    """The same without rewriting the file, in whose free pages the record still stands."""
    connection = store.connection
    with store.transaction():
        fulltext.index_rest(connection)  # what is not indexed cannot be taken out of the index
    addresses = tombstones.list_addresses(connection, candidate.article)
    texts = tombstones.list_texts(connection, candidate.article)
    missing: list[str] = []
    overwritten = erase_kept(store, addresses, texts, keep, missing)
    with store.transaction():
        unlink(store, candidate.article)
        uid = tombstones.bury(connection, candidate.article, now)
        for capture in overwritten:
            mark_overwritten(store, capture)
        tombstones.remove(connection, candidate.article)
    return Forgotten(uid, len(overwritten), candidate.copies, missing)


def erase_kept(store: Store, addresses: list[str], texts: list[str], keep: Path | None, missing: list[str]) -> set[int]:
    """Overwrite the kept records of all folders that the database knows; the ids of their captures."""
    folders = captures.read_folders(store.connection)
    if not folders:
        return set()
    from harvester.archive import require_extra

    require_extra()
    from harvester.archive.erasure import erase_records, make_wanted

    wanted = make_wanted(addresses, texts)
    found = set()
    for folder in folders:
        place = choose_place(store, folder, keep)
        if place is None:
            missing.append(folder.path)
            continue
        for record in erase_records(place, wanted):
            capture = captures.find_at(store.connection, folder.id, record.file, record.offset)
            found |= set() if capture is None else {capture}
    return found


def choose_place(store: Store, folder: Folder, keep: Path | None) -> Path | None:
    """Return where a folder is: at its path, else where `keep` holds its files; None where it is gone."""
    if Path(folder.path).is_dir():
        return Path(folder.path)
    names = captures.read_files(store.connection, folder.id)
    if keep is not None and any(find_file(keep, name) is not None for name in names):
        return keep
    return None if names else Path(folder.path)


def mark_overwritten(store: Store, capture: int) -> None:
    """Let a capture's row name what stands in its place now."""
    from harvester.archive.erasure import DIGEST, FORGOTTEN_URL

    captures.replace_record(store.connection, capture, FORGOTTEN_URL, DIGEST)
