"""A contest's record: a JSON file that lets anybody recompute the result.

{
  "format": "easel-contest/1",
  "contest": {"title", "theme", "id", ...}            for readers, not for the result
  "rules": {"picks", "quorum", "ties", "prizes", ...} the first four decide the result
  "commitment":  SHA-256 of the seed's 32 bytes, posted when the contest was announced
  "seed":        those bytes in hex
  "entries":     [{"number", "sha256"}, ...]          the picture files that voters saw
  "entries_hash": SHA-256 of "entries" as canonical JSON
  "ballots":     [{"receipt", "entries"}, ...]        sorted by receipt; the voter knows theirs
  "disqualifications": [{"entry", "reason", "at_ms", "after_close", "moved_up"}, ...]
  "out_of_competition", "erased", "hosts": entry numbers
  "result": {"ballots", "quorum_met"}
  "places": [{"entry", "votes", "place", "prize"}, ...]
}

Canonical JSON is UTF-8 with sorted keys and no spaces. Draws compare HMAC-SHA256(seed, entries_hash +
":draw:" + entry number), smallest first. `docs/verify_contest.py` does the same as `verify`, and only needs
Python.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from operator import index
from pathlib import Path
from typing import Any

from bot.contests.model import Ballot, Count, Disqualification, Entry, Result, TieRule
from bot.contests.rules import after_close, votes_on

FORMAT = "easel-contest/1"
SEED_BYTES = 32

NOT_A_RECORD = "This isn't a complete contest record."
WRONG_COMMITMENT = "The seed doesn't match the commitment that was posted."
WRONG_ENTRIES_HASH = "The entries don't match their hash."
WRONG_NUMBERS = "A list names an entry that isn't in the contest."
WRONG_BALLOTS = "A ballot breaks the rules."
WRONG_RESULT = "The number of ballots or the quorum is wrong."
WRONG_PLACES = "The places, votes or prizes are wrong."


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, as UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def commitment(seed: bytes) -> str:
    """The hex string that's posted when a contest is announced."""
    return hashlib.sha256(seed).hexdigest()


def entries_hash(entries: Iterable[tuple[int, str]]) -> str:
    """The hash of a contest's entries, each a number and the SHA-256 of its picture's bytes in hex."""
    return hashlib.sha256(canonical(_listed(entries))).hexdigest()


def hash_of_entries(entries: Iterable[Entry]) -> str:
    """Like `entries_hash`, for entries that have numbers."""
    return entries_hash((entry.number, entry.sha256) for entry in entries if entry.number is not None)


def _listed(entries: Iterable[tuple[int, str]]) -> list[dict[str, int | str]]:
    return [{"number": number, "sha256": sha256} for number, sha256 in sorted(entries)]


def build(
    count: Count,
    later: Sequence[Disqualification],
    *,
    contest: Mapping[str, Any],
    rules: Mapping[str, Any],
    picks: int,
    entries: Iterable[tuple[int, str]],
    ballots: Iterable[Ballot],
    disqualified: Sequence[Disqualification],
) -> dict[str, Any]:
    """The record of a closed contest.

    `later` and `disqualified` are the disqualifications after and before the close. `contest` and `rules` are
    details for readers.
    """
    result = after_close(count, later)
    return {
        "format": FORMAT,
        "contest": dict(contest),
        "rules": {
            **rules,
            "picks": picks,
            "quorum": count.quorum,
            "ties": count.ties.value,
            "prizes": list(count.prizes),
        },
        "commitment": commitment(count.seed),
        "seed": count.seed.hex(),
        "entries": _listed(entries),
        "entries_hash": count.entries_hash,
        "ballots": [
            {"receipt": ballot.receipt, "entries": sorted(ballot.numbers)}
            for ballot in sorted(ballots, key=lambda ballot: ballot.receipt)
        ],
        "disqualifications": [_disqualified(each) for each in (*disqualified, *later)],
        "out_of_competition": sorted(count.out_of_competition),
        "erased": sorted(count.erased),
        "hosts": sorted(count.unpaid),
        "result": _outcome(result),
        "places": _places(result),
    }


def _disqualified(each: Disqualification) -> dict[str, int | str]:
    return {
        "entry": each.number,
        "reason": each.reason,
        "at_ms": each.at_ms,
        "after_close": each.after_close,
        "moved_up": each.moved_up,
    }


def _outcome(result: Result) -> dict[str, int]:
    return {"ballots": result.ballots, "quorum_met": result.quorum_met}


def _places(result: Result) -> list[dict[str, int | None]]:
    return [
        {"entry": each.number, "votes": each.votes, "place": each.place, "prize": each.prize}
        for each in result.standings
    ]


def verify(record: Any) -> list[str]:
    """The problems with a record, as sentences. Empty if the result is correct."""
    try:
        return [*_findings(record, *_read(record))]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return [NOT_A_RECORD]


def verify_file(path: str | Path) -> tuple[list[str], bool]:
    """The lines to print for a record file, and whether its result is correct.

    An unreadable file is a problem too.
    """
    try:
        record = json.loads(Path(path).read_bytes())
    except OSError as error:
        return [f"The file can't be read: {error.strerror}."], False
    except (ValueError, RecursionError):
        return [NOT_A_RECORD], False
    found = verify(record)
    if found:
        return found, False
    ballots, entries = len(record["ballots"]), len(record["entries"])
    return [f"The result holds. It follows from {ballots} ballots on {entries} entries."], True


def _read(record: Any) -> tuple[Count, list[Disqualification], list[Ballot], int]:
    """Raises `KeyError`, `TypeError` or `ValueError` if it isn't a record."""
    rules = record["rules"]
    disqualifications = [
        Disqualification(
            index(each["entry"]),
            each.get("reason", ""),
            at_ms=0,
            after_close=bool(each["after_close"]),
            moved_up=bool(each["after_close"] and each["moved_up"]),
        )
        for each in record["disqualifications"]
    ]
    ballots = [
        Ballot(ballot["receipt"], frozenset(map(index, ballot["entries"]))) for ballot in record["ballots"]
    ]
    count = Count(
        seed=bytes.fromhex(record["seed"]),
        entries_hash=record["entries_hash"],
        votes=votes_on((index(entry["number"]) for entry in record["entries"]), ballots),
        ballots=len(ballots),
        ties=TieRule(rules["ties"]),
        prizes=tuple(map(index, rules["prizes"])),
        quorum=index(rules["quorum"]),
        disqualified=frozenset(each.number for each in disqualifications if not each.after_close),
        out_of_competition=frozenset(map(index, record["out_of_competition"])),
        erased=frozenset(map(index, record["erased"])),
        unpaid=frozenset(map(index, record["hosts"])),
    )
    later = [each for each in disqualifications if each.after_close]
    return count, later, ballots, index(rules["picks"])


def _findings(
    record: Any, count: Count, later: Sequence[Disqualification], ballots: Sequence[Ballot], picks: int
) -> Iterable[str]:
    if len(count.seed) != SEED_BYTES or commitment(count.seed) != record["commitment"]:
        yield WRONG_COMMITMENT
    numbers = count.votes.keys()
    written_hash = hashlib.sha256(canonical(record["entries"])).hexdigest()
    if len(numbers) != len(record["entries"]) or written_hash != count.entries_hash:
        yield WRONG_ENTRIES_HASH
    named = count.disqualified | count.out_of_competition | count.erased | count.unpaid
    if not (named | {each.number for each in later}) <= numbers:
        yield WRONG_NUMBERS
    receipts = {ballot.receipt for ballot in ballots}
    if len(receipts) != len(ballots) or any(
        not ballot.numbers
        or not ballot.numbers <= numbers
        or len(ballot.numbers - count.disqualified) > picks
        for ballot in ballots
    ):
        yield WRONG_BALLOTS
    result = after_close(count, later)
    if canonical(record["result"]) != canonical(_outcome(result)):
        yield WRONG_RESULT
    if canonical(record["places"]) != canonical(_places(result)):
        yield WRONG_PLACES
