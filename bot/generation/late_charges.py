"""What the provider charged after we had given its answer up: nobody waits, but the books have to know."""

import asyncio
import logging
from collections import Counter

from bot.errors import StorageUnavailable, Unavailable
from bot.generation.context import GenerationContext
from bot.generation.ports import StateConflict

log = logging.getLogger(__name__)


async def watch_for_late_charges(context: GenerationContext) -> None:
    """Looks once an hour, for ever."""
    await asyncio.sleep(context.policy.late_first)
    while True:
        try:
            await book_late_charges(context)
        except StorageUnavailable as error:
            log.error("storage is unavailable: %s", error.cause)
        except Unavailable as error:
            log.warning("the provider's log can't be read, the next look comes: %r", error)
        except Exception:
            log.exception("a bug stopped the look for late charges; the next one comes")
        await asyncio.sleep(context.policy.late_every)


async def book_late_charges(context: GenerationContext) -> int:
    """Books as the operator's losses what was released and charged all the same; returns how many those are.

    Raises what the store and `ImageProvider.log` raise.
    """
    now_ms = context.now_ms()
    since_ms = now_ms - round(context.policy.late_within * 1000)
    unanswered = await context.store.unanswered(since_ms)
    if not unanswered:
        return 0
    charged: Counter[str] = Counter()
    async for row in context.provider.log(since_ms, now_ms):
        if row.succeeded:
            charged[row.request_id] += row.cost
    found = 0
    for generation in unanswered:
        cost = charged[generation.request_id]
        if not cost:
            continue
        try:
            await context.store.charged_late(generation.id, cost, now_ms)
        except StateConflict:
            continue
        found += 1
        log.warning("charged after all", extra={"generation": generation.id, "charged": cost})
    return found
