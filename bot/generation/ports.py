"""What the life of a generation needs from outside: the store, the provider, the spool, and delivery.

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
    """The result of a hold. The member's `paid` and the owner's `lost` add up to the cost."""

    paid: int
    lost: int


class StateConflict(LookupError):
    """The generation isn't in the state that the transition starts from. Something else was faster."""


class Generations(Protocol):
    """The durable life cycle. Every method is one transaction, which is on disk when it returns.

    Every method raises `StorageUnavailable` if nothing could be written. Then nothing was.
    A transition from a state that doesn't allow it raises `StateConflict`.
    """

    async def hold(self, order: Order, limits: Limits, now_ms: int) -> bool:
        """Holds `order.price` on the member's grants first, then on their allowance, and on all limits of the
        server. False, without any change, if this interaction was held before.

        The member's limits are read and decided in this one write. Raises the first of `Paused`, `Frozen`,
        `NoAllowance`, `OverBudget` for the member, `TooManyInFlight`, `OnCooldown`, `DailyLimitReached`,
        `QueueFull`, and `OverBudget` for the server and the owner. Then nothing is kept.
        """
        ...

    async def hold_together(self, orders: Sequence[Order], limits: Limits, now_ms: int) -> bool:
        """Holds the pictures of one interaction: all of them or none. Raises as `hold` does.

        `OverBudget` has the price of all of them.
        """
        ...

    async def save_inputs(self, generation_id: int, inputs: Sequence[bytes], now_ms: int) -> None:
        """Keeps the pictures that a held edit starts from, for seven days."""
        ...

    async def inputs(self, generation_id: int) -> tuple[bytes, ...]:
        """The pictures that an edit starts from, in order. Empty once they're deleted."""
        ...

    async def keep_picture(self, generation_id: int, picture: Picture, now_ms: int) -> None:
        """Keeps a copy of a private picture for seven days, so that its member can show it later."""
        ...

    async def together(self, generation: Generation) -> list[Generation]:
        """The picture and all others that were ordered with it, in order."""
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

        If the charge exceeds the hold, the rest comes from the same accounts within their limits, and then
        from the owner.
        """
        ...

    async def release(self, generation_id: int, reason: str, now_ms: int, *, charged: int = 0) -> None:
        """Any open state → released, or → lost if the provider `charged`, at the owner's cost.

        `reason` is a short word for the ledger and the log (the error's class name), never a member's text.
        The member doesn't know yet (see `mark_notified`).
        """
        ...

    async def cancel(self, generation_id: int, now_ms: int) -> bool:
        """held → released, and the member knows. False if it's no longer held."""
        ...

    async def mark_notified(self, generation_id: int, now_ms: int) -> None:
        """The member knows why it was released or lost."""
        ...

    async def notifiable(self, now_ms: int) -> list[Generation]:
        """Released or lost without the member knowing, while their interaction can still be answered.

        The first to expire come first. At most a few hundred.
        """
        ...

    async def unnotified(self, guild_id: int, user_id: int, since_ms: int) -> list[Generation]:
        """Generations held since then and released or lost without the member knowing, oldest first.

        At most a few hundred.
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
        """Deletes expired interaction tokens and returns their number."""
        ...

    async def typical_ms(self, size: Size) -> int | None:
        """The median time from request to answer of recent pictures of about that size, or None."""
        ...


class Spool(Protocol):
    """Undelivered pictures, beside the database. A picture is there completely or not at all.

    Raises `StorageUnavailable`.
    """

    async def save(self, generation_id: int, data: bytes) -> None: ...

    async def load(self, generation_id: int) -> bytes | None: ...

    async def discard(self, generation_id: int) -> None: ...

    def discard_later(self, generation_id: int) -> None:
        """Deletes it with the next `save` or `kept`. If that fails, it stays in `kept`."""
        ...

    async def kept(self) -> list[int]:
        """The IDs of generations that have a picture, or a part of one after a crash."""
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
    """Alerts the bot's owner to what only they can fix."""

    async def unavailable(self, provider: str, reason: str, detail: str) -> None:
        """A provider became unavailable (see `GenerationUnavailable`). Never raises."""
        ...


class ImageProvider(Protocol):
    async def generate(self, request: ImageRequest, request_id: str) -> ProviderResult:
        """One picture, downloaded and checked. Never retries by itself.

        With `inputs`, the request is an edit.
        Raises `PromptRefused`, `RequestRejected`, `GenerationUnavailable`, `ProviderBusy`,
        `ProviderFailed` (nothing charged), `OutcomeUnknown` (charged or not) or `PictureLost` (charged, no
        picture).
        """
        ...

    async def find(self, request_id: str, since_ms: int) -> LogRow | None:
        """The provider's log row of `request_id`, looking back to `since_ms`. None if it isn't there (yet).

        A request that was retried has several rows, and a successful one wins. Raises
        `GenerationUnavailable`, `ProviderBusy`, `ProviderFailed`.
        """
        ...

    def log(self, since_ms: int, until_ms: int) -> AsyncIterator[LogRow]:
        """All rows of the provider's log in [`since_ms`, `until_ms`). Raises as `find` does."""
        ...

    async def ready(self) -> bool:
        """Whether the provider accepts our key and there's credit left. Costs nothing and never raises."""
        ...


class Pictures(Protocol):
    """Inspects pictures and makes them fit. CPU-bound work stays off the event loop."""

    async def inspect(self, data: bytes) -> Picture:
        """The picture, checked to be whole and labelled as made by AI. Raises `NotAPicture`.

        Labelling only changes the metadata, so the bytes may differ from `data`.
        """
        ...

    async def fit(self, picture: Picture, limit: int) -> Picture:
        """The picture in at most `limit` bytes: unchanged if it fits, else re-encoded, else made smaller.

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
    """Whether something delays a queued picture.

    `BUSY`: the image API asks us to wait. `UNAVAILABLE`: the bot's owner has to act first. `TOO_LONG`: the
    interaction is about to expire, so this is the last update. The picture will come as a new message.
    """

    NORMAL = "normal"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Progress:
    """What a waiting member sees.

    Only shown again when it changes, since Discord's `<t:…:R>` counts by itself. `position` counts from 1
    while it's queued, ends at `FURTHEST_PLACE` + 1 for everything behind that, and is 0 once it's in
    progress. `since_ms` is the start of that state. `next_probe_ms` is the next probe of an unavailable
    provider.
    """

    position: int
    since_ms: int
    estimate_seconds: int | None = None
    outlook: Outlook = Outlook.NORMAL
    next_probe_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The picture and its details.

    `left` is what the member has after paying. It's None on public cards, or if it's unknown.
    """

    picture: Picture
    original: Picture  # from the provider, while `picture` may be re-encoded to fit
    cost: int
    left: int | None
    seconds: float


class Delivery(Protocol):
    """Discord, for the life cycle. Works from the store's data, without a live interaction."""

    async def progress(self, generation: Generation, progress: Progress) -> None:
        """Shows the progress. Never raises, because progress is optional."""
        ...

    async def reply(self, generation: Generation, card: Card) -> int:
        """Puts the picture into the interaction's answer, replacing the progress, and returns the message's
        id.

        Raises `ReplyExpired`, `PictureTooLarge`, `DeliveryForbidden` or `DeliveryFailed`.
        """
        ...

    async def post(self, generation: Generation, card: Card) -> int:
        """Posts without the interaction: a message in the channel that names the member without a ping, or a
        direct message if the picture is private. Returns the message's id.

        Raises `DeliveryForbidden`, `PictureTooLarge` or `DeliveryFailed`.
        """
        ...

    async def find(self, generation: Generation) -> int | None:
        """The id of the message that already has this generation's picture, or None.

        Raises `ReplyExpired` if there's no answer to fill any more (or never was, because the deferral didn't
        arrive), `DeliveryFailed` if it can't find out now, and `DeliveryForbidden` if it never can, because
        the bot has no access or only the member sees the answer.
        """
        ...

    async def explain(self, generation: Generation, error: EaselError) -> bool:
        """Tells the member privately what happened and removes the waiting message.

        False if the member couldn't be reached. Never raises.
        """
        ...
