"""The schema only moves forward, in whole steps, and never on a guess."""

import asyncio
import sqlite3
import stat
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from bot.budgets.periods import Cycle, Schedule
from bot.budgets.policy import UNLIMITED
from bot.errors import OverBudget, StorageUnavailable
from bot.generation.ports import Settled
from bot.storage import open_store
from bot.storage.schema import Migration, shipped
from bot.storage.sqlite.database import SqliteDatabase
from bot.storage.sqlite.migrate import migrate
from tests.storage.orders import GUILD, MONTH, NOW, act, buy, hold, limits, order, spent_and_held

FIRST = Migration(1, "first", "CREATE TABLE a (x);\nCREATE TABLE b (x);\n")
SECOND = Migration(2, "second", "ALTER TABLE a ADD COLUMN y;\nINSERT INTO a VALUES (1, 2);\n")
BROKEN = Migration(3, "third", "CREATE TABLE c (x);\nINSERT INTO nowhere VALUES (1);\n")


async def opened(path: Path, *migrations: Migration) -> None:
    await (await SqliteDatabase.open(path, migrations=list(migrations))).close()


async def cause(path: Path, *migrations: Migration) -> str:
    with pytest.raises(StorageUnavailable) as refused:
        await opened(path, *migrations)
    return refused.value.cause


def schema(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return [name for (name,) in rows]


async def test_each_is_applied_once_in_order(path: Path) -> None:
    """A new database gets all, an old one the missing ones, and one that's up to date none."""
    await opened(path, FIRST)
    await opened(path, FIRST, SECOND)
    await opened(path, FIRST, SECOND)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT x, y FROM a").fetchall() == [(1, 2)]
        applied = connection.execute("SELECT version, name FROM migration").fetchall()
    assert applied == [(1, "first"), (2, "second")]


def test_what_was_applied_is_named(tmp_path: Path) -> None:
    """For the output of `python -m bot migrate`."""
    with closing(sqlite3.connect(tmp_path / "x", isolation_level=None)) as connection:
        assert migrate(connection, [FIRST, SECOND]) == ["first", "second"]
        assert migrate(connection, [FIRST, SECOND]) == []


async def test_a_step_that_fails_leaves_nothing_of_itself(path: Path) -> None:
    """The earlier steps stay applied. Once it's fixed, the next start continues."""
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await opened(path, FIRST, SECOND, BROKEN)
    assert schema(path) == ["a", "b", "migration"]
    await opened(path, FIRST, SECOND, Migration(3, "third", "CREATE TABLE c (x);"))
    assert schema(path) == ["a", "b", "c", "migration"]


async def test_a_newer_database_is_refused(path: Path) -> None:
    """An older Easel doesn't touch it, and says which version is needed."""
    await opened(path, FIRST, SECOND)
    assert await cause(path, FIRST) == (
        "a newer Easel has written the database: its schema is version 2, and this Easel knows 1;"
        " install an Easel that knows schema version 2"
    )


async def test_a_changed_migration_is_refused(path: Path) -> None:
    """If the files differ from what was applied, nobody knows the database's schema."""
    await opened(path, FIRST)
    changed = Migration(1, "first", FIRST.sql + "-- harmless?\n")
    assert "another text of migration 1 (first)" in await cause(path, changed, SECOND)


async def test_the_real_one_is_applied_by_many_at_once(sqlite_url: str, path: Path) -> None:
    """When several processes start on a new database at once, it's created only once."""
    start = "import asyncio, sys; from bot.storage import open_store\n"
    start += "async def main():\n    async with open_store(sys.argv[1], busy_timeout_seconds=60): pass\n"
    start += "asyncio.run(main())"

    async def process() -> int:
        return await (await asyncio.create_subprocess_exec(sys.executable, "-c", start, sqlite_url)).wait()

    assert await asyncio.gather(*(process() for _ in range(6))) == [0] * 6
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM migration").fetchone() == (len(shipped()),)


async def test_what_is_in_the_database_survives_the_next_start(sqlite_url: str) -> None:
    """Opening an existing store doesn't migrate anything away."""
    async with open_store(sqlite_url) as store:
        await store.generations.hold(order(1), limits(), NOW)
    async with open_store(sqlite_url) as store:
        assert [generation.id for generation in await store.generations.open()] == [1]


def test_the_files_are_numbered_without_gaps() -> None:
    """0001_name.sql, 0002_name.sql, …: the order is obvious."""
    found = shipped()
    assert [migration.version for migration in found] == list(range(1, len(found) + 1))
    names = {file.name for file in (resources.files("bot.storage") / "migrations").iterdir()}
    assert {f"{migration.version:04}_{migration.name}.sql" for migration in found} == names


def test_a_migration_is_taken_apart_statement_by_statement() -> None:
    """Triggers contain semicolons, and comments can too."""
    sql = "-- one; two\nCREATE TABLE a (x);\n"
    sql += "CREATE TRIGGER t AFTER INSERT ON a\nBEGIN\n  DELETE FROM a;\nEND;\n"
    assert [statement.split()[-1] for statement in Migration(1, "x", sql).statements()] == ["(x);", "END;"]


async def test_only_its_owner_may_read_the_database(sqlite_url: str, path: Path) -> None:
    """It has prompts and, for a while, interaction tokens. File and log are private from the start."""
    async with open_store(sqlite_url) as store:
        await store.generations.hold(order(1), limits(), NOW)
        await store.spool.save(1, b"picture")
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {
        path.name: 0o600,
        f"{path.name}-wal": 0o600,
        f"{path.name}-shm": 0o600,
        f"{path.name}.spool": 0o700,
    }


async def test_the_wheel_brings_them_along(tmp_path: Path) -> None:
    """An installed Easel creates its database like a checkout does."""
    builder = (
        "from hatchling.builders.wheel import WheelBuilder;"
        "import sys; print(next(WheelBuilder(sys.argv[1]).build(directory=sys.argv[2])))"
    )
    root = Path(__file__).parents[2]
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", builder, str(root), str(tmp_path))
    assert await child.wait() == 0
    [wheel] = tmp_path.glob("*.whl")  # noqa: ASYNC240
    with zipfile.ZipFile(wheel) as archive:
        assert "bot/storage/migrations/0001_ground.sql" in archive.namelist()


OLD = f"""
INSERT INTO account (
    id, scope, guild_id, user_id, period_start_ms, period_end_ms, only_one, allowance, spent, held
) VALUES
    (1, 'member', 10, 20, {MONTH.start_ms}, {MONTH.end_ms}, 1, 1000, 60, 10),
    (2, 'server', 10, 0, {MONTH.start_ms}, {MONTH.end_ms}, 1, {UNLIMITED}, 60, 10),
    (3, 'operator_server', 10, 0, {MONTH.start_ms}, {MONTH.end_ms}, 1, {UNLIMITED}, 60, 10),
    (4, 'operator', 0, 0, {MONTH.start_ms}, {MONTH.end_ms}, 1, {UNLIMITED}, 60, 10);
INSERT INTO generation (
    id, guild_id, user_id, user_name, prompt, width, height, seed, format, application_id, channel_id,
    reply_expires_at_ms, upload_limit, private, spoiler, price, state, held_at_ms, requested_at_ms,
    generated_at_ms, ended_at_ms, told_at_ms, attempts, cost, message_id
) VALUES
    (1, 10, 20, 'hazel', 'a harbour', 1024, 768, 7, 'png', 5, 6, {NOW}, 9, 0, 0, 60, 'delivered', {NOW},
     {NOW}, {NOW}, {NOW}, {NOW}, 1, 60, 7),
    (2, 10, 20, 'hazel', 'a harbour', 1024, 768, 7, 'png', 5, 6, {NOW}, 9, 0, 0, 10, 'generated', {NOW},
     {NOW}, {NOW}, NULL, NULL, 1, 10, NULL);
INSERT INTO ledger (
    at_ms, kind, account_id, server_account_id, operator_server_account_id, operator_account_id, guild_id,
    user_id, generation_id, held_change, spent_change
) VALUES
    ({NOW}, 'hold', 1, 2, 3, 4, 10, 20, 1, 60, 0), ({NOW + 5}, 'settle', 1, 2, 3, 4, 10, 20, 1, -60, 60),
    ({NOW}, 'hold', 1, 2, 3, 4, 10, 20, 2, 10, 0);
"""


async def test_budgets_of_an_older_easel_go_on(path: Path) -> None:
    """Usage and holds count as before, and an open picture is settled."""
    await (await SqliteDatabase.open(path, migrations=shipped()[:2])).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OLD)
    async with open_store(f"sqlite:///{path}", default_allowance=1_000) as store:
        assert await store.books.differences() == []
        await store.quotas.set_server(GUILD, lambda policy: replace(policy, cap=100), act())
        with pytest.raises(OverBudget):
            await hold(store, 3, 31)
        assert await store.generations.settle(2, 8, NOW) == Settled(paid=10, lost=0)
        await store.quotas.set_server(
            GUILD, lambda policy: replace(policy, schedule=Schedule(Cycle.WEEK)), act()
        )
        await buy(store, 3, 30)
        assert await spent_and_held(store) == (100, 0)
        assert (await store.quotas.refund(GUILD, 1, act())).result.restored == 60
        assert await store.books.differences() == []
