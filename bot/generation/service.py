"""Accepts, cancels and runs generations."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator, Sequence
from typing import Any

from bot.deadline import seconds_left
from bot.errors import (
    EaselError,
    GenerationUnavailable,
    NotCancellable,
    NotYours,
    ShuttingDown,
    StorageUnavailable,
)
from bot.generation.context import GenerationContext
from bot.generation.dispatcher import Dispatcher, LaneStatus
from bot.generation.lifecycle import Lifecycle
from bot.generation.measurements import Outcome
from bot.generation.model import Generation, Order, State
from bot.generation.progress import ProgressBoard
from bot.generation.recovery import Recovery
from bot.generation.sharing import (
    LATE_CHARGES,
    QueueBoard,
    SharedDispatcher,
    SharedRecovery,
    Sharing,
)

log = logging.getLogger(__name__)

NEWS_MS = 30 * 24 * 3600 * 1000


class GenerationService:
    """Construct it, `recover` once Discord can be reached, run its `services`, then `stop` it."""

    def __init__(
        self, context: GenerationContext, sharing: Sharing | None = None, *, works: bool = True
    ) -> None:
        """`sharing` is for one process of several, which runs generations if it `works`, or accepts them."""
        self._context = context
        self._sharing = sharing
        self._works = works
        self._lifecycle = Lifecycle(context)
        self._dispatcher: Dispatcher
        self._recovery: Recovery
        if sharing is None:
            self._dispatcher = Dispatcher(context, self._lifecycle)
            self._recovery = Recovery(context, self._lifecycle, self._dispatcher)
        else:
            self._dispatcher = shared = SharedDispatcher(context, self._lifecycle, sharing)
            self._recovery = SharedRecovery(context, self._lifecycle, shared, sharing)
        self._progress = ProgressBoard(context, self._dispatcher)
        self._late_holds: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def accept(self, order: Order, *others: Order) -> bool:
        """Holds the price of all these pictures durably, or of none. They belong to one interaction.

        Call before deferring the interaction. False if this interaction was accepted before, so that there's
        nothing to do. Raises what `Generations.hold` does, `GenerationUnavailable` or `ShuttingDown`. Then
        nothing is held.
        """
        if self._stopping:
            raise ShuttingDown
        orders = (order, *others)
        now_ms = self._context.now_ms()
        holding = asyncio.ensure_future(self._hold(orders, now_ms))
        await asyncio.wait({holding}, timeout=seconds_left(self._context.engine.hold_within))
        if not holding.done():
            releasing = asyncio.create_task(self._release_late_hold(orders, holding))
            self._late_holds.add(releasing)
            releasing.add_done_callback(self._late_holds.discard)
            raise StorageUnavailable("too slow to answer in time")
        fresh = holding.result()
        if fresh:
            for each in orders:
                self._dispatcher.track(Generation(each, State.HELD, now_ms), now_ms)
        return fresh

    async def _hold(self, orders: Sequence[Order], now_ms: int) -> bool:
        await self._dispatcher.refresh()
        for each in orders:
            self._require_available(each.provider)
        return await self._context.store.hold_together(orders, self._context.limits, now_ms)

    async def save_inputs(self, inputs: Sequence[bytes], generation_ids: Sequence[int]) -> None:
        """Keeps the pictures that accepted edits start from. Call before they're queued.

        Raises `StorageUnavailable`.
        """
        for generation_id in generation_ids:
            await self._context.store.save_inputs(generation_id, inputs, self._context.now_ms())

    async def enqueue(self, generation_id: int) -> None:
        """Queues an accepted order. Call after deferring its interaction."""
        job = self._dispatcher.jobs.get(generation_id)
        if job is not None:  # otherwise the member has cancelled it already
            await self._dispatcher.enqueue(job)

    async def abandon(self, generation_id: int, error: EaselError, *, told: bool = False) -> None:
        """Releases an accepted order that can't be queued. `told` says whether its member knows why."""
        job = self._dispatcher.discard(generation_id)
        reason = type(error).__name__
        await self._lifecycle.retry_write(
            lambda: self._context.store.release(generation_id, reason, self._context.now_ms())
        )
        if job is not None:
            self._lifecycle.measure_end(job, Outcome.RELEASED, reason)
        if told:
            await self.mark_notified(generation_id)

    async def cancel(self, generation_id: int, user_id: int) -> None:
        """Cancels the pictures of an order that are still queued. Their holds are released on return.

        Raises `NotYours`, or `NotCancellable` once all of them were sent to the image API or have ended.
        """
        generation = await self._context.store.get(generation_id)
        if generation is None:
            raise NotCancellable("unknown")
        if generation.order.user_id != user_id:
            raise NotYours
        together = await self._context.store.together(generation)
        cancelled = [each for each in together if await self._cancel(each.id)]
        if not cancelled:
            current = await self._context.store.get(generation_id)
            raise NotCancellable(current.state if current else "unknown")

    async def _cancel(self, generation_id: int) -> bool:
        if not await self._context.store.cancel(generation_id, self._context.now_ms()):
            return False
        job = self._dispatcher.discard(generation_id)
        if job is not None:
            self._lifecycle.measure_end(job, Outcome.CANCELLED)
            async with job.message:  # a progress edit has to end before the caller changes the message
                log.info("cancelled by the member", extra=job.context())
        return True

    async def unnotified(self, guild_id: int, user_id: int) -> list[Generation]:
        """Generations without a picture that this member doesn't know about yet, oldest first.

        Anything older than a month doesn't matter any more.
        """
        since_ms = self._context.now_ms() - NEWS_MS
        found = await self._context.store.unnotified(guild_id, user_id, since_ms)
        # The others are still tracked and will be reported.
        return [generation for generation in found if not self.tracks(generation.id)]

    async def mark_notified(self, generation_id: int) -> None:
        """The member knows the outcome now."""
        await self._context.store.mark_notified(generation_id, self._context.now_ms())

    def tracks(self, generation_id: int) -> bool:
        """Whether this process is still working on it."""
        return self._dispatcher.tracks(generation_id)

    async def refresh(self) -> None:
        """Brings `status` up to date, where there are other processes. Raises `StorageUnavailable`."""
        await self._dispatcher.refresh()

    def status(self) -> tuple[LaneStatus, ...]:
        """How each image API is doing, for the bot's owner."""
        return self._dispatcher.status()

    async def probe_now(self) -> None:
        """Probes every unavailable image API now.

        `status` then has the result.
        """
        await self._dispatcher.probe_now()

    async def sweep(self) -> None:
        """Checks for lost generations now. `services` does so once a minute. Raises `StorageUnavailable`."""
        await self._recovery.sweep()

    async def book_late_charges(self) -> int:
        """Checks for late charges now and returns their number. `services` does so once an hour.

        Raises what the store and `ImageProvider.log` raise.
        """
        return await self._lifecycle.book_late_charges()

    async def recover(self) -> None:
        """Continues what an earlier process left unfinished. Raises `StorageUnavailable`."""
        await self._recovery.at_start()

    def services(self) -> Iterator[Coroutine[Any, Any, None]]:
        """The background tasks to run until `stop`. They only end with a bug."""
        dispatcher, sharing = self._dispatcher, self._sharing
        if sharing is not None:
            assert isinstance(dispatcher, SharedDispatcher)
            yield sharing.leases.renew_for_ever(dispatcher.tracked)
        if not self._works:
            return
        yield from dispatcher.services()
        yield self._progress.run()
        yield self._recovery.sweep_for_ever()
        if sharing is None:
            yield self._lifecycle.watch_for_late_charges()
        else:
            assert isinstance(dispatcher, SharedDispatcher)
            yield QueueBoard(self._context, dispatcher, sharing).run()
            yield self._lifecycle.watch_for_late_charges(
                lambda: sharing.queue.lead(LATE_CHARGES, self._context.now_ms())
            )

    async def stop(self, seconds: float) -> None:
        """Accepts nothing more, lets running work finish for up to `seconds`, and parks the rest durably.

        Cancel the `services` first.
        """
        self._stopping = True
        await self._dispatcher.stop(seconds)

    def _require_available(self, provider: str) -> None:
        lane = self._dispatcher.lanes.get(provider)
        if lane is None:
            raise GenerationUnavailable("model", f"unknown provider {provider}")
        if lane.outage is not None:
            raise GenerationUnavailable(
                lane.outage.reason, lane.outage.detail, next_probe_at_ms=lane.next_probe_ms
            )

    async def _release_late_hold(self, orders: Sequence[Order], holding: asyncio.Future[bool]) -> None:
        """The member was refused because the hold took too long. If it succeeds later, it's released."""
        try:
            if await holding:
                for order in orders:
                    await self._context.store.cancel(order.id, self._context.now_ms())
        except EaselError as error:
            log.warning("a late hold wasn't made: %r", error, extra={"generation": orders[0].id})
