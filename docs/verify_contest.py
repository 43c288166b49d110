"""Recomputes the result of an Easel contest from its record: python verify_contest.py record.json"""

import hashlib
import hmac
import json
import sys
from operator import index as whole  # raises TypeError for anything but a whole number
from pathlib import Path


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def findings(record):
    rules, ballots = record["rules"], record["ballots"]
    entries, digest = record["entries"], record["entries_hash"]
    seed, numbers = bytes.fromhex(record["seed"]), {whole(entry["number"]) for entry in entries}
    if len(seed) != 32 or hashlib.sha256(seed).hexdigest() != record["commitment"]:
        yield "The seed doesn't match the commitment that was posted."
    if len(numbers) != len(entries) or hashlib.sha256(canonical(entries)).hexdigest() != digest:
        yield "The entries don't match their hash."
    cooling, erased, hosts = (set(map(whole, record[n])) for n in ("out_of_competition", "erased", "hosts"))
    early = {whole(each["entry"]) for each in record["disqualifications"] if not each["after_close"]}
    later = [(whole(d["entry"]), d["moved_up"]) for d in record["disqualifications"] if d["after_close"]]
    if not cooling | erased | hosts | early | {number for number, _ in later} <= numbers:
        yield "A list names an entry that isn't in the contest."
    picks, quorum, prizes = whole(rules["picks"]), whole(rules["quorum"]), list(map(whole, rules["prizes"]))
    picked = [set(map(whole, ballot["entries"])) for ballot in ballots]
    valid = [bool(each) and each <= numbers and len(each - early) <= picks for each in picked]
    if len({ballot["receipt"] for ballot in ballots}) != len(ballots) or not all(valid):
        yield "A ballot breaks the rules."
    met, share = len(ballots) >= quorum, {"share": True, "draw": False}[rules["ties"]]
    if canonical(record["result"]) != canonical({"ballots": len(ballots), "quorum_met": met}):
        yield "The number of ballots or the quorum is wrong."
    votes = {number: sum(number in each for each in picked) for number in numbers}
    recounted = max((index for index, (_, moved_up) in enumerate(later, 1) if moved_up), default=0)
    gone = cooling | erased | early | {number for number, _ in later[:recounted]}
    annulled = {number for number, _ in later[recounted:]}
    draw = {n: hmac.digest(seed, f"{digest}:draw:{n}".encode(), "sha256") for n in numbers}
    order = sorted((n for n in numbers - gone if votes[n]), key=lambda n: (-votes[n], draw[n]))
    places = []
    for n in [*order, *sorted(numbers - {*order}, key=lambda other: (-votes[other], other))]:
        tied = [each for each in order if votes[each] == votes[n]] if share else [n]
        wins = n in order and n not in annulled
        above = order.index(tied[0]) if wins else 0
        each, rest = divmod(sum(prizes[above : above + len(tied)]) if met else 0, max(1, len(tied)))
        prize = each + (tied.index(n) < rest) if wins and n not in hosts else 0
        places.append({"entry": n, "votes": votes[n], "place": above + 1 if wins else None, "prize": prize})
    if canonical(record["places"]) != canonical(places):
        yield "The places, votes or prizes are wrong."


if __name__ == "__main__":
    try:
        found = list(findings(json.loads(Path(sys.argv[1]).read_bytes())))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        found = ["This isn't a complete contest record."]
    print("\n".join(found) or "The result holds.")
    sys.exit(bool(found))
