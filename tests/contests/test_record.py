"""The record, and the two programs that verify it."""

import copy
import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contests import record as records
from bot.contests.model import Disqualification
from tests.contests.making import UNTIMED, Counted, ballots_of, count, counts, record
from tests.project.checkout import ROOT

SCRIPT = ROOT / "docs" / "verify_contest.py"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_contest", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = loaded()


def script_says(written: Any) -> list[str]:
    try:
        return list(script.findings(written))
    except (AttributeError, KeyError, TypeError, ValueError):
        return [records.NOT_A_RECORD]


def run(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


COUNTED = count({1: 4, 2: 4, 3: 2, 4: 0}, prizes=(10, 5, 1), quorum=6, unpaid=frozenset({3}))
GOOD = record(COUNTED, [Disqualification(2, "Traced", 5, after_close=True)], ballots_of(COUNTED), picks=3)


def tampered(change: str) -> dict[str, Any]:
    changed = copy.deepcopy(GOOD)
    match change:
        case "seed":
            changed["seed"] = "00" * 32
        case "commitment":
            changed["commitment"] = "00" * 32
        case "entry":
            changed["entries"][0]["sha256"] = "00" * 32
        case "order of entries":
            changed["entries"].reverse()
        case "ballot":
            changed["ballots"][0]["entries"] = [4]
        case "ballot dropped":
            del changed["ballots"][0]
        case "ballot twice":
            changed["ballots"][1]["receipt"] = changed["ballots"][0]["receipt"]
        case "too many picks":
            changed["ballots"][0]["entries"] = [1, 2, 3, 4]
        case "stranger":
            changed["erased"] = [9]
        case "quorum":
            changed["rules"]["quorum"] = 100
        case "host":
            changed["hosts"] = []
        case "annulled":
            changed["disqualifications"] = []
        case "prize":
            changed["places"][0]["prize"] += 1
        case "place":
            changed["places"][0]["place"] = 2
        case "order of places":
            changed["places"].reverse()
        case _:
            del changed[change]
    return changed


TAMPERED = [
    *("seed", "commitment", "entry", "order of entries", "ballot", "ballot dropped", "ballot twice"),
    *("too many picks", "stranger", "quorum", "host", "annulled", "prize", "place", "order of places"),
    *("rules", "entries", "entries_hash", "ballots", "places", "result"),
]


def test_the_script_is_short_and_needs_nothing() -> None:
    """Anybody can read it in a minute, and it only needs Python."""
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)


def test_a_good_record_is_confirmed(tmp_path: Path) -> None:
    """By the script and by `bot contest verify`."""
    path = tmp_path / "record.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    ran = run(path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "The result holds.\n", "")
    assert records.verify_file(path) == (["The result holds. It follows from 10 ballots on 4 entries."], True)


@pytest.mark.parametrize("change", TAMPERED)
def test_tampering_is_found(change: str, tmp_path: Path) -> None:
    """Whatever was changed, the script says so and fails, and the bot agrees."""
    path = tmp_path / "record.json"
    path.write_text(json.dumps(tampered(change)), encoding="utf-8")
    ran = run(path)
    lines, holds = records.verify_file(path)
    assert not holds
    assert lines
    assert (ran.returncode, ran.stdout.splitlines(), ran.stderr) == (1, lines, "")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '"x"', "[" * 5_000, '{"rules": 5}'])
def test_what_is_no_record_is_said(text: str, tmp_path: Path) -> None:
    """Without a traceback."""
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    assert records.verify_file(path) == ([records.NOT_A_RECORD], False)
    assert run(path).stdout.splitlines() == [records.NOT_A_RECORD]


def test_a_file_that_is_missing_is_said(tmp_path: Path) -> None:
    """With the system's reason."""
    assert records.verify_file(tmp_path / "none.json") == (
        ["The file can't be read: No such file or directory."],
        False,
    )


def test_the_hash_of_the_entries_is_over_canonical_json() -> None:
    """UTF-8, sorted keys, no spaces, ordered by number."""
    text = '[{"number":1,"sha256":"aa"},{"number":2,"sha256":"bb"}]'
    assert records.entries_hash([(2, "bb"), (1, "aa")]) == hashlib.sha256(text.encode()).hexdigest()
    assert records.canonical({"b": "é", "a": 1}) == '{"a":1,"b":"é"}'.encode()


def test_the_commitment_is_the_hash_of_the_seeds_bytes() -> None:
    """It can be checked as soon as the seed is published."""
    assert GOOD["commitment"] == hashlib.sha256(bytes.fromhex(GOOD["seed"])).hexdigest()


@UNTIMED
@given(counts())
def test_every_result_can_be_verified(given_count: Counted) -> None:
    """In every contest, both programs confirm its record after a round trip through JSON."""
    written = json.loads(json.dumps(record(*given_count)))
    assert records.verify(written) == script_says(written) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 12) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
    max_leaves=4,
)


@UNTIMED
@given(counts(), st.data())
def test_both_programs_agree_on_any_change(given_count: Counted, data: st.DataObject) -> None:
    """Whatever is changed in a record, both programs agree about it."""
    written = json.loads(json.dumps(record(*given_count)))
    place: Any = written
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans()):
            place = place[key]
            continue
        other = st.integers(-1, 9) if isinstance(place[key], int) else st.just(place[key])
        place[key] = data.draw(JSON | other)
        break
    found, said = records.verify(written), script_says(written)
    assert bool(found) == bool(said)
    if records.NOT_A_RECORD not in (*found, *said):
        assert found == said
