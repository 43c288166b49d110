"""`python -m bot contest verify`."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.arguments import VerifyContest, parse
from tests.contests.test_record import GOOD, tampered


@pytest.mark.parametrize(("record", "status"), [(GOOD, 0), (tampered("prize"), 1), ({}, 1)])
def test_a_record_is_verified_without_any_settings(
    record: object,
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Anybody with the code can verify it. That needs no token, key or database."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert parse(["contest", "verify", str(path)]) == VerifyContest(path)
    assert main(["contest", "verify", str(path)]) == status
    printed = capsys.readouterr()
    assert bool(printed.out) == (status == 0)
    assert bool(printed.err) == (status == 1)
