"""`python -m bot contest verify`: recomputes the result of a contest from its record."""

from pathlib import Path

from bot.cli.console import FAILED, OK, complain, say
from bot.contests.record import verify_file


def verify_contest(path: Path) -> int:
    """Prints what's wrong with the record, line by line, or that its result is correct."""
    lines, holds = verify_file(path)
    for line in lines:
        (say if holds else complain)(line)
    return OK if holds else FAILED
