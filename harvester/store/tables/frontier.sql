-- Walks through listings, and the addresses of the frontier.

CREATE TABLE walks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,          -- kept by `urls` when the walk has been deleted
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
);

CREATE INDEX walks_by_start ON walks (portal, start_url);

CREATE TABLE urls (
    url TEXT PRIMARY KEY,
    fetch_url TEXT NOT NULL,
    portal TEXT NOT NULL REFERENCES portals(id),
    kind TEXT NOT NULL CHECK (kind IN ('home', 'sitemap', 'feed', 'listing', 'article', 'file')),
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
    canonical TEXT,                                -- the key that its page's canonical link names
    etag TEXT,                                     -- what the server said of its version, when last read
    last_modified TEXT,
    links INTEGER,                                 -- of a page that leads on: what it led to when it last led anywhere
    hops INTEGER NOT NULL DEFAULT 0,               -- redirects on the way here
    walk INTEGER,                                  -- of walks.id, which may be gone: only compared
    seen_by INTEGER,                               -- the last walk that came by, for an article's address; likewise
    article INTEGER REFERENCES articles(id)
);

CREATE INDEX urls_due ON urls (portal, rank, tries) WHERE state = 'pending';     -- then by rowid: no sort

CREATE INDEX urls_by_portal ON urls (portal, state, kind);

CREATE INDEX urls_by_article ON urls (article) WHERE article IS NOT NULL;

CREATE INDEX urls_by_source ON urls (found_in);

CREATE INDEX urls_by_redirect ON urls (redirect_to) WHERE redirect_to IS NOT NULL;

CREATE TABLE link_dates (       -- dates seen with a link, kept until the article comes
    url TEXT NOT NULL REFERENCES urls(url),
    text TEXT NOT NULL,
    found_in TEXT NOT NULL,
    PRIMARY KEY (url, text, found_in)
) WITHOUT ROWID;

CREATE TABLE suspected_replacements (   -- readings of stored articles' pages that were another text, not yet believed
    url TEXT PRIMARY KEY REFERENCES urls(url),
    content_hash TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs(id),       -- that saw it first
    seen_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX suspected_replacements_by_content ON suspected_replacements (content_hash);

CREATE TABLE replaced_texts (   -- pages whose text was replaced by quite another, which was believed
    url TEXT PRIMARY KEY REFERENCES urls(url),
    seen_at TEXT NOT NULL       -- when it was believed: dates after the article's first sighting are possible from then
) WITHOUT ROWID;
