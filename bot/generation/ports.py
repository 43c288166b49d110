"""What the life of a generation needs from the outside: the store, the provider, the spool, and delivery.

Times are milliseconds since the epoch, amounts are tokens, sizes are bytes or pixels.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.errors import EaselError
from bot.generation.model import Generation, Limits, Order, Picture, ProviderResult
from bot.generation.models import Size
from bot.generation.request import ImageRequest


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of the hold. What the member `paid` and the owner `lost` add up to the cost."""

    paid: int
    lost: int


class StateConflict(LookupError):
    """The generation isn't in the state that the transition starts from. Something else was faster."""


class Generations(Protocol):
    """The durable life cycle. Every method is one transaction, which is on the disk when it returns.

    Every method raises `StorageUnavailable` if nothing could be written. Then nothing was.
    A transition from a state that doesn't allow it raises `StateConflict`.
    """

    async def hold(self, order: Order, limits: Limits, now_ms: int) -> bool:
        """Holds `order.price` on the member's grants first, then on their allowance, and on all limits of the
        server. False if this interaction was held before. Then nothing changes.

        The member's limits are read and decided in this one write. Raises the first of `Paused`, `Frozen`,
        `NoAllowance`, `OverBudget` for the member, `TooManyInFlight`, `OnCooldown`, `DailyLimitReached`,
        `QueueFull`, and `OverBudget` for the server and the owner. Then nothing is kept.
        """
        ...

    async def hold_together(self, orders: Sequence[Order], limits: Limits, now_ms: int) -> bool:
        """Holds the pictures of one interaction: all of them or none. Raises as `hold` does.

        `OverBudget` then has the price of all of them.
        """
        ...

    async def save_inputs(self, generation_id: int, inputs: Sequence[bytes], now_ms: int) -> None:
        """Keeps the pictures that a held edit starts from, for seven days."""
        ...

    async def inputs(self, generation_id: int) -> tuple[bytes, ...]:
        """The pictures that an edit starts from, in their order. Empty once they were deleted."""
        ...

    async def together(self, generation: Generation) -> list[Generation]:
        """It and all that were ordered with it, in their order."""
        ...

    async def request(self, generation_id: int, now_ms: int) -> None:
        """held → requested, before anything is sent."""
        ...

    async def requeue(self, generation_id: int, now_ms: int) -> None:
        """requested → held, when it's certain that nothing was charged."""
        ...

    async def generated(self, generation_id: int, cost: int, inference_id: str | None, now_ms: int) -> None:
        """requested → generated, once the picture is in the spool and its cost is known."""
        ...

    async def settle(self, generation_id: int, message_id: int | None, now_ms: int) -> Settled:
        """generated → delivered. The member pays what the provider charged, out of the hold, grants first.

        If the charge exceeds the hold, what's left on the same accounts pays too, within their limits. The
        owner loses the rest.
        """
        ...

    async def release(self, generation_id: int, reason: str, now_ms: int, *, charged: int = 0) -> None:
        """Any open state → released, or → lost if the provider `charged`, at the owner's cost.

        `reason` is a short word for ledger and log (the error's class name), never a member's text.
        The member doesn't know yet, see `mark_notified`.
        """
        ...

    async def cancel(self, generation_id: int, now_ms: int) -> bool:
        """held → released, and the member knows. False if it's not held any more."""
        ...

    async def mark_notified(self, generation_id: int, now_ms: int) -> None:
        """The member knows why it was released or lost."""
        ...

    async def notifiable(self, now_ms: int) -> list[Generation]:
        """Released or lost without the member knowing, while their interaction can still be answered.

        Those that expire first come first, and not more than a few hundred.
        """
        ...

    async def unnotified(self, guild_id: int, user_id: int, since_ms: int) -> list[Generation]:
        """What a member doesn't know of that was held since then and released or lost, oldest first.

        Not more than a few hundred.
        """
        ...

    async def get(self, generation_id: int) -> Generation | None: ...

    async def open(self) -> list[Generation]:
        """All that aren't delivered, released or lost, oldest first."""
        ...

    async def unanswered(self, since_ms: int) -> list[Generation]:
        """Sent at or after `since_ms` and released, so that the provider may have charged them."""
        ...

    async def charged_late(self, generation_id: int, cost: int, now_ms: int) -> None:
        """released → lost. The provider charged after all, and the owner bears it."""
        ...

    async def forget_tokens(self, now_ms: int) -> int:
        """Forgets the interaction tokens that have expired and returns how many there were."""
        ...

    async def typical_ms(self, size: Size) -> int | None:
        """Median time from request to answer of recent pictures of about that size, None without any."""
        ...


class Spool(Protocol):
    """Pictures that aren't delivered yet, beside the database. A picture is there whole or not at all.

    Raises `StorageUnavailable`.
    """

    async def save(self, generation_id: int, data: bytes) -> None: ...

    async def load(self, generation_id: int) -> bytes | None: ...

    async def discard(self, generation_id: int) -> None: ...

    async def kept(self) -> list[int]:
        """The IDs of generations that have a picture, or a part of one that a crash left."""
        ...


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the provider's log. `cost` is in tokens."""

    request_id: str
    inference_id: str | None
    succeeded: bool
    cost: int
    created_at_ms: int


class OwnerAlerts(Protocol):
    """Tells the bot's owner what only they can change."""

    async def unavailable(self, provider: str, reason: str, detail: str) -> None:
        """A provider became unavailable, see `GenerationUnavailable`. Never raises."""
        ...


class ImageProvider(Protocol):
    async def generate(self, request: ImageRequest, request_id: str) -> ProviderResult:
        """One picture, fetched and checked. Never retries by itself.

        With `inputs`, the request is an edit.
        Raises `PromptRefused`, `RequestRejected`, `GenerationUnavailable`, `ProviderBusy`,
        `ProviderFailed` (nothing charged), `OutcomeUnknown` (charged or not) or `PictureLost` (charged, no
        picture).
        """
        ...

    async def find(self, request_id: str, since_ms: int) -> LogRow | None:
        """The provider's log row of `request_id`, looking back to `since_ms`. None if it isn't there (yet).

        A request that was retried has several rows: one that succeeded wins.
        Raises `GenerationUnavailable`, `ProviderBusy`, `ProviderFailed`.
        """
        ...

    def log(self, since_ms: int, until_ms: int) -> AsyncIterator[LogRow]:
        """All rows of the provider's log in [`since_ms`, `until_ms`). Raises as `find` does."""
        ...

    async def ready(self) -> bool:
        """Whether the provider accepts our key and there's credit left. Costs nothing and never raises."""
        ...


class Pictures(Protocol):
    """Looks at pictures and makes them fit. CPU-bound work stays off the event loop."""

    async def inspect(self, data: bytes) -> Picture:
        """The picture, proven whole and labelled as made by AI. Raises `NotAPicture`.

        Labelling changes the metadata alone, so the bytes may differ from `data`.
        """
        ...

    async def fit(self, picture: Picture, limit: int) -> Picture:
        """The picture in at most `limit` bytes: itself if it fits, else re-encoded, and at last made smaller.

        Raises `PictureTooLarge` if nothing helps.
        """
        ...

    async def prepare_input(self, data: bytes) -> Picture:
        """An attachment, ready to be edited: upright, without metadata, at most 1 megapixel.

        Raises `InputNotAnImage`, `InputAnimated`, `InputTooLarge`, `InputTooManyPixels` or `InputTooSmall`.
        """
        ...


# Places in the queue are counted up to this one.
FURTHEST_PLACE = 1_000


class Outlook(StrEnum):
    """Whether something keeps a queued picture back.

    `BUSY`: the image API asks for patience. `UNAVAILABLE`: the bot's owner has to act first.
    `TOO_LONG`: the interaction is about to expire, so nothing can be shown after this. The picture will come
    as a new message.
    """

    NORMAL = "normal"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Progress:
    """What a waiting member sees.

    Shown again only when it changes, since Discord's `<t:…:R>` counts by itself. `position` counts from 1
    while it's queued, ends at `FURTHEST_PLACE` + 1 for all behind that, and is 0 once it's in progress,
    since `since_ms` in either case. `next_probe_ms` is when an unavailable provider is asked next.
    """

    position: int
    since_ms: int
    estimate_seconds: int | None = None
    outlook: Outlook = Outlook.NORMAL
    next_probe_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The picture and what's known about it. `left` is what the member has after paying, None if unknown."""

    picture: Picture
    original: Picture  # as the provider made it, while `picture` may be re-encoded to fit
    cost: int
    left: int | None
    seconds: float


class Delivery(Protocol):
    """Discord, as the life cycle sees it. Works from what the store holds: no live interaction is needed."""

    async def progress(self, generation: Generation, progress: Progress) -> None:
        """Shows how far it is. Never raises: progress is a courtesy."""
        ...

    async def reply(self, generation: Generation, card: Card) -> int:
        """Puts the picture into the interaction's answer and returns the message's id. Takes no other
        answer with it: what was shown as progress is replaced.

        Raises `ReplyExpired`, `PictureTooLarge`, `DeliveryForbidden` or `DeliveryFailed`.
        """
        ...

    async def post(self, generation: Generation, card: Card) -> int:
        """Without the interaction: a message in the channel that names the member and mentions nobody;
        a direct message to the member if the picture is private. Returns the message's id.

        Raises `DeliveryForbidden`, `PictureTooLarge` or `DeliveryFailed`.
        """
        ...

    async def find(self, generation: Generation) -> int | None:
        """The id of the message that already holds this generation's picture, None if there's none.

        Raises `ReplyExpired` if there's no answer to fill any more (or never was one, because the deferral
        didn't arrive), `DeliveryFailed` if that can't be found out now, `DeliveryForbidden` if it never
        can: the bot may not look, or the answer was the member's alone.
        """
        ...

    async def explain(self, generation: Generation, error: EaselError) -> bool:
        """Tells the member privately what became of it and takes the waiting message away.

        False if the member couldn't be told. Never raises.
        """
        ...
