"""SQLite and PostgreSQL have the same schema, although one is translated from the other."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.storage import open_store
from bot.storage.postgres.dialect import migration_script, numbered
from bot.storage.schema import shipped

# The names, numbers and texts of a condition in either spelling, without the words around them.
_WORDS = re.compile(r"'[^']*'|\b[a-z_][a-z_0-9]*\b|(?<![\w.])-?\d+")
_GRAMMAR = {
    *("any", "array", "all", "and", "or", "not", "in", "is", "null", "case", "when", "then", "else", "end"),
    *("between", "text", "bigint", "check", "true", "coalesce", "'text'", "collate", "c"),
}

_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
"""

_KEYS = """
SELECT conrelid::regclass::text AS table_name, contype::text AS kind, confrelid::regclass::text AS target,
    pg_get_expr(conbin, conrelid) AS condition, ARRAY(
        SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS part (number, place)
        JOIN pg_attribute ON attrelid = conrelid AND attnum = part.number ORDER BY place
    ) AS columns
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')
"""

_INDEXES = """
SELECT indexrelid::regclass::text AS name, indrelid::regclass::text AS table_name, indisunique AS is_unique,
    pg_get_expr(indpred, indrelid) AS condition, ARRAY(
        SELECT pg_get_indexdef(indexrelid, place, true) FROM generate_series(1, indnkeyatts) AS place
    ) AS columns
FROM pg_index WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""

_TRIGGERS = """
SELECT tgname::text, tgrelid::regclass::text, tgtype & 8 = 8 FROM pg_trigger WHERE NOT tgisinternal
"""

_TYPES = {"bigint": "INTEGER", "text": "TEXT", "bytea": "BLOB"}


def about(condition: str | None) -> frozenset[str]:
    """The names, numbers and texts in a condition."""
    found = _WORDS.findall(re.sub(r"::\w+(\[\])?", "", (condition or "")))
    # `THEN 1` in one is `THEN TRUE` in the other.
    return frozenset(word for word in found if word.lower() not in _GRAMMAR) - {"1"}


def plain(default: str | None) -> str | None:
    return None if default is None else re.sub(r"::\w+", "", default).strip("()'")


def checks(sql: str) -> Iterable[str]:
    """The conditions of all CHECKs in a table's SQL."""
    sql = re.sub(r"--.*", "", sql)
    for match in re.finditer(r"\bCHECK\s*\(", sql):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        yield sql[match.end() : end - 1]


def of_sqlite(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(path)) as connection:
        ask = connection.execute
        tables = dict(ask("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall())
        keys = set()
        indexes = set()
        for table, sql in tables.items():
            columns = ask(f"PRAGMA table_info({table})").fetchall()
            own = sorted((pk, name) for _, name, _, _, _, pk in columns if pk)
            keys |= {(table, "p", "-", tuple(name for _, name in own), frozenset())}
            for _, _, target, column, *_ in ask(f"PRAGMA foreign_key_list({table})"):
                keys |= {(table, "f", target, (column,), frozenset())}
            keys |= {(table, "c", "-", (), about(condition)) for condition in checks(sql)}
            for _, name, unique, origin, _ in ask(f"PRAGMA index_list({table})").fetchall():
                parts = tuple(part for _, _, part in ask(f"PRAGMA index_info({name})"))
                if origin == "u":
                    keys |= {(table, "u", "-", parts, frozenset())}
                if origin == "c":
                    [(text,)] = ask("SELECT sql FROM sqlite_schema WHERE name = ?", [name])
                    text, _, condition = text.partition(" WHERE ")
                    if None in parts:
                        parts = tuple(sorted(about(text.partition(" ON ")[2].partition("(")[2])))
                    indexes |= {(name, table, bool(unique), parts, about(condition))}
        return {
            "columns": [
                (table, name, kind, not (required or pk), plain(default))
                for table in sorted(tables)
                for _, name, kind, required, default, pk in ask(f"PRAGMA table_info({table})")
            ],
            "keys": keys,
            "indexes": indexes,
            "triggers": {
                (name, table, "BEFORE DELETE" in sql)
                for name, table, sql in ask(
                    "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'"
                )
            },
        }


async def of_postgres(url: str) -> dict[str, Any]:
    connection = await asyncpg.connect(url)
    try:
        return {
            "columns": [
                (table, name, _TYPES[kind], nullable == "YES", plain(default))
                for table, name, kind, nullable, default in await connection.fetch(_COLUMNS)
                if table != "spool"  # SQLite's store has a folder
            ],
            "keys": {
                (
                    row["table_name"],
                    row["kind"],
                    row["target"],
                    () if row["kind"] == "c" else tuple(row["columns"]),
                    about(row["condition"]),
                )
                for row in await connection.fetch(_KEYS)
                if row["table_name"] != "spool"
            },
            "indexes": {
                (
                    row["name"],
                    row["table_name"],
                    row["is_unique"],
                    _parts(row["columns"]),
                    about(row["condition"]),
                )
                for row in await connection.fetch(_INDEXES)
            },
            "triggers": set(map(tuple, await connection.fetch(_TRIGGERS))),
        }
    finally:
        await connection.close()


def _parts(columns: list[str]) -> tuple[str, ...]:
    if any("(" in column for column in columns):
        return tuple(sorted(about(" ".join(columns))))
    return tuple(columns)


@pytest.mark.postgres
@pytest.mark.parametrize("part", ["columns", "keys", "indexes", "triggers"])
async def test_both_have_the_same(part: str, sqlite_url: str, path: Path, postgres_url: str) -> None:
    """Tables, columns, defaults, nullability, keys, checks, indexes with their conditions, triggers."""
    async with open_store(sqlite_url):
        pass
    ours, theirs = of_sqlite(path)[part], (await of_postgres(postgres_url))[part]
    assert len(ours) >= 4
    assert [each for each in ours if each not in theirs] == []
    assert [each for each in theirs if each not in ours] == []


@pytest.mark.postgres
async def test_texts_sort_the_same(postgres_url: str) -> None:
    """Byte by byte, whatever the server's language."""
    connection = await asyncpg.connect(postgres_url)
    try:
        rows = await connection.fetch("""
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
        """)
    finally:
        await connection.close()
    assert rows == []


def test_nothing_of_sqlites_is_left_in_a_migration() -> None:
    """Words that PostgreSQL doesn't know are translated everywhere."""
    for migration in shipped():
        script = re.sub(r"--.*", "", migration_script(migration.sql))
        assert not re.search(r"\b(STRICT|ROWID|BLOB|INTEGER|RAISE\(|IS OLD)\b", script), migration.name


def test_values_are_numbered_in_the_order_of_their_names() -> None:
    """One number for each name with a value, NULL for one without, and quoted texts stay the same."""
    sql, given = numbered(
        "SELECT :b, ':a', :a, :b, CAST(:c AS TEXT), x::text", {"a": "1", "b": 2, "c": None, "d": 4}
    )
    assert sql == "SELECT $1::bigint, ':a', $2::text, $1::bigint, CAST(NULL AS TEXT), x::text"
    assert given == [2, "1"]
    assert numbered("SELECT :flag", {"flag": True}) == ("SELECT $1::bigint", [1])
    assert numbered("SELECT :text", {"text": "a\0b"}) == ("SELECT $1::text", ["ab"])
