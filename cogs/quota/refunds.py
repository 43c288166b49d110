"""Refunds of a picture: by its message, by its member's latest ones, or from the menu on the picture."""

import re
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.budgets.budget import PaidPicture
from bot.budgets.refusals import NothingToRefund
from cogs.errors.error_hooks import ReportedModal
from cogs.errors.refusals import NotAMessage
from cogs.quota import autocomplete, member_words, words
from cogs.quota.moderators import (
    MODERATORS,
    Interaction,
    act_of,
    begin,
    finish,
    guild_of,
    is_moderator,
    require_moderator,
)
from cogs.quota.services import QuotaServices
from cogs.wording.amounts import tokens
from cogs.wording.harmless import one_line

OFFERED = 25  # Discord's limit for choices
MODAL_SECONDS = 15 * 60  # as long as Discord keeps its token

_NUMBER = re.compile(r"\d{15,20}", re.ASCII)
_LINK = re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/channels/(\d+)/\d+/(\d+)/?", re.ASCII)


class Refunds:
    def __init__(self, desk: QuotaServices) -> None:
        self._desk = desk

    def menu(self) -> app_commands.ContextMenu:
        """The command on a message."""
        menu = app_commands.ContextMenu(name=words.REFUND_MENU, callback=self.ask)
        menu.default_permissions = MODERATORS
        return menu

    async def ask(self, interaction: Interaction, message: discord.Message) -> None:
        """A slip in a menu is made soon: before anything is changed, a form asks for the reason."""
        require_moderator(interaction)
        picture = await self._desk.quotas.picture(guild_of(interaction), message.id)
        if picture is None:
            raise NothingToRefund
        await interaction.response.send_modal(_Form(self, picture))

    async def refund(self, interaction: Interaction, generation_id: int, reason: str | None) -> None:
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        refunded = (await self._desk.quotas.refund(guild_of(interaction), generation_id, act)).result
        await finish(interaction, member_words.refunded_text(refunded))

    async def meant(self, guild_id: int, typed: str) -> int:
        """The generation that a message's link or id, or its own id, names.

        Raises `NotAMessage` for anything else, and `NothingToRefund` for the link of another server.
        """
        link = _LINK.fullmatch(typed.strip())
        if link is not None and int(link[1]) != guild_id:
            raise NothingToRefund
        number = link[2] if link is not None else typed.strip()
        if not _NUMBER.fullmatch(number):
            raise NotAMessage(typed)
        picture = await self._desk.quotas.picture(guild_id, int(number))
        return int(number) if picture is None else picture.generation_id

    async def offer(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """The latest pictures of the member that is named in the same command."""
        member = getattr(interaction.namespace, "member", None)
        if member is None or not is_moderator(interaction):
            return []
        guild_id, now_ms = guild_of(interaction), self._desk.now_ms()
        pictures = await self._desk.budgets.history(guild_id, member.id, limit=OFFERED)
        named = [(picture, _named(picture, now_ms)) for picture in pictures if picture.refunded_at_ms is None]
        return [
            autocomplete.choice(name, str(picture.generation_id))
            for picture, name in named
            if typed.strip().lower() in name.lower()
        ]


class _Form(ReportedModal, title=words.REFUND_MENU):
    def __init__(self, refunds: Refunds, picture: PaidPicture) -> None:
        super().__init__(timeout=MODAL_SECONDS)
        self._refunds = refunds
        self._picture = picture
        self._reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
            required=False, max_length=words.REASON_LIMIT
        )
        self.add_item(discord.ui.TextDisplay(member_words.asked_text(picture)))
        self.add_item(discord.ui.Label(text=words.REFUND_REASON, component=self._reason))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        await self._refunds.refund(
            interaction, self._picture.generation_id, self._reason.value.strip() or None
        )


def _named(picture: PaidPicture, now_ms: int) -> str:
    """`63,000 tokens, 5 min ago: a quiet harbour`; of a private picture not its prompt."""
    prompt = words.PRIVATE if picture.private else one_line(picture.prompt)
    return f"{tokens(picture.paid)}, {_ago(now_ms - picture.delivered_at_ms)}: {prompt}"


def _ago(span_ms: int) -> str:
    """In a choice Discord shows no times of its own."""
    minutes = max(0, span_ms // 60_000)
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days ago"
