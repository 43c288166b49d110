"""Tells systemd that the bot is ready, alive or stopping, if it was started with `Type=notify`.

The protocol is sd_notify(3): one datagram to the socket in the environment.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Mapping

log = logging.getLogger(__name__)


class Systemd:
    """Does nothing if the bot was started in any other way."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        # An "@" means the zero byte at the start of an abstract socket's name.
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        mine = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._watchdog_seconds = int(environment.get("WATCHDOG_USEC", "0")) / 1e6 if mine else 0.0

    async def run(self, ready: Callable[[], Awaitable[object]]) -> None:
        """Sends READY once `ready` returns, and from the start keeps sending that the event loop is alive.

        systemd restarts a bot that's silent for longer than the unit's `WatchdogSec`.
        """
        watching = asyncio.create_task(self._watch())
        try:
            await ready()
            self._tell("READY=1")
            await watching
        finally:
            watching.cancel()

    def stopping(self) -> None:
        """The bot was asked to stop, and is finishing the pictures in progress."""
        self._tell("STOPPING=1")

    async def _watch(self) -> None:
        if not self._watchdog_seconds:
            await asyncio.Event().wait()
        while True:
            self._tell("WATCHDOG=1")
            await asyncio.sleep(self._watchdog_seconds / 2)

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
                connection.setblocking(False)
                connection.sendto(state.encode(), self._address)
        except OSError as error:
            log.warning("can't send %s to systemd: %s", state, error)
