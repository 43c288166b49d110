"""A member's pictures and what they cost, page by page."""

from collections.abc import Sequence

import discord

from bot.budgets.budget import PaidPicture
from cogs.budget import words
from cogs.buttons import ButtonId, EaselButton
from cogs.errors.error_hooks import ReportedLayout
from cogs.wording.amounts import pixels, relative, tokens
from cogs.wording.links import picture_link

PAGE = 10


def older_id(generation_id: int) -> ButtonId:
    """The page of those before this generation; 0 for the newest."""
    return ButtonId("budget", "history", 1, generation_id)


def history_card(found: Sequence[PaidPicture], before: int | None) -> discord.ui.LayoutView:
    """`found`: up to one more than a page, to know whether there are older ones; `before` as it was asked."""
    shown = found[:PAGE]
    lines = [_line(picture) for picture in shown] or [
        "No pictures here yet: type `/imagine`." if before is None else "There are no older ones."
    ]
    text = discord.ui.TextDisplay[discord.ui.LayoutView](
        "\n".join(["**Your pictures in this server**, the newest first", *lines])
    )
    card = discord.ui.Container[discord.ui.LayoutView](text)
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    if before is not None:
        row.add_item(EaselButton.of(older_id(0), words.NEWEST))
    if len(found) > PAGE:
        row.add_item(EaselButton.of(older_id(shown[-1].generation_id), words.OLDER))
    if row.children:
        card.add_item(row)
    return ReportedLayout(timeout=None).add_item(card)


def _line(picture: PaidPicture) -> str:
    facts = [pixels(picture.width, picture.height), relative(picture.delivered_at_ms)]
    if picture.private:
        facts.append("private")
    cost = f"**{tokens(picture.paid)}**"
    if picture.refunded_at_ms is not None:
        cost = f"~~{tokens(picture.paid)}~~ refunded {relative(picture.refunded_at_ms)}"
    return f"- {picture_link(picture)}\n  {cost} · {' · '.join(facts)}"
