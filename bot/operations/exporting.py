"""Rows to standard output, for spreadsheets and for programs, however many there are."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

from bot.budgets.exports import Exports, What
from bot.console import FAILED, OK

Row = Mapping[str, int | str | None]

# What a spreadsheet would take for a formula. In the audit stand people's own words.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def export(
    exports: Exports,
    what: What,
    form: str,
    *,
    since_ms: int,
    guild_id: int | None,
    out: TextIO | None = None,
) -> int:
    """One row at a time, so that a million need no more memory than one. `form`: `csv` or `jsonl`."""
    out = out or sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8")  # whatever the terminal's: people write in all languages
    try:
        write = _csv_writer(out, exports.columns(what)) if form == "csv" else _json_writer(out)
        async for row in exports.rows(what, since_ms=since_ms, guild_id=guild_id):
            write(row)
        out.flush()
    except BrokenPipeError:  # whoever read it has seen enough, as `head` has
        _silence(out)
        return FAILED
    return OK


def _csv_writer(out: TextIO, columns: tuple[str, ...]) -> Callable[[Row], None]:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)

    def write(row: Row) -> None:
        writer.writerow([_cell(row[column]) for column in columns])

    return write


def _cell(value: int | str | None) -> int | str | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _json_writer(out: TextIO) -> Callable[[Row], None]:
    def write(row: Row) -> None:
        out.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")

    return write


def _silence(out: TextIO) -> None:
    """What is still in the buffer has nowhere to go, and Python would complain of that when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, out.fileno())
    os.close(nowhere)
