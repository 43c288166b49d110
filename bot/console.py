"""What the operator types, as data; and how the operator is spoken to."""

import argparse
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.budgets.amounts import parse_allowance
from bot.budgets.exports import What
from bot.budgets.refusals import InvalidAmount

if TYPE_CHECKING:
    Subcommands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - its only name

OK, FAILED, MISUSED = 0, 1, 2
WHAT_HELP = (
    "audit: who changed what; ledger: every change of any balance; usage: tokens and pictures by day, server "
    "and member"
)
EPOCH = datetime.fromtimestamp(0, UTC)
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
    _add_export(commands)
    _add_operator(commands)
    commands.add_parser("health", help="say whether the bot that uses this database is connected")
    return parser.parse_args(argv)


def _add_export(commands: "Subcommands") -> None:
    export = commands.add_parser("export", help="print the audit, the ledger or the use, row by row")
    export.add_argument(
        "--what", type=What, choices=list(What), required=True, metavar="WHAT", help=WHAT_HELP
    )
    export.add_argument(
        "--format", choices=["csv", "jsonl"], default="csv", help="csv for tables, jsonl for programs"
    )
    export.add_argument(
        "--since",
        type=_moment,
        metavar="TIME",
        help="24h, 7d, or a date (UTC); from the beginning if not given",
    )
    export.add_argument("--guild", type=_guild, metavar="ID", help="one server alone")


def _add_operator(commands: "Subcommands") -> None:
    """The same as `/operator` in the operator's own server, with the same words."""
    operator = commands.add_parser(
        "operator", help="caps, pause, spending and balance; also while the bot runs"
    )
    acts = operator.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("balance", help="what credit is left at the image API")
    spending = acts.add_parser("spending", help="what each server has used in a month, losses included")
    spending.add_argument("--month", type=_month, metavar="YYYY-MM", help="this month (UTC) if not given")
    cap = acts.add_parser("cap", help="what servers may use in a calendar month (UTC)")
    caps = cap.add_subparsers(dest="cap_act", required=True, metavar="CAP")
    for name, told in (("set", "set a cap"), ("clear", "take a cap away")):
        each = caps.add_parser(name, help=told)
        if name == "set":
            each.add_argument("amount", type=_allowance, metavar="TOKENS", help="20m, 500k, … or unlimited")
        scope = each.add_mutually_exclusive_group(required=True)
        scope.add_argument("--all", action="store_true", help="for all servers together")
        scope.add_argument("--each", action="store_true", help="for each server that has no cap of its own")
        scope.add_argument("--guild", type=_guild, metavar="ID", help="for one server")
    caps.add_parser("list", help="the caps there are")
    pause = acts.add_parser("pause", help="let nobody begin a picture until you resume")
    pause.add_argument("--message", metavar="TEXT", help="what members read while it is paused")
    acts.add_parser("resume", help="end the pause")


def say(sentence: str) -> None:
    """A line for the operator, on standard output."""
    print(sentence, flush=True)  # noqa: T201 - this is where the command line speaks


def complain(sentence: str) -> None:
    """A line for the operator about what is wrong, on standard error."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def _since(text: str) -> datetime:
    """A moment that the provider's log can be asked about."""
    since, now = _moment(text), datetime.now(UTC)
    if since < now - LONGEST_LOOK_BACK:
        raise argparse.ArgumentTypeError(f"{text!r} is not within the last {LONGEST_LOOK_BACK.days} days")
    return since


def _moment(text: str) -> datetime:
    """In the past."""
    span = re.fullmatch(r"(\d{1,6})([hd])", text)
    now = datetime.now(UTC)
    if span:
        count = int(span[1])
        since = now - min(timedelta(hours=count * (1 if span[2] == "h" else 24)), now - EPOCH)
    else:
        try:
            since = datetime.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is neither like 24h or 7d nor a date") from None
        if since.tzinfo is None:
            since = since.replace(tzinfo=UTC)
    if since >= now:
        raise argparse.ArgumentTypeError(f"{text!r} lies in the future")
    return max(since, EPOCH)


def _month(text: str) -> datetime:
    """Its beginning."""
    try:
        month = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no month like 2026-01") from None
    if not EPOCH <= month <= datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"{text!r} is no month in which anything could be spent")
    return month


def _guild(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,18}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no server's id")
    return int(text)


def _allowance(text: str) -> int:
    try:
        return parse_allowance(text)
    except InvalidAmount:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of tokens: write 20m, 500k, 63000") from None
