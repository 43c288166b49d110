"""Checks the ledger against the balances it implies, and against the provider's log."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that doesn't add up. `expected` and `found` in tokens."""

    what: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class Charge:
    """What the ledger says one generation cost: `paid` by its member, `lost` by the operator.

    `open`: it isn't over yet, so the provider may have charged something the ledger doesn't have yet.
    """

    generation_id: int
    request_id: str
    at_ms: int
    paid: int
    lost: int
    open: bool


class Books(Protocol):
    async def differences(self) -> list[Difference]:
        """Stored balances against the sum of their ledger rows, open holds against open generations,
        settled and lost amounts against the provider's charge. Empty if the ledger adds up.
        """
        ...

    async def charges(self, since_ms: int, until_ms: int) -> list[Charge]:
        """Every generation whose request went out in [`since_ms`, `until_ms`), oldest first."""
        ...
