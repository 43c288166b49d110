"""Notices that features write themselves: cards for the staff channel, and messages for one member."""

from collections.abc import Callable

import discord

from bot.budgets.outbox import Notice, NoticeKind
from cogs.texts import Texts

Card = Callable[[Texts, Notice], discord.ui.LayoutView]
News = Callable[[Texts, Notice], str]

_CARDS: dict[NoticeKind, Card] = {}
_NEWS: dict[NoticeKind, News] = {}


def register_card(kind: NoticeKind, build: Card) -> None:
    """Posts these notices in the staff channel as a card. Its buttons have to work at any time."""
    _CARDS[kind] = build


def register_news(kind: NoticeKind, write: News) -> None:
    """Sends these notices to their member, as a direct message if the member accepts those."""
    _NEWS[kind] = write


def card_of(texts: Texts, notice: Notice) -> discord.ui.LayoutView | None:
    """The card, or None for a notice in plain text."""
    build = _CARDS.get(notice.kind)
    return None if build is None else build(texts, notice)


def news_of(texts: Texts, notice: Notice) -> str | None:
    """The text of the direct message, or None for a notice that isn't sent that way."""
    write = _NEWS.get(notice.kind)
    return None if write is None else write(texts, notice)
