"""Exports and erases personal data, as `bot.budgets.privacy` describes.

Erasing works in batches that are found by an index, because everyone's holds wait for each write. The request
is on disk before the first one, so that `prune` can finish after a crash.
"""

import secrets
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.budgets.privacy import (
    KEEP_ACTS_MS,
    KEEP_DRAFTS_MS,
    KEEP_INPUTS_MS,
    KEEP_NOTICES_MS,
    KEEP_PRIVATE_PICTURES_MS,
    Erased,
    Pruned,
)
from bot.budgets.refusals import StillUnderWay
from bot.errors import StorageUnavailable
from bot.servers.model import ASK_EVERY_MS, REFUSED_WITHIN_MS
from bot.storage.database import Rows, Transaction, Value
from bot.storage.repositories import contest_privacy, server_privacy
from bot.storage.repositories.generation_rows import EXPORTED_COLUMNS, OPEN
from bot.storage.repositories.guild_removal import PORTION, GuildRemovalRepository
from bot.storage.repositories.repository import reads, writes

# Kinds that a member can have a lot of are read in batches, ordered by an index, starting after the last
# row's columns. So readers are never busy for long, and memory never holds everything.
_LONG = {
    "pictures": (
        ("id",),
        f"""
        SELECT {", ".join(EXPORTED_COLUMNS)} FROM generation
        WHERE user_id = :user_id AND id > :id ORDER BY id LIMIT :limit
        """,  # noqa: S608 - columns only
    ),
    "ledger": (
        ("guild_id", "counts_at_ms", "id"),
        """
        SELECT id, at_ms, kind, account_id, guild_id, generation_id, held_change, spent_change, lost_change,
            granted_change, actor_id, reason, counts_at_ms, part, audit_id
        FROM ledger
        WHERE user_id = :user_id AND (guild_id, counts_at_ms, id) > (:guild_id, :counts_at_ms, :id)
        ORDER BY guild_id, counts_at_ms, id LIMIT :limit
        """,
    ),
    "audit_about": (
        ("guild_id", "at_ms", "id"),
        """
        SELECT * FROM audit WHERE user_id = :user_id AND (guild_id, at_ms, id) > (:guild_id, :at_ms, :id)
        ORDER BY guild_id, at_ms, id LIMIT :limit
        """,
    ),
    "audit_by": (
        ("guild_id", "at_ms", "id"),
        """
        SELECT * FROM audit WHERE actor_id = :user_id AND (guild_id, at_ms, id) > (:guild_id, :at_ms, :id)
        ORDER BY guild_id, at_ms, id LIMIT :limit
        """,
    ),
}

_OF_USER = {
    "accounts": """
        SELECT id, scope, guild_id, period_start_ms, period_end_ms, allowance, rollover, spent, held
        FROM account WHERE user_id = :user_id ORDER BY id
    """,
    "grants": """
        SELECT account_id, source, given_by, reason FROM token_grant
        WHERE account_id IN (SELECT id FROM account WHERE user_id = :user_id) ORDER BY account_id
    """,
    "set_by_moderators": "SELECT * FROM member_policy WHERE user_id = :user_id ORDER BY guild_id",
    "promises_claimed": """
        SELECT promise_id, account_id, at_ms FROM role_promise_claim
        WHERE user_id = :user_id ORDER BY promise_id
    """,
    "promises_made": "SELECT * FROM role_promise WHERE made_by = :user_id ORDER BY id",
    "notices": "SELECT * FROM notice WHERE user_id = :user_id ORDER BY id",
    "erasing_asked": "SELECT asked_at_ms FROM erasure WHERE user_id = :user_id",
    "pictures_to_edit": """
        SELECT generation_id, position, saved_at_ms, length(data) AS bytes FROM generation_input
        WHERE generation_id IN (SELECT id FROM generation WHERE user_id = :user_id)
        ORDER BY generation_id, position
    """,
    "private_pictures": """
        SELECT generation_id, saved_at_ms, width, height, format, length(data) AS bytes FROM private_picture
        WHERE generation_id IN (SELECT id FROM generation WHERE user_id = :user_id)
        ORDER BY generation_id
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

EXPORTED = (*_OF_USER.values(), *(statement for _, statement in _LONG.values()))

# The short index of open generations, instead of all their pictures.
UNDER_WAY = f"""
SELECT count(*) AS running FROM generation
WHERE +user_id = :user_id AND state IN ({OPEN})
"""  # noqa: S608 - states only

ASK = """
INSERT INTO erasure (user_id, asked_at_ms, last_account_id, passing)
SELECT :user_id, :now_ms, COALESCE(MAX(id), 0), 1 FROM account WHERE 1 = 1
ON CONFLICT (user_id) DO UPDATE SET
    asked_at_ms = excluded.asked_at_ms, last_account_id = excluded.last_account_id, passing = 1
RETURNING *
"""

# A moderator's acts on others stay under their id for a year (see KEEP_MODERATION below).
AT_ONCE = (
    "UPDATE gallery_post SET promoted_by = :nobody WHERE promoted_by = :user_id",
    "DELETE FROM draft WHERE user_id = :user_id",
    "DELETE FROM notice WHERE user_id = :user_id",
    """
    UPDATE token_grant SET reason = NULL
    WHERE account_id IN (SELECT id FROM account WHERE user_id = :user_id)
    """,
    *contest_privacy.ERASED,
    *server_privacy.ERASED,
)

# The same, some rows at a time.
PORTIONS_AT_ONCE = (
    """
    UPDATE audit SET user_id = :nobody, reason = NULL,
        actor_id = CASE WHEN actor_id = :user_id AND kind = 'promise_claimed' THEN :nobody ELSE actor_id END
    WHERE id IN (SELECT id FROM audit WHERE user_id = :user_id LIMIT :limit) RETURNING id
    """,
)

# Accounts that have ended. Their pictures and entries follow in batches.
ACCOUNTS = """
UPDATE account SET user_id = :nobody
WHERE user_id = :user_id AND id <= :last_account_id
    AND (period_end_ms <= :now_ms OR (scope = 'grant' AND spent >= allowance))
RETURNING id
"""

SET_PASSING = "UPDATE erasure SET passing = :passing WHERE user_id = :user_id"

NEXT_PICTURES = """
SELECT id FROM generation
WHERE user_id = :user_id AND id > :after AND held_at_ms <= :asked_at_ms ORDER BY id LIMIT :limit
"""

_IN_PORTION = "user_id = :user_id AND id > :after AND id <= :last AND held_at_ms <= :asked_at_ms"
_PICTURES = f"SELECT id FROM generation WHERE {_IN_PORTION}"  # noqa: S608 - no value is in it

_ENDED_ENTRIES = """
UPDATE ledger SET user_id = :nobody, actor_id = CASE WHEN actor_id = user_id THEN :nobody ELSE actor_id END
WHERE {which} AND {user} = :user_id AND NOT EXISTS (
    SELECT 1 FROM account WHERE account.id = ledger.account_id AND account.user_id = :user_id
)
"""

# The `+` keeps SQLite from reading all of the member's entries instead of those of these pictures.
#
# Of each picture: texts, links and the provider's ids in any case, and its member's id if everything that
# paid for it has ended. The entries of each kind have their own index.
PICTURES = (
    f"DELETE FROM generation_input WHERE generation_id IN ({_PICTURES})",  # noqa: S608 - no value is in it
    f"DELETE FROM private_picture WHERE generation_id IN ({_PICTURES})",  # noqa: S608 - no value is in it
    f"DELETE FROM gallery_post WHERE generation_id IN ({_PICTURES})",  # noqa: S608 - no value is in it
    *(statement.format(pictures=_PICTURES) for statement in contest_privacy.ERASED_PICTURES),
    f"""
    UPDATE generation SET prompt = '', style_name = NULL, style_before = NULL, style_after = NULL,
        user_name = '', reply_token = NULL, channel_id = 0, message_id = NULL, inference_id = NULL,
        told_at_ms = COALESCE(told_at_ms, ended_at_ms)
    WHERE {_IN_PORTION} AND (prompt <> '' OR user_name <> '' OR channel_id <> 0 OR message_id IS NOT NULL
        OR inference_id IS NOT NULL OR reply_token IS NOT NULL OR style_name IS NOT NULL
        OR style_before IS NOT NULL OR style_after IS NOT NULL)
    """,  # noqa: S608 - no value is in it
    *(
        _ENDED_ENTRIES.format(which=f"{kinds} AND generation_id IN ({_PICTURES})", user="+ledger.user_id")
        for kinds in (
            "kind = 'hold'",
            "kind IN ('settle', 'release')",
            "kind = 'loss'",
            "kind = 'refund'",
        )
    ),
    f"""
    UPDATE generation SET user_id = :nobody
    WHERE {_IN_PORTION} AND NOT EXISTS (
        SELECT 1 FROM ledger
        WHERE generation_id = generation.id AND kind = 'hold' AND +ledger.user_id = :user_id
    )
    """,  # noqa: S608 - no value is in it
)

# Everything that isn't about a picture, in dependency order.
ONCE_OVER = (
    _ENDED_ENTRIES.format(
        which="kind IN ('grant', 'deduct', 'reset', 'carry', 'undo') AND NOT EXISTS (SELECT 1 FROM generation"
        " WHERE generation.id = ledger.generation_id AND held_at_ms > :asked_at_ms)",
        user="ledger.user_id",
    ),
    """
    UPDATE role_promise_claim SET user_id = :nobody
    WHERE user_id = :user_id AND at_ms <= :asked_at_ms AND promise_id IN (
        SELECT id FROM role_promise WHERE revoked_at_ms IS NOT NULL OR ends_at_ms <= :now_ms
    )
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

# Their acts as a moderator, a year later. Kinds with many rows come first, in batches.
MODERATION_PORTIONS = (
    """
    UPDATE audit SET actor_id = :nobody WHERE id IN (
        SELECT id FROM audit WHERE actor_id = :user_id AND at_ms <= :acts_until_ms LIMIT :limit
    ) RETURNING id
    """,
    """
    UPDATE ledger SET actor_id = :nobody WHERE id IN (
        SELECT id FROM ledger
        WHERE actor_id = :user_id AND actor_id <> user_id AND at_ms <= :acts_until_ms LIMIT :limit
    ) RETURNING id
    """,
    """
    UPDATE token_grant SET given_by = :nobody WHERE account_id IN (
        SELECT account_id FROM token_grant JOIN account ON account.id = account_id
        WHERE given_by = :user_id AND period_start_ms <= :acts_until_ms LIMIT :limit
    ) RETURNING account_id AS id
    """,
)

KEEP_MODERATION = (
    """
    UPDATE member_policy SET frozen_by = :nobody
    WHERE frozen_by = :user_id AND frozen_at_ms <= :acts_until_ms
    """,
    """
    UPDATE role_promise SET made_by = :nobody, reason = NULL
    WHERE made_by = :user_id AND (revoked_at_ms IS NOT NULL OR ends_at_ms <= :now_ms)
        AND made_at_ms <= :acts_until_ms
    """,
)

STAYS = f"""
SELECT EXISTS (SELECT 1 FROM account WHERE user_id = :user_id AND id <= :last_account_id)
    OR EXISTS (SELECT 1 FROM role_promise_claim WHERE user_id = :user_id AND at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM role_promise WHERE made_by = :user_id AND made_at_ms <= :asked_at_ms)
    OR EXISTS (SELECT 1 FROM member_policy WHERE user_id = :user_id)
    OR EXISTS (SELECT 1 FROM audit WHERE actor_id = :user_id AND at_ms <= :asked_at_ms)
    OR EXISTS (
        SELECT 1 FROM ledger WHERE actor_id = :user_id AND actor_id <> user_id AND at_ms <= :asked_at_ms
    )
    OR EXISTS (SELECT 1 FROM member_policy WHERE frozen_by = :user_id AND frozen_at_ms <= :asked_at_ms)
    {server_privacy.STAYS} AS stays
"""  # noqa: S608 - no value is in it

FORGET = "DELETE FROM erasure WHERE user_id = :user_id"

UNFINISHED = "SELECT * FROM erasure ORDER BY user_id"

# Things kept for a while, some at a time. The inputs of an open edit still have to be sent.
PRUNED = (
    """
    DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE at_ms <= :notices_ms LIMIT :limit)
    RETURNING id
    """,
    f"""
    DELETE FROM generation_input WHERE generation_id IN (
        SELECT generation_id FROM generation_input WHERE saved_at_ms <= :inputs_ms AND generation_id NOT IN (
            SELECT id FROM generation WHERE state IN ({OPEN})
        ) LIMIT 20
    ) RETURNING generation_id AS id
    """,  # noqa: S608 - states only
    """
    DELETE FROM private_picture WHERE generation_id IN (
        SELECT generation_id FROM private_picture WHERE saved_at_ms <= :private_ms LIMIT 20
    ) RETURNING generation_id AS id
    """,
    """
    DELETE FROM draft WHERE id IN (SELECT id FROM draft WHERE at_ms <= :drafts_ms LIMIT :limit) RETURNING id
    """,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone who asked to erase their data, when, and the newest account of anyone at that time.

    `passing` means that a pass over their pictures isn't done yet.
    """

    user_id: int
    at_ms: int
    last_account_id: int
    passing: bool

    def values(self) -> dict[str, Value]:
        return {
            "user_id": self.user_id,
            "asked_at_ms": self.at_ms,
            "last_account_id": self.last_account_id,
        }


class PrivacyRepository(GuildRemovalRepository):
    """See `bot.budgets.privacy.Privacy`."""

    async def export(self, user_id: int) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
        for name, (columns, statement) in _LONG.items():
            after: dict[str, Value] | None = dict.fromkeys(columns, 0)
            while after is not None:
                rows, after = await self._portion_of(user_id, statement, after)
                yield name, rows
        for name, statement in _OF_USER.items():
            yield name, await self._all_of(user_id, statement)

    @reads
    def _portion_of(
        self, user_id: int, statement: str, after: dict[str, Value]
    ) -> Transaction[tuple[list[dict[str, Any]], dict[str, Value] | None]]:
        """The next rows, and the columns to continue from, or None after the last batch."""
        rows = yield statement, {"user_id": user_id, "limit": PORTION, **after}
        more = len(rows) == PORTION
        return _plain(rows), {column: rows[-1][column] for column in after} if more else None

    @reads
    def _all_of(self, user_id: int, statement: str) -> Transaction[list[dict[str, Any]]]:
        return _plain((yield statement, {"user_id": user_id}))

    async def erase(self, user_id: int, now_ms: int) -> Erased:
        erased = await self._erase(await self._ask(user_id, now_ms), now_ms)
        await self._purge()
        return erased

    async def prune(self, now_ms: int) -> Pruned:
        members = 0
        for asked in await self._unfinished():
            members += not (await self._erase(asked, now_ms)).stays
        servers = await self._forget_servers(now_ms)
        times: dict[str, Value] = {
            "notices_ms": now_ms - KEEP_NOTICES_MS,
            "inputs_ms": now_ms - KEEP_INPUTS_MS,
            "private_ms": now_ms - KEEP_PRIVATE_PICTURES_MS,
            "drafts_ms": now_ms - KEEP_DRAFTS_MS,
        }
        await self._in_portions(PRUNED, times)
        await self._prune_servers(now_ms)
        await self._purge()
        return Pruned(members=members, servers=servers)

    async def _erase(self, asked: Asked, now_ms: int) -> Erased:
        """Erases everything that can be erased now. Each pass has its own number, which stands for nobody."""
        nobody = -secrets.randbelow(2**62) - 1
        pictures = 0
        whose = {**asked.values(), "nobody": nobody}
        if asked.passing:
            await self._in_portions(PORTIONS_AT_ONCE, whose)
        if await self._begin_pass(asked, nobody, now_ms):
            after: int | None = 0
            while after is not None:
                after, portion = await self._erase_pictures(asked, nobody, after)
                pictures += portion
        acts_until_ms = min(asked.at_ms, now_ms - KEEP_ACTS_MS)
        await self._in_portions(MODERATION_PORTIONS, {**whose, "acts_until_ms": acts_until_ms})
        return Erased(pictures, await self._finish(asked, nobody, acts_until_ms, now_ms))

    async def _in_portions(self, statements: Iterable[str], values: Mapping[str, Value]) -> None:
        """Runs each statement until it finds no more rows."""
        for statement in statements:
            while await self._some_of(statement, values):
                pass

    @writes
    def _some_of(self, statement: str, values: Mapping[str, Value]) -> Transaction[bool]:
        return bool((yield statement, {**values, "limit": PORTION}))

    async def _purge(self) -> None:
        if not await self._database.purge():
            raise StorageUnavailable("erased data is still in its log while another program reads it")

    @writes
    def _ask(self, user_id: int, now_ms: int) -> Transaction[Asked]:
        [row] = yield UNDER_WAY, {"user_id": user_id}
        if row["running"]:
            raise StillUnderWay(row["running"])
        [row] = yield ASK, {"user_id": user_id, "now_ms": now_ms}
        return Asked(user_id, now_ms, row["last_account_id"], passing=True)

    @reads
    def _unfinished(self) -> Transaction[list[Asked]]:
        return [
            Asked(row["user_id"], row["asked_at_ms"], row["last_account_id"], bool(row["passing"]))
            for row in (yield UNFINISHED, {})
        ]

    @writes
    def _begin_pass(self, asked: Asked, nobody: int, now_ms: int) -> Transaction[bool]:
        """Whether the pictures need a pass, because they asked or an account has ended since."""
        values = {**asked.values(), "nobody": nobody, "now_ms": now_ms}
        if asked.passing:
            for statement in AT_ONCE:
                yield statement, values
        ended = yield ACCOUNTS, values
        if ended and not asked.passing:
            yield SET_PASSING, {"user_id": asked.user_id, "passing": 1}
        return asked.passing or bool(ended)

    @writes
    def _erase_pictures(self, asked: Asked, nobody: int, after: int) -> Transaction[tuple[int | None, int]]:
        """Erases the next pictures. Returns the last one's id (None after the last), and how many."""
        values = {**asked.values(), "nobody": nobody, "after": after}
        rows = yield NEXT_PICTURES, {**values, "limit": PORTION}
        if not rows:
            return None, 0
        for statement in PICTURES:
            yield statement, {**values, "last": rows[-1]["id"]}
        return rows[-1]["id"], len(rows)

    @writes
    def _finish(self, asked: Asked, nobody: int, acts_until_ms: int, now_ms: int) -> Transaction[bool]:
        """Removes the id from everything else that has ended. Returns whether something stays under it."""
        values = {**asked.values(), **_limits(now_ms), "nobody": nobody, "acts_until_ms": acts_until_ms}
        for statement in (*ONCE_OVER, *KEEP_MODERATION):
            yield statement, values
        [row] = yield STAYS, values
        if row["stays"]:
            yield SET_PASSING, {"user_id": asked.user_id, "passing": 0}
        else:
            yield FORGET, {"user_id": asked.user_id}
        return bool(row["stays"])

    @writes
    def _prune_servers(self, now_ms: int) -> Transaction[None]:
        for statement in server_privacy.PRUNED:
            yield statement, {**_limits(now_ms), "until_ms": now_ms - KEEP_NOTICES_MS}


def _limits(now_ms: int) -> dict[str, int]:
    """Now, and the times before which requests and refused prompts no longer count."""
    return {
        "now_ms": now_ms,
        "asked_before_ms": now_ms - ASK_EVERY_MS,
        "refused_before_ms": now_ms - REFUSED_WITHIN_MS,
    }


def _plain(rows: Rows) -> list[dict[str, Any]]:
    return [
        {column: _readable(column, row[column]) for column in row.keys()}  # noqa: SIM118 - no mapping
        for row in rows
    ]


def _readable(column: str, value: Any) -> Any:
    """Ids and everything that isn't a JSON number are strings. Most programs round numbers over 2 ** 53."""
    is_id = column == "id" or column.endswith(("_id", "_by"))
    return str(value) if isinstance(value, int) and (is_id or abs(value) > 2**53) else value
