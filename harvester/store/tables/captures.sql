-- Kept pages: where each record of an archive stands. A row is written together with its record.

CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,      -- absolute, as it was when pages were kept there
    series TEXT NOT NULL DEFAULT '' -- what this file's own archives there are named by
);

CREATE TABLE captures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL,              -- the record's WARC-Target-URI: as it was asked for
    portal TEXT REFERENCES portals(id),
    run INTEGER REFERENCES runs(id),
    fetched_at TEXT NOT NULL,
    status INTEGER,                 -- of HTTP
    media_type TEXT,
    folder INTEGER REFERENCES folders(id),
    file TEXT NOT NULL,             -- its name below the folder
    "offset" INTEGER NOT NULL,      -- of the one gzip member that holds the record, in bytes
    length INTEGER NOT NULL,
    digest TEXT,                    -- of the payload, as the record names it: sha1:… or sha256:…
    revisit_of INTEGER REFERENCES captures(id),
    source TEXT,                    -- of an import: the file or archive that it came from
    lost_at TEXT                    -- since when its record cannot be read any more
);

CREATE INDEX captures_by_url ON captures (url, fetched_at);

CREATE INDEX captures_by_digest ON captures (digest) WHERE digest IS NOT NULL;

CREATE UNIQUE INDEX captures_by_place ON captures (folder, file, "offset") WHERE folder IS NOT NULL;

CREATE UNIQUE INDEX captures_elsewhere ON captures (source, file, "offset") WHERE folder IS NULL;

CREATE INDEX captures_by_original ON captures (revisit_of) WHERE revisit_of IS NOT NULL;

CREATE INDEX captures_by_portal ON captures (portal, fetched_at) WHERE source IS NOT NULL;
