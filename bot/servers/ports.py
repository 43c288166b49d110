"""What the store does for servers' settings, refused prompts, requests for tokens and reports.

Every method is one transaction and can raise `StorageUnavailable`, in which case nothing was written. Every
change by a moderator is written to the audit log in the same transaction. `Quotas.undo` reverses it by the id
of that entry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.audit.model import Change
from bot.budgets.policy import Act
from bot.servers.model import ServerSettings


@dataclass(frozen=True, slots=True)
class Pause:
    """A member can't ask for pictures before `until_ms` because `refused` of their prompts were refused."""

    until_ms: int
    refused: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A server's settings, and the state of a member who asks for a picture there.

    `pause` may have ended. A `newcomer` never asked for a picture on this server. `untold` means that
    something ended without a picture and the member doesn't know yet.
    """

    settings: ServerSettings
    pause: Pause | None
    newcomer: bool
    untold: bool


class ServerSettingsStore(Protocol):
    async def settings(self, guild_id: int) -> ServerSettings:
        """The server's settings, or the defaults."""
        ...

    async def standing(self, guild_id: int, user_id: int) -> Standing:
        """In a single read, because a member waits for it."""
        ...

    async def has_staff_channel(self, guild_id: int) -> bool:
        """Whether requests and reports can reach moderators."""
        ...

    async def change(
        self, guild_id: int, change: Callable[[ServerSettings], ServerSettings], act: Act
    ) -> Change[tuple[ServerSettings, ServerSettings]]:
        """Applies `change` and returns the old and the new settings.

        `change` is a pure function, such as `lambda settings: replace(settings, tolerance=3)`. It runs in the
        transaction, and an exception undoes that. Raises `InvalidSetting` for a value out of range.
        """
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused prompt. `entry` is the blocked word in it, or None if the image API refused it."""

    guild_id: int
    user_id: int
    channel_id: int
    prompt: str
    entry: str | None = None


class Refusals(Protocol):
    async def record(self, refusal: Refusal, now_ms: int) -> Pause | None:
        """Counts the refused prompt against the member, and returns a pause if it's one too many.

        The same prompt only counts once. The staff channel gets a notice if the server wants that.
        `Generations.release` records prompts that the image API refuses.
        """
        ...


class RequestState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """A member asks moderators for more tokens. `reason` is the member's own words.

    `spent` and `left` are the tokens they've used in the current period, and have left.
    """

    id: int
    guild_id: int
    user_id: int
    reason: str
    locale: str
    spent: int
    left: int


@dataclass(frozen=True, slots=True)
class DecidedRequest:
    """`amount` is the granted tokens, or 0. `decided_by` is None while it's open."""

    id: int
    user_id: int
    reason: str
    state: RequestState
    amount: int = 0
    decided_by: int | None = None


class TokenRequests(Protocol):
    async def ask(self, request: TokenRequest, now_ms: int) -> None:
        """Notifies the staff channel. Does nothing if this interaction has already asked.

        Raises `NoStaffChannel`, and `AlreadyAsked` within 24 hours of the last time.
        """
        ...

    async def request(self, guild_id: int, request_id: int) -> DecidedRequest:
        """Raises `AlreadyDecided` if it no longer exists."""
        ...

    async def approve(self, guild_id: int, request_id: int, amount: int, act: Act) -> Change[DecidedRequest]:
        """Gives the member a grant of `amount` tokens, and notifies them.

        Raises `OwnRequest`, `AlreadyDecided` and `InvalidAmount`.
        """
        ...

    async def decline(self, guild_id: int, request_id: int, act: Act) -> Change[DecidedRequest]:
        """Notifies the member, with the act's reason. Raises `OwnRequest` and `AlreadyDecided`."""
        ...


class ReportState(StrEnum):
    OPEN = "open"
    REMOVED = "removed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class NewReport:
    """A member's report of a picture. `reason` is the member's own words."""

    id: int
    guild_id: int
    user_id: int
    channel_id: int
    message_id: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """`owner_id` is the member who made the picture. `decided_by` is None while it's open."""

    id: int
    user_id: int
    owner_id: int
    channel_id: int
    message_id: int
    generation_id: int
    reason: str | None
    state: ReportState
    decided_by: int | None = None


class Reports(Protocol):
    async def report(self, report: NewReport, now_ms: int) -> None:
        """Notifies the staff channel. Does nothing if this interaction has already reported it.

        Raises `NoStaffChannel`, `NoPictureThere` and `AlreadyReported`.
        """
        ...

    async def get(self, guild_id: int, report_id: int) -> Report:
        """Raises `AlreadyDecided` if it no longer exists."""
        ...

    async def decide(self, guild_id: int, report_id: int, state: ReportState, act: Act) -> Change[Report]:
        """Closes a report, as `REMOVED` or `DISMISSED`. Raises `AlreadyDecided`.

        Removing keeps the records. The caller has to delete the message and refund the price.
        """
        ...
