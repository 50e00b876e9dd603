-- Databases that were merged into this one, and what their numbers have become.

CREATE TABLE merged_databases (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,      -- absolute, behind its links, as it was when it was merged last
    merged_at TEXT NOT NULL
);

CREATE TABLE merged_rows (
    "database" INTEGER NOT NULL REFERENCES merged_databases(id),
    kind TEXT NOT NULL CHECK (kind IN ('article', 'capture', 'run')),
    there INTEGER NOT NULL,         -- its number in that database
    here INTEGER NOT NULL,          -- its number in this one
    PRIMARY KEY ("database", kind, there)
) WITHOUT ROWID;

CREATE INDEX merged_rows_by_number ON merged_rows (kind, here);
