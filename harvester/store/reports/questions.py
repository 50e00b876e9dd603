"""Questions that people put to the database, as SQL: Datasette offers them, the tour in docs/ uses them.

Each answers within a second on 500,000 articles. A parameter that is left empty does not filter.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """`name` is its address. A column `article` or `portal` holds an id."""

    name: str
    title: str
    description: str
    sql: str


NEWEST = """
SELECT a.published_at, a.title, p.name AS published_by, p.level, p.province, a.url, a.id AS article
FROM articles a CROSS JOIN portals p ON p.id = a.portal
WHERE a.published_at IS NOT NULL AND a.duplicate_of IS NULL
  AND +a.portal IN (
    SELECT id FROM portals WHERE (:province = '' OR province = :province) AND (:level = '' OR level = :level))
ORDER BY a.published_at DESC
LIMIT 200
"""

REPRINTS = """
SELECT o.title, o.published_at AS first_published_at, first.name AS first_published_by, o.id AS article,
  count(*) AS reprints, count(DISTINCT d.portal) AS portals, group_concat(DISTINCT p.name) AS reprinted_by,
  max(d.published_at) AS last_published_at
FROM articles d
JOIN articles o ON o.id = d.duplicate_of AND o.portal <> d.portal
JOIN portals p ON p.id = d.portal
JOIN portals first ON first.id = o.portal
WHERE d.duplicate_of IS NOT NULL
GROUP BY o.id
ORDER BY portals DESC, first_published_at DESC
LIMIT 200
"""

CHANGED = """
SELECT r.seen_at AS changed_at, a.title, CASE WHEN r.title <> a.title THEN r.title END AS earlier_title,
  length(a.body) - length(r.body) AS characters_more, r.revision AS earlier_revision, a.published_at,
  p.name AS published_by, a.url, a.id AS article
FROM revisions r
JOIN articles a ON a.id = r.article
JOIN portals p ON p.id = a.portal
WHERE r.cause = 'page'
ORDER BY r.seen_at DESC, a.id DESC
LIMIT 200
"""

UNDATED = """
SELECT a.title, p.name AS published_by, p.province, a.first_seen_at, a.url, a.id AS article,
  (SELECT group_concat(c.text || coalesce(' (' || c.why_not || ')', ''), '; ')
   FROM date_candidates c WHERE c.article = a.id) AS dates_on_the_page
FROM articles a JOIN portals p ON p.id = a.portal
WHERE a.published_at IS NULL
ORDER BY a.id DESC
LIMIT 200
"""

DATE_CONFLICTS = """
SELECT a.title, a.published_at, a.published_from, c.value AS other_date, c.found_in AS other_found_in,
  c.text AS other_text, c.why_not, p.name AS published_by, a.url, a.id AS article
FROM date_candidates c
JOIN articles a ON a.id = c.article
JOIN portals p ON p.id = a.portal
WHERE instr(c.why_not, 'disagrees with') > 0
ORDER BY c.article DESC
LIMIT 200
"""

COVERAGE = """
SELECT months.month, sum(n) AS articles, count(DISTINCT months.portal) AS portals,
  sum(CASE p.level WHEN 'commune' THEN n ELSE 0 END) AS commune,
  sum(CASE p.level WHEN 'district' THEN n ELSE 0 END) AS district,
  sum(CASE p.level WHEN 'province' THEN n ELSE 0 END) AS province,
  sum(CASE WHEN p.level IN ('party', 'sector', 'newspaper') THEN n ELSE 0 END) AS others
FROM (SELECT substr(published_at, 1, 7) AS month, portal, count(*) AS n FROM articles GROUP BY 1, 2) months
JOIN portals p ON p.id = months.portal
WHERE months.month IS NOT NULL AND (:province = '' OR p.province = :province)
GROUP BY months.month
ORDER BY months.month DESC
"""

ATTENTION = """
SELECT h.status, p.name, p.level, p.province, h.reason, p.wait_until,
  (SELECT max(a.published_at) FROM articles a WHERE a.portal = p.id) AS newest_at,
  (SELECT count(*) FROM articles a WHERE a.portal = p.id) AS articles,
  h.failed, h.run, p.url, p.id AS portal
FROM portals p
JOIN harvests h ON h.portal = p.id AND h.run = (SELECT max(run) FROM harvests WHERE portal = p.id)
WHERE h.status <> 'ok'
ORDER BY CASE h.status WHEN 'broken' THEN 1 WHEN 'silent' THEN 2 WHEN 'blocked' THEN 3
  WHEN 'unreachable' THEN 4 ELSE 5 END, p.province, p.name
"""

DOCUMENTS = """
SELECT a.document_number, a.document_date, a.signer, a.title, p.name AS published_by, p.province,
  a.published_at, a.url, a.id AS article
FROM articles a JOIN portals p ON p.id = a.portal
WHERE a.document_number IS NOT NULL AND a.document_number LIKE '%' || :number || '%'
ORDER BY a.document_date DESC, a.document_number
LIMIT 200
"""

DATING = """
SELECT p.province, p.name, sum(n) AS articles, sum(CASE WHEN precision IS NULL THEN n ELSE 0 END) AS undated,
  sum(CASE WHEN precision IN ('second', 'minute', 'hour') THEN n ELSE 0 END) AS to_the_hour,
  sum(CASE precision WHEN 'day' THEN n ELSE 0 END) AS to_the_day,
  sum(CASE WHEN precision IN ('month', 'year') THEN n ELSE 0 END) AS vaguely, p.id AS portal
FROM (SELECT portal, published_precision AS precision, count(*) AS n
      FROM articles GROUP BY published_precision, portal) a
JOIN portals p ON p.id = a.portal
GROUP BY p.id
ORDER BY undated DESC, articles DESC
LIMIT 1000
"""

QUESTIONS = (
    Question("newest", "Newest articles", "Newest first, of a province or a level; copies left out.", NEWEST),
    Question(
        "reprints",
        "Reprints across portals",
        "News that several portals printed, and who was first.",
        REPRINTS,
    ),
    Question("changed", "Changed after publication", "Articles whose text the portal changed.", CHANGED),
    Question("undated", "Articles without a date", "And the dates that were seen and refused.", UNDATED),
    Question(
        "date_conflicts",
        "Dates that disagree",
        "Another date contradicts the chosen one.",
        DATE_CONFLICTS,
    ),
    Question("coverage", "Coverage by month", "How many articles and portals there are for each month.", COVERAGE),
    Question(
        "attention",
        "Portals that need attention",
        "Portals whose last harvest was not well, and why.",
        ATTENTION,
    ),
    Question("documents", "Official documents by number", "Any part of the number will do: 15/TB, UBND.", DOCUMENTS),
    Question("dating", "How well portals are dated", "Portals with the most undated articles first.", DATING),
)
