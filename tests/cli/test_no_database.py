"""Commands in a folder without a database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command",
    [
        "check --books",
        "sync",
        "backup copy",
        "reconcile",
        "export --what ledger",
        "operator spending",
        "operator cap set 20m --all",
        "operator pause",
    ],
)
def test_there_is_said_to_be_no_database_and_none_is_created(tmp_path: Path, command: str) -> None:
    """Every command that reads or changes a database says where it looked, and creates nothing there."""
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command.split()],
        cwd=tmp_path,
        env={
            **known,
            "DISCORD_TOKEN": "made.up.token",
            "AIMLAPI_KEY": "key",
            "AIMLAPI_URL": "http://127.0.0.1:9",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert f"There is no database at {tmp_path}" in done.stderr
    assert list(tmp_path.iterdir()) == []
