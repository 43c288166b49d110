"""The life of one generation, as the store keeps it.

    held ──> requested ──> generated ──> delivered
     │  <──      │             │
     │           ├─────────────┴──> lost      the provider charged and no member got a picture
     └───────────┴─────────────┴──> released  nobody was charged

A released one becomes `lost` if it turns out that the provider charged it after all. Each arrow is one
durable write, together with its ledger rows. So whenever the process dies, the next start knows from the
state alone what to do. The arrow back from `requested` to `held` is only taken when it's certain that the
provider didn't charge (429, 5xx, connection refused).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.budgets.policy import Member
from bot.generation.models import PictureFormat
from bot.generation.request import ImageRequest

AIMLAPI = "aimlapi"  # the name of the provider that makes all pictures today


class State(StrEnum):
    HELD = "held"
    REQUESTED = "requested"
    GENERATED = "generated"
    DELIVERED = "delivered"
    RELEASED = "released"
    LOST = "lost"


class Kind(StrEnum):
    """How a picture was requested. All but `IMAGINE` can have a parent, the picture they were made from."""

    IMAGINE = "imagine"
    EDIT = "edit"
    REROLL = "reroll"
    REMIX = "remix"
    RETRY = "retry"


OPEN_STATES = (State.HELD, State.REQUESTED, State.GENERATED)
ENDED_STATES = (State.DELIVERED, State.RELEASED, State.LOST)


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """Where and how the answer is sent. The token is a secret and is never shown or logged.

    `expires_at_ms` is when Discord's token expires. `upload_limit` is in bytes per file.
    """

    application_id: int
    channel_id: int
    token: str = field(repr=False)
    expires_at_ms: int
    upload_limit: int
    private: bool = False
    spoiler: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A member's request, before anything is held.

    `id` is the key of everything: the interaction's, or one next to it if several pictures were ordered
    together. `provider` is the image API that makes it. `locale` is Discord's for the request, and late
    answers use it. `guild_locale` is the server's own language in Discord. `parent_id` is the picture it was
    made from. `batch_id` is the interaction that it shares with others. `input_count` is how many pictures an
    edit starts from. The store keeps those, and they're read just before they're sent, so that a queue of
    edits takes no memory.
    """

    id: int
    guild_id: int
    user_id: int
    user_name: str
    request: ImageRequest
    reply: ReplyTarget
    price: int  # tokens to hold
    # The member's current roles. They decide the hold and aren't stored.
    role_ids: tuple[int, ...] = field(default=(), compare=False)
    provider: str = AIMLAPI
    locale: str = "en-US"
    guild_locale: str | None = None
    kind: Kind = Kind.IMAGINE
    parent_id: int | None = None
    batch_id: int | None = None
    input_count: int = 0
    # The generation whose inputs are reused. They're copied with the hold.
    inputs_of: int | None = field(default=None, compare=False)

    @property
    def interaction_id(self) -> int:
        """The interaction that this picture answers."""
        return self.id if self.batch_id is None else self.batch_id

    @property
    def member(self) -> Member:
        return Member(self.guild_id, self.user_id, self.role_ids)


@dataclass(frozen=True, slots=True)
class Limits:
    """The owner's settings for a hold. Moderators or `operator` set everything else.

    The three numbers count open generations: queued, in progress, or being delivered.
    """

    default_allowance: int  # tokens per period, unless a moderator set something else
    in_flight: int  # of one member
    server_in_flight: int = 100  # of one server
    total_in_flight: int = 500  # of all servers
    monthly_cap: int | None = None  # tokens of all servers in a month, unless `operator` set another cap


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes and their actual format. `width` and `height` are read from the bytes, in pixels."""

    data: bytes = field(repr=False)
    width: int
    height: int
    format: PictureFormat


@dataclass(frozen=True, slots=True)
class ProviderResult:
    """The provider's answer: the picture and its `cost` in tokens, or None if it didn't say."""

    picture: Picture
    cost: int | None
    inference_id: str | None


@dataclass(frozen=True, slots=True)
class Generation:
    """One row of the store. Times are milliseconds since the epoch, amounts are tokens."""

    order: Order
    state: State
    held_at_ms: int
    requested_at_ms: int | None = None
    generated_at_ms: int | None = None
    attempts: int = 0  # how often it was sent to the provider
    cost: int | None = None  # what the provider charged
    inference_id: str | None = None
    message_id: int | None = None
    reason: str | None = None  # why it was released or lost: the error's class name
    removed_at_ms: int | None = None  # when its message was deleted with the bot
    refunded_at_ms: int | None = None

    @property
    def id(self) -> int:
        return self.order.id

    @property
    def request_id(self) -> str:
        """Our X-Client-Request-Id, which finds this generation in the provider's log."""
        return f"easel-{self.order.id}"
