"""Tells systemd that the bot is ready, alive or stopping, if it started the bot with `Type=notify`.

The protocol is sd_notify(3): one datagram to the socket that the environment names.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Mapping

log = logging.getLogger(__name__)


class Systemd:
    """Started in any other way, nothing is told to anybody."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        # An "@" stands for the zero byte that begins the name of an abstract socket.
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        mine = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._watchdog_seconds = int(environment.get("WATCHDOG_USEC", "0")) / 1e6 if mine else 0.0

    async def run(self, ready: Callable[[], Awaitable[object]]) -> None:
        """Says READY once `ready` returns, and from the start that the event loop is alive, for ever.

        systemd restarts a bot that falls silent for longer than the unit's `WatchdogSec`.
        """
        watching = asyncio.create_task(self._watch())
        try:
            await ready()
            self._tell("READY=1")
            await watching
        finally:
            watching.cancel()

    def stopping(self) -> None:
        """The bot was asked to stop, and finishes what's in progress."""
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
            log.warning("systemd can't be told %s: %s", state, error)
