"""PostgreSQL that's down, silent, back again, or not what Easel expects."""

import asyncio
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace

import asyncpg
import pytest

from bot.errors import StorageUnavailable
from bot.storage import DatabaseMissing, PostgresLocation, Schema, Store, open_store
from bot.storage.database import Transaction
from bot.storage.postgres.causes import ServerAway
from bot.storage.postgres.database import CONNECTIONS, PostgresDatabase
from bot.storage.schema import Migration, shipped
from tests import postgres
from tests.storage.orders import NOW, hold, limits, order

pytestmark = pytest.mark.postgres

PATIENCE = 0.5


@pytest.fixture
def server(postgres_server: postgres.Server) -> Iterator[postgres.Server]:
    """The server, which is running again afterwards."""
    yield postgres_server
    postgres_server.resume()
    if not postgres_server.runs:
        postgres_server.start()


async def refused(store: Store) -> set[str]:
    """Why a write and a read fail. Neither waits forever."""
    causes = set()
    for work in (store.generations.hold(order(99), limits(), NOW), store.meta.get("commands")):
        with pytest.raises(StorageUnavailable) as error:
            await work
        causes.add(error.value.cause)
    return causes


async def test_a_server_that_restarts(server: postgres.Server, postgres_url: str) -> None:
    """While it's down, callers get an error at once. When it's back, everything continues."""
    async with open_store(postgres_url, busy_timeout_seconds=PATIENCE, sole=True) as store:
        await hold(store, 1)
        await asyncio.to_thread(server.stop)
        assert all("PostgreSQL" in cause for cause in await refused(store))
        await asyncio.to_thread(server.start)
        await hold(store, 2)
        assert [generation.id for generation in await store.generations.open()] == [1, 2]


async def test_a_server_that_says_nothing(server: postgres.Server, postgres_url: str) -> None:
    """Callers wait no longer than their patience, on any connection, and then it continues."""
    async with open_store(postgres_url, busy_timeout_seconds=PATIENCE, sole=True) as store:
        await asyncio.gather(*(hold(store, number) for number in range(1, 5)))
        server.pause()
        for _ in range(2):
            works = (store.generations.hold(order(n), limits(), NOW) for n in range(10, 10 + 2 * CONNECTIONS))
            ended = await asyncio.gather(*works, return_exceptions=True)
            assert {type(end) for end in ended} <= {StorageUnavailable, ServerAway}
        server.resume()
        await hold(store, 5)
        assert [generation.id for generation in await store.generations.open()] == [1, 2, 3, 4, 5]
        assert await store.books.differences() == []


async def test_a_store_closes_while_nobody_answers(server: postgres.Server, postgres_url: str) -> None:
    """Stopping the bot doesn't hang."""
    async with open_store(postgres_url, busy_timeout_seconds=PATIENCE, sole=True) as store:
        await hold(store, 1)
        server.pause()


async def test_one_bot_at_a_time(server: postgres.Server, postgres_url: str) -> None:
    """Even after PostgreSQL restarted. Commands don't need the lock."""
    async with open_store(postgres_url, sole=True) as store:
        with pytest.raises(StorageUnavailable, match="another bot is already using it"):
            async with open_store(postgres_url, sole=True):
                pass
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        await lock_is_held(postgres_url)
        async with open_store(postgres_url) as other:
            await other.meta.set("commands", "hash")
        assert await store.meta.get("commands") == "hash"
    async with open_store(postgres_url, sole=True):
        pass


async def lock_is_held(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        while not await connection.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"):
            await asyncio.sleep(0.01)
    finally:
        await connection.close()


async def test_a_bot_whose_place_was_taken_says_so(
    server: postgres.Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one was faster after an outage, so this one has to end."""
    monkeypatch.setattr("bot.storage.postgres.instance_lock._TAKEN_SECONDS", 0.3)
    monkeypatch.setattr("bot.storage.postgres.instance_lock._TRY_EVERY_SECONDS", 0.1)
    async with open_store(postgres_url, sole=True) as store:
        await asyncio.to_thread(server.stop)
        await asyncio.to_thread(server.start)
        thief = await asyncpg.connect(postgres_url)
        try:
            await thief.execute("""
                SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
            """)
            keys = await thief.fetch("SELECT 1")
            assert keys
            from bot.storage.postgres.instance_lock import take

            while not await take(thief):
                await thief.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks"
                    " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
                )
            assert (await store.database.lost()).cause == "another bot is already using it"
        finally:
            await thief.close()


async def test_a_start_waits_for_the_server(server: postgres.Server, postgres_url: str) -> None:
    """It may be starting too. After a while the bot gives up with a sentence."""
    location = PostgresLocation(postgres_url)
    await asyncio.to_thread(server.stop)
    with pytest.raises(ServerAway, match="PostgreSQL doesn't answer"):
        await PostgresDatabase.open(location, sole=True, start_patience_seconds=0.1)
    with pytest.raises(ServerAway):  # a command doesn't wait
        await PostgresDatabase.open(location)
    opening = asyncio.create_task(PostgresDatabase.open(location, sole=True))
    await asyncio.sleep(0.3)
    await asyncio.to_thread(server.start)
    await (await opening).close()


async def test_no_password_is_in_any_error(postgres_url: str) -> None:
    """Neither in the message nor in the traceback, whatever is wrong."""
    for wrong in (
        postgres_url.replace("easel@", "nobody:hunter2@"),
        postgres_url.replace("easel@", "easel:hunter2@").replace("/easel?", "/elsewhere?"),
        "postgresql://easel:hunter2@127.0.0.1:1/easel",
        "postgresql://easel:hunter2@does-not-exist.invalid/easel",
    ):
        with pytest.raises(StorageUnavailable) as error:
            async with open_store(wrong):
                pass
        told = "".join(traceback.format_exception(error.value))
        assert "hunter2" not in told
        assert error.value.cause


async def test_no_row_is_in_any_error(postgres_url: str) -> None:
    """PostgreSQL would quote the refused row, including the token for answering an interaction."""

    def broken() -> Transaction[None]:
        yield "UPDATE generation SET price = 0", {}

    async with open_store(postgres_url) as store:
        await hold(store, 1)
        with pytest.raises(asyncpg.CheckViolationError) as error:
            await store.database.run(broken)
        assert "secret-1" not in "".join(traceback.format_exception(error.value))


async def test_without_its_driver(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence says what to install."""
    for name in [name for name in sys.modules if name.startswith("bot.storage.postgres.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(StorageUnavailable, match=r"pip install \"easel-bot\[postgres\]\""):
        async with open_store(postgres_url):
            pass


# The schema.


async def opened(url: str, *migrations: Migration, schema: Schema = Schema.UPDATE) -> None:
    database = await PostgresDatabase.open(
        PostgresLocation(url), migrations=list(migrations) or None, schema=schema
    )
    await database.close()


async def tables(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return sorted(row["tablename"] for row in rows)
    finally:
        await connection.close()


FIRST = Migration(1, "first", "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;\n")
SECOND = Migration(2, "second", "-- Oldest schema that can use it: 1\nCREATE TABLE a (x INTEGER) STRICT;\n")
THIRD = Migration(3, "third", "CREATE TABLE b (x INTEGER) STRICT;\n")


@pytest.fixture
def empty_url(postgres_server: postgres.Server) -> str:
    return postgres_server.new_database()


async def test_an_empty_database_is_made_by_many_at_once(empty_url: str) -> None:
    """If several processes start at once, it's created only once."""
    await asyncio.gather(*(opened(empty_url) for _ in range(6)))
    connection = await asyncpg.connect(empty_url)
    try:
        versions = [row["version"] for row in await connection.fetch("SELECT version FROM migration")]
    finally:
        await connection.close()
    assert sorted(versions) == [migration.version for migration in shipped()]


async def test_the_schema_moves_forward_in_whole_steps(empty_url: str) -> None:
    """A failed step leaves nothing, and one that was changed afterwards is refused."""
    with pytest.raises(asyncpg.PostgresError):
        await opened(empty_url, FIRST, replace(SECOND, sql=SECOND.sql + "SELECT nonsense;\n"))
    assert await tables(empty_url) == []
    await opened(empty_url, FIRST, SECOND)
    await opened(empty_url, FIRST, SECOND)
    assert await tables(empty_url) == ["a", "meta", "migration", "spool"]
    with pytest.raises(StorageUnavailable, match=r"another text of migration 2"):
        await opened(empty_url, FIRST, replace(SECOND, sql=SECOND.sql + "--\n"))


async def test_only_an_easel_that_is_too_old_is_refused(empty_url: str) -> None:
    """The database says which schema is new enough to use it."""
    await opened(empty_url, FIRST, SECOND)
    await opened(empty_url, FIRST)
    await opened(empty_url, FIRST, schema=Schema.REQUIRE)
    await opened(empty_url, FIRST, SECOND, THIRD)
    for known in ([FIRST], [FIRST, SECOND]):
        with pytest.raises(StorageUnavailable, match="a newer Easel has written the database"):
            await opened(empty_url, *known)


async def test_another_programs_database_is_left_alone(empty_url: str) -> None:
    """The same goes for an empty one, if nothing may be created."""
    with pytest.raises(DatabaseMissing, match="has no tables of Easel's"):
        await opened(empty_url, schema=Schema.REQUIRE)
    connection = await asyncpg.connect(empty_url)
    await connection.execute("CREATE TABLE theirs (x int)")
    await connection.close()
    with pytest.raises(StorageUnavailable, match="another program's"):
        await opened(empty_url)
    assert await tables(empty_url) == ["theirs"]
