"""Discord's ids: a time in the upper bits, unique within one playground."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], float]
"""Seconds since the epoch, like `time.time`."""

DISCORD_EPOCH_MS = 1_420_070_400_000
NEWEST = 1 << 64
"""Above every id."""

_DIGITS = re.compile(r"0|[1-9][0-9]{0,19}")


class Snowflakes:
    """Creates ids that sort by their creation time (`developers/reference.mdx`, Snowflakes)."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._dated: set[int] = set()

    def next(self) -> int:
        """A new id. Two in the same millisecond differ, and a clock that's set back never repeats one."""
        by_time = (int(self._clock() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last = max(by_time, self._last + 1)
        return self._last

    def dated(self, created_at: datetime) -> int:
        """An id with that creation time. It's the same in each playground that asks in this order."""
        wanted = (int(created_at.timestamp() * 1000) - DISCORD_EPOCH_MS) << 22
        while wanted in self._dated:
            wanted += 1
        self._dated.add(wanted)
        return wanted


def parse_snowflake(value: object) -> int | None:
    """The id from a JSON value: a string of digits, or an integer as some clients send it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return None


def timestamp(at_seconds: float) -> str:
    """ISO 8601 in UTC, like every time in Discord's objects."""
    return datetime.fromtimestamp(at_seconds, UTC).isoformat()
