"""The queue that several processes share: who's next, and who works on what."""

from collections.abc import Callable, Mapping

from bot.generation.circuit_breaker import Circuit, Outage
from bot.generation.model import Generation
from bot.generation.queue import FairQueue
from bot.generation.shared_queue import HOLD_LEASE_MS, LEASE_MS, Claim, LaneState
from bot.storage.database import SIDE_BY_SIDE, Database, Row, Statement, T, Transaction, Value
from bot.storage.repositories.generation_rows import OPEN, generation_of
from bot.storage.repositories.repository import Repository, reads, writes

_QUEUED = "state = 'held' AND queued_at_ms IS NOT NULL"

_NEW_LANE = "INSERT INTO lane (provider) VALUES (:provider) ON CONFLICT (provider) DO NOTHING"

# Takes the next number, and keeps all other processes waiting until this transaction has ended.
_LOCK_LANE = "UPDATE lane SET turn = turn + 1 WHERE provider = :provider RETURNING *"

_LANE = "SELECT * FROM lane WHERE provider = :provider"

_CHANGE_LANE = """
UPDATE lane SET paused_until_ms = :paused_until_ms, pauses = :pauses, outage_reason = :outage_reason,
    outage_detail = :outage_detail, outage_since_ms = :outage_since_ms, next_probe_ms = :next_probe_ms,
    probe_wait_ms = :probe_wait_ms, probing = :probing, probe_sent = :probe_sent, round = :round
WHERE provider = :provider
"""

_PUT = """
UPDATE generation SET queued_at_ms = :now_ms, claimed_by = NULL, lease_until_ms = NULL,
    server_turn = COALESCE((
        SELECT max(other.server_turn) FROM generation AS other
        WHERE other.provider = :provider AND other.state = 'held' AND other.queued_at_ms IS NOT NULL
            AND other.slot = 0 AND other.server_turn > 0 AND other.guild_id = generation.guild_id
    ), :turn),
    member_turn = COALESCE((
        SELECT max(other.member_turn) FROM generation AS other
        WHERE other.provider = :provider AND other.state = 'held' AND other.queued_at_ms IS NOT NULL
            AND other.slot = 0 AND other.member_turn > 0 AND other.guild_id = generation.guild_id
            AND other.user_id = generation.user_id
    ), :turn)
WHERE id = :id AND state = 'held' AND queued_at_ms IS NULL AND claimed_by = :owner RETURNING id
"""

_PUT_BACK = """
UPDATE generation SET queued_at_ms = COALESCE(queued_at_ms, :now_ms), server_turn = 0, member_turn = 0,
    failures = failures + :failed, not_before_ms = :not_before_ms,
    claimed_by = NULL, lease_until_ms = NULL, slot = 0
WHERE id = :id AND state = 'held' AND claimed_by = :owner RETURNING id
"""

_RUNNING = f"""
SELECT count(*) AS running FROM generation
WHERE slot = 1 AND provider = :provider AND lease_until_ms > :now_ms AND state IN ({OPEN})
"""  # noqa: S608 - states only

NEXT = f"""
SELECT id, guild_id, user_id FROM generation
WHERE {_QUEUED} AND provider = :provider AND claimed_by IS NULL AND not_before_ms <= :now_ms
ORDER BY server_turn, member_turn, id LIMIT 1
"""  # noqa: S608 - no value is in it

_CLAIM = f"""
UPDATE generation SET claimed_by = :owner, lease_until_ms = :until_ms, slot = :slot
WHERE id = :id AND {_QUEUED} AND claimed_by IS NULL RETURNING *
"""  # noqa: S608 - as above

# The server goes to the end, and in it the member. What has had its turn already stays where it is.
_TURN = f"""
UPDATE generation SET server_turn = :turn,
    member_turn = CASE WHEN user_id = :user_id AND member_turn > 0 THEN :turn ELSE member_turn END
WHERE {_QUEUED} AND provider = :provider AND guild_id = :guild_id AND slot = 0 AND server_turn > 0
"""  # noqa: S608 - as above

_SOONEST = f"""
SELECT min(not_before_ms) AS at_ms FROM generation
WHERE {_QUEUED} AND provider = :provider AND claimed_by IS NULL
"""  # noqa: S608 - as above

_FREE = "UPDATE generation SET slot = 0 WHERE id = :id AND claimed_by = :owner"

# If it wasn't sent, its turn wasn't used.
_GIVE_BACK = """
UPDATE generation SET claimed_by = NULL, lease_until_ms = NULL, slot = 0,
    server_turn = CASE slot WHEN 1 THEN 0 ELSE server_turn END,
    member_turn = CASE slot WHEN 1 THEN 0 ELSE member_turn END
WHERE claimed_by = :owner
"""

_GIVE_ONE_BACK = f"{_GIVE_BACK} AND id = :id"

_RENEW = """
UPDATE generation SET lease_until_ms = CASE
    WHEN state = 'held' AND queued_at_ms IS NULL THEN :hold_until_ms ELSE :until_ms END
WHERE claimed_by = :owner RETURNING id
"""

# A claim that ended before anything was sent.
_UNSENT = f"""
UPDATE generation SET claimed_by = NULL, lease_until_ms = NULL, slot = 0,
    server_turn = CASE slot WHEN 1 THEN 0 ELSE server_turn END,
    member_turn = CASE slot WHEN 1 THEN 0 ELSE member_turn END
WHERE {_QUEUED} AND claimed_by IS NOT NULL AND lease_until_ms <= :now_ms RETURNING id
"""  # noqa: S608 - as above

_LEFT = "(claimed_by IS NULL OR lease_until_ms <= :now_ms)"

LEFT_OPEN = f"""
SELECT id FROM generation
WHERE state IN ({OPEN}) AND {_LEFT} AND (state <> 'held' OR queued_at_ms IS NULL) ORDER BY +id LIMIT :most
"""  # noqa: S608 - as above

LEFT_UNTOLD = f"""
SELECT id FROM generation
WHERE reply_token IS NOT NULL AND reply_expires_at_ms > :now_ms
    AND told_at_ms IS NULL AND state IN ('released', 'lost') AND {_LEFT}
ORDER BY reply_expires_at_ms LIMIT :most
"""  # noqa: S608 - as above

_ADOPT = f"""
UPDATE generation SET claimed_by = :owner, lease_until_ms = :until_ms, slot = 0
WHERE id = :id AND {_LEFT} AND (
    (state IN ({OPEN}) AND (state <> 'held' OR queued_at_ms IS NULL))
    OR (state IN ('released', 'lost') AND told_at_ms IS NULL)
)
RETURNING *
"""  # noqa: S608 - as above

_WAITING = f"""
SELECT * FROM generation WHERE {_QUEUED} AND provider = :provider AND slot = 0
ORDER BY server_turn, member_turn, id
"""  # noqa: S608 - as above

_COUNTS = f"""
SELECT count(CASE WHEN {_QUEUED} AND slot = 0 THEN 1 END) AS queued,
    count(CASE WHEN slot = 1 AND lease_until_ms > :now_ms THEN 1 END) AS running,
    COALESCE(sum(price), 0) AS held
FROM generation WHERE state IN ({OPEN}) AND provider = :provider
"""  # noqa: S608 - as above

_LEAD = """
INSERT INTO lease (name, holder, until_ms) VALUES (:name, :owner, :until_ms)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
WHERE lease.holder = excluded.holder OR lease.until_ms <= :now_ms
RETURNING name
"""

# No process holds it, so none renews it.
_FIRST = """
INSERT INTO lease (name, holder, until_ms) VALUES (:name, '', :until_ms)
ON CONFLICT (name) DO UPDATE SET until_ms = excluded.until_ms WHERE lease.until_ms <= :now_ms
RETURNING name
"""

_STEP_DOWN = "DELETE FROM lease WHERE name = :name AND holder = :owner"

_STEP_ALL_DOWN = "DELETE FROM lease WHERE holder = :owner"

_RENEW_LEASES = "UPDATE lease SET until_ms = :until_ms WHERE holder = :owner"

_FORGET_LEASES = "DELETE FROM lease WHERE until_ms <= :now_ms"

_LEASES = """
SELECT name FROM lease WHERE name >= :prefix AND name < :after AND until_ms > :now_ms ORDER BY name
"""

Values = Mapping[str, Value]

_TRIES = 5  # to claim the next one, while others cancel it
_ADOPTED = 20  # at once, so that the other processes get their share


class SharedQueueRepository(Repository):
    """See `bot.generation.shared_queue.SharedQueue`. `owner` names this process."""

    def __init__(self, database: Database, owner: str) -> None:
        super().__init__(database)
        self._owner = owner

    @writes
    def put(self, generation_id: int, provider: str, now_ms: int) -> Transaction[bool]:
        yield SIDE_BY_SIDE
        lane = yield from _locked(provider)
        values: Values = {
            **self._one(generation_id),
            "provider": provider,
            "turn": lane["turn"],
            "now_ms": now_ms,
        }
        return bool((yield _PUT, values))

    @writes
    def put_back(
        self, generation_id: int, now_ms: int, *, not_before_ms: int = 0, failed: bool = False
    ) -> Transaction[bool]:
        yield SIDE_BY_SIDE
        values: Values = {"now_ms": now_ms, "not_before_ms": not_before_ms, "failed": int(failed)}
        return bool((yield _PUT_BACK, {**self._one(generation_id), **values}))

    @writes
    def claim(self, provider: str, limit: int, now_ms: int) -> Transaction[Claim]:
        yield SIDE_BY_SIDE
        here: Values = {"provider": provider, "now_ms": now_ms}
        # Most of the time there's nothing. Then nothing is written either.
        [soonest] = yield _SOONEST, here
        if soonest["at_ms"] is None or soonest["at_ms"] > now_ms:
            rows = yield _LANE, here
            circuit = _circuit_of(rows[0]) if rows else Circuit()
            return Claim(circuit, wait_ms=soonest["at_ms"] and soonest["at_ms"] - now_ms)
        lane = yield from _locked(provider)
        circuit = _circuit_of(lane)
        if circuit.blocked(now_ms):
            pause_ms = circuit.paused_until_ms - now_ms
            return Claim(circuit, wait_ms=pause_ms if circuit.outage is None else None)
        [count] = yield _RUNNING, here
        if count["running"] >= limit:
            return Claim(circuit)
        for _ in range(_TRIES):
            found = yield NEXT, here
            if not found:
                break
            [row] = found
            lease: Values = {"until_ms": now_ms + LEASE_MS, "slot": 1}
            claimed = yield _CLAIM, {**self._one(row["id"]), **lease}
            if claimed:
                turn: Values = {"turn": lane["turn"], "guild_id": row["guild_id"], "user_id": row["user_id"]}
                yield _TURN, {**here, **turn}
                if circuit.probing:
                    circuit.admit()
                    yield _change(provider, circuit)
                return Claim(circuit, generation_of(claimed[0]), claimed[0]["failures"])
        return Claim(circuit)

    @writes
    def free(self, generation_id: int) -> Transaction[None]:
        yield SIDE_BY_SIDE
        yield _FREE, self._one(generation_id)

    @writes
    def take(self, generation_id: int, now_ms: int) -> Transaction[bool]:
        yield SIDE_BY_SIDE
        values: Values = {"until_ms": now_ms + LEASE_MS, "slot": 0}
        return bool((yield _CLAIM, {**self._one(generation_id), **values}))

    @writes
    def give_back(self, generation_id: int) -> Transaction[None]:
        yield SIDE_BY_SIDE
        yield _GIVE_ONE_BACK, self._one(generation_id)

    @writes
    def leave(self) -> Transaction[None]:
        yield SIDE_BY_SIDE
        yield _GIVE_BACK, {"owner": self._owner}
        yield _STEP_ALL_DOWN, {"owner": self._owner}

    @writes
    def renew(self, now_ms: int) -> Transaction[set[int]]:
        yield SIDE_BY_SIDE
        until: Values = {"until_ms": now_ms + LEASE_MS, "hold_until_ms": now_ms + HOLD_LEASE_MS}
        yield _RENEW_LEASES, {"owner": self._owner, **until}
        return {row["id"] for row in (yield _RENEW, {"owner": self._owner, **until})}

    @writes
    def adopt(self, now_ms: int) -> Transaction[list[Generation]]:
        yield SIDE_BY_SIDE
        now: Values = {"now_ms": now_ms, "most": _ADOPTED}
        yield _UNSENT, now
        ids = [row["id"] for row in (yield LEFT_OPEN, now)]
        ids += [row["id"] for row in (yield LEFT_UNTOLD, now)]
        adopted = []
        for generation_id in ids[:_ADOPTED]:
            rows = yield _ADOPT, {**self._one(generation_id), "until_ms": now_ms + LEASE_MS, **now}
            adopted += [generation_of(row) for row in rows]
        return adopted

    @reads
    def waiting(self, provider: str) -> Transaction[list[Generation]]:
        rows = yield _WAITING, {"provider": provider}
        found, queue = {}, FairQueue()
        for row in rows:
            found[row["id"]] = row
            queue.put(row["id"], row["guild_id"], row["user_id"])
        return [generation_of(found[generation_id]) for generation_id in queue.in_order()]

    @reads
    def lane(self, provider: str, now_ms: int) -> Transaction[LaneState]:
        rows = yield _LANE, {"provider": provider}
        [counts] = yield _COUNTS, {"provider": provider, "now_ms": now_ms}
        circuit = _circuit_of(rows[0]) if rows else Circuit()
        return LaneState(circuit, counts["queued"], counts["running"], counts["held"])

    @writes
    def change(self, provider: str, change: Callable[[Circuit], T]) -> Transaction[tuple[Circuit, T]]:
        yield SIDE_BY_SIDE
        circuit = _circuit_of((yield from _locked(provider)))
        result = change(circuit)
        yield _change(provider, circuit)
        return circuit, result

    @writes
    def lead(self, name: str, now_ms: int) -> Transaction[bool]:
        yield SIDE_BY_SIDE
        lease: Values = {"name": name, "owner": self._owner, "until_ms": now_ms + LEASE_MS}
        return bool((yield _LEAD, {**lease, "now_ms": now_ms}))

    @writes
    def first(self, name: str, seconds: float, now_ms: int) -> Transaction[bool]:
        yield SIDE_BY_SIDE
        values: Values = {"name": name, "now_ms": now_ms, "until_ms": now_ms + round(seconds * 1000)}
        return bool((yield _FIRST, values))

    @writes
    def step_down(self, name: str) -> Transaction[None]:
        yield SIDE_BY_SIDE
        yield _STEP_DOWN, {"name": name, "owner": self._owner}

    @writes
    def forget_leases(self, now_ms: int) -> Transaction[None]:
        yield SIDE_BY_SIDE
        yield _FORGET_LEASES, {"now_ms": now_ms}

    @reads
    def leases(self, prefix: str, now_ms: int) -> Transaction[list[str]]:
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        rows = yield _LEASES, {"prefix": prefix, "after": after, "now_ms": now_ms}
        return [row["name"] for row in rows]

    def _one(self, generation_id: int) -> dict[str, Value]:
        return {"id": generation_id, "owner": self._owner}


def _locked(provider: str) -> Transaction[Row]:
    """The lane, which no other process can change until this transaction has ended."""
    rows = yield _LOCK_LANE, {"provider": provider}
    if not rows:
        yield _NEW_LANE, {"provider": provider}
        rows = yield _LOCK_LANE, {"provider": provider}
    return rows[0]


def _circuit_of(row: Row) -> Circuit:
    reason = row["outage_reason"]
    return Circuit(
        paused_until_ms=row["paused_until_ms"],
        pauses=row["pauses"],
        outage=None if reason is None else Outage(reason, row["outage_detail"], row["outage_since_ms"]),
        next_probe_ms=row["next_probe_ms"],
        probe_wait_ms=row["probe_wait_ms"],
        probing=bool(row["probing"]),
        probe_sent=bool(row["probe_sent"]),
        round=row["round"],
    )


def _change(provider: str, circuit: Circuit) -> Statement:
    outage = circuit.outage
    return (
        _CHANGE_LANE,
        {
            "provider": provider,
            "paused_until_ms": circuit.paused_until_ms,
            "pauses": circuit.pauses,
            "outage_reason": None if outage is None else outage.reason,
            "outage_detail": None if outage is None else outage.detail,
            "outage_since_ms": None if outage is None else outage.since_ms,
            "next_probe_ms": circuit.next_probe_ms,
            "probe_wait_ms": circuit.probe_wait_ms,
            "probing": int(circuit.probing),
            "probe_sent": int(circuit.probe_sent),
            "round": circuit.round,
        },
    )
