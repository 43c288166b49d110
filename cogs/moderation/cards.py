"""The cards that moderators decide on in the staff channel, and the texts for the member."""

from typing import Any

import discord

from bot.budgets.outbox import Notice, NoticeKind
from bot.servers.ports import DecidedRequest, Report, ReportState, RequestState
from cogs.buttons import ButtonId, EaselButton
from cogs.errors.error_hooks import ReportedLayout
from cogs.moderators import undo_id
from cogs.notice_cards import register_card, register_news
from cogs.texts import Texts
from cogs.texts.formatting import escape, message_link, relative, user, worth

FEATURE = "mod"
QUOTED = 1_000  # characters quoted from a member

DANGER, SUCCESS = discord.ButtonStyle.danger, discord.ButtonStyle.success


def moderation_id(verb: str, number: int, query: str = "") -> ButtonId:
    return ButtonId(FEATURE, verb, 1, number, query)


def request_card(texts: Texts, notice: Notice) -> discord.ui.LayoutView:
    """An open request for more tokens."""
    data = notice.data
    number = _number(notice, "request_id")
    said = texts(
        "moderation-request",
        user=user(texts, _number(notice, "user_id")),
        spent=worth(texts, _number(notice, "spent")),
        left=worth(texts, _number(notice, "left")),
        when=relative(notice.at_ms),
    )
    return _card(
        [texts("moderation-request-heading"), said, _quote(data.get("reason"))],
        EaselButton.of(moderation_id("approve", number), texts("moderation-approve-label"), SUCCESS),
        EaselButton.of(moderation_id("decline", number), texts("moderation-decline-label"), DANGER),
    )


def decided_request_card(
    texts: Texts, request: DecidedRequest, reason: str | None, audit_id: int | None
) -> discord.ui.LayoutView:
    """The decision, by whom and why. An approval can be undone."""
    approved = request.state is RequestState.APPROVED
    said = texts(
        "moderation-request-approved" if approved else "moderation-request-declined",
        user=user(texts, request.user_id),
        actor=user(texts, request.decided_by or 0),
        amount=worth(texts, request.amount),
    )
    undo = [] if audit_id is None or not approved else [_undo(texts, audit_id, "settings-undo-label")]
    return _card([texts("moderation-request-heading"), _quote(request.reason), said, _quote(reason)], *undo)


def report_card(texts: Texts, notice: Notice) -> discord.ui.LayoutView:
    """An open report of a picture."""
    number = _number(notice, "report_id")
    link = message_link(notice.guild_id, _number(notice, "channel_id"), _number(notice, "message_id"))
    said = texts(
        "moderation-report",
        user=user(texts, _number(notice, "user_id")),
        owner=user(texts, _number(notice, "owner_id")),
        link=link,
        when=relative(notice.at_ms),
    )
    return _card(
        [texts("moderation-report-heading"), said, _quote(notice.data.get("reason"))],
        EaselButton.of(moderation_id("remove", number), texts("moderation-remove-label"), DANGER),
        EaselButton.of(
            moderation_id("remove", number, "refund"), texts("moderation-remove-refund-label"), DANGER
        ),
        EaselButton.of(moderation_id("dismiss", number), texts("moderation-dismiss-label")),
    )


def decided_report_card(
    texts: Texts, guild_id: int, report: Report, reason: str | None, refunded: int | None
) -> discord.ui.LayoutView:
    """The decision, by whom and why. `refunded` is in tokens, or None without a refund."""
    removed = report.state is ReportState.REMOVED
    said = texts(
        "moderation-report-removed" if removed else "moderation-report-dismissed",
        user=user(texts, report.user_id),
        owner=user(texts, report.owner_id),
        actor=user(texts, report.decided_by or 0),
        link=message_link(guild_id, report.channel_id, report.message_id),
    )
    lines = [texts("moderation-report-heading"), _quote(report.reason), said, _quote(reason)]
    if refunded is not None:
        amount = worth(texts, refunded)
        lines.append(
            texts("moderation-refunded", amount=amount) if refunded else texts("moderation-not-refunded")
        )
    return _card(lines)


def refused_card(texts: Texts, notice: Notice) -> discord.ui.LayoutView:
    """A refused prompt, behind a spoiler."""
    entry = notice.data.get("entry")
    said = texts(
        "moderation-refused",
        user=user(texts, _number(notice, "user_id")),
        channel=f"<#{_number(notice, 'channel_id')}>",
        has_entry=entry is not None,
        entry=escape(str(entry or ""), 100),
        when=relative(notice.at_ms),
    )
    prompt = escape(str(notice.data.get("prompt") or ""), QUOTED)
    return _card([texts("moderation-refused-heading"), said, f"> ||{prompt}||" if prompt else ""])


def paused_card(texts: Texts, notice: Notice) -> discord.ui.LayoutView:
    """A member who has to wait, with a button that ends the pause."""
    said = texts(
        "moderation-paused",
        user=user(texts, _number(notice, "user_id")),
        count=_number(notice, "refused"),
        until=relative(_number(notice, "until_ms")),
    )
    end = _undo(texts, _number(notice, "audit_id"), "moderation-end-pause-label")
    return _card([texts("moderation-paused-heading"), said], end)


def approved_news(texts: Texts, notice: Notice) -> str:
    return texts("moderation-news-approved", amount=worth(texts, _number(notice, "amount")))


def declined_news(texts: Texts, notice: Notice) -> str:
    return "\n".join(filter(None, [texts("moderation-news-declined"), _quote(notice.data.get("reason"))]))


def _card(lines: list[str], *buttons: EaselButton) -> discord.ui.LayoutView:
    items: list[discord.ui.Item[Any]] = [discord.ui.TextDisplay("\n".join(filter(None, lines)))]
    if buttons:
        row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
        for button in buttons:
            row.add_item(button)
        items.append(row)
    return ReportedLayout(timeout=None).add_item(discord.ui.Container(*items))


def _undo(texts: Texts, audit_id: int, label: str) -> EaselButton:
    return EaselButton.of(undo_id(audit_id), texts(label))


def _quote(words: object) -> str:
    """Somebody's words as a quotation. Empty if there are none."""
    return f"> {escape(words, QUOTED)}" if isinstance(words, str) and words.strip() else ""


def _number(notice: Notice, name: str) -> int:
    value = notice.data.get(name)
    return value if isinstance(value, int) else 0


register_card(NoticeKind.TOKENS_REQUESTED, request_card)
register_card(NoticeKind.PICTURE_REPORTED, report_card)
register_card(NoticeKind.PROMPT_REFUSED, refused_card)
register_card(NoticeKind.MEMBER_PAUSED, paused_card)
register_news(NoticeKind.TOKENS_APPROVED, approved_news)
register_news(NoticeKind.TOKENS_DECLINED, declined_news)
