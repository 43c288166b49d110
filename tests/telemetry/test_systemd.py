"""The bot's messages to systemd, over a real datagram socket."""

import asyncio
import os
import socket
from pathlib import Path

import pytest

from bot.systemd import Systemd


@pytest.mark.parametrize("abstract", [False, True])
async def test_systemd_hears_when_it_is_ready_alive_and_stopping(tmp_path: Path, *, abstract: bool):
    """READY is only sent once the bot is connected, and the watchdog is fed from the start."""
    name = f"easel-{os.getpid()}" if abstract else str(tmp_path / "notify")
    connected = asyncio.Event()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0{name}" if abstract else name)
        manager.setblocking(False)

        async def heard() -> bytes:
            return await asyncio.wait_for(asyncio.get_running_loop().sock_recv(manager, 100), 10)

        systemd = Systemd({"NOTIFY_SOCKET": f"@{name}" if abstract else name, "WATCHDOG_USEC": "40000"})
        running = asyncio.create_task(systemd.run(connected.wait))
        assert [await heard() for _ in range(3)] == [b"WATCHDOG=1"] * 3
        connected.set()
        while (said := await heard()) == b"WATCHDOG=1":
            pass
        assert said == b"READY=1"
        systemd.stopping()
        while (said := await heard()) == b"WATCHDOG=1":
            pass
        assert said == b"STOPPING=1"
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_without_systemd_nothing_happens():
    """The bot also runs in a terminal or a container, and if systemd's socket is gone."""
    for environment in ({}, {"NOTIFY_SOCKET": "/nowhere/at/all", "WATCHDOG_USEC": "10"}):
        systemd = Systemd(environment)
        running = asyncio.create_task(systemd.run(asyncio.Event().wait))
        systemd.stopping()
        await asyncio.sleep(0)
        assert not running.done()
        running.cancel()


async def test_another_process_watchdog_is_left_alone(tmp_path: Path):
    """systemd doesn't watch a bot that a wrapper started."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.setblocking(False)
        environment = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "10", "WATCHDOG_PID": "1"}
        running = asyncio.create_task(Systemd(environment).run(asyncio.Event().wait))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(BlockingIOError):
            manager.recv(100)
        running.cancel()
