"""Servers' settings for pictures. A change is only written if nothing else has changed in between."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bot.audit.model import Change, Fields
from bot.budgets.policy import Act
from bot.budgets.quotas import Undone
from bot.budgets.refusals import ChangedSince, NothingToUndo
from bot.generation.models import PictureFormat, Preset
from bot.generation.request import Style
from bot.servers.audit_kinds import ServerAct
from bot.servers.model import LOOSEST, MOST_COUNT, STRICTEST, ServerSettings, SpoilerPolicy
from bot.servers.ports import Pause, Standing
from bot.servers.refusals import InvalidSetting
from bot.storage.database import Row, Transaction, Value
from bot.storage.repositories import undo
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.outbox import STAFF_CHANNEL
from bot.storage.repositories.repository import Repository, reads, writes

COLUMNS = tuple(field.name for field in fields(ServerSettings))
WORDS = ("styles", "blocked_words")  # fields that the audit log counts but doesn't quote

_SETTINGS = "SELECT * FROM server_settings WHERE guild_id = :guild_id"

_PAUSE = "SELECT until_ms, refused FROM member_pause WHERE user_id = :user_id AND guild_id = :guild_id"

# Bounded, because a member with that many pictures elsewhere knows the bot.
_ANY_PICTURE = """
SELECT 1 AS one FROM (
    SELECT guild_id FROM generation WHERE user_id = :user_id ORDER BY id DESC LIMIT 1000
) AS recent WHERE guild_id = :guild_id LIMIT 1
"""

_ANY_UNTOLD = """
SELECT 1 AS one FROM generation
WHERE guild_id = :guild_id AND user_id = :user_id AND told_at_ms IS NULL AND state IN ('released', 'lost')
LIMIT 1
"""

_SET = f"""
INSERT INTO server_settings (guild_id, {", ".join(COLUMNS)}, revision)
VALUES (:guild_id, {", ".join(f":{column}" for column in COLUMNS)}, 1)
ON CONFLICT (guild_id) DO UPDATE SET
    {", ".join(f"{column} = excluded.{column}" for column in COLUMNS)},
    revision = server_settings.revision + 1
WHERE server_settings.revision = :seen RETURNING guild_id
"""  # noqa: S608 - columns only

_KEEP_WORDS = """
INSERT INTO server_words (audit_id, field, guild_id, old, new)
VALUES (:audit_id, :field, :guild_id, :old, :new)
"""

_WORDS = "SELECT field, old, new FROM server_words WHERE audit_id = :audit_id"


class ServerSettingsRepository(Repository):
    """See `bot.servers.ports.ServerSettingsStore`."""

    @reads
    def settings(self, guild_id: int) -> Transaction[ServerSettings]:
        return (yield from read_settings(guild_id))

    @reads
    def standing(self, guild_id: int, user_id: int) -> Transaction[Standing]:
        whose = {"guild_id": guild_id, "user_id": user_id}
        settings = yield from read_settings(guild_id)
        paused = yield _PAUSE, whose
        pictures = yield _ANY_PICTURE, whose
        untold = yield _ANY_UNTOLD, whose
        return Standing(
            settings,
            Pause(paused[0]["until_ms"], paused[0]["refused"]) if paused else None,
            newcomer=not pictures,
            untold=bool(untold),
        )

    @reads
    def has_staff_channel(self, guild_id: int) -> Transaction[bool]:
        return bool((yield STAFF_CHANNEL, {"guild_id": guild_id}))

    @writes
    def change(
        self, guild_id: int, change: Callable[[ServerSettings], ServerSettings], act: Act
    ) -> Transaction[Change[tuple[ServerSettings, ServerSettings]]]:
        before, after = yield from _changed(guild_id, change)
        if after == before:
            return Change((before, after), None)
        old, new = _columns(before), _columns(after)
        differing = [name for name in COLUMNS if old[name] != new[name]]
        entry = Entry(
            ServerAct.SETTINGS_CHANGED,
            guild_id,
            old=_for_audit(before, differing),
            new=_for_audit(after, differing),
        )
        audit_id = yield from note_act(entry, act)
        yield from _keep_words(guild_id, audit_id, old, new, differing)
        return Change((before, after), audit_id)


def read_settings(guild_id: int) -> Transaction[ServerSettings]:
    """The server's settings, or the defaults."""
    rows = yield _SETTINGS, {"guild_id": guild_id}
    return _settings_of(rows[0]) if rows else ServerSettings()


def _changed(
    guild_id: int, change: Callable[[ServerSettings], ServerSettings]
) -> Transaction[tuple[ServerSettings, ServerSettings]]:
    """Applies `change` to the settings, whatever comes in between. Returns the old and the new settings."""
    while True:
        rows = yield _SETTINGS, {"guild_id": guild_id}
        before = _settings_of(rows[0]) if rows else ServerSettings()
        after = change(before)
        if after == before:
            return before, after
        _check(after)
        seen = rows[0]["revision"] if rows else 0
        if (yield _SET, {**_columns(after), "guild_id": guild_id, "seen": seen}):
            return before, after


def _check(settings: ServerSettings) -> None:
    ranges: tuple[tuple[str, int, int], ...] = (
        ("most_count", 1, MOST_COUNT),
        ("most_in_progress", 1, 1_000),
        ("most_per_day", 1, 100_000),
        ("cooldown_seconds", 1, 7 * 86_400),
        ("tolerance", STRICTEST, LOOSEST),
        ("strikes", 0, 100),
        ("pause_minutes", 1, 28 * 1_440),
    )
    for name, lowest, highest in ranges:
        value = getattr(settings, name)
        if value is not None and not lowest <= value <= highest:
            raise InvalidSetting(name, str(value))


def _settings_of(row: Row) -> ServerSettings:
    return ServerSettings(**{name: _converted(_READ, name, row[name]) for name in COLUMNS})


def _columns(settings: ServerSettings) -> dict[str, Value]:
    return {name: _converted(_WRITE, name, getattr(settings, name)) for name in COLUMNS}


def _converted(by: Mapping[str, Callable[[Any], Any]], name: str, value: Any) -> Any:
    return by[name](value) if name in by else value


def _word(value: StrEnum | None) -> str | None:
    return None if value is None else value.value


def _ids(text: str) -> tuple[int, ...]:
    return tuple(map(int, filter(None, text.split(","))))


def _joined(ids: Iterable[int]) -> str:
    return ",".join(map(str, ids))


def _styles(text: str) -> tuple[Style, ...]:
    return tuple(Style(*words) for words in json.loads(text))


def _styles_text(styles: Iterable[Style]) -> str:
    return json.dumps([(style.name, style.before, style.after) for style in styles])


_READ: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "channel_ids": _ids,
        "role_ids": _ids,
        "default_preset": lambda value: None if value is None else Preset(value),
        "default_format": PictureFormat,
        "default_private": bool,
        "styles": _styles,
        "spoilers": SpoilerPolicy,
        "blocked_words": lambda text: tuple(filter(None, text.split("\n"))),
        "safety_checker": bool,
        "refusals_to_staff": bool,
    }
)

_WRITE: Mapping[str, Callable[[Any], Value]] = MappingProxyType(
    {
        "channel_ids": _joined,
        "role_ids": _joined,
        "default_preset": _word,
        "default_format": _word,
        "default_private": int,
        "styles": _styles_text,
        "spoilers": _word,
        "blocked_words": "\n".join,
        "safety_checker": int,
        "refusals_to_staff": int,
    }
)


def _for_audit(settings: ServerSettings, names: Iterable[str]) -> Fields:
    columns: dict[str, Any] = {**_columns(settings), **{name: len(getattr(settings, name)) for name in WORDS}}
    return {name: columns[name] for name in names}


def _keep_words(
    guild_id: int, audit_id: int, old: Mapping[str, Value], new: Mapping[str, Value], names: Iterable[str]
) -> Transaction[None]:
    for name in set(names) & set(WORDS):
        words = {"field": name, "old": old[name], "new": new[name]}
        yield _KEEP_WORDS, {"audit_id": audit_id, "guild_id": guild_id, **words}


def _undo(undone: Undone, _: Act) -> Transaction[None]:
    """Every changed field is restored, if all of them still have the values of that change."""
    entry = undone.entry
    old = {name: value for name, value in entry.old.items() if name not in WORDS}
    new = {name: value for name, value in entry.new.items() if name not in WORDS}
    for row in (yield _WORDS, {"audit_id": entry.id}):
        old[row["field"]], new[row["field"]] = row["old"], row["new"]
    if set(new) != set(entry.new):
        raise NothingToUndo  # its words were deleted

    def back(settings: ServerSettings) -> ServerSettings:
        now = _columns(settings)
        changed = tuple(name for name, value in new.items() if now[name] != value)
        if changed:
            raise ChangedSince(changed)
        return replace(settings, **{name: _converted(_READ, name, value) for name, value in old.items()})

    yield from _changed(entry.guild_id, back)


undo.register(ServerAct.SETTINGS_CHANGED, _undo)
