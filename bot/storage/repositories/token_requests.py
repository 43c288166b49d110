"""Requests for more tokens. The first decision wins, in one conditional update."""

from bot.audit.model import Change
from bot.budgets.grants import GrantSource
from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act
from bot.servers.audit_kinds import ServerAct
from bot.servers.model import ASK_EVERY_MS
from bot.servers.ports import DecidedRequest, RequestState, TokenRequest
from bot.servers.refusals import AlreadyAsked, AlreadyDecided, NoStaffChannel, OwnRequest
from bot.storage.database import Row, Transaction
from bot.storage.repositories import undo
from bot.storage.repositories.audit import Entry, note_act
from bot.storage.repositories.grants import give
from bot.storage.repositories.ledger import Owner
from bot.storage.repositories.member_policy import check_amount
from bot.storage.repositories.outbox import STAFF_CHANNEL, Data, tell_member, tell_staff
from bot.storage.repositories.repository import Repository, reads, writes

_ASK = """
INSERT INTO token_request (id, guild_id, user_id, at_ms, reason, locale, state)
SELECT :id, :guild_id, :user_id, :now_ms, :reason, :locale, 'open' FROM (SELECT 1 AS one) AS always
WHERE NOT EXISTS (
    SELECT 1 FROM token_request WHERE user_id = :user_id AND guild_id = :guild_id AND at_ms > :since_ms
)
ON CONFLICT (id) DO NOTHING RETURNING id
"""

_LAST = """
SELECT id, at_ms FROM token_request WHERE user_id = :user_id AND guild_id = :guild_id
ORDER BY at_ms DESC LIMIT 1
"""

_REQUEST = "SELECT * FROM token_request WHERE id = :id AND guild_id = :guild_id"

_DECIDE = """
UPDATE token_request SET state = :state, decided_by = :by, decided_at_ms = :now_ms
WHERE id = :id AND guild_id = :guild_id AND state = 'open' AND user_id <> :by RETURNING *
"""


class TokenRequestRepository(Repository):
    """See `bot.servers.ports.TokenRequests`."""

    @writes
    def ask(self, request: TokenRequest, now_ms: int) -> Transaction[None]:
        if not (yield STAFF_CHANNEL, {"guild_id": request.guild_id}):
            raise NoStaffChannel
        whose = {"user_id": request.user_id, "guild_id": request.guild_id}
        asked = yield (
            _ASK,
            {
                **whose,
                "id": request.id,
                "now_ms": now_ms,
                "since_ms": now_ms - ASK_EVERY_MS,
                "reason": request.reason,
                "locale": request.locale,
            },
        )
        if not asked:
            [last] = yield _LAST, whose
            if last["id"] == request.id:
                return
            raise AlreadyAsked(last["at_ms"] + ASK_EVERY_MS)
        data: Data = {
            "request_id": request.id,
            "reason": request.reason,
            "spent": request.spent,
            "left": request.left,
        }
        member = Owner(request.guild_id, request.user_id)
        yield from tell_staff(NoticeKind.TOKENS_REQUESTED, member, data, now_ms)

    @reads
    def request(self, guild_id: int, request_id: int) -> Transaction[DecidedRequest]:
        rows = yield _REQUEST, {"id": request_id, "guild_id": guild_id}
        if not rows:
            raise AlreadyDecided(None, None)
        return _request_of(rows[0])

    @writes
    def approve(
        self, guild_id: int, request_id: int, amount: int, act: Act
    ) -> Transaction[Change[DecidedRequest]]:
        check_amount(amount)
        row = yield from _decided(guild_id, request_id, RequestState.APPROVED, act)
        member = Owner(guild_id, row["user_id"])
        grant = yield from give(
            member,
            amount,
            None,
            GrantSource.MODERATOR,
            act.at_ms,
            given_by=act.actor.user_id,
            reason=act.reason,
        )
        new = {"request_id": request_id, "grant_id": grant.id, "amount": amount}
        entry = Entry(ServerAct.REQUEST_APPROVED, guild_id, user_id=member.user_id, new=new)
        audit_id = yield from note_act(entry, act)
        data: Data = {"amount": amount}
        yield from tell_member(NoticeKind.TOKENS_APPROVED, member, data, act.at_ms, row["locale"])
        return Change(_request_of(row, amount), audit_id)

    @writes
    def decline(self, guild_id: int, request_id: int, act: Act) -> Transaction[Change[DecidedRequest]]:
        row = yield from _decided(guild_id, request_id, RequestState.DECLINED, act)
        member = Owner(guild_id, row["user_id"])
        entry = Entry(
            ServerAct.REQUEST_DECLINED, guild_id, user_id=member.user_id, new={"request_id": request_id}
        )
        audit_id = yield from note_act(entry, act)
        data: Data = {"reason": act.reason}
        yield from tell_member(NoticeKind.TOKENS_DECLINED, member, data, act.at_ms, row["locale"])
        return Change(_request_of(row), audit_id)


def _decided(guild_id: int, request_id: int, state: RequestState, act: Act) -> Transaction[Row]:
    """The request, now decided. Raises `AlreadyDecided` and `OwnRequest`."""
    which = {"id": request_id, "guild_id": guild_id}
    by = act.actor.user_id
    rows = yield _DECIDE, {**which, "state": state.value, "by": by, "now_ms": act.at_ms}
    if rows:
        return rows[0]
    rows = yield _REQUEST, which
    if rows and rows[0]["state"] == RequestState.OPEN:
        raise OwnRequest
    raise AlreadyDecided(*((rows[0]["state"], rows[0]["decided_by"]) if rows else (None, None)))


def _request_of(row: Row, amount: int = 0) -> DecidedRequest:
    return DecidedRequest(
        row["id"], row["user_id"], row["reason"], RequestState(row["state"]), amount, row["decided_by"]
    )


undo.register(ServerAct.REQUEST_APPROVED, undo.granted)
