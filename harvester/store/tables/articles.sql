-- Articles and what hangs on them.

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,   -- UUIDv5 of url
    portal TEXT NOT NULL REFERENCES portals(id),
    url TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL DEFAULT 'news' CHECK (kind IN ('news', 'notice', 'document', 'file')),
    title TEXT NOT NULL,
    lead TEXT,
    body TEXT NOT NULL,         -- with the byline at its end, where the page has it there
    byline TEXT,
    author TEXT,
    photographer TEXT,
    source TEXT,
    category TEXT,
    tags TEXT NOT NULL DEFAULT '[]',
    language TEXT,
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
    claimed TEXT,               -- key of the canonical link that its pages claim
    files_text TEXT,            -- the text layers of its files, as far as they are kept: for search
    read_from TEXT NOT NULL,    -- key of the address whose page these fields come from
    capture INTEGER REFERENCES captures(id),
    revision INTEGER NOT NULL DEFAULT 1,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    gone_at TEXT
);

CREATE INDEX articles_by_portal ON articles (portal, published_at);

CREATE INDEX articles_by_platform_id ON articles (portal, platform_id) WHERE platform_id IS NOT NULL;

CREATE INDEX articles_by_claim ON articles (claimed) WHERE claimed IS NOT NULL;

CREATE INDEX articles_by_duplicate ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE INDEX articles_by_document ON articles (document_number) WHERE document_number IS NOT NULL;

CREATE INDEX articles_by_capture ON articles (capture) WHERE capture IS NOT NULL;

CREATE INDEX articles_gone ON articles (gone_at, portal, published_at) WHERE gone_at IS NOT NULL;

-- For whatever Datasette counts and filters by: in the order that it shows, the other facets beside it.

CREATE INDEX articles_newest ON articles (published_at, portal, duplicate_of);

CREATE INDEX articles_by_precision ON articles (published_precision, published_at, portal, published_from, category);

CREATE INDEX articles_by_date_source ON articles (published_from, published_at, portal, published_precision, category);

CREATE INDEX articles_by_category ON articles (category, published_at, portal, published_precision, published_from);

CREATE INDEX articles_by_month ON articles (substr(published_at, 1, 7), portal);

-- How long ago each article was last looked at, and which portals and months a search's hits belong to: both
-- without the articles themselves, whose rows are long.

CREATE INDEX articles_by_look ON articles (portal, checked_at, first_seen_at, gone_at);

CREATE INDEX articles_by_id ON articles (id, portal, published_at);

CREATE TABLE article_uids (     -- uids of canonical addresses that an article had before
    uid TEXT PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles(id)
) WITHOUT ROWID;

CREATE INDEX article_uids_by_article ON article_uids (article);

CREATE TABLE article_urls (
    url TEXT PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles(id)
) WITHOUT ROWID;

CREATE INDEX article_urls_by_article ON article_urls (article);

CREATE TABLE seen_dates (       -- every date text as it stood: what the choice is a function of
    article INTEGER NOT NULL REFERENCES articles(id),
    text TEXT NOT NULL,
    found_in TEXT NOT NULL,
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (article, text, found_in, role)
) WITHOUT ROWID;

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
) WITHOUT ROWID;

CREATE INDEX date_conflicts ON date_candidates (article) WHERE instr(why_not, 'disagrees with') > 0;

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
);

CREATE INDEX revisions_by_time ON revisions (seen_at);

CREATE TABLE images (
    article INTEGER NOT NULL REFERENCES articles(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    caption TEXT,
    PRIMARY KEY (article, position)
) WITHOUT ROWID;

CREATE TABLE attachments (
    article INTEGER NOT NULL REFERENCES articles(id),
    url TEXT NOT NULL,
    title TEXT,
    media_type TEXT,
    text TEXT,                  -- the text layer, where files are kept
    PRIMARY KEY (article, url)
) WITHOUT ROWID;

CREATE TABLE tombstones (       -- what `forget` took out, known by fingerprints alone
    mark TEXT NOT NULL,         -- the uid that an address makes, or a text's content_hash
    kind TEXT NOT NULL CHECK (kind IN ('address', 'text')),
    uid TEXT NOT NULL,          -- of the article: one has a mark for each of its addresses and texts
    forgotten_at TEXT NOT NULL,
    PRIMARY KEY (mark, uid)
) WITHOUT ROWID;

CREATE INDEX tombstones_by_article ON tombstones (uid);
