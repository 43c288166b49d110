"""Runs the real bot as its own process, started as in production."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
RUN_BOT = (sys.executable, "-m", "bot", "run")


class BotProcess:
    """Starts, ends and restarts one bot.

    `heard` gets every line it writes, and `gone` is called each time it ends. It runs in `directory`, outside
    the checkout, so that it doesn't read your own `.env`.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        directory: Path,
        heard: Callable[[str], None],
        gone: Callable[[], None] = lambda: None,
        command: Sequence[str] = RUN_BOT,
    ) -> None:
        self._environment = {**os.environ, **environment, "PYTHONUNBUFFERED": "1"}
        self._environment["PYTHONPATH"] = os.pathsep.join(
            filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH")))
        )
        self._directory = directory
        self._heard = heard
        self._gone = gone
        self._command = tuple(command)
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self.stopping = False

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        return self._process.pid if self._process is not None and self.running else None

    @property
    def ending(self) -> str | None:
        """How it ended ("was killed (SIGKILL)"). None while it runs and before its first start."""
        if self._process is None or self._process.returncode is None:
            return None
        code = self._process.returncode
        if code >= 0:
            return f"ended with exit code {code}"
        name = signal.Signals(-code).name
        return f"was {'killed' if code == -signal.SIGKILL else 'ended'} ({name})"

    async def start(self) -> None:
        """Starts it. Does nothing while it runs."""
        if self.running:
            return
        await self._read_to_the_end()
        self.stopping = False
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=self._directory,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # Ctrl-C in the terminal only reaches the playground, which then stops the bot cleanly.
            start_new_session=True,
        )
        self._reader = asyncio.create_task(self._read(self._process))

    def terminate(self) -> None:
        """Asks it to end (SIGTERM)."""
        if self._process is not None and self.running:
            self.stopping = True
            self._process.terminate()

    def kill(self) -> None:
        """Kills it at once (SIGKILL). It can't clean up."""
        if self._process is not None and self.running:
            self._process.kill()

    async def ended(self) -> None:
        """Waits until it has ended and `heard` has got everything it wrote."""
        if self._process is not None:
            await self._process.wait()
            await self._read_to_the_end()

    async def stop(self, grace_seconds: float) -> None:
        """Asks it to end, and kills it if that takes longer than `grace_seconds`."""
        self.terminate()
        try:
            await asyncio.wait_for(self.ended(), grace_seconds)
        except TimeoutError:
            self.kill()
            await self.ended()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while chunk := await self._line(process.stdout):
            self._heard(chunk.decode(errors="replace").rstrip())
        await process.wait()
        self._gone()

    async def _line(self, stream: asyncio.StreamReader) -> bytes:
        """The next line, or as much of a very long one as fits the stream's buffer. Empty at the end."""
        try:
            return await stream.readuntil(b"\n")
        except asyncio.IncompleteReadError as end:
            return end.partial
        except asyncio.LimitOverrunError as long:
            return await stream.read(long.consumed)

    async def _read_to_the_end(self) -> None:
        if self._reader is not None:
            await asyncio.shield(self._reader)
