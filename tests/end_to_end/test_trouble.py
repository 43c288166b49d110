"""When the owner's disk or database fails, members get a plain sentence and the log has the cause."""

import asyncio
import json
import shutil
import sqlite3
import sys
from pathlib import Path

from bot.storage import open_store
from tests.end_to_end.town import Town, pictures_in, text_of, town, until


def causes(place: Town) -> str:
    """Everything that was logged as an error."""
    lines = [json.loads(line) for line in place.log if line.startswith("{")]
    return "\n".join(line["message"] for line in lines if line["level"] in ("error", "critical"))


async def books_add_up(place: Town) -> bool:
    async with open_store(f"sqlite:///{place.database}") as store:
        return await store.books.differences() == []


async def test_a_locked_database_refuses_in_time_and_holds_nothing(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        hazel = place.person("hazel")
        other = sqlite3.connect(place.database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        rowan = place.person("rowan")

        async def somewhat_later() -> int:  # after hazel's request, which waits for the lock
            await asyncio.sleep(1)
            return await place.imagine(rowan)

        generation, _ = await asyncio.gather(place.imagine(hazel), somewhat_later())
        message = await hazel.wait_for(lambda message: message["ephemeral"])
        await rowan.wait_for(lambda message: message["ephemeral"])
        other.execute("ROLLBACK")
        other.close()
        assert len(text_of(message)) > 20
        assert place.image_api.requests == []
        # The hold may have been written after nobody waited for it any more. The next start releases it.
        await place.stop()
        await place.start()
        await until(lambda: place.state(generation) in (None, "released"))
        assert place.balance(hazel) == (0, 0)
        await place.over(await place.imagine(hazel))
        assert place.balance(hazel) == (63_000, 0)
        assert await books_add_up(place)


async def test_without_the_spool_the_picture_arrives_and_the_operator_reads_why(tmp_path: Path):
    async with town(tmp_path) as place:
        await place.start()
        spool = place.database.with_name(place.database.name + ".spool")
        shutil.rmtree(spool)
        spool.write_text("in the way")
        hazel = place.person("hazel")
        await place.over(await place.imagine(hazel))
        await hazel.wait_for(lambda message: pictures_in(message) != [])
        assert place.balance(hazel) == (63_000, 0)
        assert "spool" in causes(place)


async def test_a_full_disk_refuses_with_its_name_in_the_log_and_the_books_add_up(tmp_path: Path):
    async with town(tmp_path) as place:
        limited = 'ulimit -f 1600; exec "$0" -m bot run'  # blocks of 512 bytes, enough for a few pictures
        await place.start("sh", "-c", limited, sys.executable, DEFAULT_ALLOWANCE="1000m")
        hazel, refused = place.person("hazel"), None
        for _ in range(100):
            generation = await place.imagine(hazel, width=512, height=512)
            if place.state(generation) is None:
                refused = await hazel.wait_for(lambda message: message["ephemeral"])
                break
            await until(lambda asked=generation: place.state(asked) == "delivered" or "disk" in causes(place))
            if "disk" in causes(place):
                break
        assert "disk" in causes(place)
        assert refused is None or len(text_of(refused)) > 20
        await place.kill()
        await place.start(DEFAULT_ALLOWANCE="1000m")
        await until(
            lambda: (
                not place.query("SELECT 1 FROM generation WHERE state IN ('held','requested','generated')")
            )
        )
        paid, lost, charged = place.books()
        assert paid + lost == charged
        assert await books_add_up(place)
