"""`python -m playground`: a Discord on this machine, with a page on which to try a bot.

It runs Easel, or waits for your own bot with `--no-bot`. You need no account and no key.
"""

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
from playground.discord import Discord

CONNECT_SECONDS = 60.0
COMMANDS_FILE = "discord-commands.json"
PRIVILEGED_INTENTS = {"presences": 1 << 12, "members": 1 << 14, "message_content": 1 << 18}
"""The application flag that allows each privileged intent, by name."""


def main() -> int:
    """Returns the exit code: 0 after Ctrl-C, 1 if the bot didn't start, 2 if the port is taken."""
    options = _options()
    try:
        return asyncio.run(_play(options))
    except KeyboardInterrupt:  # for event loops without signal handlers
        return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m playground",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port", type=_port, default=8000, help="where the page is served (default 8000, 0 takes any)"
    )
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="keep the bot's database and commands here instead of in a temporary directory",
    )
    parser.add_argument(
        "--no-bot", action="store_true", help="don't run Easel, and print what your own bot needs"
    )
    parser.add_argument("--token", default="", help="your bot's existing token (default a new one)")
    parser.add_argument("--name", type=_name, metavar="NAME", help="your bot's name (default Easel, or Bot)")
    parser.add_argument(
        "--intents",
        type=_intents,
        default=0,
        metavar="LIST",
        help=f"privileged intents your bot can use: all, or {', '.join(PRIVILEGED_INTENTS)} with commas",
    )
    parser.add_argument("--shards", type=_positive, default=1, help="recommended number of shards")
    parser.add_argument("--max-concurrency", type=_positive, default=1, help="shards that can start at once")
    parser.add_argument(
        "--enforce-rate-limits", action="store_true", help="answer 429 when a rate limit is exceeded"
    )
    return parser.parse_args()


def _name(text: str) -> str:
    if not 0 < len(text.strip()) <= 32:
        raise argparse.ArgumentTypeError("a name has 1 to 32 characters")
    return text.strip()


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a number of 1 or more")
    return int(text)


def _intents(text: str) -> int:
    """The application's flags for a list of privileged intents. `content` is short for `message_content`."""
    flags = 0
    for name in filter(None, (each.strip().lower().replace("-", "_") for each in text.split(","))):
        known = {"content": "message_content"}.get(name, name)
        if known == "all":
            flags |= sum(PRIVILEGED_INTENTS.values())
        elif known in PRIVILEGED_INTENTS:
            flags |= PRIVILEGED_INTENTS[known]
        else:
            choices = ", ".join(PRIVILEGED_INTENTS)
            raise argparse.ArgumentTypeError(
                f"{name!r} isn't a privileged intent, choose from {choices}, all"
            )
    return flags


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} isn't a port, give a number from 0 to 65535")
    return int(text)


async def _play(options: argparse.Namespace) -> int:
    with _directory(options.data) as directory:
        playground = Playground(port=options.port, discord=_discord(options, directory))
        try:
            await playground.__aenter__()
        except OSError as error:
            return _say_port_trouble(options.port, error)
        try:
            return await (_wait_for_yours(playground) if options.no_bot else _run(playground, directory))
        finally:
            await playground.__aexit__(None, None, None)


def _discord(options: argparse.Namespace, directory: Path) -> Discord:
    discord = Discord.demo(
        bot_name=options.name or ("Bot" if options.no_bot else "Easel"),
        bot_token=options.token,
        shards=options.shards,
        max_concurrency=options.max_concurrency,
        enforce_rate_limits=options.enforce_rate_limits,
        commands_file=directory / COMMANDS_FILE,
    )
    discord.application.flags = options.intents
    return discord


async def _wait_for_yours(playground: Playground) -> int:
    """Serves a bot that you start yourself."""
    ended = asyncio.Event()
    _end_on_signals(ended, playground)
    for name, value in (
        ("Page", playground.url),
        ("API", playground.discord_api_url),
        ("Gateway", playground.gateway_url),
        ("Application id", playground.discord.application.id),
        ("Token", playground.discord.bot_token),
    ):
        _say(f"{name}: {value}", sys.stdout)
    _say("Waiting for your bot (Ctrl-C ends it)", sys.stdout)
    await ended.wait()
    return 0


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
    """Waits until the bot connects, and says why if it never will."""
    ready = asyncio.create_task(playground.discord.bot_ready(seconds=CONNECT_SECONDS))
    waits = [ready, asyncio.create_task(bot.ended()), asyncio.create_task(ended.wait())]
    done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for task in waits:
        task.cancel()
    await asyncio.gather(*waits, return_exceptions=True)
    if ready in done and ready.exception() is None:
        return True
    if bot.running and not ended.is_set():
        _say(f"The bot hasn't connected within {CONNECT_SECONDS:.0f} seconds. Its log is above.")
    elif not ended.is_set():
        _say(f"The bot {bot.ending} before it was connected. Its last lines are above.")
    return False


def _end_on_signals(ended: asyncio.Event, playground: Playground) -> None:
    """The first Ctrl-C or SIGTERM shuts everything down cleanly. A second one doesn't wait for the bot."""

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
        _say(f"Port {port} is in use. Choose another with --port (or make demo PORT={port + 1}).")
    else:
        _say(f"The playground can't listen on port {port}: {error.strerror}.")
    return 2


def _say(sentence: str, stream: TextIO | None = None) -> None:
    """Prints to the terminal. Only what another program can use goes to standard output."""
    print(sentence, file=stream or sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
