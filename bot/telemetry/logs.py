"""Sets up where the log goes and how much is logged."""

import logging
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO

from bot.telemetry.formats import JsonFormatter, TextFormatter
from bot.telemetry.redaction import Redactor

# Below "info" these log each frame and each request, including members' words.
_TALKATIVE = ("discord", "aiohttp", "asyncio", "PIL")

_log = logging.getLogger(__name__)


class LogHandler(logging.StreamHandler[TextIO]):
    """Writes redacted lines. A full disk or a closed pipe loses the line but doesn't affect the bot."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Does nothing. The standard one prints a record's arguments, including secrets, and can fail
        itself.
        """


def log_handler(style: str, secrets: Iterable[str], stream: TextIO) -> LogHandler:
    """A handler that writes `text` or `json` to `stream`, in colour only if that's a terminal."""
    redactor = Redactor(secrets)
    handler = LogHandler(stream)
    handler.setFormatter(
        JsonFormatter(redactor) if style == "json" else TextFormatter(redactor, colour=stream.isatty())
    )
    return handler


def set_up_logging(style: str, level: str, secrets: Iterable[str]) -> None:
    """Sends log lines, warnings and uncaught exceptions to standard error.

    `style` is `text` or `json`, `level` is a level's name, and `secrets` are the values to hide. Call it from
    the composition root, once it has the settings. Calling it again replaces the first call.
    """
    root = logging.getLogger()
    for earlier in [handler for handler in root.handlers if isinstance(handler, LogHandler)]:
        root.removeHandler(earlier)
    root.addHandler(log_handler(style, secrets, sys.stderr))
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(root.level, logging.INFO))
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    # No line shows these, and collecting them takes longer than writing the line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
    else:
        _log.critical("uncaught exception", exc_info=(kind, error, traceback))


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    name = args.thread.name if args.thread else "a thread"
    error = args.exc_value or args.exc_type()
    _log.error(
        "uncaught exception in the thread %s", name, exc_info=(args.exc_type, error, args.exc_traceback)
    )
