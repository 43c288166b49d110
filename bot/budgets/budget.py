"""A member's budget: what a period allows, what is spent, what is held."""

from dataclasses import dataclass
from typing import Protocol

from bot.budgets.periods import Period


@dataclass(frozen=True, slots=True)
class Allowance:
    """`tokens` that may be spent within `period`."""

    tokens: int
    period: Period


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts in tokens. `left` is never below zero, also where the allowance was lowered below the use."""

    allowance: Allowance
    spent: int
    held: int

    @property
    def left(self) -> int:
        return max(0, self.allowance.tokens - self.spent - self.held)


class Budgets(Protocol):
    """Reads budgets. Nothing is decided on what it returns: the rule lives in the write."""

    async def budget(self, guild_id: int, user_id: int, allowance: Allowance) -> Budget:
        """The member's budget in the allowance's period; zero spent and held where nothing was booked.

        Raises `StorageUnavailable`.
        """
        ...
