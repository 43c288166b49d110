"""`migrate` and `backup`, and the message about a missing database."""

from pathlib import Path

from bot.cli.console import OK, say
from bot.errors import StorageUnavailable
from bot.storage import DatabaseMissing, Schema, Store, open_store


async def migrate(database_url: str) -> int:
    """Creates the database or upgrades it. While a bot runs, it only checks that it's up to date."""
    try:
        async with open_store(database_url, schema=Schema.REQUIRE) as store:
            path = store.location.path
    except StorageUnavailable:
        async with open_store(database_url, sole=True) as store:
            path = store.location.path
    say(f"The database {path} is up to date.")
    return OK


async def backup(store: Store, path: Path) -> int:
    """Copies the database and the pictures that haven't been delivered yet."""
    copy = await store.backup(path)
    say(f"Copied to {copy.path}. Pictures that aren't delivered yet are in {copy.spool}.")
    return OK


def missing(error: DatabaseMissing) -> str:
    """What to do about a missing database."""
    return (
        f"{error.cause[0].upper()}{error.cause[1:]}. Run this in the folder the bot runs in, or set "
        "DATABASE_URL. The bot creates its database when it first runs."
    )
