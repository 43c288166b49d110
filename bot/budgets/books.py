"""Checks the ledger against the balances it implies, and against the provider's log."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that doesn't add up. `expected` and `found` are in tokens."""

    what: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class Charge:
    """What one generation cost by the ledger: `paid` by its member, `lost` by the owner.

    While it's `open`, the provider may have charged something that the ledger doesn't have yet.
    """

    generation_id: int
    request_id: str
    at_ms: int
    paid: int
    lost: int
    open: bool


class Books(Protocol):
    async def differences(self) -> list[Difference]:
        """Compares stored balances with the sum of their ledger rows, open holds with open generations, and
        settled and lost amounts with the provider's charge. Empty if the ledger adds up.
        """
        ...

    async def charges(self, since_ms: int, until_ms: int) -> list[Charge]:
        """Every generation whose request was sent in [`since_ms`, `until_ms`), oldest first."""
        ...
