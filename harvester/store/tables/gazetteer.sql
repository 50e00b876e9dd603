-- Administrative units: copied whole from the packaged gazetteer. No foreign keys from unit to unit: without them the
-- copy takes a hundredth of the time, and the tests check that they hold.

CREATE TABLE units (
    id TEXT PRIMARY KEY,        -- regime and code: '2025:18676'
    regime INTEGER NOT NULL,    -- 2024: 30 June 2025; 2025: 1 July 2025; others: ended earlier, began later, made up
    code TEXT,                  -- the official one
    level TEXT NOT NULL,        -- province, district or commune
    kind TEXT NOT NULL,         -- 'Xã'
    name TEXT NOT NULL,
    parent TEXT,                -- id of the unit above
    valid_from TEXT,            -- first day, null where not known
    valid_to TEXT,              -- last day, null while it stands
    province TEXT NOT NULL,     -- id of its province
    today TEXT,                 -- id of the unit of today in which all of it lies, null where it was divided
    province_today TEXT         -- id of the province of today
) WITHOUT ROWID;

CREATE INDEX units_by_parent ON units (parent);

CREATE TABLE unit_changes (
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    share TEXT NOT NULL,        -- whole or part
    on_date TEXT NOT NULL,      -- first day of the new state
    decision TEXT,
    PRIMARY KEY (old, new)
) WITHOUT ROWID;

CREATE INDEX unit_changes_by_new ON unit_changes (new);

CREATE TABLE units_today (   -- each unit of any day, and the units of today on its land
    unit TEXT NOT NULL,
    today TEXT NOT NULL,
    relation TEXT NOT NULL,     -- same, whole, part, or district: a commune of today in a district of then
    PRIMARY KEY (unit, today)
) WITHOUT ROWID;

CREATE INDEX units_today_by_today ON units_today (today, unit);
