"""The tables, as steps that only ever are appended to: a database of any age is brought up to date on opening."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

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
    run_script(
        db,
        """
        CREATE TABLE portals (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            level TEXT NOT NULL,
            province TEXT NOT NULL,
            url TEXT NOT NULL,
            platform TEXT,          -- as configured, else as recognised
            platform_reason TEXT,
            status TEXT NOT NULL DEFAULT 'active',
            wait_until TEXT,        -- nothing is asked of the portal before
            wait_reason TEXT
        )
        --;
        CREATE TABLE robots (
            origin TEXT PRIMARY KEY,    -- scheme, host and port
            fetched_at TEXT NOT NULL,
            status INTEGER,
            text TEXT,                  -- null where none could be had
            error TEXT
        ) WITHOUT ROWID
        --;
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            started_at TEXT NOT NULL,
            finished_at TEXT,
            status TEXT NOT NULL DEFAULT 'running'
                CHECK (status IN ('running', 'ok', 'attention', 'interrupted', 'killed', 'failed')),
            arguments TEXT NOT NULL DEFAULT '[]',
            version TEXT
        )
        --;
        CREATE TABLE harvests (
            run INTEGER NOT NULL REFERENCES runs(id),
            portal TEXT NOT NULL REFERENCES portals(id),
            status TEXT NOT NULL
                CHECK (status IN ('ok', 'partial', 'blocked', 'unreachable', 'broken', 'silent')),
            reason TEXT,
            pages INTEGER NOT NULL DEFAULT 0,
            new INTEGER NOT NULL DEFAULT 0,
            updated INTEGER NOT NULL DEFAULT 0,
            unchanged INTEGER NOT NULL DEFAULT 0,
            duplicates INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0,
            gone INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            undated INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run, portal)
        )
        """,
    )


@migrations()
def m002_articles(db: Database) -> None:
    run_script(
        db,
        """
        CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            portal TEXT NOT NULL REFERENCES portals(id),
            url TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            lead TEXT,
            body TEXT NOT NULL,        -- with the byline at its end, where the page has it there
            byline TEXT,
            author TEXT,
            photographer TEXT,
            source TEXT,
            category TEXT,
            tags TEXT NOT NULL DEFAULT '[]',
            published_at TEXT,
            published_precision TEXT
                CHECK (published_precision IN ('second', 'minute', 'hour', 'day', 'month', 'year')),
            published_from TEXT CHECK (published_from IN
                ('page', 'meta', 'jsonld', 'feed', 'sitemap', 'listing', 'url', 'body')),
            published_text TEXT,
            updated_at TEXT,
            document_number TEXT,
            document_date TEXT,
            signer TEXT,
            views INTEGER,
            comments INTEGER,
            content_hash TEXT NOT NULL,
            repeats_removed INTEGER NOT NULL DEFAULT 0,
            duplicate_of INTEGER REFERENCES articles(id),
            platform TEXT NOT NULL,
            platform_id TEXT,
            extractor TEXT NOT NULL,
            claimed TEXT,              -- key of the canonical link that its pages claim
            read_from TEXT NOT NULL,   -- key of the address whose page these fields come from
            revision INTEGER NOT NULL DEFAULT 1,
            first_seen_at TEXT NOT NULL,
            last_seen_at TEXT NOT NULL,
            checked_at TEXT NOT NULL,
            gone_at TEXT
        )
        --;
        CREATE INDEX articles_by_portal ON articles (portal, published_at)
        --;
        CREATE INDEX articles_by_publication ON articles (published_at)
        --;
        CREATE INDEX articles_by_platform_id ON articles (portal, platform_id) WHERE platform_id IS NOT NULL
        --;
        CREATE INDEX articles_by_claim ON articles (claimed) WHERE claimed IS NOT NULL
        --;
        CREATE INDEX articles_by_duplicate ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL
        --;
        CREATE TABLE article_urls (
            url TEXT PRIMARY KEY,
            article INTEGER NOT NULL REFERENCES articles(id)
        ) WITHOUT ROWID
        --;
        CREATE INDEX article_urls_by_article ON article_urls (article)
        --;
        CREATE TABLE seen_dates (   -- every date text as it stood: what the choice is a function of
            article INTEGER NOT NULL REFERENCES articles(id),
            text TEXT NOT NULL,
            found_in TEXT NOT NULL,
            role TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (article, text, found_in, role)
        ) WITHOUT ROWID
        --;
        CREATE TABLE date_candidates (
            article INTEGER NOT NULL REFERENCES articles(id),
            text TEXT NOT NULL,
            found_in TEXT NOT NULL,
            value TEXT,
            precision TEXT,
            shift INTEGER NOT NULL DEFAULT 0,   -- minutes
            chosen INTEGER NOT NULL DEFAULT 0,
            why_not TEXT,
            PRIMARY KEY (article, text, found_in)
        ) WITHOUT ROWID
        --;
        CREATE TABLE revisions (
            article INTEGER NOT NULL REFERENCES articles(id),
            revision INTEGER NOT NULL,
            seen_at TEXT NOT NULL,
            title TEXT NOT NULL,
            lead TEXT,
            body TEXT NOT NULL,
            published_at TEXT,
            content_hash TEXT NOT NULL,
            cause TEXT NOT NULL CHECK (cause IN ('page', 'extractor')),
            PRIMARY KEY (article, revision)
        )
        --;
        CREATE TABLE similar (
            article INTEGER NOT NULL REFERENCES articles(id),
            other INTEGER NOT NULL REFERENCES articles(id),
            similarity REAL NOT NULL CHECK (similarity BETWEEN 0 AND 1),
            kind TEXT NOT NULL CHECK (kind IN ('same', 'reprint', 'template')),
            PRIMARY KEY (article, other)
        ) WITHOUT ROWID
        --;
        CREATE INDEX similar_by_other ON similar (other)
        --;
        CREATE TABLE images (
            article INTEGER NOT NULL REFERENCES articles(id),
            position INTEGER NOT NULL,
            url TEXT NOT NULL,
            caption TEXT,
            PRIMARY KEY (article, position)
        ) WITHOUT ROWID
        --;
        CREATE TABLE attachments (
            article INTEGER NOT NULL REFERENCES articles(id),
            url TEXT NOT NULL,
            title TEXT,
            media_type TEXT,
            PRIMARY KEY (article, url)
        ) WITHOUT ROWID
        """,
    )


@migrations()
def m003_frontier(db: Database) -> None:
    run_script(
        db,
        """
        CREATE TABLE walks (
            id INTEGER PRIMARY KEY,
            portal TEXT NOT NULL REFERENCES portals(id),
            start_url TEXT NOT NULL,
            mode TEXT NOT NULL CHECK (mode IN ('complete', 'newest', 'onward')),
            run INTEGER NOT NULL REFERENCES runs(id),      -- that began it
            next_url TEXT,                                 -- where it goes on; null when it has ended
            pages INTEGER NOT NULL DEFAULT 0,
            barren INTEGER NOT NULL DEFAULT 0,             -- pages in a row without an unknown article
            first_links TEXT NOT NULL DEFAULT '[]',        -- keys on the first page, to tell the order by
            last_links TEXT NOT NULL DEFAULT '[]',
            last_url TEXT,
            ended_at TEXT,
            end_reason TEXT
        )
        --;
        CREATE INDEX walks_by_start ON walks (portal, start_url)
        --;
        CREATE TABLE urls (
            url TEXT PRIMARY KEY,
            fetch_url TEXT NOT NULL,
            portal TEXT NOT NULL REFERENCES portals(id),
            kind TEXT NOT NULL CHECK (kind IN ('home', 'sitemap', 'feed', 'listing', 'article')),
            rank INTEGER NOT NULL,                         -- the order of fetching within a portal
            state TEXT NOT NULL DEFAULT 'pending'
                CHECK (state IN ('pending', 'done', 'failed', 'gone', 'skipped')),
            found_at TEXT NOT NULL,
            found_in TEXT NOT NULL,                        -- the address that led here: of several the surest kind's
            found_rank INTEGER NOT NULL DEFAULT 0,         -- of found_in, so that the order of arrival does not count
            found_run INTEGER NOT NULL REFERENCES runs(id),
            tries INTEGER NOT NULL DEFAULT 0,              -- in a row without success
            claims INTEGER NOT NULL DEFAULT 0,             -- times it was opened and never ended
            next_try_at TEXT,
            fetched_at TEXT,
            last_status INTEGER,
            last_error TEXT,
            redirect_to TEXT,                              -- the key that it redirects to
            etag TEXT,                                     -- what the server said of its version, when last read
            last_modified TEXT,
            hops INTEGER NOT NULL DEFAULT 0,               -- redirects on the way here
            walk INTEGER REFERENCES walks(id),
            article INTEGER REFERENCES articles(id)
        )
        --;
        CREATE INDEX urls_due ON urls (portal, rank, tries) WHERE state = 'pending'  -- then by rowid: no sort
        --;
        CREATE INDEX urls_by_portal ON urls (portal, state, kind)
        --;
        CREATE INDEX urls_by_article ON urls (article) WHERE article IS NOT NULL
        --;
        CREATE INDEX urls_by_source ON urls (found_in)
        --;
        CREATE INDEX urls_by_redirect ON urls (redirect_to) WHERE redirect_to IS NOT NULL
        --;
        CREATE TABLE link_dates (   -- dates seen with a link, kept until the article comes
            url TEXT NOT NULL REFERENCES urls(url),
            text TEXT NOT NULL,
            found_in TEXT NOT NULL,
            PRIMARY KEY (url, text, found_in)
        ) WITHOUT ROWID
        """,
    )


@migrations()
def m004_full_text(db: Database) -> None:
    columns = ("title", "lead", "body")
    folded = ", ".join(f"{FOLD.format(c)} AS {c}" for c in columns)
    new, old = (", ".join(FOLD.format(f"{row}.{c}") for c in columns) for row in ("new", "old"))
    changed = " OR ".join(f"new.{c} IS NOT old.{c}" for c in columns)
    remove = f"INSERT INTO articles_fts (articles_fts, rowid, title, lead, body) VALUES ('delete', old.id, {old});"
    insert = f"INSERT INTO articles_fts (rowid, title, lead, body) VALUES (new.id, {new});"
    run_script(
        db,
        f"""
        CREATE VIEW articles_folded AS SELECT id, {folded} FROM articles
        --;
        CREATE VIRTUAL TABLE articles_fts USING fts5 (
            title, lead, body, content='articles_folded', content_rowid='id',
            tokenize='unicode61 remove_diacritics 2')
        --;
        CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN {insert} END
        --;
        CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN {remove} END
        --;
        CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, lead, body ON articles
        WHEN {changed} BEGIN {remove} {insert} END
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
