"""`migrate`, `backup` and `copy`, and the message about a missing database."""

from pathlib import Path

from bot.cli.console import FAILED, MISUSED, OK, complain, say
from bot.errors import StorageUnavailable
from bot.storage import (
    DatabaseMissing,
    PostgresLocation,
    Schema,
    SqliteLocation,
    Store,
    open_store,
    parse_database_url,
)
from bot.storage.postgres import driver_needed

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


async def copy(source_url: str, target_url: str) -> int:
    """Copies everything from SQLite to PostgreSQL, and says whether the ledger adds up."""
    try:
        source, target = parse_database_url(source_url), parse_database_url(target_url)
    except ValueError as error:
        complain(str(error).replace("DATABASE_URL", "The address"))
        return MISUSED
    if not isinstance(source, SqliteLocation) or not isinstance(target, PostgresLocation):
        complain(
            "Easel copies from SQLite to PostgreSQL: FROM_URL is sqlite:///… and TO_URL is postgresql://…"
        )
        return MISUSED
    with driver_needed():
        from bot.storage.postgres.copying import copy_store
    copied = await copy_store(source, target)
    say(
        f"Copied {copied.rows:,} rows to {target.name}, and the pictures in progress ({copied.pictures:,})."
        " Everything was read back, and is the same."
    )
    for difference in copied.differences:
        complain(f"{difference.what}: {difference.expected:,} tokens expected, {difference.found:,} found")
    if copied.differences:
        complain(f"The ledger didn't add up in {source.name} either.")
        return FAILED
    say("The ledger adds up in both. Set DATABASE_URL to the new address, and start the bot.")
    return OK


def missing(error: DatabaseMissing) -> str:
    """What to do about a missing database."""
    return f"{error.cause[0].upper()}{error.cause[1:]}. {error.advice}"
