"""Where everything durable lives: one database, and beside it a folder of undelivered pictures.

`open_store` is the entry. `repositories/` implement the ports of `bot.generation`, `bot.budgets` and
`bot.audit` once for every database, and `sqlite/` is the one database there is.
"""

from bot.storage.location import SqliteLocation, parse_database_url
from bot.storage.sqlite.database import DatabaseMissing
from bot.storage.sqlite.migrate import Schema
from bot.storage.store import Store, open_store

__all__ = ["DatabaseMissing", "Schema", "SqliteLocation", "Store", "open_store", "parse_database_url"]
