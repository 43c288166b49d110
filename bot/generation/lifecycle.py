"""The steps of a generation, each with its durable write.

    held → requested → generated → delivered

`send` and `store_result` get the picture, `deliver` posts it and `settle` books it. `resolve_in_doubt` ends a
generation whose answer never came, and `book_late_charges` finds late charges of the provider.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from bot.errors import (
    DeliveryFailed,
    DeliveryForbidden,
    EaselError,
    InputsGone,
    NotAPicture,
    OutcomeUnknown,
    PictureLost,
    PictureTooLarge,
    ProviderBusy,
    ProviderFailed,
    ReplyExpired,
    ShuttingDown,
    StorageUnavailable,
    Unavailable,
)
from bot.generation.context import GenerationContext, Job, Stage
from bot.generation.measurements import Answered, ChargedLate, Ended, Outcome
from bot.generation.model import Picture, ProviderResult, State
from bot.generation.policy import retry
from bot.generation.ports import Card, LogRow, StateConflict
from bot.generation.request import ImageRequest

log = logging.getLogger(__name__)

T = TypeVar("T")

# Log rows appear a little after the answer, and the two clocks differ, so lookups go back this much further.
CLOCK_SLACK_MS = 10 * 60 * 1000
# The last moment to tell a member something before the interaction token ends.
LAST_CHANCE_MS = 60_000
# The size of a private picture's copy. Larger ones are re-encoded.
KEPT_BYTES = 2 * 2**20
# How often a picture that Discord finds too large is made smaller.
SHRINKS = 6


class Lifecycle:
    """Every step can raise `StorageUnavailable`. The sweep continues such a generation later.

    After `stop`, a step that would only wait raises `ShuttingDown`. The generation's state is durable, and
    the next start continues it.
    """

    def __init__(self, context: GenerationContext) -> None:
        self._context = context
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """From now on, nothing waits just for time to pass."""
        self._stopping.set()

    async def pause(self, seconds: float) -> None:
        """Sleeps. Raises `ShuttingDown` if the bot stops meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise ShuttingDown

    # held → requested → generated

    async def send(self, job: Job) -> ProviderResult:
        """held → requested. Returns the provider's answer.

        Raises what `ImageProvider.generate` raises, `InputsGone`, `StorageUnavailable` if nothing was sent
        because it couldn't be written down first, and `StateConflict` if the generation isn't held (it was
        cancelled).
        """
        request = await self._with_inputs(job)
        asked_at_ms = self._context.now_ms()
        await self._context.store.request(job.id, asked_at_ms)
        job.generation = replace(
            job.generation,
            state=State.REQUESTED,
            requested_at_ms=asked_at_ms,
            attempts=job.generation.attempts + 1,
        )
        provider = self._context.provider_of(job.generation)
        try:
            result = await provider.generate(request, job.generation.request_id)
        except EaselError as error:
            self._measure_answer(job, asked_at_ms, type(error).__name__)
            raise
        job.answered_at_ms = self._context.now_ms()
        self._measure_answer(job, asked_at_ms)
        log.debug(
            "the provider answered",
            extra=job.context(
                inference_id=result.inference_id,
                cost=result.cost,
                milliseconds=job.answered_at_ms - asked_at_ms,
            ),
        )
        return result

    def _measure_answer(self, job: Job, asked_at_ms: int, error: str | None = None) -> None:
        seconds = (self._context.now_ms() - asked_at_ms) / 1000
        self._context.measure(Answered(job.generation.order.provider, seconds, error))

    async def _with_inputs(self, job: Job) -> ImageRequest:
        """The request with the pictures that an edit starts from. Raises `InputsGone`."""
        order = job.generation.order
        if not order.input_count:
            return order.request
        inputs = await self._context.store.inputs(job.id)
        if len(inputs) != order.input_count:
            raise InputsGone
        return replace(order.request, inputs=inputs)

    async def requeue(self, job: Job) -> None:
        """requested → held, when it's certain that nothing was charged."""
        await self.retry_write(lambda: self._context.store.requeue(job.id, self._context.now_ms()))
        job.generation = replace(job.generation, state=State.HELD)

    async def store_result(self, job: Job, result: ProviderResult) -> None:
        """Saves the picture, and its cost too if the answer had it (requested → generated)."""
        try:
            await self._context.spool.save(job.id, result.picture.data)
            job.spooled = True
        except StorageUnavailable as error:
            # The picture is still in memory, so deliver it. Only a crash before then would lose it.
            log.error("the spool is unavailable: %s", error.cause, extra=job.context())
        if result.cost is not None:
            await self._mark_generated(job, result.cost, result.inference_id)

    async def find_cost(self, job: Job, result: ProviderResult) -> None:
        """requested → generated, for a picture whose answer didn't say what it cost."""
        if job.generation.state is State.REQUESTED:
            await self._mark_generated(job, await self._cost_from_log(job), result.inference_id)

    async def _mark_generated(self, job: Job, cost: int, inference_id: str | None) -> None:
        at_ms = job.answered_at_ms or self._context.now_ms()
        await self.retry_write(lambda: self._context.store.generated(job.id, cost, inference_id, at_ms))
        job.generation = replace(
            job.generation,
            state=State.GENERATED,
            cost=cost,
            inference_id=inference_id,
            generated_at_ms=at_ms,
        )

    # generated → delivered

    async def deliver(self, job: Job, picture: Picture) -> None:
        """Posts the picture and settles. If it can't be posted at all, books the owner's loss.

        While Discord can't be reached, the generation stays `generated`, and the sweep continues it.
        """
        job.enter(Stage.DELIVERING, self._context.now_ms())
        cost = job.generation.cost
        assert cost is not None
        try:
            async with job.message:
                message_id = await self._deliver(job, picture, cost)
                await self._keep_private(job, picture)
                # Within the lock, because progress of other pictures in the same message depends on it.
                await self.settle(job, message_id)
        except DeliveryFailed as error:
            log.error("not delivered for now: %r", error, extra=job.context())
            return
        except (DeliveryForbidden, PictureTooLarge, NotAPicture) as error:
            await self.fail(job, error, charged=cost)
        self._context.spool.discard_later(job.id)

    async def deliver_again(self, job: Job) -> None:
        """For a generation found `generated`.

        It's unknown whether Discord has the picture, so it looks first. If it can never find out, the picture
        isn't posted again, and the owner bears the loss.
        """
        job.enter(Stage.DELIVERING, self._context.now_ms())
        cost = job.generation.cost
        assert cost is not None
        try:
            message_id = await self._find(job)
        except DeliveryFailed as error:
            log.warning("can't find out whether it was delivered: %r", error, extra=job.context())
            return
        except DeliveryForbidden as error:
            await self.fail(job, error, charged=cost)
            self._context.spool.discard_later(job.id)
            return
        picture = None if job.notified else await self._from_spool(job)
        if message_id is not None:
            await self._keep_private(job, picture)
            await self.settle(job, message_id)
            self._context.spool.discard_later(job.id)
        elif picture is None:
            await self.fail(job, PictureLost(cost, "not in the spool"), charged=cost)
        else:
            await self.deliver(job, picture)

    async def deliver_answered(self, job: Job) -> bool:
        """For a generation found `requested`.

        If its picture is in the spool, the answer arrived. Otherwise returns False.
        """
        picture = await self._from_spool(job)
        if picture is None:
            return False
        await self._mark_generated(job, await self._cost_from_log(job), None)
        await self.deliver(job, picture)
        return True

    async def settle(self, job: Job, message_id: int) -> None:
        """Records the provider's charge. The member has the picture, so this has to succeed eventually.

        After `StorageUnavailable` the generation stays `generated`. The sweep finds the message and settles.
        """
        settled = await self.retry_write(
            lambda: self._context.store.settle(job.id, message_id, self._context.now_ms())
        )
        self.measure_end(job, Outcome.DELIVERED, paid=settled.paid, lost=settled.lost)
        log.info(
            "delivered",
            extra=job.context(
                message_id=message_id,
                inference_id=job.generation.inference_id,
                paid=settled.paid,
                lost=settled.lost,
                milliseconds=self._context.now_ms() - job.generation.held_at_ms,
            ),
        )

    def measure_end(
        self, job: Job, outcome: Outcome, reason: str = "", *, paid: int = 0, lost: int = 0
    ) -> None:
        seconds = (self._context.now_ms() - job.generation.held_at_ms) / 1000
        self._context.measure(
            Ended(job.generation.order.provider, outcome, seconds, reason, paid=paid, lost=lost)
        )

    async def _deliver(self, job: Job, picture: Picture, cost: int) -> int:
        """Returns the ID of the message with the picture.

        After a failure it looks before posting again.
        """
        tried = False

        async def attempt() -> int:
            nonlocal tried
            found = await self._find(job) if tried else None
            tried = True
            return found if found is not None else await self._post_fitting(job, picture, cost)

        return await retry(
            attempt,
            self._context.retries.delivery_delays,
            on=DeliveryFailed,
            sleep=self.pause if job.spooled else asyncio.sleep,
            note=lambda error, delay: log.warning(
                "delivery failed, trying again in %s s: %r", delay, error, extra=job.context()
            ),
        )

    async def _post_fitting(self, job: Job, picture: Picture, cost: int) -> int:
        limit = job.generation.order.reply.upload_limit
        for _ in range(SHRINKS):
            card = await self._card(job, picture, cost, limit)
            try:
                return await self._post(job, card)
            except PictureTooLarge as error:
                size = len(card.picture.data)
                limit = min(error.limit or size, size * 3 // 4)
        raise PictureTooLarge(limit)

    async def _post(self, job: Job, card: Card) -> int:
        generation = job.generation
        if self._context.now_ms() < generation.order.reply.expires_at_ms:
            try:
                return await self._context.delivery.reply(generation, card)
            except ReplyExpired:
                log.info("the interaction has expired, posting in the channel", extra=job.context())
        return await self._context.delivery.post(generation, card)

    async def _find(self, job: Job) -> int | None:
        try:
            return await self._context.delivery.find(job.generation)
        except ReplyExpired:
            return None

    async def _keep_private(self, job: Job, picture: Picture | None) -> None:
        """Keeps a copy of a private picture, because its file can't be downloaded from Discord later.

        It's kept before settling, so that a crash in between doesn't lose it. The picture is delivered either
        way.
        """
        if picture is None or not job.generation.order.reply.private:
            return
        try:
            copy = await self._context.pictures.fit(picture, KEPT_BYTES)
            await self._context.store.keep_picture(job.id, copy, self._context.now_ms())
        except (StorageUnavailable, PictureTooLarge, NotAPicture) as error:
            log.warning("couldn't keep a copy of a private picture: %r", error, extra=job.context())

    async def _from_spool(self, job: Job) -> Picture | None:
        data = await self._context.spool.load(job.id)
        job.spooled = data is not None
        try:
            return await self._context.pictures.inspect(data) if data is not None else None
        except NotAPicture:
            return None

    async def _card(self, job: Job, original: Picture, cost: int, limit: int) -> Card:
        generation = job.generation
        fitting = await self._context.pictures.fit(original, limit)
        asked, answered = generation.requested_at_ms, generation.generated_at_ms
        seconds = (answered - asked) / 1000 if asked is not None and answered is not None else 0.0
        # A public card shows no balance.
        left = await self._left_after(job, cost) if generation.order.reply.private else None
        return Card(fitting, original, cost, left, seconds)

    async def _left_after(self, job: Job, cost: int) -> int | None:
        """What the member will have left after settling, when the hold is returned and the cost deducted."""
        try:
            return await self._context.budgets.left_after(job.id, cost, self._context.now_ms())
        except StorageUnavailable:
            return None  # the picture matters more than this line of its card

    # In doubt: sent, but no answer came

    async def resolve_in_doubt(self, job: Job, error: EaselError) -> None:
        """Ends a generation by what the provider's log says: charged and lost, or not charged at all.

        The member gets `error`, unless the log knows better.
        """
        job.enter(Stage.LOOKING_UP, self._context.now_ms())
        row = await self._look_up(job)
        if row is None:
            await self.fail(job, error)
        elif row.succeeded:
            await self.fail(job, PictureLost(row.cost), charged=row.cost)
        else:
            await self.fail(job, ProviderFailed(None, "failed according to the provider's log"))

    async def _look_up(self, job: Job) -> LogRow | None:
        """The provider's log row of this generation, or None if it never appeared.

        A failed lookup says nothing, so it's repeated for as long as it takes.
        """
        failures = 0
        provider = self._context.provider_of(job.generation)
        for delay in self._context.retries.lookup_delays():
            await self.pause(delay)
            await self._tell_before_too_late(job)
            while True:
                try:
                    row = await provider.find(job.generation.request_id, _since_ms(job))
                    break
                except Unavailable as error:
                    failures += 1
                    await self._tell_before_too_late(job)
                    seconds = self._seconds_to_next_lookup(job, error, failures)
                    log.warning("can't read the provider's log, trying again in %.0f s: %r", seconds, error)
                    await self.pause(seconds)
            # The log has a row for each attempt, and the last one's can be late. So a failure is only the
            # answer if there was a single attempt.
            if row is not None and (row.succeeded or job.generation.attempts <= 1):
                return row
        return None

    async def _cost_from_log(self, job: Job) -> int:
        """What the provider charged according to its log, or the price held if the log doesn't say.

        The picture waits for it, so a failed lookup counts here too.
        """
        provider = self._context.provider_of(job.generation)
        for delay in self._context.retries.lookup_delays():
            await self.pause(delay)
            try:
                row = await provider.find(job.generation.request_id, _since_ms(job))
            except Unavailable as error:
                log.warning("can't read the provider's log: %r", error, extra=job.context())
                continue
            if row is not None and row.succeeded:
                return row.cost
        log.warning("the cost is unknown, so the estimate is booked", extra=job.context())
        return job.generation.order.price

    def _seconds_to_next_lookup(self, job: Job, error: Unavailable, failures: int) -> float:
        """As long as the API asks for, but never past the last moment to notify the member."""
        seconds = self._context.retries.backoff(failures)
        if isinstance(error, ProviderBusy):
            seconds = max(seconds, error.retry_after_seconds or 0.0)
        expires_at_ms = job.generation.order.reply.expires_at_ms
        left = (expires_at_ms - LAST_CHANCE_MS - self._context.now_ms()) / 1000
        return min(seconds, left) if left > 0 and not job.notified else seconds

    async def _tell_before_too_late(self, job: Job) -> None:
        """Tells the member that the outcome is unknown, while that's still possible."""
        expires_at_ms = job.generation.order.reply.expires_at_ms
        if self._context.now_ms() >= expires_at_ms - LAST_CHANCE_MS:
            await self.notify(job, OutcomeUnknown())

    # Endings without a picture

    async def fail(self, job: Job, error: EaselError, *, charged: int = 0) -> None:
        """Releases the hold, records what was `charged` anyway, and tells the member why.

        Raises `StorageUnavailable` if it couldn't be released. The member is told anyway.
        """
        reason = type(error).__name__
        log.warning("ended without a picture: %r", error, extra=job.context(reason=reason, charged=charged))
        try:
            await self.retry_write(
                lambda: self._context.store.release(job.id, reason, self._context.now_ms(), charged=charged)
            )
        except StorageUnavailable:
            await self.notify(job, error)
            raise
        except StateConflict:
            return  # it ended elsewhere, and the member knows
        self.measure_end(job, Outcome.LOST if charged else Outcome.RELEASED, reason, lost=charged)
        await self.notify(job, error)
        if job.notified:
            await self._context.store.mark_notified(job.id, self._context.now_ms())

    async def notify(self, job: Job, error: EaselError) -> None:
        """Tells the member once. `job.notified` says whether they know."""
        if not job.notified:
            async with job.message:
                job.notified = await self._context.delivery.explain(job.generation, error)

    async def retry_write(self, write: Callable[[], Awaitable[T]]) -> T:
        """Repeats a write that must not be lost while the storage is unavailable."""

        def note(error: Exception, delay: float) -> None:
            log.error("storage is unavailable, trying again in %s s: %r", delay, error)

        return await retry(write, self._context.retries.write_delays, on=StorageUnavailable, note=note)

    # Late charges

    async def watch_for_late_charges(self, chosen: Callable[[], Awaitable[bool]] | None = None) -> None:
        """Records late charges once an hour, forever.

        `chosen` says whether it's this process that does, where there are several.
        """
        await asyncio.sleep(self._context.engine.late_charges_first)
        while True:
            try:
                if chosen is None or await chosen():
                    await self.book_late_charges()
            except StorageUnavailable as error:
                log.error("storage is unavailable: %s", error.cause)
            except Unavailable as error:
                log.warning("can't read the provider's log, trying again in an hour: %r", error)
            except Exception:
                log.exception("a bug stopped the check for late charges, trying again in an hour")
            await asyncio.sleep(self._context.engine.late_charges_every)

    async def book_late_charges(self) -> int:
        """Records charges for released generations as the owner's losses.

        Returns their number. Raises what the store and `ImageProvider.log` raise.
        """
        now_ms = self._context.now_ms()
        since_ms = now_ms - round(self._context.engine.late_charges_within * 1000)
        unanswered = await self._context.store.unanswered(since_ms)
        charged: Counter[str] = Counter()
        for name in {generation.order.provider for generation in unanswered} & set(self._context.providers):
            async for row in self._context.providers[name].log(since_ms, now_ms):
                if row.succeeded:
                    charged[row.request_id] += row.cost
        booked = 0
        for generation in unanswered:
            cost = charged[generation.request_id]
            if not cost:
                continue
            try:
                await self._context.store.charged_late(generation.id, cost, now_ms)
            except StateConflict:
                continue
            booked += 1
            self._context.measure(ChargedLate(generation.order.provider, cost))
            log.warning("charged after all", extra={"generation": generation.id, "charged": cost})
        return booked


def _since_ms(job: Job) -> int:
    return (job.generation.requested_at_ms or job.generation.held_at_ms) - CLOCK_SLACK_MS
