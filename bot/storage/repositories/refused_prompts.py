"""Refused prompts count against their member, who has to wait after several of them."""

import hashlib

from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act
from bot.budgets.quotas import Undone
from bot.budgets.refusals import AlreadyOver, ChangedSince
from bot.servers.audit_kinds import ServerAct
from bot.servers.model import REFUSED_WITHIN_MS, ServerSettings
from bot.servers.ports import Pause, Refusal
from bot.storage.database import Transaction
from bot.storage.repositories import undo
from bot.storage.repositories.audit import Entry, note
from bot.storage.repositories.ledger import Owner
from bot.storage.repositories.outbox import Data, tell_staff
from bot.storage.repositories.repository import Repository, writes
from bot.storage.repositories.server_settings import read_settings

PROMPT_KEPT = 300  # characters of a refused prompt for the staff channel

_COUNT_IT = """
INSERT INTO refused_prompt (user_id, guild_id, digest, at_ms) VALUES (:user_id, :guild_id, :digest, :now_ms)
ON CONFLICT (user_id, guild_id, digest) DO UPDATE SET at_ms = excluded.at_ms
"""

_COUNTED = """
SELECT count(*) AS refused FROM refused_prompt
WHERE user_id = :user_id AND guild_id = :guild_id AND at_ms > :since_ms
"""

_START_OVER = "DELETE FROM refused_prompt WHERE user_id = :user_id AND guild_id = :guild_id"

_PAUSE = """
INSERT INTO member_pause (user_id, guild_id, until_ms, refused, audit_id)
VALUES (:user_id, :guild_id, :until_ms, :refused, :audit_id)
ON CONFLICT (user_id, guild_id) DO UPDATE SET
    until_ms = excluded.until_ms, refused = excluded.refused, audit_id = excluded.audit_id
"""

_END_PAUSE = """
DELETE FROM member_pause WHERE user_id = :user_id AND guild_id = :guild_id AND audit_id = :audit_id
RETURNING until_ms
"""


class RefusedPromptRepository(Repository):
    """See `bot.servers.ports.Refusals`."""

    @writes
    def record(self, refusal: Refusal, now_ms: int) -> Transaction[Pause | None]:
        return (yield from record_refusal(refusal, now_ms))


def record_refusal(refusal: Refusal, now_ms: int) -> Transaction[Pause | None]:
    """See `bot.servers.ports.Refusals.record`."""
    settings = yield from read_settings(refusal.guild_id)
    member = Owner(refusal.guild_id, refusal.user_id)
    if settings.refusals_to_staff:
        data: Data = {
            "channel_id": refusal.channel_id,
            "prompt": refusal.prompt[:PROMPT_KEPT],
            "entry": refusal.entry,
        }
        yield from tell_staff(NoticeKind.PROMPT_REFUSED, member, data, now_ms)
    if not settings.strikes:
        return None
    whose = {"user_id": refusal.user_id, "guild_id": refusal.guild_id}
    yield _COUNT_IT, {**whose, "digest": _digest(refusal.prompt), "now_ms": now_ms}
    [row] = yield _COUNTED, {**whose, "since_ms": now_ms - REFUSED_WITHIN_MS}
    if row["refused"] < settings.strikes:
        return None
    yield _START_OVER, whose
    return (yield from _pause(member, row["refused"], settings, now_ms))


def _pause(member: Owner, refused: int, settings: ServerSettings, now_ms: int) -> Transaction[Pause]:
    until_ms = now_ms + settings.pause_minutes * 60_000
    entry = Entry(
        ServerAct.MEMBER_PAUSED,
        member.guild_id,
        user_id=member.user_id,
        new={"refused": refused, "until_ms": until_ms},
    )
    audit_id = yield from note(entry, actor_id=member.user_id, reason=None, now_ms=now_ms)
    pause: dict[str, int | str | None] = {"until_ms": until_ms, "refused": refused, "audit_id": audit_id}
    yield _PAUSE, {"user_id": member.user_id, "guild_id": member.guild_id, **pause}
    yield from tell_staff(NoticeKind.MEMBER_PAUSED, member, pause, now_ms)
    return Pause(until_ms, refused)


def _digest(prompt: str) -> str:
    """The same for prompts that only differ in case and whitespace."""
    return hashlib.sha256(" ".join(prompt.casefold().split()).encode()).hexdigest()[:32]


def _end_pause(undone: Undone, act: Act) -> Transaction[None]:
    entry = undone.entry
    which = {"user_id": entry.user_id, "guild_id": entry.guild_id, "audit_id": entry.id}
    rows = yield _END_PAUSE, which
    if not rows:
        raise ChangedSince(("until_ms",))  # it ended, and perhaps another one began
    if rows[0]["until_ms"] <= act.at_ms:
        raise AlreadyOver(rows[0]["until_ms"])


undo.register(ServerAct.MEMBER_PAUSED, _end_pause)
