"""Makes thousands of pictures while everything goes wrong, then checks the books and that nobody still waits.

    python -m bench.soak --generations 2000

The real bot runs as its own process against the playground. Of all requests to the image API, 5 % fail in one
of its ways and 2 % lose their connection, charged or not. Every hundred generations the bot is killed
(SIGKILL) and restarted, alternately before Discord has described its servers and without permission to read
any history. The gateway drops just as often. Budgets, caps and queues are small enough that members keep
hitting them. Meanwhile moderators reset, refund and grant, undo that, change schedules and roles, and
gradually raise the caps. Members ask again when Discord says that the bot didn't answer, and when the bot
refuses. A witness checks from the ledger whether anybody is ever over a limit. Everything runs on loopback,
and nothing is kept.
"""

import argparse
import asyncio
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.witness import Limits, Witness
from playground.app import Playground
from playground.bot_process import RUN_BOT, BotProcess
from playground.discord import ClientRefused, Discord, Person, Role
from playground.discord.permissions import Permissions
from playground.image_api import Fault, ImageApi
from playground.image_api.faults import Group

FAILING, BREAKING = 0.05, 0.02
NOT_IN_A_SOAK = {Fault.NEVER_ANSWERS, Fault.NEVER_ANSWERS_UNBILLED, Fault.SLOW}  # they only cost time
SERVERS = ("The Workshop", "The Annex")
ENDED = ("delivered", "released", "lost")
PRICE = 63_000
ALLOWANCE, TIER, GRANT = 5 * PRICE, 6 * PRICE, 2 * PRICE
IN_FLIGHT, SERVER_QUEUE, TOTAL_QUEUE = 2, 12, 20
ASKS_AT_ONCE = 3  # per member
SERVER_CAP, OWNERS_CAP = 8 * PRICE, 20 * PRICE  # and the same again each time they're raised
RAISE_EVERY = 1.5
REFUSED = re.compile(r"(?:refused|unavailable): (\w+)\((?:(?:limit|scope)='(\w+)')?")


@dataclass
class Report:
    """What a soak found. Amounts are in tokens, times in seconds."""

    generations: int = 0
    states: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    drops: int = 0
    asked_again: int = 0
    refused: int = 0
    charged: int = 0
    paid: int = 0
    lost: int = 0
    first_answers: list[float] = field(default_factory=list)
    shown_wrongly: int = 0  # delivered but not shown exactly once, or shown but not delivered
    acts: Counter[str] = field(default_factory=Counter)  # what the moderator did
    refusals: Counter[str] = field(default_factory=Counter)  # by reason
    fullest: Counter[str] = field(default_factory=Counter)  # how often a limit was reached, by name
    over_limit: list[str] = field(default_factory=list)
    still_waiting: int = 0  # messages that never got their final text
    commands_failed: list[str] = field(default_factory=list)  # of `check --books` and `reconcile`

    @property
    def differences(self) -> int:
        """The sum of everything that must be zero."""
        return (
            abs(self.charged - self.paid - self.lost)
            + self.shown_wrongly
            + self.still_waiting
            + len(self.commands_failed)
            + len(self.over_limit)
            + sum(count for state, count in self.states.items() if state not in ENDED)
        )

    def __str__(self) -> str:
        percentiles = statistics.quantiles(self.first_answers, n=100)
        return "\n".join(
            (
                f"generations          {self.generations:>12,}",
                f"  pictures delivered {self.states['delivered']:>12,}",
                f"  refunds            {self.states['released'] + self.states['lost']:>12,}",
                f"  of them charged    {self.states['lost']:>12,}",
                f"kills, drops         {self.kills:>12,} {self.drops:,}",
                f"moderators' acts     {self.acts.total():>12,}",
                f"asked again, refused {self.asked_again:>12,} {self.refused:,}",
                f"provider charged     {self.charged:>12,} tokens",
                f"  members paid       {self.paid:>12,} tokens",
                f"  operator lost      {self.lost:>12,} tokens",
                f"first answer p50     {percentiles[49] * 1000:>12.0f} ms",
                f"first answer p99     {percentiles[98] * 1000:>12.0f} ms",
                *(f"  refused {cause:<28} {count:>12,}" for cause, count in self.refusals.most_common()),
                *(f"  used up: {limit:<28} {count:>12,}" for limit, count in self.fullest.most_common()),
                *(f"OVER {line}" for line in self.over_limit[:20]),
                *(f"FAILED {line}" for line in self.commands_failed),
                f"shown wrongly, waiting{self.shown_wrongly:>11,} {self.still_waiting:,}",
                f"differences          {self.differences:>12,}",
            )
        )


class Soak:
    """One run. The `members` ask for pictures until there are `wanted`, or until `minutes` have passed.

    The bot is killed after every `kill_every` generations.
    """

    def __init__(  # noqa: PLR0917 - as `soak`
        self, directory: Path, wanted: int, members: int, seed: int, kill_every: int, minutes: float
    ) -> None:
        self._database = directory / "easel.sqlite3"
        self._last_lines: deque[str] = deque(maxlen=3)
        self._directory = directory
        self._left = wanted
        self._until = time.monotonic() + minutes * 60
        self._kill_every = kill_every
        self._members = members
        self._chance = random.Random(seed)
        self._ended: set[int] = set()
        self._mine: list[int] = []
        self._answers: dict[int, str] = {}  # the message of each moderator's last change to a member
        self.report = Report()

    async def run(self) -> Report:
        image_api = ImageApi(latency_seconds=0.05, drawing="fast")
        image_api.faults.rates = rates()
        async with Playground(
            discord=Discord.demo(identify_interval_seconds=0.0), image_api=image_api
        ) as place:
            people, painter = self._people(place)
            witness = self._witness(people)
            bot = self._bot(place, *RUN_BOT)
            await bot.start()
            await place.discord.bot_ready("imagine", seconds=60)
            workshop, annex = (place.discord.guild(name) for name in SERVERS)
            rowan, linden = place.discord.person("rowan", workshop), place.discord.person("linden", annex)
            await self._told(rowan, "quota server set", cap=str(SERVER_CAP))
            await self._told(rowan, "quota role set", role="painter", allowance=str(TIER))
            background = [
                asyncio.create_task(work)
                for work in (
                    self._watch(witness),
                    self._chaos(place, bot),
                    self._moderate(place, rowan, people, painter),
                    self._moderate(place, linden, people, None),
                    self._raise_caps(witness, rowan, linden),
                )
            ]
            asking = [self._ask(person, place) for person in people for _ in range(ASKS_AT_ONCE)]
            await asyncio.gather(*asking)
            for task in background[1:]:
                task.cancel()
            for ending in await asyncio.gather(*background[1:], return_exceptions=True):
                if not isinstance(ending, asyncio.CancelledError | None):
                    raise ending
            self._restrict(place, on=False)
            await bot.start()  # in case it was just killed
            await self._settled()
            background[0].cancel()
            await bot.stop(30)
            witness.look()
            self.report.over_limit, self.report.fullest = witness.broken, witness.fullest
            image_api.faults.clear()
            await self._judge(place)
        return self.report

    def _people(self, place: Playground) -> tuple[list[Person], Role]:
        """Members of both servers alternately, and a role that half of the first server's can have."""
        discord, people = place.discord, []
        for number in range(self._members):
            guild = discord.guild(SERVERS[number % 2])
            user = discord.add_user(f"member-{number}")
            discord.add_member(guild, user)
            people.append(discord.person(user, guild))
        return people, discord.add_role(discord.guild(SERVERS[0]), "painter")

    def _witness(self, people: list[Person]) -> Witness:
        painters = {person.user.id for person in _painters(people)}
        limits = Limits(
            {
                (person.guild.id, person.user.id): TIER if person.user.id in painters else ALLOWANCE
                for person in people
            },
            OWNERS_CAP,
            IN_FLIGHT,
            SERVER_QUEUE,
            TOTAL_QUEUE,
        )
        return Witness(self._database, limits)

    def _bot(self, place: Playground, *command: str) -> BotProcess:
        environment = place.bot_environment() | {
            "DATABASE_URL": f"sqlite:///{self._database}",
            "DEFAULT_ALLOWANCE": str(ALLOWANCE),
            "MONTHLY_CAP": str(OWNERS_CAP),
            "MEMBER_IN_FLIGHT": str(IN_FLIGHT),
            "QUEUE_PER_SERVER": str(SERVER_QUEUE),
            "QUEUE_TOTAL": str(TOTAL_QUEUE),
            "OPERATOR_GUILD_ID": str(place.discord.guild(SERVERS[1]).id),
            "RETRY_SECONDS": "0.05",
            "LOG_PATIENCE_SECONDS": "3",
            "GENERATION_TIMEOUT_SECONDS": "3",
        }
        return BotProcess(environment, self._directory, self._heard, command=command)

    def _heard(self, line: str) -> None:
        self._last_lines.append(line)
        refused = REFUSED.search(line)
        if refused is not None:
            self.report.refusals[" ".join(filter(None, refused.groups()))] += 1

    async def _told(self, person: Person, command: str, **options: object) -> None:
        """Runs a command. Returns whether it was answered."""
        invocation = await person.slash(next(iter(person.channels()))["id"], command, **options)
        await invocation.answered()
        if invocation.failed is None:
            self.report.acts[command] += 1
        if invocation.message_id is not None and command.startswith(("quota member", "quota refund")):
            self._answers[person.user.id] = invocation.message_id

    async def _ask(self, person: Person, place: Playground) -> None:
        channel = next(iter(person.channels()))["id"]
        while self._left > 0 and time.monotonic() < self._until:
            self._left -= 1
            invocation = await person.slash(channel, "imagine", prompt=f"harbour {self._left}")
            await invocation.answered()
            if invocation.failed is not None:
                self.report.asked_again += 1
                self._left += 1
                await place.discord.bot_ready("imagine", seconds=60)
                await asyncio.sleep(self._chance.uniform(0.5, 3))  # or a slow machine never catches up
                continue
            assert invocation.first_answer_seconds is not None
            self.report.first_answers.append(invocation.first_answer_seconds)
            if invocation.answer == 4:  # a refusal
                self.report.refused += 1
                self._left += 1
                await asyncio.sleep(self._chance.uniform(0.5, 1.5))
                continue
            self._mine.append(invocation.id)
            while invocation.id not in self._ended:
                await asyncio.sleep(0.02)

    async def _chaos(self, place: Playground, bot: BotProcess) -> None:
        step = 0
        while True:
            await asyncio.sleep(0.05)
            if len(self._mine) < (step + 1) * self._kill_every:
                continue
            step += 1
            await asyncio.sleep(self._chance.uniform(0, 0.5))
            bot.kill()
            await bot.ended()
            self.report.kills += 1
            place.discord.faults.withhold_guilds(on=step % 2 == 0)
            self._restrict(place, on=step % 2 == 1)
            await bot.start()
            await place.discord.bot_ready("imagine", seconds=60)
            await asyncio.sleep(self._chance.uniform(0, 1))
            place.discord.faults.withhold_guilds(on=False)
            self._restrict(place, on=False)
            await asyncio.sleep(self._chance.uniform(0.5, 1))
            await place.discord.faults.drop()
            self.report.drops += 1

    def _restrict(self, place: Playground, *, on: bool) -> None:
        """Denies the bot the history of the channels that members ask in, or allows it again."""
        denied = Permissions.READ_MESSAGE_HISTORY if on else Permissions.NONE
        for name in SERVERS:
            channel = place.discord.channel(name, "studio")
            place.discord.set_permissions(channel, place.discord.bot, deny=denied)

    async def _moderate(
        self, place: Playground, who: Person, people: list[Person], painter: Role | None
    ) -> None:
        """Acts as a moderator while pictures are made."""
        guild = who.guild
        members = [person.user for person in people if person.guild is guild]
        while True:
            await asyncio.sleep(self._chance.uniform(0.2, 0.6))
            for person in _painters(people) if painter else ():
                roles = [painter] if painter and self._chance.random() < 0.5 else []
                place.discord.set_roles(guild, person.user, *roles)
            member = self._chance.choice(members).name
            command, options = self._chance.choice(
                [
                    ("quota server set", {"renews": self._chance.choice(["Every day", "Every week"])}),
                    ("quota server set", {"renews": "Every month", "rollover": "100k"}),
                    *[("quota member reset", {"member": member})] * 3,
                    *[("quota member grant", {"member": member, "amount": str(GRANT)})] * 2,
                    ("quota refund", {"picture": self._delivered(guild.id)}),
                    ("undo", {}),
                ]
            )
            if command == "undo" and who.user.id in self._answers:
                await self._undo(who)
            elif command != "undo" and None not in options.values():
                await self._told(who, command, **options)

    async def _undo(self, who: Person) -> None:
        """Presses Undo below their last change to a member, if there's a button. Anything used is refused."""
        rows = self._query(
            f"SELECT max(id) FROM audit WHERE actor_id = {who.user.id}"
            " AND kind IN ('granted', 'reset', 'refunded')"
        )
        with suppress(ClientRefused):
            invocation = await who.press(self._answers[who.user.id], f"quota:undo:1:{rows[0][0]}")
            await invocation.answered()
            self.report.acts["undo"] += invocation.failed is None

    async def _raise_caps(self, witness: Witness, rowan: Person, linden: Person) -> None:
        """To a few pictures more than were made, for one server and for both."""
        server, overall = SERVER_CAP, OWNERS_CAP
        while True:
            await asyncio.sleep(RAISE_EVERY)
            cap = witness.used[rowan.guild.id] + SERVER_CAP
            if cap >= server:
                server = cap
                await self._told(rowan, "quota server set", cap=str(cap))
            [(lost,)] = self._query("SELECT COALESCE(SUM(lost_change), 0) FROM ledger")
            cap = witness.used[0] + lost + OWNERS_CAP
            if cap >= overall:
                overall = cap
                await self._told(linden, "operator cap set", **{"for": "all", "amount": str(cap)})

    def _delivered(self, guild_id: int) -> str | None:
        """A message in the server that shows a picture, if there's one."""
        rows = self._query(
            f"SELECT message_id FROM generation WHERE state = 'delivered' AND guild_id = {guild_id}"
        )
        return str(self._chance.choice(rows)[0]) if rows else None

    async def _watch(self, witness: Witness) -> None:
        while True:
            if self._database.exists():
                rows = self._query(f"SELECT id FROM generation WHERE state IN {ENDED}")
                self._ended.update(row[0] for row in rows)
                witness.look()
            await asyncio.sleep(0.1)

    async def _settled(self) -> None:
        async with asyncio.timeout(180):
            while self._query(f"SELECT 1 FROM generation WHERE state NOT IN {ENDED}"):
                await asyncio.sleep(0.2)
        await asyncio.sleep(1)  # the last updates may still be going out to Discord

    async def _judge(self, place: Playground) -> None:
        report = self.report
        states = dict(self._query("SELECT id, state FROM generation"))
        report.generations, report.states = len(states), Counter(states.values())
        report.charged = sum(row["cost"]["credits"] for row in place.image_api.charges)
        ((report.paid, report.lost),) = self._query(
            "SELECT sum(CASE kind WHEN 'settle' THEN spent_change ELSE 0 END), "
            "sum(CASE WHEN kind IN ('refund', 'undo') THEN 0 ELSE lost_change END) FROM ledger"
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
            process = self._bot(place, sys.executable, "-m", "bot", *command)
            await process.start()
            await process.ended()
            if process.ending != "ended with exit code 0":
                report.commands_failed += [f"{' '.join(command)} {process.ending}", *self._last_lines]

    def _query(self, sql: str) -> list[tuple[int, ...]]:
        connection = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def _painters(people: list[Person]) -> list[Person]:
    """Every other member of the first server. Only they ever have the role."""
    return people[::4]


def rates() -> dict[Fault, float]:
    """The share of requests with each failure: 5 % errors and odd answers, 2 % broken connections."""
    usable = [fault for fault in Fault if fault not in NOT_IN_A_SOAK]
    breaking = [fault for fault in usable if fault.group is Group.CONNECTION]
    failing = [fault for fault in usable if fault.group is not Group.CONNECTION]
    return dict.fromkeys(failing, FAILING / len(failing)) | dict.fromkeys(breaking, BREAKING / len(breaking))


async def soak(
    directory: Path,
    generations: int,
    *,
    members: int = 24,
    seed: int = 1,
    kill_every: int = 100,
    minutes: float = 24 * 60,
) -> Report:
    """Runs one soak with its database in `directory`."""
    return await Soak(directory, generations, members, seed, kill_every, minutes).run()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--generations", type=int, default=2000)
    parser.add_argument("--members", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="stop asking after this long")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        report = asyncio.run(
            soak(
                Path(directory),
                asked.generations,
                members=asked.members,
                seed=asked.seed,
                minutes=asked.minutes,
            )
        )
    print(report)
    return 1 if report.differences else 0


if __name__ == "__main__":
    sys.exit(main())
