"""`python -m bot export` writes every row exactly, in little memory."""

import csv
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.budgets.exports import What
from bot.cli.arguments import Export, parse
from bot.cli.export import export
from tests.project.checkout import ROOT

COLUMNS = ("id", "user_id", "reason")


class FakeExports:
    """Numbered rows with the same words in each. Remembers its filters."""

    def __init__(self, count: int, reason: str | None = None) -> None:
        self.count = count
        self.reason = reason
        self.narrowed: tuple[int, int | None] | None = None

    def columns(self, what: What) -> tuple[str, ...]:
        return COLUMNS

    async def rows(
        self, what: What, *, since_ms: int = 0, guild_id: int | None = None
    ) -> AsyncIterator[Mapping[str, int | str | None]]:
        self.narrowed = (since_ms, guild_id)
        for number in range(self.count):
            yield {"id": number, "user_id": -number, "reason": self.reason}


async def printed(exports: FakeExports, form: str) -> str:
    out = io.StringIO()
    assert await export(exports, What.AUDIT, form, since_ms=5, guild_id=7, out=out) == 0
    assert exports.narrowed == (5, 7)
    return out.getvalue()


@pytest.mark.parametrize("reason", [None, "", 'a, b\n"c"', "für Füchse 🦊"])
async def test_both_formats_tell_the_same(reason):
    """Both formats have each row once, in order, with the ledger's values."""
    lines = (await printed(FakeExports(3, reason), "jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": str(number), "user_id": str(-number), "reason": reason} for number in range(3)
    ]
    table = list(csv.DictReader(io.StringIO(await printed(FakeExports(3, reason), "csv"))))
    assert [(row["id"], row["user_id"], row["reason"]) for row in table] == [
        (str(number), str(-number), reason or "") for number in range(3)
    ]


async def test_no_rows_have_a_head_all_the_same():
    """An empty table still has its column names."""
    assert await printed(FakeExports(0), "csv") == "id,user_id,reason\n"
    assert await printed(FakeExports(0), "jsonl") == ""


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@sum", "\t=1", "＝1+1"])
async def test_nobody_s_words_become_a_formula(words):
    """A spreadsheet shows a reason that starts like a formula as text. Programs get it unchanged."""
    [row] = csv.DictReader(io.StringIO(await printed(FakeExports(1, words), "csv")))
    assert row["reason"] == "'" + words
    assert json.loads(await printed(FakeExports(1, words), "jsonl"))["reason"] == words


@pytest.mark.parametrize("form", ["csv", "jsonl"])
async def test_many_rows_take_no_more_memory_than_few(form, tmp_path: Path):
    """A hundred thousand rows are processed one by one."""
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        tracemalloc.start()
        await export(FakeExports(100_000, "x" * 100), What.LEDGER, form, since_ms=0, guild_id=None, out=out)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (tmp_path / "out").stat().st_size > 10_000_000
    assert peak < 1_000_000


def test_a_reader_that_has_seen_enough_is_no_trouble(tmp_path: Path):
    """`… | head -1` ends it without a traceback."""
    program = (
        "import asyncio\n"
        "from bot.budgets.exports import What\n"
        "from bot.cli.export import export\n"
        "from tests.cli.test_exporting import FakeExports\n"
        "asyncio.run(export(FakeExports(200_000, 'x'), What.AUDIT, 'csv', since_ms=0, guild_id=None))\n"
    )
    command = f'"{sys.executable}" -c "$PROGRAM" | head -1'
    run = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env={"PROGRAM": program, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout == "id,user_id,reason\n"
    assert run.stderr == ""


@pytest.mark.parametrize("since", ["999999d", "0001-01-01", "1970-01-01"])
def test_any_time_in_the_past_is_one(since):
    """You can write "everything" in any way."""
    assert parse(f"export --what audit --since {since}".split()) == Export(What.AUDIT, "csv", 0, None)


@pytest.mark.parametrize(
    "words",
    [
        "export",
        "export --what everything",
        "export --what audit --format xml",
        "export --what audit --since tomorrow",
        "export --what audit --since 2999-01-01",
        "export --what audit --guild Workshop",
        "export --what audit --guild 9223372036854775808",
        "export --what audit --guild 99999999999999999999999999999999",
        "export --what audit --guild=-5",
        "export --what audit --guild １２",
        "export --what audit --since １d",
        "export --what audit --since 1.5d",
        "reconcile --since 93d",
        "reconcile --since 999999d",
        "backup /",
        "backup ..",
        "backup .",
    ],
)
def test_nonsense_ends_with_two(words, capsys):
    """Invalid arguments are refused before the database is opened."""
    with pytest.raises(SystemExit) as ended:
        parse(words.split())
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err
