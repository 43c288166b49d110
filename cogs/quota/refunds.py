"""Refunds, by a picture's message, a member's latest pictures, or a picture's menu."""

import re

import discord
from discord import app_commands
from discord.app_commands import Choice

from bot.budgets.budget import PaidPicture
from bot.budgets.refusals import AlreadyRefunded, NothingToRefund
from bot.snowflakes import parse_snowflake
from cogs.buttons import ButtonId
from cogs.client import EaselClient
from cogs.errors.refusals import NotAMessage, SeveralPictures
from cogs.forms import Form, picked
from cogs.quota import texts as quota_texts
from cogs.quota.autocomplete import suggestion
from cogs.quota.moderators import (
    MODERATORS,
    Interaction,
    act_of,
    add_reason,
    begin,
    finish,
    guild_of,
    is_moderator,
    reason_of,
    require_moderator,
)
from cogs.quota.services import QuotaServices
from cogs.texts import Texts, private_texts
from cogs.texts.formatting import one_line, tokens

OFFERED = 25  # Discord's limit for choices
MENU = "Refund this picture"

# Every format in which Discord's clients write a message's link, even between < > or in a masked link.
_LINK = re.compile(
    r"https?://(?:\w+\.)?discord(?:app)?\.com/channels/(?P<guild>[0-9]+)/[0-9]+/(?P<message>[0-9]+)", re.ASCII
)
_CHANNEL_AND_MESSAGE = re.compile(r"[0-9]{15,20}-([0-9]{15,20})", re.ASCII)  # Shift-click on Copy Message ID


class Refunds:
    def __init__(self, client: EaselClient, services: QuotaServices) -> None:
        self._services = services
        form = form_id(0)
        client.buttons.add(form.feature, form.verb, form.version, self.submit)

    def menu(self) -> app_commands.ContextMenu:
        """The command in a message's menu."""
        menu = app_commands.ContextMenu(name=MENU, callback=self.ask)
        menu.default_permissions = MODERATORS
        return menu

    async def ask(self, interaction: Interaction, message: discord.Message) -> None:
        """Asks for a reason first, because it's easy to misclick in a menu.

        Raises `NothingToRefund` or `AlreadyRefunded` before anyone fills in a form for nothing.
        """
        require_moderator(interaction)
        pictures = await self._services.quotas.pictures_of(guild_of(interaction), message.id)
        if not pictures:
            raise NothingToRefund
        paid = [picture for picture in pictures if picture.refunded_at_ms is None]
        if not paid:
            raise AlreadyRefunded(pictures[0].refunded_at_ms or 0)
        await interaction.response.send_modal(_form(private_texts(interaction), pictures, paid))

    async def submit(self, interaction: Interaction, generation_id: int) -> None:
        chosen = picked(interaction, "which")
        await self.refund(interaction, int(chosen[0]) if chosen else generation_id, reason_of(interaction))

    async def refund(self, interaction: Interaction, generation_id: int, reason: str | None) -> None:
        act = act_of(interaction, reason, self._services.now_ms())
        await begin(interaction)
        refunded = await self._services.quotas.refund(guild_of(interaction), generation_id, act)
        await finish(
            interaction, quota_texts.refunded(private_texts(interaction), refunded.result), refunded.audit_id
        )

    async def meant(self, guild_id: int, typed: str) -> int:
        """The generation for a message's link or id, or for its own id.

        Raises `NotAMessage` for anything else, `NothingToRefund` for another server's link, and
        `SeveralPictures` if more than one of the message's pictures can be refunded.
        """
        message_id = _message_id(guild_id, typed)
        pictures = await self._services.quotas.pictures_of(guild_id, message_id)
        paid = [picture for picture in pictures if picture.refunded_at_ms is None]
        if len(paid) > 1:
            raise SeveralPictures(len(paid))
        return (paid or pictures)[0].generation_id if pictures else message_id

    async def offer(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """The latest pictures of the member given in the same command."""
        member = getattr(interaction.namespace, "member", None)
        if member is None or not is_moderator(interaction):
            return []
        guild_id, now_ms = guild_of(interaction), self._services.now_ms()
        texts = private_texts(interaction)
        pictures = await self._services.budgets.history(guild_id, member.id, limit=OFFERED)
        named = [
            (picture, _named(texts, picture, now_ms))
            for picture in pictures
            if picture.refunded_at_ms is None
        ]
        return [
            suggestion(name, str(picture.generation_id))
            for picture, name in named
            if typed.strip().lower() in name.lower()
        ]


def form_id(generation_id: int) -> ButtonId:
    return ButtonId("quota", "refund", 1, generation_id)


def _form(texts: Texts, pictures: list[PaidPicture], paid: list[PaidPicture]) -> Form:
    """Says what would be refunded, or asks which picture is meant if several were `paid` for."""
    form = Form(form_id(paid[0].generation_id), texts("menu-refund-this-picture"))
    form.add_note(quota_texts.refund_question(texts, paid))
    if len(paid) > 1:
        options = [
            discord.SelectOption(
                label=texts("quota-refund-option", number=number, amount=tokens(texts, picture.paid)),
                value=str(picture.generation_id),
                default=picture is paid[0],
            )
            for number, picture in enumerate(pictures, 1)
            if picture in paid
        ]
        form.add_menu("which", texts("picture-which-field"), options)
    add_reason(form, texts)
    return form


def _message_id(guild_id: int, typed: str) -> int:
    """Reads a message's link or id. Raises `NotAMessage`, and `NothingToRefund` for another server's link."""
    text = typed.strip()
    link = _LINK.search(text)
    both = _CHANNEL_AND_MESSAGE.fullmatch(text)
    if link is not None and link["guild"] != str(guild_id):
        raise NothingToRefund
    number = link["message"] if link is not None else both[1] if both is not None else text
    try:
        return parse_snowflake(number)
    except ValueError:
        raise NotAMessage(typed) from None


def _named(texts: Texts, picture: PaidPicture, now_ms: int) -> str:
    """`63,000 tokens, 5 min ago: a quiet harbour`. A private picture's prompt stays private."""
    return texts(
        "quota-refund-choice",
        amount=tokens(texts, picture.paid),
        ago=_ago(texts, now_ms - picture.delivered_at_ms),
        prompt=texts("quota-refund-choice-private") if picture.private else one_line(picture.prompt),
    )


def _ago(texts: Texts, span_ms: int) -> str:
    """How long ago, for choices, where Discord doesn't show timestamps."""
    minutes = max(0, span_ms // 60_000)
    if minutes < 120:
        return texts("quota-ago", unit="minutes", count=minutes)
    if minutes < 48 * 60:
        return texts("quota-ago", unit="hours", count=minutes // 60)
    return texts("quota-ago", unit="days", count=minutes // (24 * 60))
