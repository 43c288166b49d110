"""The contents of a store's tables, in any database."""

from bot.storage import PostgresLocation, Store
from bot.storage.database import Row, Transaction, Value

_SQLITE = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
_POSTGRES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


def _all_rows(tables: str) -> Transaction[dict[str, list[Row]]]:
    names = yield tables, {}
    found = {}
    for row in names:
        found[row["name"]] = yield f"SELECT * FROM {row['name']}", {}
    return found


async def rows(store: Store) -> dict[str, list[Row]]:
    """Every row of every table."""
    tables = _POSTGRES if isinstance(store.location, PostgresLocation) else _SQLITE
    return await store.database.read(_all_rows(tables))


async def texts(store: Store) -> dict[str, list[str]]:
    """Every row as text, with a comma before and after each value."""
    return {
        table: [f",{','.join(map(repr, _values(row)))}," for row in found]
        for table, found in (await rows(store)).items()
    }


def _values(row: Row) -> list[Value]:
    return [row[column] for column in row.keys()]  # noqa: SIM118 - no mapping


async def tables_with(store: Store, words: int | str) -> set[str]:
    """The tables that contain something anywhere."""
    return {
        table for table, lines in (await texts(store)).items() if any(str(words) in line for line in lines)
    }
