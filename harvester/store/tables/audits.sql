-- What people found when they held a sample of records against their pages.

CREATE TABLE audit_scores (
    audit TEXT NOT NULL,            -- of the sample: the same for the same seed and articles
    field TEXT NOT NULL,            -- title, lead, …; listing: articles that listings lead to
    platform TEXT NOT NULL,         -- '' for all together
    drawn_at TEXT NOT NULL,
    seed INTEGER NOT NULL,
    hits INTEGER NOT NULL,          -- values that are there and right
    wrong INTEGER NOT NULL,         -- values that are there and wrong
    missed INTEGER NOT NULL,        -- values that the page has and the record lacks
    unsure INTEGER NOT NULL,        -- looked at, and not to be told
    PRIMARY KEY (audit, field, platform)
) WITHOUT ROWID;
