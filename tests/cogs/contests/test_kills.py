"""The process dies before and after each write, and after each request, of a contest's close."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.contests.record import verify
from bot.contests.service import ContestService
from bot.storage.repositories.contests import ContestRepository
from cogs.client import EaselClient
from playground.discord import Permissions
from tests.cogs.contests.fair import Fair
from tests.contests.test_kills import Fate, Killed, Mortal
from tests.end_to_end.town import text_of
from tests.storage.contest_scenes import DAY, MINUTE

PRIZES = (100, 50, 20)


@contextmanager
def mortal_requests(client: EaselClient, fate: Fate) -> Iterator[None]:
    """Each request to Discord can kill the process before it reads the answer.

    It stays dead for longer than Discord remembers nonces, so those don't help.
    """
    request = client.http.request

    async def mortal(*args: Any, **options: Any) -> Any:
        for part in options.get("form") or ():
            if part["name"] == "payload_json":
                part["value"] = part["value"].replace('"enforce_nonce":true', '"enforce_nonce":false')
        answer = await request(*args, **options)
        fate.point()
        return answer

    client.http.request = mortal  # type: ignore[method-assign]
    try:
        yield
    finally:
        client.http.request = request  # type: ignore[method-assign]


async def survives(here: Fair, fate: Fate) -> bool:
    """Does all that's due. False if the process died of it."""
    contests = ContestService(
        ContestRepository(Mortal(here.store.database, fate), here.clock),  # type: ignore[arg-type]
        here.pictures,
        here.clock,
    )
    alive = True
    with mortal_requests(here.client, fate):
        try:
            for _ in range(3):
                await contests.advance()
                await contests.catch_up(here.board)
        except* Killed:
            alive = False
    return alive


@pytest.mark.timeout(600)
async def test_killed_at_each_write_and_each_request(here: Fair) -> None:
    """Twelve entries and ballots: one result, each prize and the role once, in every case."""
    members = here.crowd(12)
    painter = here.discord.add_role(here.guild, "painter", Permissions.NONE)
    here.allow(Permissions.MANAGE_ROLES | Permissions.PIN_MESSAGES)
    here.clock.now_ms -= 10 * DAY  # so that it's never ahead of Discord's
    at, survived = 0, False
    while not survived:
        at += 1
        # Discord limits the messages in a channel.
        here.channel = here.discord.add_channel(here.guild, f"contest-{at}").id
        contest = await here.contest(prizes=PRIZES, winner_role_id=painter.id, quorum=12)
        await asyncio.gather(*(here.entered(contest, who) for who in members))
        await here.end(contest)
        numbers = await here.town.numbers(contest)
        first, second, third = (numbers[who.user.id] for who in members[:3])
        ballots = [(second, third), (first, third), (first,), *([(first, second)] * 4), *([(first,)] * 5)]
        await asyncio.gather(
            *(here.voted(contest, {who: ballot}) for who, ballot in zip(members, ballots, strict=True))
        )
        here.discord.set_roles(here.guild, members[0].user)
        paid_before = [await here.left(who) for who in members[:4]]
        here.clock.now_ms = contest.settings.schedule.votes_until_ms
        survived = await survives(here, Fate(at))
        if not survived:
            here.clock.now_ms += MINUTE
            assert await survives(here, Fate(0))
        assert ["is over" in text_of(each) for each in here.shown(contest)] == [True], at
        assert [each["pinned"] for each in here.shown(contest)] == [True], at
        assert [len(here.results(contest)), len(here.sheets())] == [1, 1], at
        paid = [await here.left(who) for who in members[:4]]
        assert [now - then for now, then in zip(paid, paid_before, strict=True)] == [*PRIZES, 0], at
        assert here.guild.members[members[0].user.id].roles == {painter.id}, at
        assert await here.store.contests.tasks() == [], at
        assert verify(await here.store.contests.record(here.guild.id, contest.id)) == [], at
    assert await here.store.books.differences() == []
    assert at > 25
