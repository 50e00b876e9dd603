-- Archives that are read: what is still to be read of them, and what kept pages have been read by.

CREATE TABLE unread_captures (  -- of imports
    capture INTEGER PRIMARY KEY REFERENCES captures(id),
    key TEXT NOT NULL,          -- of its address, as in urls
    portal TEXT NOT NULL REFERENCES portals(id),
    fetched_at TEXT NOT NULL
);

CREATE INDEX unread_captures_by_key ON unread_captures (key, fetched_at);

CREATE INDEX unread_captures_by_portal ON unread_captures (portal, key);

CREATE TABLE archive_indexes (  -- of web archives: how far each portal's captures have been asked for
    source TEXT NOT NULL,       -- the index's address
    portal TEXT NOT NULL REFERENCES portals(id),
    next_page TEXT,             -- what the index is asked for next; null: the beginning, or nothing more
    finished_at TEXT,
    PRIMARY KEY (source, portal)
) WITHOUT ROWID;

CREATE TABLE archive_waits (    -- hosts of web archives that asked to be left alone
    host TEXT PRIMARY KEY,
    wait_until TEXT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE rereads (          -- which captures a reread has read, and by which rules
    capture INTEGER PRIMARY KEY REFERENCES captures(id),
    rules TEXT NOT NULL         -- with a question mark before them until that reread has come to its end
);
