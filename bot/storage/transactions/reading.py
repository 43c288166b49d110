"""What is read of generations."""

from statistics import median

from bot.generation.model import Generation
from bot.generation.request import Size
from bot.storage.database import Transaction
from bot.storage.rows import generation_of

_GET = "SELECT * FROM generation WHERE id = :id"

# `+id` sorts what the short partial index found; plain `id` would lead SQLite through the whole history.
_OPEN = "SELECT * FROM generation WHERE state IN ('held', 'requested', 'generated') ORDER BY +id"

_UNTOLD = """
SELECT * FROM generation WHERE told_at_ms IS NULL AND state IN ('released', 'lost') ORDER BY +id
"""

_UNTOLD_OF_MEMBER = """
SELECT * FROM generation
WHERE guild_id = :guild_id AND user_id = :user_id AND told_at_ms IS NULL AND state IN ('released', 'lost')
ORDER BY +id
"""

_UNANSWERED = """
SELECT * FROM generation WHERE requested_at_ms >= :since_ms AND state = 'released' ORDER BY requested_at_ms
"""

# The last pictures of any size first, then those of that size: bounded, however long the history is.
_RECENT_DURATIONS = """
SELECT generated_at_ms - requested_at_ms AS took_ms
FROM (
    SELECT requested_at_ms, generated_at_ms, width, height FROM generation
    WHERE requested_at_ms IS NOT NULL ORDER BY requested_at_ms DESC LIMIT 256
) AS recent
WHERE generated_at_ms >= requested_at_ms AND width * height BETWEEN :fewest AND :most
"""


def get(generation_id: int) -> Transaction[Generation | None]:
    """See `Generations.get`."""
    rows = yield _GET, {"id": generation_id}
    return generation_of(rows[0]) if rows else None


def open_ones() -> Transaction[list[Generation]]:
    """See `Generations.open`."""
    return [generation_of(row) for row in (yield _OPEN, {})]


def unnotified(member: tuple[int, int] | None) -> Transaction[list[Generation]]:
    """See `Generations.unnotified`."""
    if member is None:
        rows = yield _UNTOLD, {}
    else:
        rows = yield _UNTOLD_OF_MEMBER, {"guild_id": member[0], "user_id": member[1]}
    return [generation_of(row) for row in rows]


def unanswered(since_ms: int) -> Transaction[list[Generation]]:
    """See `Generations.unanswered`."""
    return [generation_of(row) for row in (yield _UNANSWERED, {"since_ms": since_ms})]


def typical_ms(size: Size) -> Transaction[int | None]:
    """See `Generations.typical_ms`."""
    pixels = size.width * size.height
    rows = yield _RECENT_DURATIONS, {"fewest": pixels * 3 // 4, "most": pixels * 5 // 4}
    return round(median(row["took_ms"] for row in rows)) if rows else None
