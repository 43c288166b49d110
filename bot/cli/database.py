"""`migrate` and `backup`, and the message about a missing database."""

from pathlib import Path

from bot.cli.console import OK, complain, say
from bot.errors import StorageUnavailable
from bot.storage import DatabaseMissing, Schema, Store, open_store

LAST_BACKUP = "last-backup-ms"


async def migrate(database_url: str) -> int:
    """Creates the database or upgrades it. While a bot runs, it only checks that it's up to date."""
    try:
        async with open_store(database_url, schema=Schema.REQUIRE) as store:
            name = store.location.name
    except StorageUnavailable:
        async with open_store(database_url, sole=True) as store:
            name = store.location.name
    say(f"The database {name} is up to date.")
    return OK


async def backup(store: Store, path: Path, now_ms: int) -> int:
    """Copies the database and undelivered pictures, and records the time for `doctor`."""
    copy = await store.backup(path)
    try:
        await store.meta.set(LAST_BACKUP, str(now_ms))
    except StorageUnavailable as error:  # the copy is good anyway
        complain(f"When this backup was made can't be saved: {error.cause}.")
    say(f"Copied to {copy.path}. Pictures that aren't delivered yet are in {copy.spool}.")
    return OK


def missing(error: DatabaseMissing) -> str:
    """What to do about a missing database."""
    return f"{error.cause[0].upper()}{error.cause[1:]}. {error.advice}"
