"""Shared code of the state machines: a store in its own folder that can crash at any time."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.storage import Store, open_store
from bot.storage.database import T

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))


class StoreMachine(RuleBasedStateMachine):
    """Opens a store first, and closes it at the end."""

    default_allowance = 0

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.starts = 0

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize()
    def open_for_the_first_time(self) -> None:
        self.open()

    def open(self) -> None:
        self.exits = AsyncExitStack()
        url = f"sqlite:///{self.folder / str(self.starts) / 'easel.sqlite3'}"
        opening = open_store(url, default_allowance=self.default_allowance)
        self.store: Store = self.do(self.exits.enter_async_context(opening))

    def teardown(self) -> None:
        self.do(self.exits.aclose())
        self.runner.close()
        shutil.rmtree(self.folder)

    @rule()
    def crash(self) -> None:
        """The process and its memory are gone. Only the files are left, as they are at this moment."""
        here, there = self.folder / str(self.starts), self.folder / str(self.starts + 1)
        shutil.copytree(here, there, ignore=shutil.ignore_patterns("*-shm"))
        self.do(self.exits.aclose())
        self.starts += 1
        self.open()
