"""The texts of notices. They ping nobody, since Easel's messages mention nobody."""

from collections.abc import Callable, Mapping, Sequence

from bot.budgets.outbox import Notice, NoticeKind
from cogs.notice_cards import news_of
from cogs.texts import Texts
from cogs.texts.formatting import escape, message_link, relative, role, truncate, user, worth

REASON_SHOWN = 300
TITLE_SHOWN = 100
MOST_OF_CONTESTS = 3  # so that they fit into a message
MESSAGE = 2_000  # Discord's limit

Data = Mapping[str, int | str | None]


def for_member(texts: Texts, notices: Sequence[Notice]) -> str | None:
    """One message with all of a member's notices in a server, or None if none of them matters any more."""
    contests = [_MEMBER[notice.kind](texts, notice.data) for notice in notices if notice.kind in _MEMBER]
    others = [news_of(texts, notice) for notice in notices]
    said = [*contests[-MOST_OF_CONTESTS:], _about_budget(texts, notices), *others]
    return truncate("\n".join(filter(None, said)), MESSAGE) or None


def _about_budget(texts: Texts, notices: Sequence[Notice]) -> str | None:
    """A used-up budget makes the earlier warning pointless."""
    kinds = {notice.kind: notice for notice in notices}
    if full := kinds.get(NoticeKind.MEMBER_FULL):
        return texts("notice-member-full", renews=_renews(full.data)).strip()
    if nearly := kinds.get(NoticeKind.MEMBER_NEARLY):
        left = max(0, _amount(nearly.data, "allowance") - _amount(nearly.data, "spent"))
        return texts("notice-member-nearly", left=worth(texts, left), renews=_renews(nearly.data))
    return None


def for_staff(texts: Texts, notice: Notice) -> str:
    """At most 2,000 characters."""
    said = _STAFF[notice.kind](texts, notice).strip()
    reason = notice.data.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        return said
    return f"{said} {texts('notice-reason', reason=escape(reason, REASON_SHOWN))}"


def _server_nearly(texts: Texts, notice: Notice) -> str:
    return texts(
        "notice-server-nearly",
        spent=worth(texts, _amount(notice.data, "spent")),
        cap=worth(texts, _amount(notice.data, "cap")),
        renews=_renews(notice.data),
    )


def _server_full(texts: Texts, notice: Notice) -> str:
    cap = worth(texts, _amount(notice.data, "cap"))
    return texts("notice-server-full", cap=cap, renews=_renews(notice.data))


def _frozen(texts: Texts, notice: Notice) -> str:
    until_ms = notice.data.get("until_ms")
    until = relative(until_ms) if isinstance(until_ms, int) else "none"
    return texts("notice-frozen", actor=_actor(texts, notice), user=_user(texts, notice), until=until)


def _unfrozen(texts: Texts, notice: Notice) -> str:
    return texts("notice-unfrozen", actor=_actor(texts, notice), user=_user(texts, notice))


def _refunded(texts: Texts, notice: Notice) -> str:
    data = notice.data
    channel_id, message_id = data.get("channel_id"), data.get("message_id")
    said = {
        "actor": _actor(texts, notice),
        "user": _user(texts, notice),
        "amount": worth(texts, _amount(data, "amount")),
    }
    if isinstance(channel_id, int) and isinstance(message_id, int):
        return texts("notice-refunded", link=message_link(notice.guild_id, channel_id, message_id), **said)
    return texts("notice-refunded-unlinked", **said)


def _own_raised(texts: Texts, notice: Notice) -> str:
    return texts("notice-own-raised", actor=_actor(texts, notice))


def _unavailable(texts: Texts, notice: Notice) -> str:
    return texts("notice-unavailable", why=str(notice.data.get("why")))


def _prize(texts: Texts, data: Data) -> str:
    return texts(
        "notice-member-prize",
        title=_title(data),
        number=_amount(data, "number"),
        place=_amount(data, "place"),
        amount=worth(texts, _amount(data, "amount")),
    )


def _disqualified(texts: Texts, data: Data) -> str:
    reason = escape(str(data.get("reason") or ""), REASON_SHOWN)
    return texts(
        "notice-member-disqualified", title=_title(data), number=_amount(data, "number"), reason=reason
    )


def _contest_role(texts: Texts, notice: Notice) -> str:
    return texts(
        "notice-contest-role",
        title=_title(notice.data),
        user=_user(texts, notice),
        role=role(_amount(notice.data, "role_id")),
        why=str(notice.data.get("why")),
    )


def _title(data: Data) -> str:
    return escape(str(data.get("title") or ""), TITLE_SHOWN)


_MEMBER: dict[NoticeKind, Callable[[Texts, Data], str]] = {
    NoticeKind.MEMBER_PRIZE: _prize,
    NoticeKind.MEMBER_DISQUALIFIED: _disqualified,
}

_STAFF: dict[NoticeKind, Callable[[Texts, Notice], str]] = {
    NoticeKind.SERVER_NEARLY: _server_nearly,
    NoticeKind.SERVER_FULL: _server_full,
    NoticeKind.FROZEN: _frozen,
    NoticeKind.UNFROZEN: _unfrozen,
    NoticeKind.OWN_RAISED: _own_raised,
    NoticeKind.REFUNDED: _refunded,
    NoticeKind.CONTEST_ROLE: _contest_role,
    NoticeKind.UNAVAILABLE: _unavailable,
}


def _actor(texts: Texts, notice: Notice) -> str:
    actor_id = notice.data.get("actor_id")
    return user(texts, actor_id) if isinstance(actor_id, int) else texts("notice-the-bot")


def _user(texts: Texts, notice: Notice) -> str:
    user_id = notice.data.get("user_id")
    return user(texts, user_id) if isinstance(user_id, int) else texts("notice-a-member")


def _amount(data: Data, field: str) -> int:
    value = data.get(field)
    return value if isinstance(value, int) else 0


def _renews(data: Data) -> str:
    at_ms = data.get("renews_at_ms")
    return relative(at_ms) if isinstance(at_ms, int) else "none"
