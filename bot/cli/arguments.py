"""The bot's command line as data."""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bot.budgets.amounts import parse_allowance
from bot.budgets.exports import What
from bot.budgets.moments import parse_past
from bot.budgets.policy import UNLIMITED
from bot.budgets.refusals import InvalidAmount, InvalidMoment
from bot.cli.console import MISUSED
from bot.snowflakes import parse_snowflake

if TYPE_CHECKING:
    Subcommands = argparse._SubParsersAction["Parser"]  # noqa: SLF001 - its only name

WHAT_HELP = (
    "audit: who changed what; ledger: every change of any balance; usage: tokens and pictures by day, server "
    "and member"
)
ROLE_HELP = (
    "run one of several processes on a PostgreSQL database: gateways talk to members, workers make their "
    "pictures; without it, one process does everything"
)
LONGEST_LOOK_BACK = timedelta(days=92)  # the provider's log covers no more in one request
_LONGEST_MESSAGE = 1000  # characters in the message for members


class Role(StrEnum):
    """What one of several processes does. A gateway talks to members, a worker makes their pictures."""

    GATEWAY = "gateway"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Run:
    """The bot itself. None for the one process that does everything."""

    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """With `books`, only the ledger."""

    books: bool


@dataclass(frozen=True, slots=True)
class Doctor:
    """Everything that can be checked from outside."""


@dataclass(frozen=True, slots=True)
class Sync:
    """Registers the commands with Discord."""


@dataclass(frozen=True, slots=True)
class Migrate:
    """The database's schema."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Copy:
    """Copies everything from the database at `source` to an empty one at `target`. Both are URLs."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Reconcile:
    """The ledger against the provider's log."""

    since_ms: int


@dataclass(frozen=True, slots=True)
class Export:
    """Rows for standard output. `form` is `csv` or `jsonl`."""

    what: What
    form: str
    since_ms: int
    guild_id: int | None


@dataclass(frozen=True, slots=True)
class VerifyContest:
    """The result of a contest, from its record at `path`."""

    path: Path


@dataclass(frozen=True, slots=True)
class Balance:
    """The credit left at the image API."""


@dataclass(frozen=True, slots=True)
class ShowSpending:
    """The month that contains `at_ms`, or the current one if that's None."""

    at_ms: int | None


class CapScope(StrEnum):
    """What a cap limits: all servers together, each server, or one server."""

    ALL = "all"
    EACH = "each"
    GUILD = "guild"


@dataclass(frozen=True, slots=True)
class SetCap:
    """Tokens in a calendar month, or None for no cap. `guild_id` is for `CapScope.GUILD`."""

    scope: CapScope
    tokens: int | None
    guild_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShowCaps:
    """All caps."""


@dataclass(frozen=True, slots=True)
class Pause:
    """`message` is the text for members, or None for the default."""

    message: str | None


@dataclass(frozen=True, slots=True)
class Resume:
    """The end of the pause."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the bot is connected. `role` as in `Run`."""

    role: Role | None = None


OperatorCommand = ShowSpending | SetCap | ShowCaps | Pause | Resume
Command = (
    Run
    | Check
    | Doctor
    | Sync
    | Migrate
    | Backup
    | Copy
    | Reconcile
    | Export
    | Balance
    | OperatorCommand
    | VerifyContest
    | Health
)


class Parser(argparse.ArgumentParser):
    """Shows the full help if a command is incomplete."""

    def error(self, message: str) -> NoReturn:
        if message.startswith("the following arguments are required") and self._subparsers:
            self.print_help(sys.stderr)
            self.exit(MISUSED)
        super().error(message)


def parse(argv: Sequence[str] | None) -> Command:
    """Reads the command line. Exits with 2 and a sentence if it makes no sense, or the help if it's empty."""
    parser = Parser(
        prog="easel", description="A Discord bot that turns prompts into pictures within a token budget."
    )
    commands = parser.add_subparsers(required=True, dest="COMMAND", metavar="COMMAND")
    run = _add(commands, "run", "run the bot until you stop it", lambda given: Run(given.role))
    run.add_argument("--role", type=Role, choices=list(Role), help=ROLE_HELP)
    check = _add(
        commands, "check", "show what's missing before the bot can run", lambda given: Check(given.books)
    )
    check.add_argument("--books", action="store_true", help="check that the ledger adds up, and nothing else")
    _add(commands, "doctor", "examine everything around the bot, and say what to do", lambda _: Doctor())
    _add(
        commands, "sync", "register the commands with Discord, even if they haven't changed", lambda _: Sync()
    )
    _add(commands, "migrate", "create the database or bring it up to date", lambda _: Migrate())
    backup = _add(
        commands, "backup", "copy the database while the bot runs", lambda given: Backup(given.path)
    )
    backup.add_argument("path", type=_new_file, metavar="PATH", help="a file that doesn't exist yet")
    copy = _add(
        commands,
        "copy",
        "move from SQLite to PostgreSQL while the bot is stopped",
        lambda given: Copy(given.source, given.target),
    )
    copy.add_argument("source", metavar="FROM_URL", help="like sqlite:///data/easel.sqlite3")
    copy.add_argument("target", metavar="TO_URL", help="like postgresql://user:password@host/database")
    reconcile = _add(
        commands,
        "reconcile",
        "compare the ledger with the provider's log",
        lambda given: Reconcile(given.since),
    )
    reconcile.add_argument(
        "--since",
        type=_within_the_log,
        default="24h",
        metavar="TIME",
        help="24h, 7d, or a date like 2026-01-31 (UTC); 24h by default",
    )
    _add_export(commands)
    _add_operator(commands)
    _add_contest(commands)
    told = "say whether the bot that uses this database is connected"
    health = _add(commands, "health", told, lambda given: Health(given.role))
    health.add_argument("--role", type=Role, choices=list(Role), help="one of the processes with that role")
    given = parser.parse_args(argv)
    command: Command = given.command(given)
    return command


def _add(
    commands: "Subcommands",
    name: str,
    told: str,
    command: Callable[[argparse.Namespace], Command],
    aliases: Sequence[str] = (),
) -> Parser:
    parser = commands.add_parser(
        name, help=told, description=f"{told[0].upper()}{told[1:]}.", aliases=aliases
    )
    parser.set_defaults(command=command)
    return parser


def _add_export(commands: "Subcommands") -> None:
    export = _add(
        commands,
        "export",
        "print the audit, the ledger or the usage, row by row",
        lambda given: Export(given.what, given.format, given.since, given.guild),
    )
    export.add_argument(
        "--what", type=What, choices=list(What), required=True, metavar="WHAT", help=WHAT_HELP
    )
    export.add_argument(
        "--format", choices=["csv", "jsonl"], default="csv", help="csv for tables, jsonl for programs"
    )
    export.add_argument(
        "--since",
        type=_past_ms,
        default=0,
        metavar="TIME",
        help="24h, 7d, or a date (UTC); from the beginning by default",
    )
    export.add_argument("--guild", type=_guild, metavar="ID", help="only one server")


def _add_contest(commands: "Subcommands") -> None:
    told = "recompute the result of a contest"
    contest = commands.add_parser("contest", help=told, description=f"{told[0].upper()}{told[1:]}.")
    acts = contest.add_subparsers(required=True, dest="ACT", metavar="ACT")
    verify = _add(
        acts, "verify", "check a record that /contest record made", lambda given: VerifyContest(given.path)
    )
    verify.add_argument("path", type=Path, metavar="FILE", help="the record, a JSON file")


def _add_operator(commands: "Subcommands") -> None:
    """The same as `/operator` in the owner's own server, with the same words."""
    told = "caps, pause, spending and balance, even while the bot runs"
    operator = commands.add_parser("operator", help=told, description=f"{told[0].upper()}{told[1:]}.")
    acts = operator.add_subparsers(required=True, dest="ACT", metavar="ACT")
    _add(acts, "balance", "show the credit left at the image API", lambda _: Balance())
    spending = _add(
        acts,
        "spending",
        "show what each server used in a month, including losses",
        lambda given: ShowSpending(given.month),
    )
    spending.add_argument("--month", type=_month_ms, metavar="YYYY-MM", help="this month (UTC) by default")
    told = "limit what servers can use in a calendar month (UTC)"
    cap = acts.add_parser("cap", help=told, description=f"{told[0].upper()}{told[1:]}.")
    caps = cap.add_subparsers(required=True, dest="CAP", metavar="CAP")
    set_cap = _add(caps, "set", "set a cap", lambda given: _cap(given, given.amount))
    set_cap.add_argument("amount", type=_cap_tokens, metavar="TOKENS", help="20m, 500k, … or none")
    clear = _add(
        caps, "clear", "remove a cap, including the default MONTHLY_CAP", lambda given: _cap(given, None)
    )
    for each in (set_cap, clear):
        scope = each.add_mutually_exclusive_group(required=True)
        scope.add_argument("--all", action="store_true", help="for all servers together")
        scope.add_argument("--each", action="store_true", help="for each server that has no cap of its own")
        scope.add_argument("--guild", type=_guild, metavar="ID", help="for one server")
    _add(caps, "show", "show the caps in force", lambda _: ShowCaps(), ["list"])
    pause = _add(
        acts,
        "pause",
        "stop members from making pictures until you resume",
        lambda given: Pause(given.message),
    )
    pause.add_argument("--message", type=_message, metavar="TEXT", help="what members read while it's paused")
    _add(acts, "resume", "end the pause", lambda _: Resume())


def _cap(given: argparse.Namespace, tokens: int | None) -> SetCap:
    if given.guild is not None:  # "unlimited" exempts a server from --each, "clear" ends that
        return SetCap(CapScope.GUILD, tokens, given.guild)
    return SetCap(CapScope.ALL if given.all else CapScope.EACH, tokens)


def _new_file(text: str) -> Path:
    if not Path(text).name or text.endswith(("/", "/..")) or text == "..":
        raise argparse.ArgumentTypeError(f"{text!r} doesn't end in a file name")
    return Path(text)


def _message(text: str) -> str | None:
    message = text.strip()
    if len(message) > _LONGEST_MESSAGE:
        raise argparse.ArgumentTypeError(f"use at most {_LONGEST_MESSAGE} characters, not {len(message):,}")
    return message or None


def _within_the_log(text: str) -> int:
    """A time that the provider's log can be searched from."""
    since_ms = _past_ms(text)
    if since_ms < (datetime.now(UTC) - LONGEST_LOOK_BACK).timestamp() * 1000:
        raise argparse.ArgumentTypeError(f"{text!r} isn't within the last {LONGEST_LOOK_BACK.days} days")
    return since_ms


def _past_ms(text: str) -> int:
    """A time in the past. Anything before 1970 becomes 1970."""
    now_ms = round(datetime.now(UTC).timestamp() * 1000)
    try:
        if re.fullmatch(r"[0-9]{4,6}[hd]", text):  # longer ago than anybody types in Discord
            return max(0, now_ms - int(text[:-1]) * (3_600_000 if text[-1] == "h" else 86_400_000))
        return parse_past(text, now_ms)
    except InvalidMoment:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} isn't a time. Write 24h, 7d or a date like 2026-01-31"
        ) from None
    since = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    if since >= datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"{text!r} is in the future")
    return max(0, round((since - datetime.fromtimestamp(0, UTC)) / timedelta(milliseconds=1)))


def _month_ms(text: str) -> int:
    """The start of a month."""
    match = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    now = datetime.now(UTC)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a month like {now:%Y-%m}")
    year, month = int(match[1]), int(match[2])
    if year < 1970 or (year, month) > (now.year, now.month):
        raise argparse.ArgumentTypeError(
            f"{text!r} isn't a month with any spending. Write one like {now:%Y-%m}"
        )
    return round(datetime(year, month, 1, tzinfo=UTC).timestamp() * 1000)


def _guild(text: str) -> int:
    try:
        return parse_snowflake(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} isn't a server's ID. Turn on Developer Mode in Discord, right-click the server's name "
            "and choose Copy Server ID"
        ) from None


def _cap_tokens(text: str) -> int:
    if text.strip().lower() == "none":
        return UNLIMITED
    try:
        return parse_allowance(text)
    except InvalidAmount as error:
        if error.readings:
            meant = " or ".join(f"{reading:,}" for reading in error.readings)
            raise argparse.ArgumentTypeError(
                f"{text!r} could mean different amounts. Write {meant}"
            ) from None
        raise argparse.ArgumentTypeError(
            f"{text!r} isn't an amount of tokens. Write 20m, 500k, 63000 or none"
        ) from None
