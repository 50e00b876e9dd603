"""Questions that people put to the database, as SQL: Datasette offers them, the tour in docs/ uses them.

Each answers within a second on 500,000 articles. A parameter that is left empty does not filter.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from harvester.store.reports.gravity import order_by_gravity

SHOWN = 200
"""Rows of an answer on its page; as CSV it is whole."""

PARAMETER = re.compile(r"(?<![\w:]):([a-z]+)")


@dataclass(frozen=True, slots=True)
class _Question:
    """`name` is its address. A column `article` or `portal` holds an id. `sql` answers with all rows."""

    name: str
    title: str
    description: str
    sql: str

    @property
    def parameters(self) -> list[str]:
        """The names of its filters, in their order."""
        return list(dict.fromkeys(PARAMETER.findall(self.sql)))

    @property
    def shown_sql(self) -> str:
        return f"{self.sql.strip()}\nLIMIT {SHOWN}"


def count_answers(connection: sqlite3.Connection, question: _Question, values: Mapping[str, str]) -> int:
    """How many rows a question has in all."""
    return int(connection.execute(f"SELECT count(*) FROM ({question.sql})", values).fetchone()[0])


def read_answers(
    connection: sqlite3.Connection, question: _Question, values: Mapping[str, str]
) -> tuple[list[str], sqlite3.Cursor]:
    """The names of the columns, and all rows."""
    cursor = connection.cursor()
    cursor.row_factory = None
    cursor.execute(question.sql, values)
    return [column[0] for column in cursor.description], cursor


PLACE = """(:province = '' OR p.province = :province OR EXISTS (
    SELECT 1 FROM portal_units pu
    JOIN units u ON u.id = pu.unit JOIN units v ON v.id IN (u.province, u.province_today)
    WHERE pu.portal = p.id AND v.name = :province))
  AND (:level = '' OR p.level = :level)
  AND (:portal = '' OR p.id = :portal)"""

_MONTH = "(:month = '' OR substr(a.published_at, 1, length(:month)) = :month)"

REPRINTS = f"""
SELECT o.title, o.published_at AS first_published_at, first.name AS first_published_by, o.id AS article,
  count(*) AS reprints, count(DISTINCT d.portal) AS portals, group_concat(DISTINCT p.name) AS reprinted_by,
  max(d.published_at) AS last_published_at
FROM articles d
JOIN articles o ON o.id = d.duplicate_of AND o.portal <> d.portal
JOIN portals p ON p.id = d.portal
JOIN portals first ON first.id = o.portal
WHERE d.duplicate_of IS NOT NULL AND {PLACE} AND {_MONTH.replace("a.", "d.")}
GROUP BY o.id
ORDER BY portals DESC, first_published_at DESC
"""

UNDATED = f"""
SELECT a.title, p.name AS published_by, p.province, a.first_seen_at, a.url, a.id AS article,
  (SELECT group_concat(c.text || coalesce(' (' || c.why_not || ')', ''), '; ')
   FROM date_candidates c WHERE c.article = a.id) AS dates_on_the_page
FROM articles a JOIN portals p ON p.id = a.portal
WHERE a.published_at IS NULL AND {PLACE}
ORDER BY a.id DESC
"""

DATE_CONFLICTS = f"""
SELECT a.title, a.published_at, a.published_from, c.value AS other_date, c.found_in AS other_found_in,
  c.text AS other_text, c.why_not, p.name AS published_by, a.url, a.id AS article
FROM date_candidates c
JOIN articles a ON a.id = c.article
JOIN portals p ON p.id = a.portal
WHERE instr(c.why_not, 'disagrees with') > 0 AND {PLACE} AND {_MONTH}
ORDER BY c.article DESC
"""

_COVERAGE = f"""
SELECT month, sum(n) AS articles, count(*) AS portals,
  sum(CASE level WHEN 'commune' THEN n ELSE 0 END) AS commune,
  sum(CASE level WHEN 'district' THEN n ELSE 0 END) AS district,
  sum(CASE level WHEN 'province' THEN n ELSE 0 END) AS province,
  sum(CASE WHEN level IN ('party', 'sector', 'newspaper') THEN n ELSE 0 END) AS others
FROM (SELECT substr(a.published_at, 1, 7) AS month, p.level, count(*) AS n
      FROM portals p CROSS JOIN articles a ON a.portal = p.id
      WHERE a.published_at IS NOT NULL AND {PLACE}
      GROUP BY p.id, month)
GROUP BY month
ORDER BY month DESC
"""

ATTENTION = f"""
SELECT h.status, p.name, p.level, p.province, h.reason, p.wait_until,
  (SELECT max(a.published_at) FROM articles a WHERE a.portal = p.id) AS newest_at,
  (SELECT count(*) FROM articles a WHERE a.portal = p.id) AS articles,
  h.failed, h.run, p.url, p.id AS portal
FROM portals p
JOIN harvests h ON h.portal = p.id AND h.run = (SELECT max(run) FROM harvests WHERE portal = p.id)
WHERE h.status <> 'ok' AND {PLACE}
ORDER BY {order_by_gravity("h.status")}, p.province, p.name
"""

DOCUMENTS = f"""
SELECT a.document_number, a.document_date, a.signer, a.title, p.name AS published_by, p.province,
  a.published_at, a.url, a.id AS article
FROM articles a JOIN portals p ON p.id = a.portal
WHERE a.document_number IS NOT NULL AND a.document_number LIKE '%' || :number || '%'
  AND {PLACE} AND {_MONTH}
ORDER BY a.document_date DESC, a.document_number
"""

DATING = f"""
SELECT p.province, p.name, sum(n) AS articles, sum(CASE WHEN precision IS NULL THEN n ELSE 0 END) AS undated,
  sum(CASE WHEN precision IN ('second', 'minute', 'hour') THEN n ELSE 0 END) AS to_the_hour,
  sum(CASE precision WHEN 'day' THEN n ELSE 0 END) AS to_the_day,
  sum(CASE WHEN precision IN ('month', 'year') THEN n ELSE 0 END) AS vaguely, p.id AS portal
FROM (SELECT portal, published_precision AS precision, count(*) AS n
      FROM articles GROUP BY published_precision, portal) a
JOIN portals p ON p.id = a.portal
WHERE {PLACE}
GROUP BY p.id
ORDER BY undated DESC, articles DESC
"""

QUESTIONS = (
    _Question(
        "reprints",
        "Reprints across portals",
        "News that several portals printed, and who was first.",
        REPRINTS,
    ),
    _Question("undated", "Articles without a date", "And the dates that were seen and refused.", UNDATED),
    _Question(
        "date_conflicts",
        "Dates that disagree",
        "Another date contradicts the chosen one.",
        DATE_CONFLICTS,
    ),
    _Question("coverage", "Coverage by month", "How many articles and portals there are for each month.", _COVERAGE),
    _Question(
        "attention",
        "Portals that need attention",
        "Portals whose last harvest was not well, and why.",
        ATTENTION,
    ),
    _Question("documents", "Official documents by number", "Any part of the number will do: 15/TB, UBND.", DOCUMENTS),
    _Question("dating", "How well portals are dated", "Portals with the most undated articles first.", DATING),
)
