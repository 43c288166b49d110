"""Formats log records as lines for people, or as JSON objects for programs.

Everything that a caller passes as `extra` is shown, such as the generation, server, member or request. So are
the fields of `bot.log_context`. Neither formatter ever raises. A log line that can't be formatted says so
instead.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from bot.log_context import log_fields
from bot.telemetry.redaction import Redactor

_NOT_EXTRA = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_LARGEST_EXACT = 2**53  # JSON readers keep numbers exact up to this, and Discord's ids are larger
_DIM, _RESET = "\x1b[2m", "\x1b[0m"
_COLOURS = {
    logging.DEBUG: _DIM,
    logging.INFO: "\x1b[34m",
    logging.WARNING: "\x1b[33m",
    logging.ERROR: "\x1b[31m",
    logging.CRITICAL: "\x1b[1;31m",
}


class _SafeFormatter(logging.Formatter):
    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        try:
            return self._written(record)
        except Exception as error:  # noqa: BLE001 - whatever it is, the bot goes on
            return (
                f"{record.levelname} {record.name}: a log line could not be written ({type(error).__name__})"
            )

    def _written(self, record: logging.LogRecord) -> str:
        raise NotImplementedError

    def _trace(self, record: logging.LogRecord) -> str:
        parts = []
        if record.exc_info and record.exc_info[0]:
            parts.append(self.formatException(record.exc_info))
        if record.stack_info:
            parts.append(record.stack_info)
        return self._redactor.clean("\n".join(parts))


class TextFormatter(_SafeFormatter):
    """One line: local time, level, logger, message, extras as key=value. Tracebacks are below it.

    Line breaks and control characters in a message are escaped, so that no text from outside can control the
    terminal or look like another log line.
    """

    def __init__(self, redactor: Redactor, *, colour: bool) -> None:
        super().__init__(redactor)
        self._colour = colour

    def _written(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).astimezone()
        time = when.isoformat(" ", timespec="milliseconds")[:23]
        level = f"{record.levelname:<8}"
        extras = " ".join(f"{name}={_word(value)}" for name, value in _extras(record).items())
        if self._colour:
            level = f"{_COLOURS.get(record.levelno, '')}{level}{_RESET}"
            time = f"{_DIM}{time}{_RESET}"
        said = _in_one_line(self._redactor.clean("  ".join(filter(None, (_message(record), extras)))))
        line = f"{time}  {level}  {record.name!s:<24}  {said}"
        trace = self._trace(record)
        return f"{line}\n{_without_controls(trace)}" if trace else line


class JsonFormatter(_SafeFormatter):
    """One object in one line of ASCII. Ids beyond 2^53 are strings, because most readers would round them."""

    def _written(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC)
        entry = {name: self._exact(value) for name, value in _extras(record).items()} | {
            "time": when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redactor.clean(_message(record)),
        }
        if trace := self._trace(record):
            entry["exception"] = trace
        return json.dumps(dict(sorted(entry.items(), key=_order)))

    def _exact(self, value: object) -> object:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int) and abs(value) <= _LARGEST_EXACT:
            return value
        if isinstance(value, float) and value - value == 0:  # neither infinite nor "not a number"
            return value
        return self._redactor.clean(_text(value))


_FIRST = ("time", "level", "logger", "message")


def _order(item: tuple[str, Any]) -> tuple[int, str]:
    name = item[0]
    return (_FIRST.index(name), "") if name in _FIRST else (len(_FIRST), name)


def _extras(record: logging.LogRecord) -> dict[str, object]:
    own = {name: value for name, value in vars(record).items() if name not in _NOT_EXTRA}
    return {**log_fields(), **own}


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - arguments that don't fit the message, or can't be shown
        return f"{record.msg!s} (its arguments don't fit)"


def _text(value: object) -> str:
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - a broken __str__ of anybody's
        return f"<{type(value).__name__}>"


def _word(value: object) -> str:
    text = _text(value)
    return json.dumps(text, ensure_ascii=False) if not text or any(c.isspace() for c in text) else text


def _in_one_line(text: str) -> str:
    return _without_controls(text).replace("\n", "\\n")


def _without_controls(text: str) -> str:
    """Escapes control characters, except line breaks and tabs."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)
