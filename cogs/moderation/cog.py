"""Requests for more tokens, and reports of pictures. Members ask, and moderators decide."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from bot.budgets.amounts import parse_amount
from bot.budgets.budget import Budgets
from bot.budgets.policy import Act
from bot.budgets.quotas import Quotas
from bot.budgets.refusals import AlreadyRefunded, GivenBack, NothingToRefund, NotYourOwn
from bot.generation.library import Library
from bot.servers.ports import (
    NewReport,
    Report,
    Reports,
    ReportState,
    RequestState,
    TokenRequest,
    TokenRequests,
)
from bot.servers.refusals import AlreadyDecided, NoPictureThere, OwnRequest
from cogs.buttons import ButtonId
from cogs.client import EaselClient
from cogs.forms import Form, typed
from cogs.members import asking
from cogs.moderation.cards import (
    FEATURE,
    decided_report_card,
    decided_request_card,
    moderation_id,
)
from cogs.moderators import Interaction, act_of, guild_of, require_moderator
from cogs.more_tokens import ask_id
from cogs.texts import Texts, private_texts, public_texts
from cogs.texts.formatting import USUAL_PRICE

MENU = "Report picture"
REASON_LIMIT = 500
AMOUNT_LIMIT = 30
DEFAULT_PICTURES = 10  # the grant, unless the moderator types another amount
REFUND = "refund"


@dataclass(frozen=True, slots=True)
class ModerationServices:
    requests: TokenRequests
    reports: Reports
    quotas: Quotas
    budgets: Budgets
    library: Library
    now_ms: Callable[[], int]


class Moderation(commands.Cog):
    def __init__(self, client: EaselClient, services: ModerationServices) -> None:
        self._client = client
        self._services = services
        self._menu = app_commands.ContextMenu(name=MENU, callback=self.report)
        ask = ask_id()
        client.buttons.add(ask.feature, ask.verb, ask.version, self.ask)
        for verb, handler in {
            "asked": self.asked,
            "approve": self.approve,
            "approved": self.approved,
            "decline": self.decline,
            "declined": self.declined,
            "report": self.reported,
            "remove": self.remove,
            "removed": self.removed,
            "dismiss": self.dismiss,
        }.items():
            client.buttons.add(FEATURE, verb, 1, handler)

    async def cog_load(self) -> None:
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    # More tokens.

    async def ask(self, interaction: Interaction, _: int) -> None:
        """Asks the member for a reason."""
        texts = private_texts(interaction)
        form = Form(moderation_id("asked", 0), texts("moderation-ask-title"))
        form.add_text("why", texts("moderation-why-field"), limit=REASON_LIMIT, long=True)
        await interaction.response.send_modal(form)

    async def asked(self, interaction: Interaction, _: int) -> None:
        """Notifies the staff channel. Raises what `TokenRequests.ask` raises."""
        now_ms = self._services.now_ms()
        await interaction.response.defer(ephemeral=True, thinking=True)
        member = asking(interaction)
        budget = await self._services.budgets.budget(member, now_ms)
        request = TokenRequest(
            id=interaction.id,
            guild_id=member.guild_id,
            user_id=member.user_id,
            reason=typed(interaction).get("why", "").strip(),
            locale=interaction.locale.value,
            spent=budget.spent,
            left=budget.left,
        )
        await self._services.requests.ask(request, now_ms)
        await interaction.edit_original_response(content=private_texts(interaction)("moderation-asked"))

    async def approve(self, interaction: Interaction, request_id: int) -> None:
        """Asks how much, before anything is decided."""
        await self._check_request(interaction, request_id)
        texts = private_texts(interaction)
        form = Form(moderation_id("approved", request_id), texts("moderation-approve-title"))
        form.add_text(
            "amount",
            texts("moderation-amount-field"),
            default=str(DEFAULT_PICTURES * USUAL_PRICE),
            limit=AMOUNT_LIMIT,
            description=texts("moderation-amount-placeholder", count=DEFAULT_PICTURES),
        )
        await interaction.response.send_modal(form)

    async def approved(self, interaction: Interaction, request_id: int) -> None:
        """Raises what `TokenRequests.approve` raises."""
        act = act_of(interaction, None, self._services.now_ms())
        amount = parse_amount(typed(interaction).get("amount", ""))
        await interaction.response.defer()
        change = await self._services.requests.approve(guild_of(interaction), request_id, amount, act)
        texts = await public_texts(interaction)
        card = decided_request_card(texts, change.result, None, change.audit_id)
        await interaction.edit_original_response(view=card)

    async def decline(self, interaction: Interaction, request_id: int) -> None:
        await self._check_request(interaction, request_id)
        texts = private_texts(interaction)
        title = texts("moderation-decline-title")
        await interaction.response.send_modal(_why(texts, moderation_id("declined", request_id), title))

    async def declined(self, interaction: Interaction, request_id: int) -> None:
        """Raises what `TokenRequests.decline` raises."""
        act = self._act(interaction)
        await interaction.response.defer()
        change = await self._services.requests.decline(guild_of(interaction), request_id, act)
        texts = await public_texts(interaction)
        card = decided_request_card(texts, change.result, act.reason, change.audit_id)
        await interaction.edit_original_response(view=card)

    async def _check_request(self, interaction: Interaction, request_id: int) -> None:
        """Checks it before anybody fills in a form for nothing."""
        require_moderator(interaction)
        request = await self._services.requests.request(guild_of(interaction), request_id)
        if request.state is not RequestState.OPEN:
            raise AlreadyDecided(request.state, request.decided_by)
        if request.user_id == interaction.user.id:
            raise OwnRequest

    # Reports.

    async def report(self, interaction: Interaction, message: discord.Message) -> None:
        """The menu of a message. Raises `NoPictureThere` if it isn't the bot's."""
        if message.author.id != interaction.application_id:
            raise NoPictureThere
        texts = private_texts(interaction)
        form = _why(texts, moderation_id("report", message.id), texts("menu-report-picture"))
        await interaction.response.send_modal(form)

    async def reported(self, interaction: Interaction, message_id: int) -> None:
        """Notifies the staff channel. Raises what `Reports.report` raises."""
        assert interaction.channel_id is not None, "every interaction of a server has a channel"
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = NewReport(
            id=interaction.id,
            guild_id=guild_of(interaction),
            user_id=interaction.user.id,
            channel_id=interaction.channel_id,
            message_id=message_id,
            reason=_reason(interaction),
        )
        await self._services.reports.report(report, self._services.now_ms())
        await interaction.edit_original_response(content=private_texts(interaction)("moderation-reported"))

    async def remove(self, interaction: Interaction, report_id: int) -> None:
        """Asks for a reason, before anything is removed."""
        await self._open_report(interaction, report_id)
        refund = ButtonId.of(interaction).query
        texts = private_texts(interaction)
        form_id = moderation_id("removed", report_id, refund)
        await interaction.response.send_modal(_why(texts, form_id, texts("moderation-remove-title")))

    async def removed(self, interaction: Interaction, report_id: int) -> None:
        """Deletes the message and its gallery posts, keeps the records, and refunds if requested."""
        act = self._act(interaction)
        await interaction.response.defer()
        report = await self._open_report(interaction, report_id)
        pictures = await self._services.library.of_message(report.message_id)
        guild_id = guild_of(interaction)
        channel = interaction.client.get_partial_messageable(
            report.channel_id, guild_id=guild_of(interaction)
        )
        with suppress(discord.NotFound):  # somebody deleted it already
            await channel.get_partial_message(report.message_id).delete()
        change = await self._services.reports.decide(guild_id, report_id, ReportState.REMOVED, act)
        for picture in pictures:
            await self._take_down(interaction, picture.id, act)
        refunded = None
        if ButtonId.of(interaction).query == REFUND:
            refunded = await self._refunded(guild_id, [picture.id for picture in pictures], act)
        await self._show_decided(interaction, change.result, act.reason, refunded)

    async def _take_down(self, interaction: Interaction, picture_id: int, act: Act) -> None:
        """Removes a deleted picture from the gallery too, if it's there."""
        post = await self._services.library.take_down(guild_of(interaction), picture_id, act)
        if post is None or post.message_id is None:
            return
        channel = interaction.client.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
        with suppress(discord.NotFound):
            await channel.get_partial_message(post.message_id).delete()

    async def dismiss(self, interaction: Interaction, report_id: int) -> None:
        """Leaves the picture alone."""
        act = act_of(interaction, None, self._services.now_ms())
        await interaction.response.defer()
        change = await self._services.reports.decide(
            guild_of(interaction), report_id, ReportState.DISMISSED, act
        )
        await self._show_decided(interaction, change.result, None, None)

    async def _open_report(self, interaction: Interaction, report_id: int) -> Report:
        require_moderator(interaction)
        report = await self._services.reports.get(guild_of(interaction), report_id)
        if report.state is not ReportState.OPEN:
            raise AlreadyDecided(report.state, report.decided_by)
        return report

    async def _refunded(self, guild_id: int, pictures: list[int], act: Act) -> int:
        """The refunded tokens. Pictures that can't be refunded, or already were, don't count."""
        tokens = 0
        for picture_id in pictures:
            with suppress(NothingToRefund, AlreadyRefunded, GivenBack, NotYourOwn):
                change = await self._services.quotas.refund(guild_id, picture_id, act)
                tokens += change.result.restored + change.result.granted
        return tokens

    async def _show_decided(
        self, interaction: Interaction, report: Report, reason: str | None, refunded: int | None
    ) -> None:
        card = decided_report_card(
            await public_texts(interaction), guild_of(interaction), report, reason, refunded
        )
        await interaction.edit_original_response(view=card)

    def _act(self, interaction: Interaction) -> Act:
        return act_of(interaction, _reason(interaction), self._services.now_ms())


def _why(texts: Texts, form_id: ButtonId, title: str) -> Form:
    form = Form(form_id, title)
    form.add_text("reason", texts("moderation-reason-field"), limit=REASON_LIMIT, required=False, long=True)
    return form


def _reason(interaction: Interaction) -> str | None:
    return typed(interaction).get("reason", "").strip() or None
