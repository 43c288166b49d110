"""What a server's settings refuse. All are `Refused`: nothing was spent.

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
├── NoStaffChannel          there's nobody to ask
├── AlreadyAsked            a member can ask for more tokens once in 24 hours
├── OwnRequest              a moderator deciding about their own request
├── AlreadyDecided          another moderator was faster
├── AlreadyReported         moderators know of this picture
└── NoPictureThere          a message without one of the bot's pictures
"""

from dataclasses import dataclass

from bot.errors import Refused


@dataclass(eq=False)
class ChannelNotAllowed(Refused):
    """`channel_ids` are those that are allowed."""

    channel_ids: tuple[int, ...]


@dataclass(eq=False)
class RoleNotAllowed(Refused):
    """`role_ids` are those that are allowed."""

    role_ids: tuple[int, ...]


@dataclass(eq=False)
class TooManyAtOnce(Refused):
    count: int
    limit: int


@dataclass(eq=False)
class PromptBlocked(Refused):
    """`entry` is the moderators' entry that the prompt matches. It's for them, and members aren't told it."""

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
    """`name` is what was typed."""

    name: str


@dataclass(eq=False)
class InvalidStyle(Refused):
    """`flaw`: `name` (empty or too long), `length` (of the text), `place` (not one {prompt}) or `taken`."""

    flaw: str
    name: str
    limit: int


@dataclass(eq=False)
class TooManyStyles(Refused):
    limit: int


@dataclass(eq=False)
class InvalidSetting(Refused):
    """`name` is the field of `ServerSettings`, `value` what it can't have."""

    name: str
    value: str


class NoStaffChannel(Refused):
    """Moderators read such things in the staff channel, and the server has none."""


@dataclass(eq=False)
class AlreadyAsked(Refused):
    """`again_at_ms` is when the member can ask again."""

    again_at_ms: int


class OwnRequest(Refused):
    """Another moderator has to decide."""


@dataclass(eq=False)
class AlreadyDecided(Refused):
    """`state` is `approved`, `declined`, `removed` or `dismissed`; None if the record is gone.

    `actor_id` is the moderator.
    """

    state: str | None
    actor_id: int | None


@dataclass(eq=False)
class AlreadyReported(Refused):
    """`open`: moderators haven't decided yet."""

    open: bool


class NoPictureThere(Refused):
    """The message has none of the bot's pictures, or not any more."""
