"""One log for the bot's owner, for people or for programs, with no secret in it."""

from bot.telemetry.logs import set_up_logging

__all__ = ["set_up_logging"]
