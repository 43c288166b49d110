"""Refusals that only exist on Discord. They're raised like those in `bot.errors`."""

from dataclasses import dataclass

from bot.errors import Refused


class ButtonOutdated(Refused):
    """A button from an older version that no longer does anything."""


class ButtonOfAnother(Refused):
    """Only the member who got it can press it."""


@dataclass(eq=False)
class NoSuchServer(Refused):
    """`name` is the typed text."""

    name: str


@dataclass(eq=False)
class NotAMessage(Refused):
    """`text` was typed in place of a message's link or id."""

    text: str


@dataclass(eq=False)
class NoSuchKind(Refused):
    """`name` was typed in place of a kind of change."""

    name: str


class DraftGone(Refused):
    """A refused request and its buttons expire after a day."""


@dataclass(eq=False)
class InvalidSize(Refused):
    """`text` was typed in place of a size."""

    text: str


@dataclass(eq=False)
class InvalidSeed(Refused):
    """`text` was typed in place of a seed."""

    text: str


class NoImageThere(Refused):
    """The message has no image that the bot can edit."""


class PictureNotKept(Refused):
    """It's private, and its copy is gone."""


@dataclass(eq=False)
class ShownBefore(Refused):
    """The picture is already public. `link` leads to it, if its place is known."""

    link: str = ""


class OtherServer(Refused):
    """The picture was made on another server."""


@dataclass(eq=False)
class SeveralPictures(Refused):
    """The message has `count` pictures, so it's unclear which one is meant."""

    count: int


class LooserSafety(Refused):
    """The picture was made with safety settings that this channel doesn't allow."""


class NoGallery(Refused):
    """The server has no gallery channel, or the bot can't post there."""


class AlreadyPromoted(Refused):
    """The picture is already in the gallery."""


class StillWorking(Refused):
    """The member's last report or download isn't finished yet."""


@dataclass(eq=False)
class SeveralContests(Refused):
    """The member has to say which one they mean. `titles` are the newest."""

    titles: tuple[str, ...]
