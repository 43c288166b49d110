"""How much unused allowance carries over, fixed when something is first held in the new period."""

from dataclasses import dataclass

from bot.budgets.policy import UNLIMITED


@dataclass(frozen=True, slots=True)
class LastPeriod:
    """The last period before this one with a hold of the member's. `left` is in tokens."""

    end_ms: int
    left: int


def rolled_over(limit: int, allowance: int, last: LastPeriod | None, start_ms: int) -> int:
    """What the period starting at `start_ms` has beyond its `allowance`, at most `limit`.

    It's the rest of the period right before, or all of the allowance if that period was unused. It's zero for
    a member who never held anything, or if the schedule changed in between.
    """
    if last is None or last.end_ms > start_ms or allowance in {0, UNLIMITED}:
        return 0
    return min(limit, max(0, last.left) if last.end_ms == start_ms else allowance)


def with_rollover(allowance: int, rollover: int) -> int:
    """A period's total. An allowance of 0 stays 0."""
    return allowance + rollover if 0 < allowance < UNLIMITED else allowance
