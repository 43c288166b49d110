"""The private card with one's own pictures, page by page."""

from collections.abc import Mapping
from typing import Any

import discord

from bot.generation.library import HistoryPage
from bot.generation.model import Generation
from cogs.buttons import EaselButton
from cogs.errors.error_hooks import ReportedLayout
from cogs.imagine.buttons import picture_id
from cogs.texts import Texts
from cogs.texts.formatting import escape, message_link, one_line, pixels, relative, truncate

PAGE = 5
PROMPT_SHOWN = 150
OPTION_LABEL = 100


def history_card(
    page: HistoryPage,
    thumbnails: Mapping[int, str],
    texts: Texts,
    *,
    search_id: int,
    words: str,
    everywhere: bool,
    newest: bool,
) -> discord.ui.LayoutView:
    """`search_id` is the draft with the search. `thumbnails` are addresses by picture."""
    card = discord.ui.Container[Any]()
    heading = texts("history-heading", everywhere=everywhere, has_words=bool(words), words=escape(words, 200))
    card.add_item(discord.ui.TextDisplay(heading))
    if not page.pictures:
        card.add_item(discord.ui.TextDisplay(texts("history-empty", searched=bool(words) or not newest)))
    for picture in page.pictures:
        line = discord.ui.TextDisplay[Any](_line(picture, texts))
        address = thumbnails.get(picture.id)
        if address is None:
            card.add_item(line)
        else:
            spoiler = picture.order.reply.spoiler
            card.add_item(discord.ui.Section(line, accessory=discord.ui.Thumbnail(address, spoiler=spoiler)))
    if page.pictures:
        menu = discord.ui.Select[Any](
            custom_id=str(picture_id("pick", search_id)),
            placeholder=texts("history-pick-placeholder"),
            options=[
                discord.SelectOption(
                    label=truncate(one_line(picture.order.request.prompt), OPTION_LABEL) or "…",
                    value=str(picture.id),
                )
                for picture in page.pictures
            ],
        )
        card.add_item(discord.ui.ActionRow(EaselButton(menu)))  # type: ignore[arg-type]  # takes menus, too
    card.add_item(_turning(page, texts, search_id=search_id, everywhere=everywhere, newest=newest))
    return ReportedLayout(timeout=None).add_item(card)


def _turning(
    page: HistoryPage, texts: Texts, *, search_id: int, everywhere: bool, newest: bool
) -> discord.ui.ActionRow[Any]:
    scope = "all" if everywhere else "here"
    row = discord.ui.ActionRow[Any]()
    if not newest:
        row.add_item(EaselButton.of(picture_id("older", search_id, scope), texts("history-newest-label")))
    if page.older is not None:
        row.add_item(
            EaselButton.of(
                picture_id("older", search_id, f"{scope}.{page.older}"), texts("history-older-label")
            )
        )
    row.add_item(EaselButton.of(picture_id("find", search_id, scope), texts("history-search-label")))
    other = "here" if everywhere else "all"
    row.add_item(
        EaselButton.of(
            picture_id("scope", search_id, other), texts("history-scope-label", everywhere=everywhere)
        )
    )
    return row


def _line(picture: Generation, texts: Texts) -> str:
    order = picture.order
    prompt = escape(order.request.prompt, PROMPT_SHOWN)
    size = order.request.size
    private = order.reply.private
    reachable = picture.message_id is not None and picture.removed_at_ms is None and not private
    facts = texts(
        "history-line",
        size=pixels(size.width, size.height),
        at=relative(picture.held_at_ms),
        private=private,
        has_link=reachable,
        link=message_link(order.guild_id, order.reply.channel_id, picture.message_id or 0),
    )
    return f"{prompt}\n-# {facts}"
