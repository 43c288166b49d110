"""What the operator can ask of the books, of the provider and of the database, without Discord."""

from collections.abc import AsyncIterable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Protocol

from bot.budgets.books import Books
from bot.budgets.reconcile import Billed, reconcile
from bot.console import FAILED, OK, complain, say
from bot.errors import StorageUnavailable, StudioClosed, Unavailable
from bot.generation.ports import LogRow

# Requests at the edge of the period are found on the other side although the two clocks differ.
SLACK_MS = 10 * 60 * 1000


class Ledgers(Protocol):
    """The provider's own books."""

    async def balance(self) -> Decimal: ...

    def log(self, since_ms: int, until_ms: int) -> AsyncIterable[LogRow]: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `check` looked at."""

    good: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok ' if self.good else 'NO '} {self.sentence}"


async def check_provider(provider: Ledgers) -> Finding:
    """Whether the key is taken, and what money is left."""
    try:
        balance = await provider.balance()
    except StudioClosed as closed:
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


async def reconcile_with(provider: Ledgers, books: Books, since_ms: int, until_ms: int) -> int:
    """Prints every difference between the ledger and the provider's log; 0 where there is none."""
    since = datetime.fromtimestamp(since_ms / 1000, UTC)
    charges = await books.charges(since_ms - SLACK_MS, until_ms + SLACK_MS)
    try:
        billed = [
            Billed(row.request_id, row.created_at_ms, row.cost)
            async for row in provider.log(since_ms - SLACK_MS, until_ms + SLACK_MS)
            if row.succeeded
        ]
    except Unavailable as error:
        complain(f"The provider's log can't be read: {error!r}.")
        return FAILED
    result = reconcile(charges, billed, since_ms, until_ms)
    for difference in result.differences:
        complain(
            f"{difference.what}: the provider charged {difference.expected:,} tokens, "
            f"the ledger has {difference.found:,}"
        )
    say(
        f"{result.compared} generations since {since:%Y-%m-%d %H:%M} UTC compared, "
        f"{result.unsettled} still under way, {len(result.differences)} differences."
    )
    return FAILED if result.differences else OK
