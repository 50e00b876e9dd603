"""The tables as they were first made, in SQL. Later steps stand in schema.py; a change here is for a new file only
until the first release, and after that never."""

PORTALS_AND_RUNS = """
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
"""
"""Portals, robots.txt, runs and what each run brought of each portal."""

ARTICLES = """
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
"""
"""Articles and what hangs on them."""

FRONTIER = """
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
    seen_by INTEGER REFERENCES walks(id),          -- the last walk that came by, for an article's address
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
"""
"""Walks through listings, and the addresses of the frontier."""
