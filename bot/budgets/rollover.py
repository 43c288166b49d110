"""How much unused allowance carries over. Fixed once, when something is first held in the new period."""

from dataclasses import dataclass

from bot.budgets.policy import UNLIMITED


@dataclass(frozen=True, slots=True)
class LastPeriod:
    """The last period before this one in which the member held anything; `left` of it, in tokens."""

    end_ms: int
    left: int


def rolled_over(limit: int, allowance: int, last: LastPeriod | None, start_ms: int) -> int:
    """What the period that starts at `start_ms` begins with beyond its `allowance`, at most `limit`.

    What was left in the period directly before; all of the allowance where that period passed unused, but
    nothing for a member who never held anything, nor where the schedule was changed in between.
    """
    if last is None or last.end_ms > start_ms or allowance in {0, UNLIMITED}:
        return 0
    return min(limit, max(0, last.left) if last.end_ms == start_ms else allowance)


def with_rollover(allowance: int, rollover: int) -> int:
    """What can be spent in a period. An allowance of 0 carries nothing over."""
    return allowance + rollover if 0 < allowance < UNLIMITED else allowance
