"""Watches a soak from outside, and checks whether anybody is ever over a limit.

It does its own sums from the ledger. A soak is within one period of every schedule, so everything that was
ever held counts. Caps only go up in a soak, so what was held under an earlier one is within the current one.
"""

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

_NEW = """
SELECT ledger.id, kind, scope, ledger.guild_id, ledger.user_id, generation_id, part,
    held_change + spent_change AS change
FROM ledger LEFT JOIN account ON account.id = ledger.account_id
WHERE ledger.id > ? AND kind <> 'carry' ORDER BY ledger.id
"""

_SERVER_CAPS = "SELECT guild_id, cap FROM guild_policy WHERE cap IS NOT NULL"
_OWNERS_CAP = "SELECT tokens FROM operator_cap WHERE scope = 'overall'"
_GRANTS = "SELECT count(*) FROM account WHERE scope = 'grant' AND spent + held > allowance"


@dataclass(frozen=True)
class Limits:
    """Tokens and pictures. `members` has each member's maximum, by server and member."""

    members: dict[tuple[int, int], int]
    owners_cap: int
    member_in_flight: int
    server_in_flight: int
    total_in_flight: int


@dataclass
class Witness:
    """Call `look` as often as possible. `broken` has everything that was over a limit."""

    database: Path
    limits: Limits
    broken: list[str] = field(default_factory=list)
    fullest: Counter[str] = field(default_factory=Counter)  # how often a hold filled a limit completely
    used: Counter[int] = field(default_factory=Counter)  # by server, 0 for all of them
    holds: int = 0
    _seen: int = 0
    _members: Counter[tuple[int, int]] = field(default_factory=Counter)
    _open: dict[int, tuple[int, int]] = field(default_factory=dict)
    _in_flight: defaultdict[object, int] = field(default_factory=lambda: defaultdict(int))

    def look(self) -> None:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as connection:
            connection.execute("BEGIN")
            rows = connection.execute(_NEW, (self._seen,)).fetchall()
            caps: dict[int, int] = dict(connection.execute(_SERVER_CAPS).fetchall())
            owners = connection.execute(_OWNERS_CAP).fetchone()
            caps[0] = owners[0] if owners else self.limits.owners_cap
            [(overdrawn,)] = connection.execute(_GRANTS)
        if overdrawn:
            self.broken.append(f"{overdrawn} grants are overdrawn")
        for row in rows:
            self._seen = row[0]
            self._count(*row[1:], caps)

    def _count(  # noqa: PLR0917 - a row's columns
        self,
        kind: str,
        scope: str | None,
        guild_id: int,
        user_id: int,
        generation_id: int | None,
        part: int,
        change: int,
        caps: dict[int, int],
    ) -> None:
        member = (guild_id, user_id)
        if scope == "member":
            self._members[member] += change
        if generation_id is not None:
            self.used[guild_id] += change
            self.used[0] += change
        if generation_id is not None and part == 0:
            if kind == "hold":
                self._open[generation_id] = member
                for who in (member, guild_id, 0):
                    self._in_flight[who] += 1
            elif kind in {"settle", "release"} and self._open.pop(generation_id, None):
                for who in (member, guild_id, 0):
                    self._in_flight[who] -= 1
        if kind == "hold":
            self.holds += 1
            limits = self.limits
            self._check("member", self._members[member], limits.members[member], change)
            self._check("server's cap", self.used[guild_id], caps.get(guild_id), change)
            self._check("owner's cap", self.used[0], caps[0], change)
            self._check("member in flight", self._in_flight[member], limits.member_in_flight, 1)
            self._check("server in flight", self._in_flight[guild_id], limits.server_in_flight, 1)
            self._check("all in flight", self._in_flight[0], limits.total_in_flight, 1)

    def _check(self, what: str, found: int, limit: int | None, more: int) -> None:
        if limit is None:
            return
        if found > limit:
            self.broken.append(f"{what}: {found:,} of {limit:,}")
        if found + more > limit:
            self.fullest[what] += 1
