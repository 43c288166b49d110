"""Where everything durable lives: one database, and a folder of pictures on their way beside it.

`open_store` is the door. `transactions/` says once what is written, `sqlite/` how SQLite does it; the
classes beside them put the two together behind the ports of `bot.generation` and `bot.budgets`.
"""

from bot.storage.location import SqliteLocation, parse_database_url
from bot.storage.store import Store, open_store

__all__ = ["SqliteLocation", "Store", "open_store", "parse_database_url"]
