"""A member's pictures and what each one cost, page by page."""

from collections.abc import Sequence

import discord

from bot.budgets.budget import PaidPicture
from cogs.buttons import ButtonId, EaselButton
from cogs.errors.error_hooks import ReportedLayout
from cogs.texts import Texts
from cogs.texts.formatting import escape, message_link, pixels, relative

PAGE = 10
PROMPT_SHOWN = 80


def older_id(generation_id: int) -> ButtonId:
    """The page of pictures older than this one. 0 for the newest page."""
    return ButtonId("budget", "history", 1, generation_id)


def history_card(found: Sequence[PaidPicture], before: int | None, texts: Texts) -> discord.ui.LayoutView:
    """`found` has one picture more than a page if there are older ones. `before` is the requested page."""
    shown = found[:PAGE]
    lines = [_line(picture, texts) for picture in shown]
    if not lines:
        lines = [texts("budget-history-empty") if before is None else texts("budget-history-end")]
    text = discord.ui.TextDisplay[discord.ui.LayoutView]("\n".join([texts("budget-history-heading"), *lines]))
    card = discord.ui.Container[discord.ui.LayoutView](text)
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    if before is not None:
        row.add_item(EaselButton.of(older_id(0), texts("budget-newest-label")))
    if len(found) > PAGE:
        row.add_item(EaselButton.of(older_id(shown[-1].generation_id), texts("budget-older-label")))
    if row.children:
        card.add_item(row)
    return ReportedLayout(timeout=None).add_item(card)


def _line(picture: PaidPicture, texts: Texts) -> str:
    refunded_at_ms = picture.refunded_at_ms
    return texts(
        "budget-history-picture",
        picture=_link(picture, texts),
        tokens=picture.paid,
        size=pixels(picture.width, picture.height),
        delivered=relative(picture.delivered_at_ms),
        is_private=picture.private,
        is_refunded=refunded_at_ms is not None,
        refunded="" if refunded_at_ms is None else relative(refunded_at_ms),
    )


def _link(picture: PaidPicture, texts: Texts) -> str:
    """The prompt, linked to its message if others can open that."""
    name = escape(picture.prompt, PROMPT_SHOWN) or texts("deleted-prompt")
    if picture.private or picture.message_id is None:
        return name
    return f"[{name}]({message_link(picture.guild_id, picture.channel_id, picture.message_id)})"
