"""What the operator types, as data; and how the operator is spoken to."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

OK, FAILED, MISUSED = 0, 1, 2
LONGEST_LOOK_BACK = timedelta(days=92)  # the provider's log goes no further in one question


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line. Exits with 2 and a sentence where it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="easel", description="A Discord bot that turns prompts into pictures within a token budget."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="run the bot until it is told to stop")
    check = commands.add_parser("check", help="say what is missing for the bot to run")
    check.add_argument("--books", action="store_true", help="check that the ledger adds up, and nothing else")
    commands.add_parser("sync", help="tell Discord about the commands, changed or not")
    commands.add_parser("migrate", help="create the database or bring it up to date")
    backup = commands.add_parser("backup", help="copy the database while the bot runs")
    backup.add_argument("path", type=Path, metavar="PATH", help="a file that does not exist yet")
    reconcile = commands.add_parser("reconcile", help="compare the ledger with the provider's log")
    reconcile.add_argument(
        "--since",
        type=_since,
        default="24h",
        metavar="TIME",
        help="24h, 7d, or a date like 2026-01-31 (UTC); 24h where not given",
    )
    commands.add_parser("health", help="say whether the bot that uses this database is connected")
    return parser.parse_args(argv)


def say(sentence: str) -> None:
    """A line for the operator, on standard output."""
    print(sentence, flush=True)  # noqa: T201 - this is where the command line speaks


def complain(sentence: str) -> None:
    """A line for the operator about what is wrong, on standard error."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def _since(text: str) -> datetime:
    span = re.fullmatch(r"(\d{1,6})([hd])", text)
    now = datetime.now(UTC)
    if span:
        count = int(span[1])
        since = now - (timedelta(hours=count) if span[2] == "h" else timedelta(days=count))
    else:
        try:
            since = datetime.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is neither like 24h or 7d nor a date") from None
        if since.tzinfo is None:
            since = since.replace(tzinfo=UTC)
    if not now - LONGEST_LOOK_BACK <= since < now:
        raise argparse.ArgumentTypeError(f"{text!r} is not within the last {LONGEST_LOOK_BACK.days} days")
    return since
