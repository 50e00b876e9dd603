"""SQL for the pages that people browse: the front page and the page of an article."""

from __future__ import annotations

import sqlite3

from harvester.store.reports.gravity import order_by_gravity

COUNT_HITS = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :match"

TOTALS = """
SELECT
  (SELECT count(*) FROM articles) AS articles,
  (SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL) AS duplicates,
  (SELECT count(*) FROM articles WHERE published_at IS NULL) AS undated,
  (SELECT count(*) FROM articles WHERE gone_at IS NOT NULL) AS gone,
  (SELECT count(*) FROM revisions WHERE cause = 'page') AS changed,
  (SELECT count(*) FROM portals) AS portals,
  (SELECT count(DISTINCT province) FROM portals) AS provinces,
  (SELECT min(published_at) FROM articles) AS first_published_at,
  (SELECT max(published_at) FROM articles) AS last_published_at
"""

IS_DEMO = """
SELECT count(*) > 0 AND min(url LIKE 'http://127.0.0.1%' OR url LIKE 'http://localhost%') AS is_demo FROM portals
"""
"""Whether all portals are on this machine: the demo's are, and its server has ended."""

LAST_RUN = "SELECT id, started_at, finished_at, status FROM runs ORDER BY id DESC LIMIT 1"

MONTHS = """
SELECT substr(a.published_at, 1, 7) AS month, p.level, count(*) AS articles
FROM portals p CROSS JOIN articles a ON a.portal = p.id
WHERE a.published_at IS NOT NULL
GROUP BY month, p.level
ORDER BY month
"""

HEALTH = f"""
SELECT p.id AS portal, p.name, p.level, p.province, h.status, h.reason, h.run,
  (SELECT max(a.published_at) FROM articles a WHERE a.portal = p.id) AS newest_article
FROM portals p
LEFT JOIN harvests h ON h.portal = p.id AND h.run = (SELECT max(run) FROM harvests WHERE portal = p.id)
ORDER BY {order_by_gravity("h.status")}, p.province, p.name
"""

NEWEST = """
SELECT a.id, a.title, a.lead, a.published_at, a.published_precision, p.name AS portal_name, p.province
FROM articles a JOIN portals p ON p.id = a.portal
WHERE a.duplicate_of IS NULL AND a.published_at IS NOT NULL
ORDER BY a.published_at DESC
LIMIT 8
"""

PROVINCES = """
SELECT p.province, count(DISTINCT p.id) AS portals, sum(counts.n) AS articles
FROM portals p
LEFT JOIN (SELECT portal, count(*) AS n FROM articles GROUP BY portal) counts ON counts.portal = p.id
GROUP BY p.province ORDER BY articles DESC, p.province
"""

ARTICLE = """
SELECT a.*, p.name AS portal_name, p.level, p.province, p.url AS portal_url
FROM articles a JOIN portals p ON p.id = a.portal WHERE a.id = :article
"""

IMAGES = "SELECT position, url, caption FROM images WHERE article = :article ORDER BY position"

ATTACHMENTS = "SELECT url, title, media_type FROM attachments WHERE article = :article ORDER BY url"

DATES = """
SELECT text, found_in, value, precision, shift, chosen, why_not FROM date_candidates
WHERE article = :article ORDER BY chosen DESC, value IS NULL, value, text
"""

GROUP = """
SELECT a.id, a.title, a.url, a.published_at, a.published_precision, p.name AS portal_name,
  a.duplicate_of IS NULL AS is_first, a.id = :article AS is_this,
  (SELECT max(s.similarity) FROM similar s WHERE (s.article = a.id AND s.other = :first)
    OR (s.article = :first AND s.other = a.id)) AS similarity
FROM articles a JOIN portals p ON p.id = a.portal
WHERE a.id = :first OR a.duplicate_of = :first
ORDER BY is_first DESC, a.published_at IS NULL, a.published_at, a.url
LIMIT 100
"""
"""An article, and all copies of it, in order of their publication."""

TEMPLATES = """
SELECT a.id, a.title, a.published_at, a.published_precision, p.name AS portal_name, s.similarity
FROM (SELECT other AS id, similarity FROM similar WHERE article = :article AND kind = 'template'
      UNION SELECT article, similarity FROM similar WHERE other = :article AND kind = 'template') s
JOIN articles a ON a.id = s.id JOIN portals p ON p.id = a.portal
ORDER BY s.similarity DESC, a.id LIMIT 20
"""

REVISIONS = """
SELECT revision, seen_at, title, lead, body, published_at, cause FROM revisions
WHERE article = :article ORDER BY revision
"""

CAPTURE = """
SELECT c.id, c.url, c.fetched_at, c.status, c.source, o.file, o."offset", o.length, o.lost_at, f.path AS folder
FROM articles a JOIN captures c ON c.id = a.capture JOIN captures o ON o.id = coalesce(c.revisit_of, c.id)
LEFT JOIN folders f ON f.id = o.folder
WHERE a.id = :article
"""
"""The kept page that an article was read from, and where its body lies."""

ADDRESSES = "SELECT url FROM article_urls WHERE article = :article AND url <> :url ORDER BY url LIMIT 100"

PORTAL = "SELECT * FROM portals WHERE id = :portal"

PORTAL_TOTALS = """
SELECT count(*) AS articles, count(*) - count(published_at) AS undated, count(duplicate_of) AS duplicates,
  count(gone_at) AS gone, min(published_at) AS first_published_at, max(published_at) AS last_published_at
FROM articles WHERE portal = :portal
"""

PORTAL_NEWEST = """
SELECT id, title, published_at, published_precision FROM articles
WHERE portal = :portal AND published_at IS NOT NULL ORDER BY published_at DESC LIMIT 8
"""

PORTAL_HARVESTS = """
SELECT r.started_at, h.status, h.reason, h.pages, h.new, h.updated, h.failed, h.gone
FROM harvests h JOIN runs r ON r.id = h.run WHERE h.portal = :portal ORDER BY h.run DESC LIMIT 8
"""

PORTAL_ARCHIVES = """
SELECT c.source, count(*) AS captures, min(c.fetched_at) AS first_at, max(c.fetched_at) AS last_at,
  max(r.started_at) AS imported_at, count(DISTINCT a.id) AS articles
FROM captures c JOIN runs r ON r.id = c.run LEFT JOIN articles a ON a.capture = c.id
WHERE c.portal = :portal AND c.source IS NOT NULL
GROUP BY c.source ORDER BY imported_at DESC, c.source LIMIT 20
"""
"""What came of a portal from archives, by archive."""

UNIT = """
SELECT u.*, d.kind AS parent_kind, d.name AS parent_name, p.kind AS province_kind, p.name AS province_name
FROM units u LEFT JOIN units d ON d.id = u.parent AND d.id <> u.province LEFT JOIN units p ON p.id = u.province
WHERE u.id = :unit
"""

UNIT_CHANGES = """
SELECT c.old, c.new, c.share, c.on_date, c.decision, u.id, u.kind, u.name, p.kind AS parent_kind, p.name AS parent_name
FROM unit_changes c JOIN units u ON u.id = CASE WHEN c.new = :unit THEN c.old ELSE c.new END
LEFT JOIN units p ON p.id = u.parent
WHERE c.new = :unit OR c.old = :unit ORDER BY c.on_date, u.id
"""

UNIT_TODAY = """
SELECT t.relation, u.id, u.kind, u.name FROM units_today t JOIN units u ON u.id = t.today
WHERE t.unit = :unit AND t.relation <> 'same' ORDER BY u.id
"""

UNIT_FAMILY = """
WITH family AS (
  SELECT :unit AS unit
  UNION SELECT was.unit FROM units_today now
  JOIN units_today was ON was.today = now.today AND was.relation <> 'district'
  WHERE now.unit = :unit AND now.relation <> 'district')
"""
"""A unit, what lies today where it lies, and what lay there before."""

UNIT_MONTHS = f"""{UNIT_FAMILY}
SELECT substr(a.published_at, 1, 7) AS month, u.level, count(DISTINCT a.id) AS articles
FROM family f JOIN article_units au ON au.unit = f.unit JOIN articles a ON a.id = au.article
JOIN units u ON u.id = f.unit
WHERE a.published_at IS NOT NULL GROUP BY month, u.level
"""

UNIT_YEARS = f"""{UNIT_FAMILY}
SELECT substr(a.published_at, 1, 4) AS year, u.id, u.kind, u.name,
  sum(au.role = 'publisher') AS published, sum(au.role = 'mentioned') AS mentioned
FROM family f JOIN article_units au ON au.unit = f.unit JOIN articles a ON a.id = au.article
JOIN units u ON u.id = f.unit
GROUP BY year, u.id ORDER BY year DESC, u.id
"""

UNIT_NEWEST = f"""{UNIT_FAMILY}
SELECT a.id, a.title, a.published_at, a.published_precision, au.role, u.kind, u.name
FROM family f JOIN article_units au ON au.unit = f.unit JOIN articles a ON a.id = au.article
JOIN units u ON u.id = f.unit
WHERE a.published_at IS NOT NULL ORDER BY a.published_at DESC, a.id, au.role LIMIT 20
"""


def read_portals(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    """Id, name, level, province and address of every portal, by name."""
    return connection.execute("SELECT id, name, level, province, url FROM portals ORDER BY name, id").fetchall()
