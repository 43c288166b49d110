"""Personal data: exported, erased, forgotten with a server. The promise is in `bot.budgets.privacy`."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.budgets.privacy import (
    KEEP_AFTER_REMOVAL_MS,
    KEEP_DRAFTS_MS,
    KEEP_INPUTS_MS,
    KEEP_NOTICES_MS,
    Erased,
    Pruned,
)
from bot.budgets.refusals import StillUnderWay
from bot.contests.audit_kinds import ContestAct
from bot.errors import StorageUnavailable
from bot.servers.model import ASK_EVERY_MS, REFUSED_WITHIN_MS
from bot.storage.database import Rows, Transaction
from bot.storage.repositories import contest_privacy, server_privacy
from bot.storage.repositories.accounts import GUILDS
from bot.storage.repositories.audit import Entry, note
from bot.storage.repositories.generation_rows import ENDED, EXPORTED_COLUMNS, OPEN
from bot.storage.repositories.repository import Repository, reads, writes

# Discord's interaction tokens are nobody's data: whoever has one can speak for the bot.
_OF_USER = {
    "pictures": f"""
        SELECT {", ".join(EXPORTED_COLUMNS)} FROM generation WHERE user_id = :user_id ORDER BY guild_id, id
    """,  # noqa: S608 - columns only
    "accounts": """
        SELECT id, scope, guild_id, period_start_ms, period_end_ms, allowance, rollover, spent, held
        FROM account WHERE user_id = :user_id ORDER BY id
    """,
    "grants": """
        SELECT account_id, source, given_by, reason FROM token_grant
        WHERE account_id IN (SELECT id FROM account WHERE user_id = :user_id) ORDER BY account_id
    """,
    "ledger": """
        SELECT id, at_ms, kind, account_id, guild_id, generation_id, held_change, spent_change, lost_change,
            granted_change, actor_id, reason
        FROM ledger WHERE user_id = :user_id ORDER BY id
    """,
    "set_by_moderators": "SELECT * FROM member_policy WHERE user_id = :user_id ORDER BY guild_id",
    "promises_claimed": """
        SELECT promise_id, account_id, at_ms FROM role_promise_claim
        WHERE user_id = :user_id ORDER BY promise_id
    """,
    "promises_made": "SELECT * FROM role_promise WHERE made_by = :user_id ORDER BY id",
    "audit_about": "SELECT * FROM audit WHERE user_id = :user_id ORDER BY id",
    "audit_by": "SELECT * FROM audit WHERE actor_id = :user_id ORDER BY id",
    "notices": "SELECT * FROM notice WHERE user_id = :user_id ORDER BY id",
    "erasing_asked": "SELECT asked_at_ms FROM erasure WHERE user_id = :user_id",
    "pictures_to_edit": """
        SELECT generation_id, position, saved_at_ms, length(data) AS bytes FROM generation_input
        WHERE generation_id IN (SELECT id FROM generation WHERE user_id = :user_id)
        ORDER BY generation_id, position
    """,
    "drafts": "SELECT id, guild_id, at_ms, request FROM draft WHERE user_id = :user_id ORDER BY id",
    "in_galleries": """
        SELECT * FROM gallery_post WHERE promoted_by = :user_id
            OR generation_id IN (SELECT id FROM generation WHERE user_id = :user_id)
        ORDER BY generation_id
    """,
    **contest_privacy.EXPORTED,
    **server_privacy.EXPORTED,
}

UNDER_WAY = f"""
SELECT count(*) AS running FROM generation
WHERE user_id = :user_id AND state IN ({OPEN})
"""  # noqa: S608 - states only

# Texts, links and the provider's ids: at once, of every picture there is.
BLANK = """
UPDATE generation SET prompt = '', style_name = NULL, style_before = NULL, style_after = NULL,
    user_name = '', reply_token = NULL, channel_id = 0, message_id = NULL,
    inference_id = NULL, told_at_ms = COALESCE(told_at_ms, ended_at_ms)
WHERE user_id = :user_id RETURNING id
"""

AT_ONCE = (
    """
    DELETE FROM generation_input
    WHERE generation_id IN (SELECT id FROM generation WHERE user_id = :user_id)
    """,
    """
    DELETE FROM gallery_post
    WHERE generation_id IN (SELECT id FROM generation WHERE user_id = :user_id)
    """,
    "UPDATE gallery_post SET promoted_by = :nobody WHERE promoted_by = :user_id",
    "DELETE FROM draft WHERE user_id = :user_id",
    "DELETE FROM notice WHERE user_id = :user_id",
    "UPDATE audit SET user_id = :nobody, reason = NULL WHERE user_id = :user_id",
    "UPDATE audit SET actor_id = :nobody WHERE actor_id = :user_id",
    "UPDATE ledger SET actor_id = :nobody WHERE actor_id = :user_id AND actor_id <> user_id",
    "UPDATE member_policy SET frozen_by = :nobody WHERE frozen_by = :user_id",
    "UPDATE token_grant SET given_by = :nobody WHERE given_by = :user_id",
    """
    UPDATE token_grant SET reason = NULL
    WHERE account_id IN (SELECT id FROM account WHERE user_id = :user_id)
    """,
    *contest_privacy.ERASED,
    *server_privacy.ERASED,
)

# What is over, in the order in which one follows from the other: an account that still runs keeps its rows,
# and the pictures that those are about. A picture of after the asking is new, and stays with its rows.
ONCE_OVER = (
    """
    UPDATE account SET user_id = :nobody
    WHERE user_id = :user_id AND id <= :last_account_id
        AND (period_end_ms <= :now_ms OR (scope = 'grant' AND spent >= allowance))
    """,
    """
    UPDATE ledger SET user_id = :nobody,
        actor_id = CASE WHEN actor_id = user_id THEN :nobody ELSE actor_id END
    WHERE user_id = :user_id AND NOT EXISTS (
        SELECT 1 FROM account WHERE account.id = ledger.account_id AND account.user_id = :user_id
    ) AND NOT EXISTS (
        SELECT 1 FROM generation WHERE generation.id = generation_id AND held_at_ms > :asked_at_ms
    )
    """,
    """
    UPDATE generation SET user_id = :nobody
    WHERE user_id = :user_id AND held_at_ms <= :asked_at_ms AND NOT EXISTS (
        SELECT 1 FROM ledger
        WHERE generation_id = generation.id AND kind = 'hold' AND ledger.user_id = :user_id
    )
    """,
    """
    UPDATE role_promise_claim SET user_id = :nobody
    WHERE user_id = :user_id AND at_ms <= :asked_at_ms AND promise_id IN (
        SELECT id FROM role_promise WHERE revoked_at_ms IS NOT NULL OR ends_at_ms <= :now_ms
    )
    """,
    """
    UPDATE role_promise SET made_by = :nobody, reason = NULL
    WHERE made_by = :user_id AND (revoked_at_ms IS NOT NULL OR ends_at_ms <= :now_ms)
    """,
    """
    DELETE FROM member_policy WHERE user_id = :user_id AND allowance IS NULL AND frozen_until_ms <= :now_ms
    """,
    """
    UPDATE member_policy
    SET frozen_at_ms = NULL, frozen_until_ms = NULL, frozen_by = NULL, freeze_reason = NULL
    WHERE user_id = :user_id AND frozen_until_ms <= :now_ms
    """,
    *server_privacy.ONCE_OVER,
)

STAYS = f"""
SELECT EXISTS (SELECT 1 FROM account WHERE user_id = :user_id AND id <= :last_account_id)
    OR EXISTS (SELECT 1 FROM role_promise_claim WHERE user_id = :user_id AND at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM role_promise WHERE made_by = :user_id AND made_at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM member_policy WHERE user_id = :user_id)
    {server_privacy.STAYS} AS stays
"""  # noqa: S608 - no value is in it

REMEMBER = """
INSERT INTO erasure (user_id, asked_at_ms, last_account_id)
VALUES (:user_id, :asked_at_ms, :last_account_id)
ON CONFLICT (user_id) DO UPDATE SET
    asked_at_ms = excluded.asked_at_ms, last_account_id = excluded.last_account_id
"""

FORGET = "DELETE FROM erasure WHERE user_id = :user_id"

LAST_ACCOUNT = "SELECT COALESCE(MAX(id), 0) AS last FROM account"

UNFINISHED = "SELECT * FROM erasure ORDER BY user_id"

PRUNE_NOTICES = "DELETE FROM notice WHERE at_ms <= :until_ms"


LEAVE = """
INSERT INTO guild_policy (guild_id, left_at_ms) VALUES (:guild_id, :now_ms)
ON CONFLICT (guild_id) DO UPDATE SET left_at_ms = COALESCE(guild_policy.left_at_ms, excluded.left_at_ms)
"""

JOIN = """
UPDATE guild_policy SET left_at_ms = NULL, forgotten_at_ms = NULL
WHERE guild_id = :guild_id AND left_at_ms IS NOT NULL
"""

# Every server on which anything was ever set or held, with whether it counts as left.
KNOWN = f"""
WITH RECURSIVE {GUILDS}
SELECT guild_id, CASE WHEN left_at_ms IS NULL THEN 0 ELSE 1 END AS gone FROM guild_policy
UNION
SELECT id AS guild_id, 0 AS gone FROM guild
WHERE id IS NOT NULL AND id NOT IN (SELECT guild_id FROM guild_policy)
UNION
SELECT DISTINCT guild_id, 0 AS gone FROM contest
WHERE guild_id NOT IN (SELECT guild_id FROM guild_policy)
"""  # noqa: S608 - no value is in it

LONG_GONE = """
SELECT guild_id FROM guild_policy
WHERE left_at_ms <= :until_ms AND left_at_ms IS NOT NULL AND forgotten_at_ms IS NULL ORDER BY guild_id
"""

# In portions: a server may have many pictures, and everybody else's holds wait for each write.
TEXTS_OF_SERVER = f"""
SELECT id FROM generation
WHERE guild_id = :guild_id AND id > :after AND state IN ({ENDED})
ORDER BY id LIMIT 500
"""  # noqa: S608 - states only

BLANK_SERVER = f"""
UPDATE generation SET prompt = '', style_name = NULL, style_before = NULL, style_after = NULL,
    user_name = '', reply_token = NULL, channel_id = 0, message_id = NULL,
    inference_id = NULL, told_at_ms = COALESCE(told_at_ms, ended_at_ms)
WHERE guild_id = :guild_id AND id > :after AND id <= :last AND state IN ({ENDED})
"""  # noqa: S608 - states only

# What was kept for a while. The inputs of an open edit are still to be sent.
PRUNE_PICTURES = (
    f"""
    DELETE FROM generation_input WHERE saved_at_ms <= :inputs_until_ms AND generation_id NOT IN (
        SELECT id FROM generation WHERE state IN ({OPEN})
    )
    """,  # noqa: S608 - states only
    "DELETE FROM draft WHERE at_ms <= :drafts_until_ms",
)

FORGET_SERVER = (
    f"""
    DELETE FROM generation_input WHERE generation_id IN (
        SELECT id FROM generation WHERE guild_id = :guild_id AND state IN ({ENDED})
    )
    """,  # noqa: S608 - states only
    "DELETE FROM gallery_post WHERE guild_id = :guild_id",
    "DELETE FROM draft WHERE guild_id = :guild_id",
    """
    UPDATE guild_policy SET default_allowance = NULL, cycle = 'month', zone = 'UTC', week_starts_on = 0,
        schedule_version = schedule_version + 1, schedule_changed_at_ms = :now_ms, rollover = 0, cap = NULL,
        staff_channel_id = NULL, forgotten_at_ms = :now_ms
    WHERE guild_id = :guild_id
    """,
    "DELETE FROM role_tier WHERE guild_id = :guild_id",
    "DELETE FROM member_policy WHERE guild_id = :guild_id",
    "DELETE FROM notice WHERE guild_id = :guild_id",
    """
    DELETE FROM role_promise_claim
    WHERE promise_id IN (SELECT id FROM role_promise WHERE guild_id = :guild_id)
    """,
    "DELETE FROM role_promise WHERE guild_id = :guild_id",
    """
    UPDATE token_grant SET reason = NULL
    WHERE account_id IN (SELECT id FROM account WHERE scope = 'grant' AND guild_id = :guild_id)
    """,
    "UPDATE audit SET reason = NULL WHERE guild_id = :guild_id AND reason IS NOT NULL",
    *contest_privacy.FORGOTTEN,
    *server_privacy.FORGOTTEN,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone who asked to have their data erased, when, and the newest account of anyone's at that time."""

    user_id: int
    at_ms: int
    last_account_id: int


class PrivacyRepository(Repository):
    """See `bot.budgets.privacy.Privacy`."""

    @reads
    def export(self, user_id: int) -> Transaction[dict[str, Any]]:
        found: dict[str, Any] = {"user_id": user_id}
        for name, statement in _OF_USER.items():
            found[name] = _plain((yield statement, {"user_id": user_id}))
        return found

    async def erase(self, user_id: int, now_ms: int) -> Erased:
        erased = await self._erase(user_id, now_ms)
        await self._purge()
        return erased

    async def _purge(self) -> None:
        if not await self._database.purge():
            raise StorageUnavailable("erased data is still in its log while another program reads it")

    @writes
    def _erase(self, user_id: int, now_ms: int) -> Transaction[Erased]:
        [row] = yield UNDER_WAY, {"user_id": user_id}
        if row["running"]:
            raise StillUnderWay(row["running"])
        nobody = _nobody()
        blanked = yield BLANK, {"user_id": user_id}
        for statement in AT_ONCE:
            yield statement, {"user_id": user_id, "nobody": nobody}
        [newest] = yield LAST_ACCOUNT, {}
        stays = yield from _finish(Asked(user_id, now_ms, newest["last"]), nobody, now_ms)
        return Erased(len(blanked), stays)

    @writes
    def left_server(self, guild_id: int, now_ms: int) -> Transaction[None]:
        yield from _leave(guild_id, now_ms)

    @writes
    def joined_server(self, guild_id: int) -> Transaction[None]:
        yield JOIN, {"guild_id": guild_id}

    @writes
    def on_servers(self, guild_ids: Collection[int], now_ms: int) -> Transaction[None]:
        here = set(guild_ids)
        for row in (yield KNOWN, {}):
            if row["gone"] and row["guild_id"] in here:
                yield JOIN, {"guild_id": row["guild_id"]}
            elif not row["gone"] and row["guild_id"] not in here:
                yield from _leave(row["guild_id"], now_ms)

    async def prune(self, now_ms: int) -> Pruned:
        members = 0
        for asked in await self._unfinished():
            members += not await self._finish(asked, now_ms)
        servers = await self._long_gone(now_ms)
        for guild_id in servers:
            after = 0
            while (last := await self._next_texts(guild_id, after)) is not None:
                await self._blank_server(guild_id, after, last)
                after = last
            await self._forget_server(guild_id, now_ms)
        await self._prune_notices(now_ms)
        await self._prune_pictures(now_ms)
        await self._purge()
        return Pruned(members=members, servers=len(servers))

    @reads
    def _unfinished(self) -> Transaction[list[Asked]]:
        rows = yield UNFINISHED, {}
        return [Asked(row["user_id"], row["asked_at_ms"], row["last_account_id"]) for row in rows]

    @writes
    def _finish(self, asked: Asked, now_ms: int) -> Transaction[bool]:
        return (yield from _finish(asked, _nobody(), now_ms))

    @reads
    def _long_gone(self, now_ms: int) -> Transaction[list[int]]:
        """The servers to forget."""
        rows = yield LONG_GONE, {"until_ms": now_ms - KEEP_AFTER_REMOVAL_MS}
        return [row["guild_id"] for row in rows]

    @reads
    def _next_texts(self, guild_id: int, after: int) -> Transaction[int | None]:
        """The last generation id of the next portion, None if there is none."""
        rows = yield TEXTS_OF_SERVER, {"guild_id": guild_id, "after": after}
        return rows[-1]["id"] if rows else None

    @writes
    def _blank_server(self, guild_id: int, after: int, last: int) -> Transaction[None]:
        yield BLANK_SERVER, {"guild_id": guild_id, "after": after, "last": last}

    @writes
    def _forget_server(self, guild_id: int, now_ms: int) -> Transaction[None]:
        for statement in FORGET_SERVER:
            yield statement, {"guild_id": guild_id, "now_ms": now_ms}

    @writes
    def _prune_notices(self, now_ms: int) -> Transaction[None]:
        times = {**_limits(now_ms), "until_ms": now_ms - KEEP_NOTICES_MS}
        for statement in (PRUNE_NOTICES, *server_privacy.PRUNED):
            yield statement, times

    @writes
    def _prune_pictures(self, now_ms: int) -> Transaction[None]:
        times = {"inputs_until_ms": now_ms - KEEP_INPUTS_MS, "drafts_until_ms": now_ms - KEEP_DRAFTS_MS}
        for statement in PRUNE_PICTURES:
            yield statement, times


def _leave(guild_id: int, now_ms: int) -> Transaction[None]:
    yield LEAVE, {"guild_id": guild_id, "now_ms": now_ms}
    cancelled = yield contest_privacy.CANCEL_OF_SERVER, {"guild_id": guild_id, "now_ms": now_ms}
    for contest in cancelled:
        entry = Entry(ContestAct.CANCELLED, guild_id, new={"contest_id": contest["id"]})
        yield from note(entry, actor_id=None, reason=None, now_ms=now_ms)


def _finish(asked: Asked, nobody: int, now_ms: int) -> Transaction[bool]:
    """Takes the user id off what has ended. Returns whether something stays under it."""
    who = {
        "user_id": asked.user_id,
        "asked_at_ms": asked.at_ms,
        "last_account_id": asked.last_account_id,
    }
    for statement in ONCE_OVER:
        yield statement, {**who, **_limits(now_ms), "nobody": nobody}
    [row] = yield STAYS, who
    if row["stays"]:
        yield REMEMBER, who
    else:
        yield FORGET, {"user_id": asked.user_id}
    return bool(row["stays"])


def _limits(now_ms: int) -> dict[str, int]:
    """Now, and when requests and refused prompts were made that don't count any more."""
    return {
        "now_ms": now_ms,
        "asked_before_ms": now_ms - ASK_EVERY_MS,
        "refused_before_ms": now_ms - REFUSED_WITHIN_MS,
    }


def _plain(rows: Rows) -> list[dict[str, Any]]:
    return [{column: row[column] for column in row.keys()} for row in rows]  # noqa: SIM118 - no mapping


def _nobody() -> int:
    """A number that stands for no one, because users' ids are above zero.

    A new one each time: one that's used twice would tie what it stands for together.
    """
    return -secrets.randbelow(2**62) - 1
