-- Why an article's date is not believed: a step later than the other tables.

ALTER TABLE articles ADD COLUMN published_doubt TEXT CHECK (published_doubt IN ('alike', 'early'));

CREATE INDEX articles_doubted ON articles (portal) WHERE published_doubt IS NOT NULL;
