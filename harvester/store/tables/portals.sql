-- Portals, robots.txt, runs, and what each run brought of each portal.

CREATE TABLE portals (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    province TEXT NOT NULL,
    url TEXT NOT NULL,
    platform TEXT,          -- as configured, else as recognised
    platform_reason TEXT,
    home_platform TEXT,     -- as the home page was last recognised
    repaired_at TEXT,       -- what its pages had before is no measure: they are of another system since
    status TEXT NOT NULL DEFAULT 'active',
    wait_until TEXT,        -- nothing is asked of the portal before
    wait_reason TEXT
);

CREATE TABLE portal_aliases (       -- ids and addresses that a portal had before: `formerly` of its file
    alias TEXT PRIMARY KEY,
    portal TEXT NOT NULL REFERENCES portals(id),
    kind TEXT NOT NULL CHECK (kind IN ('id', 'address')),
    noted_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX portal_aliases_by_portal ON portal_aliases (portal);

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,    -- scheme, host and port
    fetched_at TEXT NOT NULL,
    status INTEGER,
    text TEXT,                  -- null where none could be had
    error TEXT
) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL DEFAULT 'crawl' CHECK (kind IN ('crawl', 'import', 'reread', 'merge')),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    status TEXT NOT NULL DEFAULT 'running'
        CHECK (status IN ('running', 'ok', 'attention', 'interrupted', 'killed', 'failed')),
    arguments TEXT NOT NULL DEFAULT '[]',
    version TEXT
);

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
);

CREATE INDEX harvests_by_portal ON harvests (portal, run);

CREATE TABLE harvest_fields (   -- what a portal is judged by: how often something was missing in a run
    run INTEGER NOT NULL REFERENCES runs(id),
    portal TEXT NOT NULL REFERENCES portals(id),
    field TEXT NOT NULL CHECK (field IN ('article', 'known', 'body', 'date', 'lead', 'author', 'category')),
    pages INTEGER NOT NULL,     -- that could have had it
    missing INTEGER NOT NULL,   -- that did not
    PRIMARY KEY (portal, run, field)
) WITHOUT ROWID;
