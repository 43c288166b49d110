"""`python -m playground`: a Discord-like page on which the real bot can be tried, without account or key."""

import argparse
import asyncio
import contextlib
import errno
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from playground.app import Playground
from playground.bot_process import BotProcess

CONNECT_SECONDS = 60.0


def main() -> int:
    """The exit code: 0 when it was ended, 1 when the bot did not come up, 2 when the port is taken."""
    options = _options()
    try:
        return asyncio.run(_play(options.port, options.data))
    except KeyboardInterrupt:  # where the event loop takes no signal handlers
        return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument(
        "--port", type=_port, default=8000, help="where the page is served (default 8000; 0: any)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="keep the bot's database here instead of a temporary directory",
    )
    return parser.parse_args()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return int(text)


async def _play(port: int, data: Path | None) -> int:
    with _directory(data) as directory:
        playground = Playground(port=port)
        try:
            await playground.__aenter__()
        except OSError as error:
            return _say_port_trouble(port, error)
        try:
            return await _run(playground, directory)
        finally:
            await playground.__aexit__(None, None, None)


async def _run(playground: Playground, directory: Path) -> int:
    ended = asyncio.Event()
    connected = False

    def bot_gone() -> None:
        if connected and not ended.is_set():
            _say(f"The bot {bot.ending}. The page has a button to start it again.")

    _end_on_signals(ended, playground)
    bot = await playground.start_bot(directory, lambda line: _say(f"bot | {line}"), bot_gone)
    connected = await _connected(playground, bot, ended)
    if connected:
        _say(f"Easel is ready: open {playground.url} (Ctrl-C ends it)", sys.stdout)
        await ended.wait()
    return 0 if ended.is_set() else 1


async def _connected(playground: Playground, bot: BotProcess, ended: asyncio.Event) -> bool:
    """Waits for the bot's connection; says why where there will be none."""
    ready = asyncio.create_task(playground.discord.bot_ready(seconds=CONNECT_SECONDS))
    waits = [ready, asyncio.create_task(bot.ended()), asyncio.create_task(ended.wait())]
    done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    if ready in done and ready.exception() is None:
        return True
    if bot.running and not ended.is_set():
        _say(f"The bot has not connected within {CONNECT_SECONDS:.0f} seconds; its log is above.")
    elif not ended.is_set():
        _say(f"The bot {bot.ending} before it was connected; its last lines are above.")
    return False


def _end_on_signals(ended: asyncio.Event, playground: Playground) -> None:
    """The first Ctrl-C or SIGTERM ends everything in order; a second one doesn't wait for the bot."""

    def end() -> None:
        if ended.is_set() and playground.bot is not None:
            playground.bot.kill()
        ended.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, end)


@contextlib.contextmanager
def _directory(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="easel-playground-") as temporary:
        yield Path(temporary)


def _say_port_trouble(port: int, error: OSError) -> int:
    if error.errno == errno.EADDRINUSE:
        _say(f"Port {port} is in use: choose another with --port (or: make demo PORT={port + 1}).")
    else:
        _say(f"The playground can't listen on port {port}: {error.strerror}.")
    return 2


def _say(sentence: str, stream: TextIO | None = None) -> None:
    """To the terminal; only what a program may want to read goes to standard output."""
    stream = stream or sys.stderr
    stream.write(f"{sentence}\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
