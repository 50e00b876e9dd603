-- The full-text index. `remove_diacritics 2` folds every Vietnamese letter but đ, which is folded here, and with it the
-- Icelandic ð (U+00F0, U+00D0) that old pages have in its place.
-- New articles are indexed many at a time by articles/fulltext.py; one that is not indexed yet cannot be taken out.

CREATE VIEW articles_folded AS SELECT
    id,
    replace(replace(replace(replace(coalesce(title, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D') AS title,
    replace(replace(replace(replace(coalesce(lead, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D') AS lead,
    replace(replace(replace(replace(coalesce(body, '') || coalesce(char(10) || files_text, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D') AS body
FROM articles;

CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, lead, body, content='articles_folded', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);

CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles
WHEN EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = old.id)
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, lead, body) VALUES (
        'delete',
        old.id,
        replace(replace(replace(replace(coalesce(old.title, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D'),
        replace(replace(replace(replace(coalesce(old.lead, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D'),
        replace(replace(replace(replace(coalesce(old.body, '') || coalesce(char(10) || old.files_text, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D')
    );
END;

CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, lead, body, files_text ON articles
WHEN (new.title IS NOT old.title OR new.lead IS NOT old.lead OR new.body IS NOT old.body
        OR new.files_text IS NOT old.files_text)
    AND EXISTS (SELECT 1 FROM articles_fts_docsize WHERE id = old.id)
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, lead, body) VALUES (
        'delete',
        old.id,
        replace(replace(replace(replace(coalesce(old.title, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D'),
        replace(replace(replace(replace(coalesce(old.lead, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D'),
        replace(replace(replace(replace(coalesce(old.body, '') || coalesce(char(10) || old.files_text, ''), 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D')
    );
    INSERT INTO articles_fts (rowid, title, lead, body)
        SELECT id, title, lead, body FROM articles_folded WHERE id = new.id;
END;
