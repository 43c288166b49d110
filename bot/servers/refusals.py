"""Refusals by a server's settings. All are `Refused`, so nothing was spent.

Refused
├── ChannelNotAllowed       pictures can't be made in this channel
├── RoleNotAllowed          the member has none of the roles that can make pictures
├── TooManyAtOnce           more pictures in one request than the server allows
├── PromptBlocked           the prompt has a blocked word
├── MemberPaused            several prompts were refused, so the member has to wait
├── OnCooldown              too soon after the last picture
├── DailyLimitReached       the member's pictures for today are used up
├── NoSuchStyle
├── InvalidStyle            a moderator's new style
├── TooManyStyles
├── InvalidSetting          a value that a setting can't have
├── NoStaffChannel          nobody can be asked
├── AlreadyAsked            a member can ask for more tokens once in 24 hours
├── OwnRequest              a moderator deciding about their own request
├── AlreadyDecided          another moderator was faster
├── AlreadyReported         moderators know about this picture
└── NoPictureThere          a message without one of the bot's pictures
"""

from dataclasses import dataclass

from bot.errors import Refused


@dataclass(eq=False)
class ChannelNotAllowed(Refused):
    """`channel_ids` are the allowed ones."""

    channel_ids: tuple[int, ...]


@dataclass(eq=False)
class RoleNotAllowed(Refused):
    """`role_ids` are the allowed ones."""

    role_ids: tuple[int, ...]


@dataclass(eq=False)
class TooManyAtOnce(Refused):
    count: int
    limit: int


@dataclass(eq=False)
class PromptBlocked(Refused):
    """`entry` is the moderators' entry that the prompt matches. Members never see it."""

    entry: str


@dataclass(eq=False)
class MemberPaused(Refused):
    """`refused` prompts were refused in a short time."""

    until_ms: int
    refused: int


@dataclass(eq=False)
class OnCooldown(Refused):
    until_ms: int
    seconds: int


@dataclass(eq=False)
class DailyLimitReached(Refused):
    """`until_ms` is when the next day begins in the server's time zone."""

    limit: int
    until_ms: int


@dataclass(eq=False)
class NoSuchStyle(Refused):
    """`name` is the typed text."""

    name: str


@dataclass(eq=False)
class InvalidStyle(Refused):
    """`flaw` is `name` (empty or too long), `length` (of the text), `place` (not one {prompt}) or `taken`."""

    flaw: str
    name: str
    limit: int


@dataclass(eq=False)
class TooManyStyles(Refused):
    limit: int


@dataclass(eq=False)
class InvalidSetting(Refused):
    """`name` is the field of `ServerSettings`, and `value` isn't allowed for it."""

    name: str
    value: str


class NoStaffChannel(Refused):
    """Moderators would read it in the staff channel, but the server has none."""


@dataclass(eq=False)
class AlreadyAsked(Refused):
    """`again_at_ms` is when the member can ask again."""

    again_at_ms: int


class OwnRequest(Refused):
    """Another moderator has to decide."""


@dataclass(eq=False)
class AlreadyDecided(Refused):
    """`state` is `approved`, `declined`, `removed` or `dismissed`, or None if the record is gone.

    `actor_id` is the moderator.
    """

    state: str | None
    actor_id: int | None


@dataclass(eq=False)
class AlreadyReported(Refused):
    """`open` means that moderators haven't decided yet."""

    open: bool


class NoPictureThere(Refused):
    """The message has none of the bot's pictures, or no longer has one."""
