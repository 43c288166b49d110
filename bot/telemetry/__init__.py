"""What the bot tells its operator: one log, for people or for programs, with no secret in it."""

from bot.telemetry.logs import set_up_logging

__all__ = ["set_up_logging"]
