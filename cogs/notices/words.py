"""What notices say. Nobody is notified by them: Easel's messages mention nobody."""

from collections.abc import Callable, Mapping, Sequence

from bot.budgets.outbox import Notice, NoticeKind
from cogs.wording.amounts import relative, tokens, worth
from cogs.wording.harmless import harmless
from cogs.wording.links import message_link
from cogs.wording.people import person

REASON_SHOWN = 300

Data = Mapping[str, int | str | None]


def for_member(notices: Sequence[Notice]) -> str | None:
    """One message for all that a member is to be told about a server; None where nothing of it is news.

    Who has used everything need not be told that it was most of it once.
    """
    kinds = {notice.kind: notice for notice in notices}
    notice = kinds.get(NoticeKind.MEMBER_FULL) or kinds.get(NoticeKind.MEMBER_NEARLY)
    if notice is None:
        return None
    data = notice.data
    used = f"You have used **{tokens(_amount(data, 'spent'))}** of {tokens(_amount(data, 'allowance'))} here"
    if notice.kind is NoticeKind.MEMBER_FULL:
        return f"{used}: the rest of your allowance is not enough for a picture.{_renewal(data)}"
    return f"{used}.{_renewal(data)} `/budget show` has the details."


def for_staff(notice: Notice) -> str:
    """At most 2,000 characters."""
    return STAFF[notice.kind](notice)


def _server_nearly(notice: Notice) -> str:
    data = notice.data
    return (
        f"This server has used **{tokens(_amount(data, 'spent'))}** of its cap of "
        f"{tokens(_amount(data, 'cap'))}.{_renewal(data)}"
    )


def _server_full(notice: Notice) -> str:
    data = notice.data
    return (
        f"This server has used up its cap of {tokens(_amount(data, 'cap'))}: nobody can ask for pictures now."
        f"{_renewal(data)} `/quota server set` changes it."
    )


def _frozen(notice: Notice) -> str:
    until = _moment(notice.data, "until_ms")
    ends = "" if until is None else f" It ends {relative(until)}."
    return f"{_actor(notice)} froze the budget of {_user(notice)}.{ends}{_reason(notice)}"


def _unfrozen(notice: Notice) -> str:
    return f"{_actor(notice)} ended the freeze of {_user(notice)}'s budget.{_reason(notice)}"


def _refunded(notice: Notice) -> str:
    data = notice.data
    channel_id, message_id = data.get("channel_id"), data.get("message_id")
    what = "a picture"
    if isinstance(channel_id, int) and isinstance(message_id, int):
        what = f"[a picture]({message_link(notice.guild_id, channel_id, message_id)})"
    amount = worth(_amount(data, "amount"))
    return f"{_actor(notice)} refunded {_user(notice)} {what}: {amount}.{_reason(notice)}"


STAFF: dict[NoticeKind, Callable[[Notice], str]] = {
    NoticeKind.SERVER_NEARLY: _server_nearly,
    NoticeKind.SERVER_FULL: _server_full,
    NoticeKind.FROZEN: _frozen,
    NoticeKind.UNFROZEN: _unfrozen,
    NoticeKind.REFUNDED: _refunded,
}


def _actor(notice: Notice) -> str:
    actor_id = notice.data.get("actor_id")
    return person(actor_id) if isinstance(actor_id, int) else "The bot"


def _user(notice: Notice) -> str:
    user_id = notice.data.get("user_id")
    return person(user_id) if isinstance(user_id, int) else "a member"


def _reason(notice: Notice) -> str:
    reason = notice.data.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        return ""
    return f" Reason: “{harmless(reason, REASON_SHOWN)}”"


def _amount(data: Data, field: str) -> int:
    value = data.get(field)
    return value if isinstance(value, int) else 0


def _moment(data: Data, field: str) -> int | None:
    value = data.get(field)
    return value if isinstance(value, int) else None


def _renewal(data: Data) -> str:
    renews_at_ms = _moment(data, "renews_at_ms")
    return "" if renews_at_ms is None else f" It renews {relative(renews_at_ms)}."
