"""A whole town for tests: the playground, and the real bot as its own process."""

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playground.app import Playground
from playground.bot_process import RUN_BOT, BotProcess
from playground.discord import Discord, Person
from playground.image_api import ImageApi

# Takes minutes in production, but seconds in tests.
IMPATIENT = {
    "RETRY_SECONDS": "0.05",
    "LOG_PATIENCE_SECONDS": "1.5",
    "LOG_FORMAT": "json",
    "SHUTDOWN_SECONDS": "5",
}
Message = dict[str, Any]


class Town:
    """`log` has every line the bot has written, across restarts."""

    def __init__(self, playground: Playground, directory: Path) -> None:
        self.playground = playground
        self.directory = directory
        self.log: list[str] = []
        self._bot: BotProcess | None = None

    @property
    def image_api(self) -> ImageApi:
        return self.playground.image_api

    @property
    def database(self) -> Path:
        return self.directory / "easel.sqlite3"

    @property
    def bot(self) -> BotProcess:
        assert self._bot is not None
        return self._bot

    def person(self, name: str, guild: str = "The Workshop") -> Person:
        return self.playground.discord.person(name, guild)

    def channel(self, name: str = "studio", guild: str = "The Workshop") -> int:
        channels = self.playground.discord.guild(guild).channels
        return next(channel.id for channel in channels.values() if channel.name == name)

    def environment(self, **more: str) -> dict[str, str]:
        """The bot's environment in this town."""
        given = {"DATABASE_URL": f"sqlite:///{self.database}"}
        return self.playground.bot_environment() | given | IMPATIENT | more

    def spawn(self, *command: str, **environment: str) -> BotProcess:
        """A bot process that isn't started yet, `python -m bot run` by default."""
        return BotProcess(
            self.environment(**environment), self.directory, self.log.append, command=command or RUN_BOT
        )

    async def start(self, *command: str, wait: bool = True, **environment: str) -> None:
        """Starts the bot, and waits until it accepts commands."""
        self._bot = self.spawn(*command, **environment)
        await self._bot.start()
        if wait:
            try:
                await self.playground.discord.bot_ready("imagine", seconds=30)
            except TimeoutError:
                raise AssertionError("the bot didn't start:\n" + "\n".join(self.log[-30:])) from None

    async def stop(self) -> None:
        if self._bot is not None:
            await self._bot.stop(20)

    async def kill(self) -> None:
        """SIGKILL."""
        self.bot.kill()
        await self.bot.ended()

    async def imagine(self, who: Person, prompt: str = "a quiet harbour", **options: object) -> int:
        """Types the command in #studio of the member's server. Returns the answered interaction's id."""
        channel = self.channel(guild=who.guild.name)
        invocation = await who.slash(channel, "imagine", prompt=prompt, **options)
        await invocation.answered()
        assert invocation.failed is None
        return invocation.id

    async def budget(self, who: Person) -> str:
        """The answer to their `/budget show`."""
        channel = self.channel(guild=who.guild.name)
        before = {message["id"] for message in who.messages(channel)}
        await (await who.slash(channel, "budget show")).answered()
        message = await who.wait_for(lambda message: message["id"] not in before)
        assert message["ephemeral"]
        return text_of(message)

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Reads the bot's database directly."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def write(self, sql: str, *values: object) -> None:
        """Changes the bot's database directly while the bot isn't running."""
        with contextlib.closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute(sql, values)

    def state(self, generation_id: int) -> str | None:
        rows = self.query("SELECT state FROM generation WHERE id = ?", generation_id)
        return rows[0][0] if rows else None

    def balance(self, who: Person) -> tuple[int, int]:
        """The member's (spent, held) in tokens, over all periods."""
        rows = self.query(
            "SELECT coalesce(sum(spent), 0), coalesce(sum(held), 0) FROM account"
            " WHERE scope = 'member' AND guild_id = ? AND user_id = ?",
            who.guild.id,
            who.user.id,
        )
        return rows[0]

    async def over(self, *generation_ids: int, seconds: float = 30) -> None:
        """Returns once each has ended, one way or another."""
        await until(
            lambda: all(self.state(each) in ("delivered", "released", "lost") for each in generation_ids),
            seconds,
        )

    def books(self) -> tuple[int, int, int]:
        """(paid by members, lost by the owner, charged by the provider), in tokens."""
        paid, lost = self.query(
            "SELECT coalesce(sum(CASE kind WHEN 'settle' THEN spent_change END), 0),"
            " coalesce(sum(lost_change), 0) FROM ledger"
        )[0]
        return paid, lost, sum(row["cost"]["credits"] for row in self.image_api.charges)


@asynccontextmanager
async def town(directory: Path, **options: Any) -> AsyncIterator[Town]:
    """A town without a bot yet. On exit, any violation of Discord's rules fails the test.

    A restarted bot doesn't have to wait the five seconds that Discord requires between starts.
    """
    image_api = options.pop("image_api", None) or ImageApi(latency_seconds=0.0, drawing="fast")
    discord = options.pop("discord", None) or Discord.demo(identify_interval_seconds=0.0)
    async with Playground(discord=discord, image_api=image_api, **options) as playground:
        place = Town(playground, directory)
        try:
            yield place
        finally:
            await place.stop()
        assert playground.discord.unknown_routes == []
        assert playground.discord.violations == []
        for secret in (playground.discord.bot_token, playground.image_api.key):
            assert not any(secret in line for line in place.log)


def text_of(message: Message) -> str:
    """All the text of a message, from all its components."""
    words = [message.get("content") or ""]

    def gather(components: list[Message]) -> None:
        for component in components:
            words.extend(str(component[key]) for key in ("content", "label") if component.get(key))
            gather(component.get("components") or [])
            if component.get("accessory"):
                gather([component["accessory"]])

    gather(message.get("components") or [])
    return "\n".join(filter(None, words))


def pictures_in(message: Message) -> list[str]:
    """The file names of all pictures a message shows."""
    found = [attachment["filename"] for attachment in message["attachments"]]

    def gather(components: list[Message]) -> None:
        for component in components:
            found.extend(
                item["media"]["url"].split("?")[0].rsplit("/", 1)[-1] for item in component.get("items", [])
            )
            gather(component.get("components") or [])

    gather(message.get("components") or [])
    return found


def buttons_of(message: Message) -> list[str]:
    """The custom_ids of all buttons in a message."""
    found: list[str] = []

    def gather(components: list[Message]) -> None:
        for component in components:
            if component["type"] == 2:
                found.append(component["custom_id"])
            gather(component.get("components") or [])

    gather(message.get("components") or [])
    return found


def tokens_in(text: str) -> list[int]:
    """Every amount of tokens in a text."""
    return [int(found.replace(",", "")) for found in re.findall(r"([\d,]+) tokens", text)]


async def until(holds: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
