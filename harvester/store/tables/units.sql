-- What ties portals and articles to administrative units.

CREATE TABLE gazetteer (        -- one row: which gazetteer the tables of units hold
    version TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    articles TEXT               -- the version by which all articles have been tied, null where none has
) WITHOUT ROWID;

CREATE TABLE portal_units (
    portal TEXT NOT NULL REFERENCES portals(id) ON UPDATE CASCADE,
    unit TEXT NOT NULL REFERENCES units(id),
    valid_from TEXT,
    valid_to TEXT,
    how TEXT NOT NULL,          -- file, name, host; party, sector or newspaper: it speaks in the name of that unit
    PRIMARY KEY (portal, unit)
) WITHOUT ROWID;

CREATE TABLE article_units (
    article INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('publisher', 'mentioned')),
    unit TEXT NOT NULL REFERENCES units(id),
    field TEXT,                 -- title, lead or body: where it is mentioned first
    start INTEGER,              -- the first character there, from 0
    "end" INTEGER,              -- the first character behind
    how TEXT NOT NULL,          -- mentioned: chain, portal, article or unique; publisher: as in portal_units
    PRIMARY KEY (article, role, unit)
) WITHOUT ROWID;

CREATE INDEX article_units_by_unit ON article_units (unit, article);

CREATE VIEW articles_units_then AS
SELECT au.article, au.unit, au.role, au.field, au.start, au."end", au.how,
    u.regime, u.code, u.level, u.kind, u.name, u.parent, u.province
FROM article_units au JOIN units u ON u.id = au.unit;

CREATE VIEW articles_units_today AS
SELECT au.article, t.today AS unit, au.role, t.relation, au.unit AS unit_then, au.field, au.start, au."end", au.how,
    u.regime, u.code, u.level, u.kind, u.name, u.parent, u.province
FROM article_units au JOIN units_today t ON t.unit = au.unit JOIN units u ON u.id = t.today;

CREATE VIEW articles_with_units AS
SELECT a.*,
    u.id AS unit, u.code AS unit_code, u.kind AS unit_kind, u.name AS unit_name,
    p.code AS province_code, p.name AS province,
    t.id AS today_unit, t.code AS today_unit_code, t.kind AS today_unit_kind, t.name AS today_unit_name,
    q.code AS today_province_code, q.name AS today_province, g.source AS units_from
FROM articles a
LEFT JOIN article_units au ON au.article = a.id AND au.role = 'publisher'
LEFT JOIN units u ON u.id = au.unit
LEFT JOIN units p ON p.id = u.province
LEFT JOIN units t ON t.id = u.today
LEFT JOIN units q ON q.id = u.province_today
LEFT JOIN gazetteer g;
