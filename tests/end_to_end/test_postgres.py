"""The real bot on PostgreSQL: the same commands, the same care of pictures, and outages that it survives."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import open_store
from playground.discord import Person
from tests import postgres
from tests.end_to_end.asking import said
from tests.end_to_end.test_operator import typed
from tests.end_to_end.town import Town, pictures_in, text_of, town

pytestmark = pytest.mark.postgres

PASSWORD = "hunter2-hunter2"
PRICE = 63_000


@pytest.fixture
def url(postgres_url: str) -> str:
    """The database's address with a password, which the tests' server doesn't ask for."""
    return postgres_url.replace("easel@", f"easel:{PASSWORD}@")


@pytest.fixture
async def place(tmp_path: Path, url: str) -> AsyncIterator[Town]:
    async with town(tmp_path) as place:
        await place.start(DATABASE_URL=url)
        yield place
        await place.stop()
        assert not any(PASSWORD in line for line in place.log)
    assert not place.database.exists()
    async with open_store(url) as store:
        assert await store.books.differences() == []


async def states(url: str) -> dict[int, str]:
    async with open_store(url) as store:
        rows = await store.database.read(_states())
    return {row["id"]: row["state"] for row in rows}


def _states():
    return (yield "SELECT id, state FROM generation", {})


async def over(url: str, *generation_ids: int) -> list[str]:
    """How they ended, once each of them has."""
    async with asyncio.timeout(40):
        while True:
            found = [(await states(url)).get(each, "") for each in generation_ids]
            if set(found) <= {"delivered", "released", "lost"}:
                return found
            await asyncio.sleep(0.1)


def pictures(who: Person, place: Town) -> list[str]:
    return [name for message in who.messages(place.channel()) for name in pictures_in(message)]


async def test_pictures_budgets_and_a_kill(place: Town, url: str) -> None:
    """A picture is paid, a grant counts, a kill loses nothing, and the owner's commands work."""
    hazel = place.person("hazel")
    first = await place.imagine(hazel)
    assert await over(url, first) == ["delivered"]
    before = await said(place, hazel, "budget show")
    moderator = place.person("rowan")
    await said(place, moderator, "quota member grant", member="hazel", amount="1m")
    assert await said(place, hazel, "budget show") != before
    place.image_api.latency_seconds = 1.5
    second, third = await place.imagine(hazel), await place.imagine(hazel)
    async with asyncio.timeout(20):
        while "requested" not in (await states(url)).values():
            await asyncio.sleep(0.05)
    await place.kill()
    await place.start(DATABASE_URL=url)
    delivered = 1 + (await over(url, second, third)).count("delivered")
    assert len(pictures(hazel, place)) == len(set(pictures(hazel, place))) == delivered
    for command, words in (
        (("check", "--books"), "The ledger adds up."),
        (("reconcile",), "0 differences"),
        (("operator", "spending"), f"paid by members {delivered * PRICE:,} tokens"),
        (("export", "--what", "ledger"), "settle"),
    ):
        ending, lines = await typed(place, *command, DATABASE_URL=url)
        assert ending == "ended with exit code 0", (command, lines)
        assert words in "\n".join(lines)
    async with asyncio.timeout(30):  # until it's connected again
        while (await typed(place, "health", DATABASE_URL=url))[0] != "ended with exit code 0":
            pass
    ending, lines = await typed(place, "backup", "copy.sqlite3", DATABASE_URL=url)
    assert ending == "ended with exit code 1"
    assert "pg_dump" in "\n".join(lines)


async def test_an_outage_of_the_database(place: Town, url: str, postgres_server: postgres.Server) -> None:
    """Members read that they weren't charged, the bot stays, and it goes on when the database is back."""
    hazel = place.person("hazel")
    await over(url, await place.imagine(hazel))
    await asyncio.to_thread(postgres_server.stop)
    try:
        await place.imagine(hazel)
        message = await hazel.wait_for(lambda message: "I can't save anything right now" in text_of(message))
        assert message["ephemeral"]
        assert "You weren't charged." in text_of(message)
        assert place.bot.ending is None
    finally:
        await asyncio.to_thread(postgres_server.start)
    assert await over(url, await place.imagine(hazel)) == ["delivered"]
    assert len(place.image_api.charges) == 2


async def test_a_start_without_the_database_ends_with_a_sentence(tmp_path: Path) -> None:
    """After waiting for it, and without its password."""
    async with town(tmp_path) as place:
        away = f"postgresql://easel:{PASSWORD}@127.0.0.1:1/easel"
        ending, lines = await typed(place, "check", "--books", DATABASE_URL=away, LOG_LEVEL="error")
    assert ending == "ended with exit code 1"
    assert lines == ["The database can't be used: PostgreSQL doesn't answer (easel on 127.0.0.1:1)."]
