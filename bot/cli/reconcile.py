"""`reconcile`: the ledger against the provider's log."""

from collections.abc import AsyncIterable
from datetime import UTC, datetime
from typing import Protocol

from bot.budgets.books import Books
from bot.budgets.reconcile import Billed, reconcile
from bot.cli.console import FAILED, OK, complain, say
from bot.errors import Unavailable
from bot.generation.ports import LogRow

# So that requests near the end of the period are found on the other side, even if the clocks differ.
SLACK_MS = 10 * 60 * 1000


class ProviderLog(Protocol):
    """The provider's log."""

    def log(self, since_ms: int, until_ms: int) -> AsyncIterable[LogRow]: ...


async def reconcile_with(provider: ProviderLog, books: Books, since_ms: int, until_ms: int) -> int:
    """Prints every difference between the ledger and the provider's log. Returns 0 if there's none."""
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
        f"Compared {result.compared} pictures since {since:%Y-%m-%d %H:%M} UTC: "
        f"{result.unsettled} still in progress, {len(result.differences)} differences."
    )
    return FAILED if result.differences else OK
