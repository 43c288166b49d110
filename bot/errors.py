"""Everything that can go wrong in a way Easel knows, as one hierarchy.

EaselError
├── Refused                     the member can act on it; nothing was spent
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
│   ├── NotCancellable          it has been sent to the image API, or is over
│   ├── NotYours                somebody else's generation
│   ├── Cancelled               the member took it back while it waited
│   ├── PromptRefused           the image API refused the prompt
│   ├── InputNotAnImage         an attachment to edit isn't an image, or is damaged
│   ├── InputAnimated
│   ├── InputTooLarge           in bytes
│   ├── InputTooManyPixels
│   ├── InputTooSmall           in pixels
│   ├── InputsGone              the pictures to edit aren't kept any more
│   ├── InputUnreachable        an attachment to edit couldn't be downloaded
│   ├── PictureGone             the message or its picture was deleted
│   └── …                       what moderators can mend: drawn in bot.budgets.refusals
└── Unavailable                 nobody's fault who asked; try later
    ├── GenerationUnavailable   key, credit, permission, model or URL: the owner has to act
    ├── RequestRejected         the image API found fault with the bot's request
    ├── ProviderBusy            the image API asks for patience
    ├── QueueFull               too many pictures are open in the server or altogether
    ├── ShuttingDown            the bot is shutting down
    ├── Paused                  the bot's owner has paused it
    ├── ProviderFailed          the image API failed and charged nothing
    ├── OutcomeUnknown          sent, but no answer came: charged or not
    ├── PictureLost             charged, but no picture could be had
    ├── ReplyExpired            Discord's interaction token is over
    ├── DeliveryForbidden       the bot may not post there
    ├── DeliveryFailed          Discord did not take the picture, perhaps later
    ├── PictureTooLarge         Discord's upload limit, after the fact
    ├── Interrupted             the bot stopped before it was done
    ├── StorageUnavailable      the database or the spool can't be written
    └── NotAPicture             the bytes are no picture we can post

Errors carry data; sentences for members are made in `cogs`, sentences for the log where they are logged.
Libraries' exceptions are translated into these at the edge that uses the library.
"""

from dataclasses import dataclass


class EaselError(Exception):
    """Root of all errors that Easel raises on purpose."""


class Refused(EaselError):
    """The member can do something about it. Nothing was spent."""


class Unavailable(EaselError):
    """The member can only try later. The member pays nothing."""


class ServerOnly(Refused):
    """Budgets belong to servers, so there is nothing to spend in a direct message."""


class PromptMissing(Refused):
    """The prompt is empty or only white space."""


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
    """A preset already is a width and a height."""


@dataclass(eq=False)
class SeedNotOffered(Refused):
    seed: int
    lowest: int
    highest: int


@dataclass(eq=False)
class Frozen(Refused):
    """`reason` is the moderator's own words; `until_ms` None: until somebody ends it."""

    reason: str | None
    until_ms: int | None


class NoAllowance(Refused):
    """By their roles or the server's default the member may spend nothing, and no grant of theirs is left."""


@dataclass(eq=False)
class OverBudget(Refused):
    """`limit` names what refused; amounts in tokens.

    `member`: the member's own allowance and grants; `server`: the server's cap; `operator_server`: what the
    operator lets this server spend; `operator`: what the operator lets all servers spend together.
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
    """`state` is the state the generation was found in."""

    state: str


class NotYours(Refused):
    """Only the member who asked may do this."""


class Cancelled(Refused):
    """Not a failure: the member cancelled while it waited, and the hold is released."""


@dataclass(eq=False)
class PromptRefused(Refused):
    """`detail` is the image API's own sentence, shortened. It may quote the prompt."""

    detail: str


@dataclass(eq=False)
class InputNotAnImage(Refused):
    """`detail` says what's wrong with the bytes, for the log."""

    detail: str = ""


class InputAnimated(Refused):
    """More than one frame: nobody could say which one to edit."""


@dataclass(eq=False)
class InputTooLarge(Refused):
    """In bytes."""

    size: int
    limit: int


@dataclass(eq=False)
class InputTooManyPixels(Refused):
    """`limit` is the most pixels (width × height) that are decoded."""

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
    """The pictures that an edit started from are kept for seven days."""


@dataclass(eq=False)
class InputUnreachable(Refused):
    """`detail` is for the log. It has no address."""

    detail: str = ""


class PictureGone(Refused):
    """Somebody deleted the message, or the picture in it."""


@dataclass(eq=False)
class GenerationUnavailable(Unavailable):
    """Only the bot's owner can change it. `reason` is for the owner, never for members.

    `key`: the key was refused. `credits`: out of credit. `forbidden`: the key may not use the model.
    `model`: no such model. `url`: the address isn't the API's. `paused`: the owner paused the bot.
    """

    reason: str
    detail: str = ""
    next_probe_at_ms: int | None = None  # when the image API is asked next whether it's ready


@dataclass(eq=False)
class RequestRejected(Unavailable):
    """A field of the request was wrong, which is a bug of the bot. Nothing was charged.

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
    """`scope` is `server` or `total`. `limit` is the most pictures that can be open there at once."""

    scope: str
    limit: int


class ShuttingDown(Unavailable):
    """The bot takes no new work while it shuts down."""


@dataclass(eq=False)
class Paused(Unavailable):
    """`message` is the operator's own words to members, or None."""

    message: str | None


@dataclass(eq=False)
class ProviderFailed(Unavailable):
    """Known not to be charged. `sent` is False if the request never left this machine.

    `attempts` is how often it was tried altogether.
    """

    status: int | None
    detail: str = ""
    sent: bool = True
    attempts: int = 1


@dataclass(eq=False)
class OutcomeUnknown(Unavailable):
    """The request was sent and no answer came. Never send it again: ask the provider's log."""

    detail: str = ""


@dataclass(eq=False)
class PictureLost(Unavailable):
    """`cost` is what the provider charged, in tokens, or None where it did not say."""

    cost: int | None
    detail: str = ""


class ReplyExpired(Unavailable):
    """Interaction tokens live 15 minutes; after that only the channel is left."""


@dataclass(eq=False)
class DeliveryForbidden(Unavailable):
    detail: str = ""


@dataclass(eq=False)
class DeliveryFailed(Unavailable):
    """Discord did not confirm the message; it may be there all the same: look before posting again."""

    detail: str = ""


@dataclass(eq=False)
class PictureTooLarge(Unavailable):
    """`limit` in bytes, where known."""

    limit: int | None = None


@dataclass(eq=False)
class Interrupted(Unavailable):
    """Found unfinished after a restart. `reason` is what the store kept as the cause of its release."""

    reason: str


@dataclass(eq=False)
class StorageUnavailable(Unavailable):
    """`cause` names what the operator has to mend: disk full, locked, read-only, …"""

    cause: str


@dataclass(eq=False)
class NotAPicture(Unavailable):
    detail: str = ""
