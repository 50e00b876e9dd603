"""The tables, as steps that only ever are appended to: a database of any age is brought up to date on opening."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from harvester.store.definitions import ARTICLES, FRONTIER, PORTALS_AND_RUNS

migrations = Migrations("harvester")

FOLD = "replace(replace(coalesce({0}, ''), 'đ', 'd'), 'Đ', 'D')"
"""`unicode61 remove_diacritics 2` folds every Vietnamese letter but these two."""


def run_script(db: Database, script: str) -> None:
    """Execute statements parted by a line of `--;`, within the migration's own transaction
    (`executescript` would commit it)."""
    for statement in script.split("--;"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m001_portals_and_runs(db: Database) -> None:
    run_script(db, PORTALS_AND_RUNS)


@migrations()
def m002_articles(db: Database) -> None:
    run_script(db, ARTICLES)


@migrations()
def m003_frontier(db: Database) -> None:
    run_script(db, FRONTIER)


FOLDED = ("title", "lead", "body")
NEW, OLD = (", ".join(FOLD.format(f"{row}.{column}") for column in FOLDED) for row in ("new", "old"))
INSERT = f"INSERT INTO articles_fts (rowid, title, lead, body) VALUES (new.id, {NEW});"
REMOVE = f"INSERT INTO articles_fts (articles_fts, rowid, title, lead, body) VALUES ('delete', old.id, {OLD});"
CHANGED = " OR ".join(f"new.{c} IS NOT old.{c}" for c in FOLDED)


@migrations()
def m004_full_text(db: Database) -> None:
    folded = ", ".join(f"{FOLD.format(c)} AS {c}" for c in FOLDED)
    run_script(
        db,
        f"""
        CREATE VIEW articles_folded AS SELECT id, {folded} FROM articles
        --;
        CREATE VIRTUAL TABLE articles_fts USING fts5 (
            title, lead, body, content='articles_folded', content_rowid='id',
            tokenize='unicode61 remove_diacritics 2')
        --;
        CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN {INSERT} END
        --;
        CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN {REMOVE} END
        --;
        CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, lead, body ON articles
        WHEN {CHANGED} BEGIN {REMOVE} {INSERT} END
        """,
    )


@migrations()
def m005_signatures(db: Database) -> None:
    run_script(
        db,
        """
        CREATE TABLE texts (            -- one row for all articles whose texts are equal after normalisation
            id INTEGER PRIMARY KEY,     -- a hash of the text
            head INTEGER NOT NULL REFERENCES articles(id),      -- the one that was published first
            sketch BLOB NOT NULL,       -- MinHash rows of the text and of the masked text, 2 bytes each
            facts BLOB NOT NULL         -- hashes of numbers and names, 4 bytes each
        )
        --;
        CREATE TABLE signatures (
            article INTEGER PRIMARY KEY REFERENCES articles(id),
            text INTEGER REFERENCES texts(id) DEFERRABLE INITIALLY DEFERRED,    -- null: too short to compare
            version TEXT NOT NULL                               -- what made it
        )
        --;
        CREATE INDEX signatures_by_text ON signatures (text) WHERE text IS NOT NULL
        --;
        CREATE TABLE bands (            -- MinHash bands: texts that share one are compared
            band INTEGER NOT NULL,
            text INTEGER NOT NULL,
            PRIMARY KEY (band, text)
        ) WITHOUT ROWID
        """,
    )


@migrations()
def m020_facets(db: Database) -> None:
    """An index for whatever Datasette counts and filters by: in the order that it shows, the other facets beside it."""
    run_script(
        db,
        """
        CREATE INDEX articles_by_precision
            ON articles (published_precision, published_at, portal, published_from, category)
        --;
        CREATE INDEX articles_by_date_source
            ON articles (published_from, published_at, portal, published_precision, category)
        --;
        CREATE INDEX articles_by_category
            ON articles (category, published_at, portal, published_precision, published_from)
        --;
        CREATE INDEX articles_by_month ON articles (substr(published_at, 1, 7), portal)
        --;
        CREATE INDEX articles_newest ON articles (published_at, portal, duplicate_of)
        --;
        DROP INDEX articles_by_publication
        --;
        CREATE INDEX articles_by_document ON articles (document_number) WHERE document_number IS NOT NULL
        --;
        CREATE INDEX articles_gone ON articles (gone_at) WHERE gone_at IS NOT NULL
        --;
        CREATE INDEX revisions_by_time ON revisions (seen_at)
        --;
        CREATE INDEX date_conflicts ON date_candidates (article) WHERE instr(why_not, 'disagrees with') > 0
        --;
        CREATE INDEX harvests_by_portal ON harvests (portal, run)
        """,
    )


@migrations()
def m040_health(db: Database) -> None:
    run_script(
        db,
        """
        CREATE TABLE harvest_fields (   -- what a portal is judged by: how often something was missing in a run
            run INTEGER NOT NULL REFERENCES runs(id),
            portal TEXT NOT NULL REFERENCES portals(id),
            field TEXT NOT NULL CHECK (field IN ('article', 'known', 'body', 'date', 'lead', 'author', 'category')),
            pages INTEGER NOT NULL,     -- that could have had it
            missing INTEGER NOT NULL,   -- that did not
            PRIMARY KEY (portal, run, field)
        ) WITHOUT ROWID
        --;
        ALTER TABLE portals ADD COLUMN home_platform TEXT
        """,
    )


@migrations()
def m050_walks_that_go(db: Database) -> None:
    """Addresses keep the numbers of walks that have been deleted: they are only ever compared. SQLite would look
    through all addresses for each walk that goes, to see that none refers to it."""
    db.execute("PRAGMA writable_schema = ON")
    db.execute("UPDATE sqlite_master SET sql = replace(sql, ' REFERENCES walks(id)', '') WHERE name = 'urls'")
    db.execute("PRAGMA writable_schema = RESET")


@migrations()
def m050_canonical(db: Database) -> None:
    """What each page claims, so that the address shown is chosen among all of an article's, in any order."""
    run_script(db, "ALTER TABLE urls ADD COLUMN canonical TEXT")  # the key that its page's canonical link names


@migrations()
def m051_doubts(db: Database) -> None:
    run_script(
        db,
        """
        CREATE TABLE doubts (           -- readings of stored articles' pages that were another text, and not believed
            url TEXT PRIMARY KEY REFERENCES urls(url),
            content TEXT NOT NULL,      -- a hash of title, lead and body
            run INTEGER NOT NULL REFERENCES runs(id),   -- that saw it first
            seen_at TEXT NOT NULL
        ) WITHOUT ROWID
        --;
        CREATE INDEX doubts_by_content ON doubts (content)
        """,
    )


@migrations()
def m052_unbanded_texts(db: Database) -> None:
    """Texts whose bands are in no table of the file yet: see `store/bands.py`."""
    run_script(db, "CREATE TABLE unbanded_texts (text INTEGER PRIMARY KEY)")


@migrations()
def m053_replaced_texts(db: Database) -> None:
    """When another text took a page's place: dates later than an article's first sight are possible from then on."""
    run_script(
        db,
        """
        CREATE TABLE replaced_texts (   -- pages whose text was replaced by quite another, which was believed
            url TEXT PRIMARY KEY REFERENCES urls(url),
            seen_at TEXT NOT NULL       -- when it was believed
        ) WITHOUT ROWID
        """,
    )


@migrations()
def m054_index_by_the_dozen(db: Database) -> None:
    """New articles are indexed by `store/fulltext.py`, many at a time; one that is not yet cannot be taken out."""
    indexed = "EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = old.id)"
    run_script(
        db,
        f"""
        DROP TRIGGER articles_fts_insert
        --;
        DROP TRIGGER articles_fts_delete
        --;
        DROP TRIGGER articles_fts_update
        --;
        CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles WHEN {indexed} BEGIN {REMOVE} END
        --;
        CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, lead, body ON articles
        WHEN ({CHANGED}) AND {indexed} BEGIN {REMOVE} {INSERT} END
        """,
    )
