"""`check`: whether the provider, the database and the ledger are in order."""

import logging
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from bot.budgets.books import Books
from bot.budgets.operator import Caps
from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.cli.console import FAILED, OK, complain, say
from bot.errors import GenerationUnavailable, StorageUnavailable, Unavailable
from bot.storage import DatabaseMissing, Schema, open_store, parse_database_url

log = logging.getLogger(__name__)


class Account(Protocol):
    """The owner's account with the provider."""

    async def balance(self) -> Decimal:
        """US dollars. Raises `Unavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    good: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok ' if self.good else 'NO '} {self.sentence}"


async def check_provider(provider: Account) -> Finding:
    """Whether the key works, and how much credit is left."""
    try:
        balance = await provider.balance()
    except GenerationUnavailable as closed:
        if closed.reason == "key":
            return Finding(good=False, sentence="The image API refuses AIMLAPI_KEY.")
        return Finding(good=False, sentence=f"The image API won't serve the bot ({closed.reason}).")
    except Unavailable as error:
        return Finding(good=False, sentence=f"The image API doesn't answer: {error!r}.")
    return Finding(good=balance > 0, sentence=f"The image API accepts the key. ${balance:,.2f} is left.")


async def check_storage(database_url: str, monthly_cap: int | None) -> list[Finding]:
    """Whether the database is writable and up to date, and how much the whole bot can spend.

    Creates and changes nothing, because a bot may be running.
    """
    default = Caps(monthly_cap, overall_is_default=monthly_cap is not None)
    try:
        async with open_store(database_url, monthly_cap=monthly_cap, schema=Schema.REQUIRE) as store:
            await store.check_writable()
            return [
                Finding(good=True, sentence="The database can be written and is up to date."),
                _cap_finding(await store.operator.caps()),
            ]
    except DatabaseMissing:
        return [_check_place(parse_database_url(database_url).path), _cap_finding(default)]
    except StorageUnavailable as error:
        return [Finding(good=False, sentence=f"The database can't be used: {error.cause}.")]


def _check_place(path: Path) -> Finding:
    """Whether a database can be created there."""
    existing = next(folder for folder in path.absolute().parents if folder.exists())
    if path.exists() or not existing.is_dir() or not os.access(existing, os.W_OK):
        return Finding(good=False, sentence=f"The database can't be created at {path}. Check {existing}.")
    return Finding(good=True, sentence=f"The database {path} will be created when the bot first runs.")


def _cap_finding(caps: Caps) -> Finding:
    if caps.overall is None or caps.overall >= UNLIMITED:
        return Finding(good=True, sentence="The whole bot can spend without a limit. There's no cap.")
    amount = f"{caps.overall:,} tokens (${caps.overall / TOKENS_PER_USD:,.2f}) in a month"
    origin = (
        "the default from MONTHLY_CAP, until you set another cap with `operator cap`"
        if caps.overall_is_default
        else "your cap"
    )
    return Finding(good=True, sentence=f"The whole bot can spend up to {amount}. That's {origin}.")


async def check_books(books: Books) -> int:
    """Prints every place where the ledger doesn't add up. Returns 0 if there's none."""
    differences = await books.differences()
    for difference in differences:
        complain(f"{difference.what}: {difference.expected:,} tokens expected, {difference.found:,} found")
    if differences:
        return FAILED
    say("The ledger adds up.")
    return OK


async def key_accepted(provider: Account) -> bool:
    """False only if the image API says so. The bot also starts if the API can't be reached."""
    try:
        await provider.balance()
    except GenerationUnavailable as closed:
        if closed.reason == "key":
            return False
        log.critical("the image API won't serve the bot (%s): %s", closed.reason, closed.detail)
    except Unavailable as error:
        log.warning("the image API isn't answering: %r", error)
    return True
