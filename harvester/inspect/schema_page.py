"""docs/schema.md, of the database as it is and of what dictionary.toml says it means."""

from __future__ import annotations

import sqlite3

from harvester.store.dictionary import TableMeaning, read_meaning

HEADING = """\
# The database

<!-- Made from harvester/store/dictionary.toml by `python docs/make_schema.py`: change that file. -->

{description}

One SQLite file in WAL mode. Times are ISO 8601 with their offset: `2023-07-13T20:48:00+07:00`.

{license}
"""


def make_schema_page(connection: sqlite3.Connection) -> str:
    """Markdown.

    Raises:
        KeyError: for a column that is not described.
    """
    meaning = read_meaning()
    parts = [HEADING.format(description=meaning.description, license=meaning.license)]
    for table in meaning.tables.values():
        if not table.is_internal:
            parts.append(_describe_table(table, connection))
    parts.append("## The harvester's own tables\n")
    internal = [table for table in meaning.tables.values() if table.is_internal]
    parts.append("".join(f"- `{t.name}`: {t.description.split(': ', 1)[1]}\n" for t in internal))
    return "\n".join(parts)


def _describe_table(table: TableMeaning, connection: sqlite3.Connection) -> str:
    keys = {
        row["from"]: f"{row['table']}.{row['to']}"
        for row in connection.execute(f"PRAGMA foreign_key_list({table.name})")
    }
    lines = [f"## {table.name}\n", f"{table.description}\n", "| column | holds | meaning |", "|---|---|---|"]
    for row in connection.execute(f"PRAGMA table_info({table.name})"):
        name = row["name"]
        holds = table.find_kind(name, row["type"]) + (f" → {keys[name]}" if name in keys else "")
        key = " (key)" if row["pk"] else ""
        meaning = table.columns[name].replace("|", "\\|")
        lines.append(f"| `{name}`{key} | {holds} | {meaning} |")
    return "\n".join(lines) + "\n"
