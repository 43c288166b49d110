"""The checks of `check` and `doctor`: the provider, the database, the ledger, and the machine."""

import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import aiohttp

from bot import heartbeat
from bot.budgets.books import Books
from bot.budgets.operator import Caps
from bot.budgets.policy import UNLIMITED
from bot.budgets.price import TOKENS_PER_USD
from bot.cli.console import FAILED, OK, complain, say
from bot.cli.database import LAST_BACKUP
from bot.errors import GenerationUnavailable, StorageUnavailable, Unavailable
from bot.storage import (
    DatabaseMissing,
    PostgresLocation,
    Schema,
    SqliteLocation,
    Store,
    open_store,
    parse_database_url,
)
from bot.storage.sqlite.filesystem import file_system_of, is_network

log = logging.getLogger(__name__)

GIB, MIB = 2**30, 2**20
LEAST_SPACE, LITTLE_SPACE = 200 * MIB, 2 * GIB  # a picture in the spool has up to 40 MiB
WRONG_BY_SECONDS = 5.0  # Discord's answers have the time to the second, and the network takes a while
BACKUP_DAYS = 7
IN_MEMORY = frozenset({"tmpfs", "ramfs"})


class Verdict(StrEnum):
    """The bot still works with a warning."""

    GOOD = "ok "
    WARNING = "!  "
    BAD = "NO "


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. The sentence says what to do about it, unless it's good."""

    verdict: Verdict
    sentence: str

    def __str__(self) -> str:
        return f"{self.verdict} {self.sentence}"


def good(sentence: str) -> Finding:
    return Finding(Verdict.GOOD, sentence)


def warning(sentence: str) -> Finding:
    return Finding(Verdict.WARNING, sentence)


def bad(sentence: str) -> Finding:
    return Finding(Verdict.BAD, sentence)


def tell(findings: list[Finding]) -> int:
    """Prints a line for each finding. Returns 1 if something is bad, 0 otherwise."""
    for finding in findings:
        say(str(finding))
    return FAILED if any(finding.verdict is Verdict.BAD for finding in findings) else OK


class Account(Protocol):
    """The owner's account with the provider."""

    async def balance(self) -> Decimal:
        """US dollars. Raises `Unavailable`."""
        ...


async def check_provider(provider: Account) -> Finding:
    """Whether the key works, and how much credit is left."""
    try:
        balance = await provider.balance()
    except GenerationUnavailable as closed:
        if closed.reason == "key":
            return bad("The image API refuses AIMLAPI_KEY. Copy it again from your account at the provider.")
        return bad(f"The image API won't serve the bot ({closed.reason}). Look at your account there.")
    except Unavailable as error:
        return bad(f"The image API doesn't answer: {error!r}. Check AIMLAPI_URL and the network.")
    told = f"The image API accepts the key. ${balance:,.2f} is left."
    return good(told) if balance > 0 else bad(f"{told} Add credit at the provider.")


async def check_storage(database_url: str, monthly_cap: int | None) -> list[Finding]:
    """Whether the database is writable and up to date, and how much the whole bot can spend.

    Creates and changes nothing, because a bot may be running.
    """
    default = Caps(monthly_cap, overall_is_default=monthly_cap is not None)
    try:
        async with open_store(database_url, monthly_cap=monthly_cap, schema=Schema.REQUIRE) as store:
            await store.check_writable()
            return [
                good("The database can be written and is up to date."),
                _cap_finding(await store.operator.caps()),
            ]
    except DatabaseMissing:
        return [_check_place(parse_database_url(database_url)), _cap_finding(default)]
    except StorageUnavailable as error:
        return [bad(f"The database can't be used: {error.cause}.")]


def _check_place(location: SqliteLocation | PostgresLocation) -> Finding:
    """Whether a database can be created there."""
    if isinstance(location, PostgresLocation):
        sentence = f"The database {location.name} is empty. The bot creates its tables when it first runs."
        return good(sentence)
    path = location.path
    existing = _existing_folder(path)
    if path.exists() or not existing.is_dir() or not os.access(existing, os.W_OK):
        return bad(f"The database can't be created at {path}. Check {existing}.")
    return good(f"The database {path} will be created when the bot first runs.")


def _existing_folder(path: Path) -> Path:
    return next(folder for folder in path.absolute().parents if folder.exists())


def _cap_finding(caps: Caps) -> Finding:
    if caps.overall is None or caps.overall >= UNLIMITED:
        return good("The whole bot can spend without a limit. There's no cap.")
    amount = f"{caps.overall:,} tokens (${caps.overall / TOKENS_PER_USD:,.2f}) in a month"
    origin = (
        "the default from MONTHLY_CAP, until you set another cap with `operator cap`"
        if caps.overall_is_default
        else "your cap"
    )
    return good(f"The whole bot can spend up to {amount}. That's {origin}.")


async def check_books(books: Books) -> int:
    """Prints every place where the ledger doesn't add up. Returns 0 if there's none."""
    differences = await books.differences()
    for difference in differences:
        complain(f"{difference.what}: {difference.expected:,} tokens expected, {difference.found:,} found")
    if differences:
        return FAILED
    say("The ledger adds up.")
    return OK


async def examine_store(store: Store, now_ms: int) -> list[Finding]:
    """The ledger, the last backup, and whether a bot uses it. For an existing database."""
    differences = await store.books.differences()
    return [
        bad(f"The ledger is wrong in {len(differences):,} places. `check --books` lists them.")
        if differences
        else good("The ledger adds up."),
        good("Easel doesn't see backups of PostgreSQL. Make sure there are some, for example with pg_dump.")
        if isinstance(store.location, PostgresLocation)
        else _backup_finding(await store.meta.get(LAST_BACKUP), now_ms),
    ]


def _backup_finding(made_at_ms: str | None, now_ms: int) -> Finding:
    advice = "Run `backup` every day, unless something else copies the database."
    if made_at_ms is None:
        return warning(f"No backup was made with `backup` yet. {advice}")
    days = (now_ms - int(made_at_ms)) / 86_400_000
    if days > BACKUP_DAYS:
        return warning(f"The last backup is {days:.0f} days old. {advice}")
    when = datetime.fromtimestamp(int(made_at_ms) / 1000, UTC)
    return good(f"The last backup was made on {when:%Y-%m-%d at %H:%M} UTC.")


def examine_place(location: SqliteLocation | PostgresLocation) -> Iterator[Finding]:
    """The disk and file system that a SQLite database is or will be on, and whether a bot uses it."""
    if isinstance(location, SqliteLocation):
        yield from _examine_disk(location.path)
    age = heartbeat.age_seconds(location.heartbeat)
    if age is not None and age <= heartbeat.LATE_SECONDS:
        yield good("The bot is running and connected to Discord.")
    else:
        yield warning("No bot that uses this database is connected to Discord. If one runs, see its log.")


def _examine_disk(database: Path) -> Iterator[Finding]:
    folder = _existing_folder(database)
    free = shutil.disk_usage(folder).free
    told = f"{free / GIB:,.1f} GiB is free where the database is."
    if free < LEAST_SPACE:
        yield bad(f"{told} Make room before the bot has to stop.")
    elif free < LITTLE_SPACE:
        yield warning(f"{told} Make room, since pictures are kept there until they're delivered.")
    else:
        yield good(told)
    yield file_system_finding(file_system_of(folder))


def file_system_finding(kind: str | None) -> Finding:
    if kind is None:
        return good("This system doesn't say what file system the database is on. It has to be a local disk.")
    if is_network(kind):
        return bad(f"The database is on a network file system ({kind}). Move it to a disk of this machine.")
    if kind in IN_MEMORY:
        return bad(f"The database is in memory ({kind}) and is lost at a restart. Move it to a disk.")
    if kind == "overlay":
        return warning(
            "The database is inside a container and is deleted with it. Mount a volume there, such as /data."
        )
    return good(f"The database is on a local file system ({kind}).")


async def examine_clock(discord_api_url: str, now_s: float | None = None) -> Finding:
    """This machine's clock against Discord's. `now_s` replaces this machine's, in seconds since the epoch."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(f"{discord_api_url}/gateway") as answer,
        ):
            here = datetime.now(UTC) if now_s is None else datetime.fromtimestamp(now_s, UTC)
            there = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return warning(f"Discord didn't send the time ({type(error).__name__}). Try again later.")
    ahead = (here - there).total_seconds() - 0.5  # the header has no fraction
    if abs(ahead) <= WRONG_BY_SECONDS:
        return good("The clock agrees with Discord's.")
    side = "ahead of" if ahead > 0 else "behind"
    return bad(
        f"The clock is {abs(ahead):,.0f} seconds {side} Discord's, and resets and deadlines follow it. Turn "
        "on time synchronisation, for example with `timedatectl set-ntp true`."
    )


async def key_accepted(provider: Account) -> bool:
    """False only if the image API says so. The bot also starts if the API can't be reached."""
    try:
        await provider.balance()
    except GenerationUnavailable as closed:
        if closed.reason == "key":
            return False
        log.critical("the image API won't serve the bot (%s): %s", closed.reason, closed.detail)
    except Unavailable as error:
        log.warning("the image API isn't answering: %r", error)
    return True
