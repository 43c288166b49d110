"""Turns rows of contests into the rules' objects."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from bot.contests.model import (
    Contest,
    ContestSettings,
    Disqualification,
    Entry,
    MadePicture,
    Phase,
    Schedule,
    TieRule,
)
from bot.contests.record import commitment
from bot.storage.database import Row

GET = "SELECT * FROM contest WHERE id = :id"

HOSTS = "SELECT user_id FROM contest_host WHERE contest_id = :id"

ENTRY_COLUMNS = "contest_entry.*, generation.prompt"

NUMBER_DIGITS = 3  # of an entry's number in `contest_order`


def settings_json(settings: ContestSettings) -> str:
    """Everything except the times, which have their own columns."""
    return json.dumps({name: value for name, value in asdict(settings).items() if name != "schedule"})


def contest_of(row: Row, host_ids: Iterable[int]) -> Contest:
    return Contest(
        id=row["id"],
        guild_id=row["guild_id"],
        creator_id=row["creator_id"],
        settings=settings_of(json.loads(row["settings"]), schedule_of(row)),
        phase=Phase(row["phase"]),
        created_at_ms=row["created_at_ms"],
        commitment=commitment(seed_of(row)),
        host_ids=frozenset(host_ids),
        entries=row["entries"],
        picks=row["picks"],
        entries_hash=row["entries_hash"],
        closed_at_ms=row["closed_at_ms"],
        cancel_reason=row["cancel_reason"],
        revision=row["revision"],
    )


def schedule_of(row: Row) -> Schedule:
    return Schedule(row["opens_at_ms"], row["entries_until_ms"], row["votes_until_ms"])


def seed_of(row: Row) -> bytes:
    return bytes.fromhex(row["seed"])


def settings_of(kept: Mapping[str, Any], schedule: Schedule) -> ContestSettings:
    return ContestSettings(
        **{**kept, "prizes": tuple(kept["prizes"]), "ties": TieRule(kept["ties"])}, schedule=schedule
    )


def entry_of(row: Row) -> Entry:
    """A row with `ENTRY_COLUMNS`."""
    erased = row["user_id"] < 0
    return Entry(
        id=row["id"],
        contest_id=row["contest_id"],
        user_id=None if erased else row["user_id"],
        generation_id=row["generation_id"],
        sha256=row["sha256"],
        entered_at_ms=row["entered_at_ms"],
        prompt=None if erased else row["prompt"] or None,
        number=row["number"],
        disqualified=row["disqualify_reason"],
    )


def disqualifications_of(rows: Iterable[Row]) -> list[Disqualification]:
    """The disqualifications among rows of entries, in order."""
    disqualified = [row for row in rows if row["disqualified_at_ms"] is not None]
    return [
        Disqualification(
            row["number"],
            row["disqualify_reason"],
            row["disqualified_at_ms"],
            after_close=bool(row["after_close"]),
            moved_up=bool(row["moved_up"]),
        )
        for row in sorted(disqualified, key=lambda row: row["disqualified_nth"])
    ]


def made_picture_of(row: Row) -> MadePicture:
    """A delivered row of `generation`."""
    return MadePicture(
        generation_id=row["id"],
        guild_id=row["guild_id"],
        user_id=row["user_id"],
        made_at_ms=row["generated_at_ms"],
        private=bool(row["private"]),
        prompt=row["prompt"],
        message_id=row["message_id"],
    )
