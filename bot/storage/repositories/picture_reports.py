"""Reports of pictures, and moderators' decisions about them."""

from bot.audit.model import Change
from bot.budgets.outbox import NoticeKind
from bot.budgets.policy import Act
from bot.generation.audit_kinds import PictureAct
from bot.servers.audit_kinds import ServerAct
from bot.servers.ports import NewReport, Report, ReportState
from bot.servers.refusals import AlreadyDecided, AlreadyReported, NoPictureThere, NoStaffChannel
from bot.storage.database import Row, Transaction
from bot.storage.repositories.audit import Entry, note, note_act
from bot.storage.repositories.ledger import Owner
from bot.storage.repositories.outbox import STAFF_CHANNEL, Data, tell_staff
from bot.storage.repositories.repository import Repository, reads, writes

# A gallery post counts as the message with the picture.
_PICTURE = """
SELECT id, user_id, channel_id, message_id FROM generation WHERE id IN (
    SELECT id FROM generation WHERE message_id = :message_id
    UNION SELECT generation_id FROM gallery_post WHERE message_id = :message_id
) AND guild_id = :guild_id AND state = 'delivered' AND private = 0 AND removed_at_ms IS NULL
"""

_REPORT = """
INSERT INTO picture_report (
    id, guild_id, user_id, at_ms, channel_id, message_id, generation_id, reason, state
)
VALUES (:id, :guild_id, :user_id, :now_ms, :channel_id, :message_id, :generation_id, :reason, 'open')
ON CONFLICT DO NOTHING RETURNING id
"""

_OF_MESSAGE = "SELECT id, state FROM picture_report WHERE message_id = :message_id"

_GET = """
SELECT picture_report.*, generation.user_id AS owner_id
FROM picture_report JOIN generation ON generation.id = generation_id
WHERE picture_report.id = :id AND picture_report.guild_id = :guild_id
"""

_DECIDE = """
UPDATE picture_report SET state = :state, decided_by = :by, decided_at_ms = :now_ms
WHERE id = :id AND guild_id = :guild_id AND state = 'open' RETURNING id
"""


# Pictures that were ordered together share one message.
_REMOVE = """
UPDATE generation SET removed_at_ms = :now_ms
WHERE message_id = :message_id AND guild_id = :guild_id AND removed_at_ms IS NULL RETURNING id, user_id
"""


class PictureReportRepository(Repository):
    """See `bot.servers.ports.Reports`."""

    @writes
    def report(self, report: NewReport, now_ms: int) -> Transaction[None]:
        if not (yield STAFF_CHANNEL, {"guild_id": report.guild_id}):
            raise NoStaffChannel
        pictures = yield _PICTURE, {"message_id": report.message_id, "guild_id": report.guild_id}
        if not pictures:
            raise NoPictureThere
        picture = pictures[0]
        which = {"message_id": picture["message_id"], "guild_id": report.guild_id}
        written = yield (
            _REPORT,
            {
                **which,
                "id": report.id,
                "user_id": report.user_id,
                "now_ms": now_ms,
                "channel_id": picture["channel_id"],
                "generation_id": picture["id"],
                "reason": report.reason,
            },
        )
        if not written:
            [known] = yield _OF_MESSAGE, which
            if known["id"] == report.id:
                return
            raise AlreadyReported(open=known["state"] == ReportState.OPEN)
        reporter = Owner(report.guild_id, report.user_id)
        message = {"channel_id": picture["channel_id"], "message_id": picture["message_id"]}
        new = {"report_id": report.id, **message}
        entry = Entry(ServerAct.PICTURE_REPORTED, report.guild_id, user_id=picture["user_id"], new=new)
        yield from note(entry, actor_id=report.user_id, reason=None, now_ms=now_ms)
        data: Data = {**new, "reason": report.reason, "owner_id": picture["user_id"]}
        yield from tell_staff(NoticeKind.PICTURE_REPORTED, reporter, data, now_ms)

    @reads
    def get(self, guild_id: int, report_id: int) -> Transaction[Report]:
        return (yield from _report(guild_id, report_id))

    @writes
    def decide(
        self, guild_id: int, report_id: int, state: ReportState, act: Act
    ) -> Transaction[Change[Report]]:
        which = {"id": report_id, "guild_id": guild_id}
        by = act.actor.user_id
        decided = yield _DECIDE, {**which, "state": state.value, "by": by, "now_ms": act.at_ms}
        if not decided:
            rows = yield _GET, which
            raise AlreadyDecided(*((rows[0]["state"], rows[0]["decided_by"]) if rows else (None, None)))
        report = yield from _report(guild_id, report_id)
        if state is ReportState.REMOVED:
            return Change(report, (yield from _removed(report, guild_id, act)))
        entry = Entry(
            ServerAct.REPORT_DISMISSED,
            guild_id,
            user_id=report.owner_id,
            new={
                "report_id": report_id,
                "channel_id": report.channel_id,
                "message_id": report.message_id,
            },
        )
        return Change(report, (yield from note_act(entry, act)))


def _removed(report: Report, guild_id: int, act: Act) -> Transaction[int | None]:
    """Writes an entry for each picture of the message. Returns the last one's ID."""
    audit_id = None
    message = {"message_id": report.message_id, "guild_id": guild_id}
    for picture in (yield _REMOVE, {**message, "now_ms": act.at_ms}):
        new = {"generation_id": picture["id"]}
        entry = Entry(PictureAct.REMOVED, guild_id, user_id=picture["user_id"], new=new)
        audit_id = yield from note_act(entry, act)
    return audit_id


def _report(guild_id: int, report_id: int) -> Transaction[Report]:
    rows = yield _GET, {"id": report_id, "guild_id": guild_id}
    if not rows:
        raise AlreadyDecided(None, None)
    return _report_of(rows[0])


def _report_of(row: Row) -> Report:
    return Report(
        id=row["id"],
        user_id=row["user_id"],
        owner_id=row["owner_id"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        generation_id=row["generation_id"],
        reason=row["reason"],
        state=ReportState(row["state"]),
        decided_by=row["decided_by"],
    )
