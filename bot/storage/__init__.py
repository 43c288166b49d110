"""Everything durable: one database, and the undelivered pictures.

Start with `open_store`. `repositories/` implements the ports of `bot.generation`, `bot.budgets` and
`bot.audit` once for every database, and `sqlite/` and `postgres/` are the databases.
"""

from bot.database_url import PostgresLocation, SqliteLocation, parse_database_url
from bot.storage.schema import DatabaseMissing, Schema
from bot.storage.store import Store, open_store

__all__ = [
    "DatabaseMissing",
    "PostgresLocation",
    "Schema",
    "SqliteLocation",
    "Store",
    "open_store",
    "parse_database_url",
]
