-- Near-duplicates: which articles are similar, and what candidates are found by.

CREATE TABLE similar (
    article INTEGER NOT NULL REFERENCES articles(id),
    other INTEGER NOT NULL REFERENCES articles(id),
    similarity REAL NOT NULL CHECK (similarity BETWEEN 0 AND 1),
    kind TEXT NOT NULL CHECK (kind IN ('same', 'reprint', 'template')),
    PRIMARY KEY (article, other)
) WITHOUT ROWID;

CREATE INDEX similar_by_other ON similar (other);

CREATE TABLE texts (            -- one row for all articles whose texts are equal after normalisation
    id INTEGER PRIMARY KEY,     -- a hash of the text
    head INTEGER NOT NULL REFERENCES articles(id),      -- the one that was published first
    sketch BLOB NOT NULL,       -- MinHash rows of the text and of the masked text, 2 bytes each
    facts BLOB NOT NULL         -- hashes of numbers and names, 4 bytes each
);

CREATE TABLE signatures (
    article INTEGER PRIMARY KEY REFERENCES articles(id),
    text INTEGER REFERENCES texts(id) DEFERRABLE INITIALLY DEFERRED,    -- null: too short to compare
    version TEXT NOT NULL       -- what made it
);

CREATE INDEX signatures_by_text ON signatures (text) WHERE text IS NOT NULL;

CREATE TABLE bands (            -- MinHash bands: texts that share one are compared
    band INTEGER NOT NULL,
    text INTEGER NOT NULL,
    PRIMARY KEY (band, text)
) WITHOUT ROWID;

CREATE TABLE unbanded_texts (   -- the newest texts, whose bands are in no table yet: see articles/bands.py
    text INTEGER PRIMARY KEY
);

CREATE TABLE postponed_texts (  -- texts in clusters so large that their origins are chosen at the end of a run
    text INTEGER PRIMARY KEY
);
