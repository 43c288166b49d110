"""SIGKILL while a contest is created, opens voting or closes, then a restart.

Twelve members enter and vote through Discord once. Each point then starts from the same state again.
"""

import asyncio
import contextlib
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
import pytest_asyncio

from bot.contests.record import verify
from playground.discord import ClientRefused, Invocation, Permissions, Person
from tests.end_to_end.test_contests import Fair, button
from tests.end_to_end.town import Message, buttons_of, pictures_in, text_of, town, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

KILLABLE = str(Path(__file__).with_name("killable.py"))
PRIZES = [126_000, 315_000, 630_000]
T = TypeVar("T")
AT_ONCE = 3  # members who press something at the same time
ENTERED, VOTED = "entered", "voted"

# Every other write and request: tests/cogs/contests/test_kills.py.
CREATING = ("after create from draft", "after show")
OPENING = ("after move", "after post sheet")
CLOSING = (
    *("before move", "after move", "after show"),
    *("after post results", "after give role", "after tell prize"),
)


@dataclass
class Stage(Fair):
    """A contest whose bot can be killed, and that can return to a saved state."""

    previews: dict[str, Message] = field(default_factory=dict)
    number: int = 1  # of the contest

    async def answer(self, who: Person, does: Callable[[], Awaitable[Invocation]]) -> Message:
        """Like in `Fair`. On a busy machine, a bot that just started can take longer than Discord waits."""
        for _ in range(5):
            with contextlib.suppress(AssertionError):
                return await super().answer(who, does)
        return await super().answer(who, does)

    async def start(self, point: str = "", *, wait: bool = True) -> None:
        kill = self.place.directory / "kill"
        kill.write_text(point)
        await self.place.start(
            sys.executable, KILLABLE, "run", wait=wait, DEFAULT_ALLOWANCE="1000m", KILL_FILE=str(kill)
        )

    async def dead(self) -> None:
        async with asyncio.timeout(30):
            await self.place.bot.ended()
        assert self.place.bot.ending == "was killed (SIGKILL)"

    async def keep(self, moment: str) -> None:
        """Kills the bot and copies its database."""
        await self.place.kill()
        for path in self._database():
            shutil.copy(path, path.with_name(f"{moment}-{path.name}"))

    async def go_back(self, moment: str) -> None:
        """Restores that state in the database and on Discord. The bot isn't running then."""
        await self.place.kill()
        for path in self._database():
            path.unlink()
        for path in self._database(f"{moment}-"):
            shutil.copy(path, path.with_name(path.name.removeprefix(f"{moment}-")))
        # With another number, so that new messages can be told from earlier ones.
        self.number += 10
        self.place.write("UPDATE contest SET id = ?", self.number)
        for table in ("host", "entry", "ballot", "order", "pick", "prize", "pool_share", "task"):
            self.place.write(f"UPDATE contest_{table} SET contest_id = ?", self.number)
        for who in self.more:
            self.place.playground.discord.set_roles(who.guild, who.user)

    def _database(self, prefix: str = "") -> list[Path]:
        names = (f"{prefix}{self.place.database.name}{suffix}" for suffix in ("", "-wal", "-shm"))
        return [path for name in names if (path := self.place.directory / name).exists()]

    async def killed_once(self, point: str) -> None:
        """Starts the bot, which dies at that point, and restarts it after a while."""
        await self.start(point, wait=False)
        await self.dead()
        self.time_passes()
        await self.start()
        await self.at_rest()

    def time_passes(self) -> None:
        """Work that the dead process had begun is due again."""
        self.place.write("UPDATE contest_task SET due_at_ms = 0 WHERE done_at_ms IS NULL AND attempts > 0")
        self.place.write("UPDATE contest SET show_again_at_ms = 0")

    def deadline_passes(self, phase: str) -> None:
        self.place.write(
            f"UPDATE contest SET {phase}_ms = ?, next_at_ms = ? WHERE next_at_ms IS NOT NULL",
            *[time.time_ns() // 1_000_000 - 1_000] * 2,
        )

    async def at_rest(self) -> None:
        """Waits until there's nothing left to do."""
        await until(
            lambda: (
                self.place.query("SELECT 1 FROM contest_task WHERE done_at_ms IS NULL") == []
                and self.place.query("SELECT 1 FROM contest WHERE shown_revision < revision") == []
                and self.place.query("SELECT 1 FROM contest WHERE next_at_ms < ?", time.time_ns() // 10**6)
                == []
            ),
            30,
        )

    def public(self) -> list[Message]:
        return [each for each in self.rowan.messages(self.channel) if not each["ephemeral"]]

    def contests_shown(self, title: str = "Harbours") -> list[Message]:
        shown = [each for each in self.public() if any(":rules:" in b for b in buttons_of(each))]
        return [each for each in shown if title in text_of(each)]

    def sheets(self) -> int:
        return sum(f"sheet-{self.number}-1.jpg" in pictures_in(each) for each in self.public())

    def results_posted(self) -> int:
        place = f"contest:place:1:{self.number}?0"
        return sum(place in buttons_of(each) for each in self.public())


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    remaining = list(items)
    while remaining:
        yield remaining[:size]
        del remaining[:size]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Twelve entries and twelve ballots, saved before voting opens and before it closes."""
    async with town(tmp_path_factory.mktemp("contest")) as place:
        here = Stage(place)
        painter = place.playground.discord.add_role(here.rowan.guild, "painter of the month")
        here.allow(Permissions.MANAGE_ROLES | Permissions.PIN_MESSAGES)
        await here.start()
        announced = await here.create(
            prize_1="630k", prize_2="315k", prize_3="126k", winner_role=painter.name, quorum=12
        )
        members = here.crowd(12)
        for some in batched(members, AT_ONCE):
            await asyncio.gather(*(here.enter(who, announced) for who in some))
        await here.keep(ENTERED)
        here.deadline_passes("entries_until")
        await here.start()
        announced = await here.shows("Harbours", "Voting is open")
        numbers = here.numbers()
        ballots: list[list[Person]] = [
            *([members[1], members[2]], [members[0], members[2]], [members[0], members[1]]),
            *([members[:3]] * 3 + [members[:2]] * 3 + [members[:1]] * 3),
        ]
        for some in batched(zip(members, ballots, strict=True), AT_ONCE):
            await asyncio.gather(
                *(
                    here.vote(who, announced, *(numbers[each.user.id] for each in picked))
                    for who, picked in some
                )
            )
        given = {"theme": "Boats", "entries_until": "1h", "votes_until": "2h"}
        for point in CREATING:
            here.previews[point] = await here.said(here.rowan, "create", title=f"Created {point}", **given)
        await here.at_rest()
        await here.keep(VOTED)
        yield here


@pytest.mark.parametrize("point", CREATING)
async def test_killed_while_a_contest_is_created(here: Stage, point: str) -> None:
    """It's created once, pressing Create again says so, and its only message is pinned."""
    await here.go_back(VOTED)
    await here.start()
    title = f"Created {point}"
    preview = here.previews[point]
    (here.place.directory / "kill").write_text(point)
    await here.rowan.press(preview["id"], button(preview, "create"))
    await here.dead()
    here.time_passes()
    await here.start()
    assert here.place.query("SELECT count(*) FROM contest WHERE settings LIKE ?", f"%{title}%") == [(1,)]
    with contextlib.suppress(ClientRefused):  # the answer may have arrived, and then the button is gone
        again = await here.press(here.rowan, preview, "create")
        assert "was already created" in text_of(again)
    await here.shows(title, "Entries are open")
    await here.at_rest()
    assert [message["pinned"] for message in here.contests_shown(title)] == [True]


@pytest.mark.parametrize("point", OPENING)
async def test_killed_while_voting_opens(here: Stage, point: str) -> None:
    """Every entry has a number, the message says that voting is open, and there's one contact sheet."""
    await here.go_back(ENTERED)
    here.deadline_passes("entries_until")
    await here.killed_once(point)
    assert sorted(here.numbers().values()) == list(range(1, 13))
    assert ["Voting is open" in text_of(each) for each in here.contests_shown()] == [True]
    assert here.sheets() == 1


@pytest.mark.parametrize("point", CLOSING)
async def test_killed_while_a_contest_closes(here: Stage, point: str) -> None:
    """One message that says it has ended, one with the results, each prize once, one role for the winner."""
    await here.go_back(VOTED)
    here.deadline_passes("votes_until")
    await here.killed_once(point)
    await check_closed(here)


async def test_killed_while_a_host_closes_it(here: Stage) -> None:
    """It closes once, and a host who tries again reads that."""
    await here.go_back(VOTED)
    await here.start("after end phase")
    await here.rowan.slash(here.channel, "contest close")
    await here.dead()
    await here.start()
    again = text_of(await here.said(here.rowan, "close"))
    assert "This contest is over" in again
    await here.at_rest()
    await check_closed(here)


async def check_closed(here: Stage) -> None:
    query = here.place.query
    assert ["This contest is over" in text_of(each) for each in here.contests_shown()] == [True]
    assert [each["pinned"] for each in here.contests_shown()] == [True]
    assert [here.results_posted(), here.sheets()] == [1, 0], "the sheet was posted when voting opened"
    assert [amount for (amount,) in query("SELECT amount FROM contest_prize ORDER BY amount")] == PRIZES
    grants = query("SELECT sum(allowance), sum(spent), sum(held) FROM account WHERE scope = 'grant'")
    assert grants == [(sum(PRIZES), 0, 0)]
    told = query("SELECT count(*), count(DISTINCT user_id) FROM notice WHERE kind = 'member_prize'")
    assert told == [(3, 3)]
    moves = query(
        "SELECT kind, count(*) FROM audit WHERE new LIKE '%closed%' OR kind = 'contest_paid' GROUP BY 1"
    )
    assert sorted(moves) == [("contest_moved", 1), ("contest_paid", 3)]
    guild = here.rowan.guild
    painted = [who for who in here.more if len(guild.members[who.user.id].roles)]
    assert [who.user.name for who in painted] == ["member1"]
    record = await here.record(here.rowan)
    assert verify(record) == []
    assert len(record["ballots"]) == 12
