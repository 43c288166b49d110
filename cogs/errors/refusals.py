"""Refusals that only Discord's side knows. Raised like those of `bot.errors`."""

from bot.errors import Refused


class ButtonOutdated(Refused):
    """A button of an older Easel that means nothing any more."""
