"""A consistent copy of the database file, made while others write."""

import sqlite3
from pathlib import Path

from bot.errors import StorageUnavailable
from bot.storage.sqlite.connection import create_private

_OPEN = "SELECT id FROM generation WHERE state IN ('held', 'requested', 'generated')"


def copy_database(source: sqlite3.Connection, target: Path) -> set[int]:
    """Copies one moment of `source` into the new file `target`, and checks the copy.

    Returns the ids of the copy's open generations. Blocks, but no writer waits for it. Raises
    `sqlite3.Error`, `OSError`, and `StorageUnavailable` if the copy is damaged.
    """
    create_private(target)
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        source.backup(copy)
        # A single file instead of three, until it's opened as a store again.
        copy.execute("PRAGMA journal_mode = DELETE")
        [(verdict,)] = copy.execute("PRAGMA integrity_check(1)")
        if verdict != "ok":
            raise StorageUnavailable(f"the database is damaged, and so is its copy: {verdict}")
        return {generation_id for (generation_id,) in copy.execute(_OPEN)}
    finally:
        copy.close()
