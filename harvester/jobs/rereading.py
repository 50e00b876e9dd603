"""A reread of kept pages: its parts made and run on an engine, changes counted with examples, shown or written."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from harvester import __version__
from harvester.archive import require_extra
from harvester.archive.verification import find_folders
from harvester.duplicates.linking import settle_all
from harvester.engines.job_parts import Part, cut_parts, make_folder, name_by_content, read_lines, remove_part
from harvester.engines.local import choose_engine
from harvester.errors import ArchiveError, BadRecord, ConfigError
from harvester.jobs.import_sources import Records
from harvester.jobs.reread_pages import ARTICLE, COMPARED, list_columns, make_fingerprint, read_part
from harvester.jobs.reread_rules import name_rules
from harvester.loading.reread_articles import Reread, load_reread
from harvester.portals import Portal
from harvester.reading.parts import find_stem
from harvester.store import Store, rereads, runs
from harvester.store.articles import date_candidates
from harvester.store.lock import held
from harvester.store.reports.selection import Selection, find_portals
from harvester.store.rereads import Chosen, KeptPage

DRY = "-dry"
"""Ends the name of the folder of a dry run, of which several may go on at once."""

EXAMPLES = 3
"""Changes that are shown of a platform's field."""

_SHOWN = 160
"""Characters of a value that an example shows."""


@dataclass(frozen=True, slots=True)
class RereadPlan:
    """What is read anew. `portals` are all that there are; `wanted` are the ids of those that are read (none: all)."""

    database: Path
    folder: Path
    portals: dict[str, Portal]
    now: str
    wanted: Sequence[str] = ()
    since: str | None = None
    jobs: int = 1
    engine: str | None = None  # address of a Dask scheduler, in place of processes here
    dry_run: bool = False
    arguments: Sequence[str] = ()


@dataclass(slots=True)
class PlatformCounts:
    """What became of the pages of one platform."""

    pages: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    fields: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Example:
    """One change of a field."""

    platform: str
    field: str
    url: str
    before: str
    after: str


@dataclass(slots=True)
class RereadCounts:
    """What a reread comes to."""

    platforms: dict[str, PlatformCounts] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)

    def of(self, platform: str | None) -> PlatformCounts:
        return self.platforms.setdefault(platform or "unknown", PlatformCounts())

    def sum(self, name: str) -> int:
        return sum(getattr(counts, name) for counts in self.platforms.values())

    def describe(self) -> dict[str, Any]:
        """What `reread --json` prints."""
        fields: Counter[str] = Counter()
        for counts in self.platforms.values():
            fields.update(counts.fields)
        return {
            **{name: self.sum(name) for name in ("pages", "changed", "unchanged", "failed")},
            "fields": dict(fields.most_common()),
            "platforms": {
                name: {**asdict(counts), "fields": dict(counts.fields.most_common())}
                for name, counts in sorted(self.platforms.items())
            },
            "examples": [asdict(example) for example in self.examples],
            "failures": [{"url": url, "reason": reason} for url, reason in self.failures],
        }


def reread(plan: RereadPlan) -> RereadCounts:
    """Read all kept pages of a folder anew.

    Raises:
        ArchiveError: for a folder that the database knows nothing of.
        ConfigError: there is no such database, or it does not have one of the portals.
        EngineError: no worker lives, DatabaseBusy and StoreError.
    """
    require_extra()
    if not plan.database.is_file():
        raise ConfigError(f"no such database: {str(plan.database)!r}")
    if plan.dry_run:
        with Store.open(plan.database, readonly=True) as store:
            return Rereading(plan, store).carry_out()
    with held(plan.database), Store.open(plan.database) as store:
        return Rereading(plan, store).carry_out()


class Rereading:
    """One reread."""

    def __init__(self, plan: RereadPlan, store: Store) -> None:
        self.plan = plan
        self.store = store
        self.connection = store.connection
        self.folders = find_folders(plan.folder.absolute(), store)
        self.counts = RereadCounts()
        self.rules = name_rules(plan.portals.values())
        self.records = Records({}, plan.folder.absolute())
        self.partial: list[tuple[dict[str, Any], str]] = []
        """Pages that turned out to be the first of several parts, and the address of the second."""
        self.engine = choose_engine(plan.jobs, plan.engine)
        place = Path(f"{plan.database.absolute()}-parts").resolve()  # may be a link to a disk that workers share
        self.work = place / f"reread-{self.rules}{DRY if plan.dry_run else ''}"

    def carry_out(self) -> RereadCounts:
        find_portals(Selection(portals=tuple(self.plan.wanted)), self.connection)
        if not self.folders:
            raise ArchiveError(f"nothing that this database knows was kept in {str(self.plan.folder)!r}")
        make_folder(self.work, self.engine.check)
        run = None if self.plan.dry_run else self.start_run()
        self.work_on(self.list_pages())
        if self.partial:
            self.work_on(self.list_partial())
        if run is not None:
            settle_all(self.store)
            with self.store.transaction() as connection:
                rereads.finish(connection, self.rules)
                runs.finish_run(connection, run, "ok", self.plan.now)
            self.remove_others()
        shutil.rmtree(self.work)
        return self.counts

    def remove_others(self) -> None:
        """Delete what rereads by other rules have left, which were cut short and do not go on any more."""
        for place in self.work.parent.glob("reread-*"):
            if place != self.work and not place.name.endswith(DRY):
                shutil.rmtree(place)

    def work_on(self, pages: Iterable[str]) -> None:
        """Let pages be read, a line each, and load what they come to."""
        parts = [name_by_content(part) for part in cut_parts(self.work, pages)]
        for part in self.engine.run(read_part, parts):
            self.load(part)

    def start_run(self) -> int:
        with self.store.transaction() as connection:
            return runs.start_run(connection, self.plan.now, self.plan.arguments, __version__)

    def list_pages(self) -> Iterator[str]:
        """The pages that are to be read, a line each.

        Those that finished rereads have read by the same rules are counted and passed over.
        """
        chosen = Chosen([folder.id for folder in self.folders], self.plan.wanted, self.plan.since)
        for page in rereads.read_pages(self.connection, chosen):
            columns = rereads.read_columns(self.connection, page.article)
            counts = self.counts.of(columns["platform"])
            if page.rules == self.rules:
                counts.pages += 1
                counts.unchanged += 1
                continue
            try:
                yield json.dumps(self.describe(page, columns), ensure_ascii=False)
            except BadRecord as error:
                self.fail(columns["platform"], page.url, str(error))

    def describe(self, page: KeptPage, columns: dict[str, Any]) -> dict[str, Any]:
        """What a worker has to know of a page.

        Raises:
            BadRecord: its file is not there.
        """
        file = self.records.find(page.folder, page.file)
        portal = self.plan.portals.get(page.portal)
        if page.is_only_reading:
            dates = rereads.read_link_dates(self.connection, page.article)
        else:
            dates = date_candidates.read_seen(self.connection, page.article)
        return {
            "article": page.article,
            "capture": page.capture,
            "only": page.is_only_reading,
            "path": str(file.path),
            "start": file.start,
            "offset": page.offset,
            "length": page.length,
            "url": page.url,
            "canonical": page.canonical,
            "portal": page.portal,
            "platform": (portal.platform if portal is not None else None) or page.platform,
            "selectors": {} if portal is None else asdict(portal.css),
            "fetched_at": page.fetched_at,
            "as_of": page.as_of,
            "dates": [[seen.text, seen.found_in, seen.role] for seen in dates],
            "stored": make_fingerprint(self.list_stored(page.article, columns)),
        }

    def list_partial(self) -> Iterator[str]:
        """The pages that go on elsewhere, each with the places of its later parts."""
        for wanted, url in self.partial:
            try:
                later = self.find_later(wanted["capture"], url)
                yield json.dumps({**wanted, "later": later}, ensure_ascii=False)
            except BadRecord as error:
                self.fail(wanted["platform"], wanted["url"], str(error))

    def find_later(self, capture: int, url: str) -> dict[str, dict[str, Any]]:
        """Where the later parts of an article lie, by their addresses; `url` is the second's.

        Raises:
            BadRecord: one has been kept and cannot be read any more.
        """
        found: dict[str, dict[str, Any]] = {}
        for part in rereads.read_parts(self.connection, capture, find_stem(url)):
            if part.url in found:
                continue
            if part.is_lost:
                raise BadRecord(f"goes on at {part.url!r}, and what was kept of that is lost")
            file = self.records.find(part.folder, part.file)
            place = {"path": str(file.path), "start": file.start, "offset": part.offset, "length": part.length}
            found[part.url] = {**place, "fetched_at": part.fetched_at}
        return found

    def list_stored(self, article: int, columns: dict[str, Any]) -> dict[str, Any]:
        """What is stored of an article, as `list_columns` tells it of a reading."""
        images = [[image.url, image.caption] for image in rereads.read_images(self.connection, article)]
        files = [[file.url, file.title, file.media_type] for file in rereads.read_attachments(self.connection, article)]
        return {**columns, "images": images, "attachments": files}

    def load(self, part: Part) -> None:
        """Count what a part found, and write it unless this is a dry run; in one transaction."""
        results = [json.loads(line) for line in read_lines(part.output)]
        wanted = [json.loads(line) for line in read_lines(part.input)]
        if self.plan.dry_run:
            self.take(zip(wanted, results, strict=True))
        else:
            with self.store.transaction() as connection:
                self.take(zip(wanted, results, strict=True))
                read = [result["capture"] for result in results if "extractor" in result]
                rereads.note_read(connection, read, self.rules)
        remove_part(part)

    def take(self, pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        for wanted, result in pairs:
            if "error" in result:
                self.fail(wanted["platform"], wanted["url"], result["error"])
                continue
            if "later" in result:
                self.partial.append((wanted, result["later"]))
                continue
            counts = self.counts.of(result["platform"])
            counts.pages += 1
            if "item" not in result:
                counts.unchanged += 1
                continue
            counts.changed += 1
            item = ARTICLE.validate_python(result["item"], strict=False)
            self.compare(result, wanted["canonical"], list_columns(item))
            if not self.plan.dry_run:
                load_reread(self.store, Reread(wanted["article"], item, bool(wanted["only"])), self.plan.now)

    def compare(self, result: dict[str, Any], url: str, columns: dict[str, Any]) -> None:
        """Count the fields that differ, and keep the first changes of each field of a platform as examples."""
        fields = self.counts.of(result["platform"]).fields
        stored = self.list_stored(result["article"], rereads.read_columns(self.connection, result["article"]))
        for name in COMPARED:
            if columns[name] == stored[name]:
                continue
            fields[name] += 1
            if fields[name] <= EXAMPLES and name != "content_hash":
                before, after = show_difference(stored[name], columns[name])
                self.counts.examples.append(Example(result["platform"], name, url, before, after))

    def fail(self, platform: str | None, url: str, reason: str) -> None:
        """A page could not be read: its record stays as it is."""
        counts = self.counts.of(platform)
        counts.pages += 1
        counts.failed += 1
        self.counts.failures.append((url, reason))


def show_difference(before: Any, after: Any) -> tuple[str, str]:
    """Two values from shortly before where they begin to differ."""
    one, other = (
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in (before, after)
    )
    same = next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    start = max(0, same - 40)
    cut = ("…" if start else "") + one[start : start + _SHOWN], ("…" if start else "") + other[start : start + _SHOWN]
    return cut
