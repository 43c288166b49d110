"""`health`, for a container's health check. It runs every minute, so it imports very little."""

import os
from pathlib import Path

from bot import heartbeat
from bot.cli.console import FAILED, MISUSED, OK, complain
from bot.database_url import parse_database_url
from bot.settings import Settings, SettingsError, load


def health(role: str | None = None) -> int:
    """Whether the bot that uses this database is connected. Doesn't open the database.

    With a role, it's about that kind of process on this machine.
    """
    try:
        settings = Settings.read(load(os.environ, Path(".env")), required=())
        location = parse_database_url(settings.database_url)
    except SettingsError as error:
        for problem in error.problems:
            complain(problem)
        return MISUSED
    except ValueError as error:
        complain(str(error))
        return MISUSED
    age = heartbeat.age_seconds(heartbeat.of_role(location.heartbeat, role))
    if age is None or age > heartbeat.LATE_SECONDS:
        if role == "worker":
            complain("No worker on this machine reaches the database.")
        else:
            complain("The bot isn't connected to Discord.")
        return FAILED
    return OK
