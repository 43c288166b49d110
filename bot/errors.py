"""Every error that Easel knows, in one hierarchy.

EaselError
├── Refused                     the member can act on it, nothing was spent
│   ├── ServerOnly              asked outside a server
│   ├── PromptMissing           nothing left of the prompt after trimming
│   ├── PromptTooLong
│   ├── SizeNotOffered          not 512 to 2048, or not a multiple of 32
│   ├── SizeAndPreset           both a preset and a width or height
│   ├── SeedNotOffered
│   ├── Frozen                  a moderator froze the member's budget
│   ├── NoAllowance             the member's roles give them nothing here
│   ├── OverBudget              a limit has too little left; names the limit
│   ├── TooManyInFlight         the member's own generations still run
│   ├── NotCancellable          it has been sent to the image API, or has ended
│   ├── NotYours                somebody else's generation
│   ├── Cancelled               the member took it back while it waited
│   ├── PromptRefused           the image API refused the prompt
│   ├── InputNotAnImage         an attachment to edit isn't an image, or is damaged
│   ├── InputAnimated
│   ├── InputTooLarge           in bytes
│   ├── InputTooManyPixels
│   ├── InputTooSmall           in pixels
│   ├── InputsGone              the pictures to edit have been deleted
│   ├── InputUnreachable        an attachment to edit couldn't be downloaded
│   ├── PictureGone             the message or its picture was deleted
│   └── …                       for moderators, see bot.budgets.refusals
└── Unavailable                 not the member's fault, try later
    ├── GenerationUnavailable   key, credit, permission, model or URL: the owner has to act
    ├── RequestRejected         the image API found fault with the bot's request
    ├── ProviderBusy            the image API asks us to wait
    ├── QueueFull               too many pictures are open in the server or altogether
    ├── ShuttingDown            the bot is shutting down
    ├── Paused                  the bot's owner has paused it
    ├── ProviderFailed          the image API failed and charged nothing
    ├── OutcomeUnknown          sent, but no answer came: charged or not
    ├── PictureLost             charged, but without a picture
    ├── ReplyExpired            Discord's interaction token has expired
    ├── DeliveryForbidden       the bot can't post there
    ├── DeliveryFailed          Discord didn't accept the picture, maybe later
    ├── PictureTooLarge         Discord's upload limit, after the fact
    ├── Interrupted             the bot stopped before it was done
    ├── StorageUnavailable      the database or the spool can't be written
    └── NotAPicture             the bytes aren't a picture we can post

Errors only have data. `cogs` makes the sentences for members, and log lines are written where they're logged.
The adapter that uses a library translates its exceptions into these.
"""

from dataclasses import dataclass


class EaselError(Exception):
    """The root of all errors that Easel raises on purpose."""


class Refused(EaselError):
    """The member can do something about it. Nothing was spent."""


class Unavailable(EaselError):
    """The member can only try later. The member pays nothing."""


class ServerOnly(Refused):
    """Budgets belong to servers, so there's nothing to spend in a direct message."""


class PromptMissing(Refused):
    """The prompt is empty or only whitespace."""


@dataclass(eq=False)
class PromptTooLong(Refused):
    length: int
    limit: int


@dataclass(eq=False)
class SizeNotOffered(Refused):
    """`nearest` holds the closest sizes the API accepts, as (width, height) in pixels, best first."""

    width: int
    height: int
    nearest: tuple[tuple[int, int], ...]


class SizeAndPreset(Refused):
    """A preset already has a width and a height."""


@dataclass(eq=False)
class SeedNotOffered(Refused):
    seed: int
    lowest: int
    highest: int


@dataclass(eq=False)
class Frozen(Refused):
    """`reason` is the moderator's own words. `until_ms` is None if only a moderator can end it."""

    reason: str | None
    until_ms: int | None


class NoAllowance(Refused):
    """The member's roles or the server's default give them nothing, and they have no grants left."""


@dataclass(eq=False)
class OverBudget(Refused):
    """`limit` names the limit that refused. Amounts are in tokens.

    `member` is the member's own allowance and grants, `server` the server's cap, `operator_server` the
    owner's cap for this server, and `operator` the owner's cap for all servers.
    """

    limit: str
    price: int
    left: int
    held: int
    renews_at_ms: int | None


@dataclass(eq=False)
class TooManyInFlight(Refused):
    running: int
    limit: int


@dataclass(eq=False)
class NotCancellable(Refused):
    """`state` is the state that the generation was in."""

    state: str


class NotYours(Refused):
    """Only the member who asked can do this."""


class Cancelled(Refused):
    """Not a failure: the member cancelled while it was queued, and the hold is released."""


@dataclass(eq=False)
class PromptRefused(Refused):
    """`detail` is the image API's own sentence, shortened. It can quote the prompt."""

    detail: str


@dataclass(eq=False)
class InputNotAnImage(Refused):
    """`detail` says what's wrong with the bytes, for the log."""

    detail: str = ""


class InputAnimated(Refused):
    """It has more than one frame, so it's unclear which one to edit."""


@dataclass(eq=False)
class InputTooLarge(Refused):
    """`size` and `limit` are bytes."""

    size: int
    limit: int


@dataclass(eq=False)
class InputTooManyPixels(Refused):
    """`limit` is the highest number of pixels (width × height) that are decoded."""

    width: int
    height: int
    limit: int


@dataclass(eq=False)
class InputTooSmall(Refused):
    """`shortest` is the shortest side accepted, in pixels."""

    width: int
    height: int
    shortest: int


class InputsGone(Refused):
    """The pictures that an edit starts from are kept for seven days."""


@dataclass(eq=False)
class InputUnreachable(Refused):
    """`detail` is for the log. It has no address."""

    detail: str = ""


class PictureGone(Refused):
    """Somebody deleted the message, or the picture in it."""


@dataclass(eq=False)
class GenerationUnavailable(Unavailable):
    """Only the bot's owner can fix it. `reason` is for the owner, never for members.

    `key`: the key was refused. `credits`: out of credit. `forbidden`: the key has no access to the model.
    `model`: no such model. `url`: the address isn't the API's. `paused`: the owner paused the bot.
    """

    reason: str
    detail: str = ""
    next_probe_at_ms: int | None = None  # when the bot checks next whether the image API is ready


@dataclass(eq=False)
class RequestRejected(Unavailable):
    """A field of the request was wrong, which is a bug in the bot. Nothing was charged.

    `detail` is the image API's own sentence, for the owner.
    """

    status: int
    detail: str = ""


@dataclass(eq=False)
class ProviderBusy(Unavailable):
    """`retry_after_seconds` is what the API asked for, or None."""

    retry_after_seconds: float | None = None


@dataclass(eq=False)
class QueueFull(Unavailable):
    """`scope` is `server` or `total`. `limit` is the highest number of open pictures there."""

    scope: str
    limit: int


class ShuttingDown(Unavailable):
    """The bot accepts nothing new while it shuts down."""


@dataclass(eq=False)
class Paused(Unavailable):
    """`message` is the owner's own words for members, or None."""

    message: str | None


@dataclass(eq=False)
class ProviderFailed(Unavailable):
    """Known not to be charged. `sent` is False if the request never left this machine.

    `attempts` is the total number of attempts.
    """

    status: int | None
    detail: str = ""
    sent: bool = True
    attempts: int = 1


@dataclass(eq=False)
class OutcomeUnknown(Unavailable):
    """The request was sent and no answer came. Never send it again. Check the provider's log instead."""

    detail: str = ""


@dataclass(eq=False)
class PictureLost(Unavailable):
    """`cost` is what the provider charged, in tokens, or None if it didn't say."""

    cost: int | None
    detail: str = ""


class ReplyExpired(Unavailable):
    """Interaction tokens live for 15 minutes. After that there's only the channel."""


@dataclass(eq=False)
class DeliveryForbidden(Unavailable):
    detail: str = ""


@dataclass(eq=False)
class DeliveryFailed(Unavailable):
    """Discord didn't confirm the message, but it can still be there. Look before posting again."""

    detail: str = ""


@dataclass(eq=False)
class PictureTooLarge(Unavailable):
    """`limit` is in bytes, if known."""

    limit: int | None = None


@dataclass(eq=False)
class Interrupted(Unavailable):
    """Found unfinished after a restart. `reason` is the stored reason for its release."""

    reason: str


@dataclass(eq=False)
class StorageUnavailable(Unavailable):
    """`cause` says what the owner has to fix: disk full, locked, read-only, …"""

    cause: str


@dataclass(eq=False)
class NotAPicture(Unavailable):
    detail: str = ""
