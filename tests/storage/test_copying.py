"""Moving from SQLite to PostgreSQL loses nothing, and doesn't change the source."""

from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from bot.cli.arguments import Copy, parse
from bot.cli.database import copy
from bot.errors import StorageUnavailable
from bot.storage import PostgresLocation, SqliteLocation, Store, open_store
from bot.storage.postgres.copying import copy_store
from tests.storage.contents import texts
from tests.storage.contest_scenes import SEED, Clock, Town, opened
from tests.storage.orders import GUILD, MEMBER, NOW, act, advance, buy, hold

pytestmark = pytest.mark.postgres

PICTURE = bytes(range(256)) * 4_000


async def fill(store: Store) -> None:
    """Fills most tables: budgets, an undone change, a contest, open orders and their pictures."""
    await store.quotas.set_server(GUILD, lambda now: replace(now, cap=10_000, staff_channel_id=7), act())
    await store.operator.set_cap(100_000, None, NOW)
    await store.quotas.grant(MEMBER, 40, None, act(reason="ü\0🎨"))
    change = await store.quotas.set_allowance(MEMBER, 500, act())
    assert change.audit_id is not None
    await store.quotas.undo(GUILD, change.audit_id, act())
    await buy(store, 1, 60)
    await hold(store, 2, 10)
    await advance(store, 3, cost=9)
    await store.spool.save(3, PICTURE)
    town = Town(store, Clock())
    contest = await town.contest(prizes=(50,), quorum=1, seed=SEED)
    await town.enter(contest, 11, 12)
    await store.generations.save_inputs(1, [b"\0\1", PICTURE], NOW)


@pytest.fixture
async def source(sqlite_url: str, path: Path) -> SqliteLocation:
    async with opened(sqlite_url, Clock()) as store:
        await fill(store)
        (store.spool._folder / "77.part").write_bytes(b"half a pic")
    return SqliteLocation(path)


@pytest.fixture
def target(postgres_url: str) -> PostgresLocation:
    return PostgresLocation(postgres_url)


async def contents(url: str) -> dict[str, list[str]]:
    async with open_store(url) as store:
        found = await texts(store)
    ours = {name: sorted(lines) for name, lines in found.items() if name not in {"migration", "spool"}}
    return {
        name: [line.replace("\\0", "").replace("\\x00", "") for line in lines] for name, lines in ours.items()
    }


async def test_everything_is_there_and_goes_on(
    source: SqliteLocation, target: PostgresLocation, sqlite_url: str
) -> None:
    """Every row, the picture in progress, and the next ids. PostgreSQL can finish the open orders."""
    before = await contents(sqlite_url)
    copied = await copy_store(source, target)
    assert (copied.pictures, copied.differences) == (1, [])
    assert await contents(target.url) == before == await contents(sqlite_url)
    assert copied.rows >= sum(map(len, before.values())) - 1 > 40
    async with open_store(target.url, default_allowance=1_000) as store:
        assert await store.spool.load(3) == PICTURE
        assert await store.spool.kept() == [3]
        assert await store.generations.inputs(1) == (b"\0\1", PICTURE)
        await store.generations.settle(3, 7, NOW)
        await store.generations.request(2, NOW)
        await store.generations.generated(2, 10, None, NOW)
        await store.generations.settle(2, 8, NOW)
        await buy(store, 4, 5)
        await store.quotas.grant(MEMBER, 5, None, act())
        assert await store.books.differences() == []


async def test_only_an_empty_database_is_copied_to(source: SqliteLocation, target: PostgresLocation) -> None:
    """Existing contents stay, even if it's one row or one picture."""
    async with open_store(target.url) as store:
        await store.spool.save(1, b"precious")
    with pytest.raises(StorageUnavailable, match="already"):
        await copy_store(source, target)
    async with open_store(target.url) as store:
        assert await store.spool.load(1) == b"precious"
        await store.spool.discard(1)
        await store.meta.set("commands", "hash")
    with pytest.raises(StorageUnavailable, match="already"):
        await copy_store(source, target)
    assert [name for name, lines in (await contents(target.url)).items() if lines] == ["meta"]


async def test_nothing_is_copied_if_one_row_comes_out_differently(
    source: SqliteLocation, target: PostgresLocation
) -> None:
    """Everything is read back before it's committed."""
    connection = await asyncpg.connect(target.url)
    try:
        await connection.execute("""
            CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN NEW.attempts = NEW.attempts + 1; RETURN NEW; END $$;
            CREATE TRIGGER spoil BEFORE INSERT ON generation FOR EACH ROW EXECUTE FUNCTION spoil();
        """)
        with pytest.raises(StorageUnavailable, match="generation came out differently"):
            await copy_store(source, target)
    finally:
        await connection.execute("DROP FUNCTION IF EXISTS spoil() CASCADE")
        await connection.close()
    assert [name for name, lines in (await contents(target.url)).items() if lines] == ["meta"]


async def test_both_have_to_be_free(
    source: SqliteLocation, target: PostgresLocation, sqlite_url: str
) -> None:
    """A bot on either of them would change the copied data."""
    for url in (sqlite_url, target.url):
        async with open_store(url, sole=True):
            with pytest.raises(StorageUnavailable, match="another bot"):
                await copy_store(source, target)


async def test_it_says_what_was_copied(
    source: SqliteLocation, target: PostgresLocation, capsys: pytest.CaptureFixture[str]
) -> None:
    """How much, and that the ledger adds up. It doesn't show the password."""
    assert parse(["copy", "sqlite:///a", "postgresql://b/c"]) == Copy("sqlite:///a", "postgresql://b/c")
    url = target.url.replace("easel@", "easel:hunter2@")
    assert await copy(f"sqlite:///{source.path}", url) == 0
    said = capsys.readouterr().out
    assert "the pictures in progress (1)" in said
    assert "The ledger adds up in both." in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("source_url", "target_url"),
    [("postgresql://a/b", "sqlite:///c"), ("sqlite:///a", "sqlite:///b"), ("sqlite:///a", "nonsense")],
)
async def test_only_one_way(source_url: str, target_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Other directions are refused with a sentence before anything is opened."""
    assert await copy(source_url, target_url) == 2
    assert capsys.readouterr().err
