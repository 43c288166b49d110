"""Everything durable: one database, and a folder of undelivered pictures beside it.

Start with `open_store`. `repositories/` implements the ports of `bot.generation`, `bot.budgets` and
`bot.audit` once for every database, and `sqlite/` is the database.
"""

from bot.storage.location import SqliteLocation, parse_database_url
from bot.storage.sqlite.database import DatabaseMissing
from bot.storage.sqlite.migrate import Schema
from bot.storage.store import Store, open_store

__all__ = ["DatabaseMissing", "Schema", "SqliteLocation", "Store", "open_store", "parse_database_url"]
