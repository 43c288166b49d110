"""`export`: any number of rows to standard output, for spreadsheets and for programs."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

from bot.budgets.exports import Exports, What
from bot.cli.console import FAILED, OK
from bot.spreadsheets import safe_cell

Row = Mapping[str, int | str | None]


async def export(
    exports: Exports,
    what: What,
    form: str,
    *,
    since_ms: int,
    guild_id: int | None,
    out: TextIO | None = None,
) -> int:
    """Writes one row at a time, so that a million need no more memory than one. `form` is `csv` or `jsonl`.

    In `jsonl`, ids are strings, because most programs would round such long numbers.
    """
    stream: TextIO = out or sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8")  # not the terminal's, because people write in all languages
    try:
        write = _csv_writer(stream, exports.columns(what)) if form == "csv" else _json_writer(stream)
        async for row in exports.rows(what, since_ms=since_ms, guild_id=guild_id):
            write(row)
        stream.flush()
    except BrokenPipeError:  # the reader has stopped, like `head`
        _silence(stream)
        return FAILED
    return OK


def _csv_writer(out: TextIO, columns: tuple[str, ...]) -> Callable[[Row], None]:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)

    def write(row: Row) -> None:
        writer.writerow([_cell(row[column]) for column in columns])

    return write


def _cell(value: int | str | None) -> int | str | None:
    return safe_cell(value) if isinstance(value, str) else value


def _json_writer(out: TextIO) -> Callable[[Row], None]:
    def write(row: Row) -> None:
        exact = {name: _exact(name, value) for name, value in row.items()}
        out.write(json.dumps(exact, ensure_ascii=False, separators=(",", ":")) + "\n")

    return write


def _exact(name: str, value: int | str | None) -> int | str | None:
    is_id = name == "id" or name.endswith("_id")
    return str(value) if is_id and value is not None else value


def _silence(out: TextIO) -> None:
    """Drops the rest of the buffer, which Python would complain about on exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, out.fileno())
    os.close(nowhere)
