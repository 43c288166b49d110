"""Whether the provider, the database and the books are as they should be."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bot.budgets.books import Books
from bot.console import FAILED, OK, complain, say
from bot.errors import GenerationUnavailable, StorageUnavailable, Unavailable

log = logging.getLogger(__name__)


class Account(Protocol):
    """What the provider says of the operator's account."""

    async def balance(self) -> Decimal:
        """US dollars. Raises `Unavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `check` looked at."""

    good: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok ' if self.good else 'NO '} {self.sentence}"


async def check_provider(provider: Account) -> Finding:
    """Whether the key is taken, and what money is left."""
    try:
        balance = await provider.balance()
    except GenerationUnavailable as closed:
        if closed.reason == "key":
            return Finding(good=False, sentence="The image API refuses AIMLAPI_KEY.")
        return Finding(good=False, sentence=f"The image API will not serve us ({closed.reason}).")
    except Unavailable as error:
        return Finding(good=False, sentence=f"The image API does not answer: {error!r}.")
    return Finding(good=balance > 0, sentence=f"The image API takes the key; {balance} USD are left.")


async def check_storage(open_store: Callable[[], AbstractAsyncContextManager[object]]) -> Finding:
    """Whether the database can be written and has its newest form (opening it sees to that)."""
    try:
        async with open_store():
            return Finding(good=True, sentence="The database can be written and is up to date.")
    except StorageUnavailable as error:
        return Finding(good=False, sentence=f"The database can't be used: {error.cause}.")


async def check_books(books: Books) -> int:
    """Prints every place where the ledger does not add up; 0 where there is none."""
    differences = await books.differences()
    for difference in differences:
        complain(f"{difference.what}: {difference.expected:,} tokens expected, {difference.found:,} found")
    if differences:
        return FAILED
    say("The books add up.")
    return OK


async def key_accepted(provider: Account) -> bool:
    """False only where the image API says so; that it can't be reached now is no reason not to start."""
    try:
        await provider.balance()
    except GenerationUnavailable as closed:
        if closed.reason == "key":
            return False
        log.critical("the image API will not serve us (%s): %s", closed.reason, closed.detail)
    except Unavailable as error:
        log.warning("the image API does not answer at the moment: %r", error)
    return True
