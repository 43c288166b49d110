"""A background task that ends is a bug, and is reported."""

import asyncio
import logging

import pytest

from bot.shutdown import background_tasks


async def for_ever(started: asyncio.Event, stopped: asyncio.Event) -> None:
    started.set()
    try:
        await asyncio.Event().wait()
    finally:
        stopped.set()


async def test_tasks_run_until_the_end_and_are_waited_for() -> None:
    """On exit, each is cancelled and cleans up, and nothing counts as a failure."""
    started, stopped = asyncio.Event(), asyncio.Event()
    async with background_tasks() as tasks:
        tasks.start("work", for_ever(started, stopped))
        await started.wait()
    assert stopped.is_set()
    assert not tasks.failed.is_set()


@pytest.mark.parametrize("bug", [ZeroDivisionError(), None])
async def test_a_task_that_ends_is_reported(bug: Exception | None, caplog: pytest.LogCaptureFixture) -> None:
    """The report has its name and its traceback, whether it raised or just returned."""

    async def ends() -> None:
        if bug is not None:
            raise bug

    async with background_tasks() as tasks:
        tasks.start("pruning", ends())
        await tasks.failed.wait()
    [record] = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert "pruning" in record.getMessage()
    assert bug is None or (record.exc_info is not None and record.exc_info[1] is bug)


async def test_a_bug_while_stopping_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The others still stop."""
    started, stopped = asyncio.Event(), asyncio.Event()

    async def clumsy() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise ValueError from None

    async with background_tasks() as tasks:
        tasks.start("clumsy", clumsy())
        tasks.start("work", for_ever(started, stopped))
        await started.wait()
    assert stopped.is_set()
    assert "clumsy" in caplog.text
