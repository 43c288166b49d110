"""Accepts, cancels and runs generations."""

import asyncio
import logging

from bot.errors import (
    EaselError,
    GenerationUnavailable,
    NotCancellable,
    NotYours,
    ShuttingDown,
    StorageUnavailable,
)
from bot.generation.context import GenerationContext, Job, retry_write
from bot.generation.dispatcher import Dispatcher
from bot.generation.late_charges import watch_for_late_charges
from bot.generation.model import Generation, Order, State
from bot.generation.progress import ProgressBoard
from bot.generation.recovery import Recovery

log = logging.getLogger(__name__)


class GenerationService:
    """Use as: construct, `start` once Discord can be spoken to, `stop` before Discord is left.

    `broken` is set when a bug has ended one of its services: then the process has to be started anew.
    """

    def __init__(self, context: GenerationContext) -> None:
        self._context = context
        self._dispatcher = Dispatcher(context)
        self._progress = ProgressBoard(
            context, self._dispatcher.jobs, self._dispatcher.queue, self._dispatcher.breaker
        )
        self._recovery = Recovery(context, self._dispatcher)
        self._services: set[asyncio.Task[None]] = set()
        self._late: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.broken = asyncio.Event()

    async def accept(self, order: Order) -> bool:
        """Holds the order's price durably. To be called before the interaction is deferred.

        False if this interaction has been taken before: then there is nothing to do. Raises what
        `Generations.hold` does, `GenerationUnavailable` or `ShuttingDown`; then nothing is held.
        """
        if self._stopping:
            raise ShuttingDown
        if self._dispatcher.breaker.closed is not None:
            raise GenerationUnavailable(self._dispatcher.breaker.closed)
        now_ms = self._context.now_ms()
        holding = asyncio.ensure_future(self._context.store.hold(order, self._context.limits, now_ms))
        await asyncio.wait({holding}, timeout=self._context.policy.hold_within)
        if not holding.done():
            giving_back = asyncio.create_task(self._give_back(order.id, holding))
            self._late.add(giving_back)
            giving_back.add_done_callback(self._late.discard)
            raise StorageUnavailable("too slow to answer in time")
        fresh = holding.result()
        if fresh:
            self._dispatcher.jobs[order.id] = Job(Generation(order, State.HELD, now_ms), now_ms)
        return fresh

    def enqueue(self, generation_id: int) -> None:
        """Puts an accepted order into the queue, once its interaction has been deferred."""
        job = self._dispatcher.jobs.get(generation_id)
        if job is not None:  # else the member has cancelled it already
            self._dispatcher.enqueue(job)

    async def abandon(self, generation_id: int, error: EaselError) -> None:
        """Gives an accepted order up: its interaction could not be deferred."""
        self._dispatcher.jobs.pop(generation_id, None)
        reason = type(error).__name__
        await retry_write(
            self._context, lambda: self._context.store.release(generation_id, reason, self._context.now_ms())
        )

    async def cancel(self, generation_id: int, user_id: int) -> None:
        """Takes a waiting order back: the tokens are the member's again when this returns.

        Raises `NotYours`, or `NotCancellable` once it was sent to the image API or is over.
        """
        generation = await self._context.store.get(generation_id)
        if generation is None:
            raise NotCancellable("unknown")
        if generation.order.user_id != user_id:
            raise NotYours
        if not await self._context.store.cancel(generation_id, self._context.now_ms()):
            current = await self._context.store.get(generation_id)
            raise NotCancellable(current.state if current else "unknown")
        job = self._dispatcher.discard(generation_id)
        if job is not None:
            async with job.message:  # a progress edit under way ends before the caller changes the message
                log.info("cancelled by the member", extra=job.context())

    async def unnotified(self, guild_id: int, user_id: int) -> list[Generation]:
        """What ended without a picture and could not be told to this member yet, oldest first."""
        found = await self._context.store.unnotified((guild_id, user_id))
        return [
            generation for generation in found if not self._dispatcher.tracks(generation.id)
        ]  # being told

    async def mark_notified(self, generation_id: int) -> None:
        """The member knows now what became of it."""
        await self._context.store.mark_notified(generation_id, self._context.now_ms())

    async def start(self) -> None:
        """Takes up what an earlier process left, then works until `stop`."""
        await self._recovery.at_start()
        for service in (
            self._dispatcher.dispatch(),
            self._progress.run(),
            self._recovery.sweep_for_ever(),
            watch_for_late_charges(self._context),
        ):
            task = asyncio.create_task(service)
            self._services.add(task)
            task.add_done_callback(self._ended)

    async def stop(self, seconds: float) -> None:
        """Takes nothing new, lets what runs finish for up to `seconds`, and parks the rest durably."""
        self._stopping = True
        services = list(self._services)
        for service in services:
            service.cancel()
        await asyncio.gather(*services, return_exceptions=True)
        await self._dispatcher.stop(seconds)

    def _ended(self, service: asyncio.Task[None]) -> None:
        self._services.discard(service)
        if not service.cancelled():
            log.critical(
                "a background task of the generation service ended with a bug", exc_info=service.exception()
            )
            self.broken.set()

    async def _give_back(self, generation_id: int, holding: asyncio.Future[bool]) -> None:
        """The member has been refused in the meantime: a hold that is made after all holds nothing."""
        try:
            if await holding:
                await self._context.store.cancel(generation_id, self._context.now_ms())
        except EaselError as error:
            log.warning("a late hold was not made: %r", error, extra={"generation": generation_id})
