"""Refusals that only exist in Discord. They are raised like those of `bot.errors`."""

from dataclasses import dataclass

from bot.errors import Refused


class ButtonOutdated(Refused):
    """A button from an older version that doesn't do anything any more."""


class ButtonOfAnother(Refused):
    """Only the member it was shown to can press it."""


@dataclass(eq=False)
class NoSuchServer(Refused):
    """`name` is what was typed."""

    name: str


@dataclass(eq=False)
class NotAMessage(Refused):
    """`text` was typed where a message's link or id belongs."""

    text: str


@dataclass(eq=False)
class NoSuchKind(Refused):
    """`name` was typed where a kind of change belongs."""

    name: str


class DraftGone(Refused):
    """A refused request is kept for a day, for its buttons."""


@dataclass(eq=False)
class InvalidSize(Refused):
    """`text` was typed where a size belongs."""

    text: str


@dataclass(eq=False)
class InvalidSeed(Refused):
    """`text` was typed where a seed belongs."""

    text: str


class NoImageThere(Refused):
    """The message has no image that the bot can edit."""


class NoGallery(Refused):
    """The server has no gallery channel, or the bot can't post there."""


class AlreadyPromoted(Refused):
    """The picture is in the gallery."""


class StillWorking(Refused):
    """The member's last report or download isn't finished yet."""


@dataclass(eq=False)
class SeveralContests(Refused):
    """Somebody has to say which one they mean. `titles` are the newest."""

    titles: tuple[str, ...]
