"""A member's budget with buttons that change it."""

from collections.abc import Awaitable, Callable

import discord

from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.quota import texts as quota_texts
from cogs.quota.cards import Row, card
from cogs.quota.forms import Answers, Field, Form, Submitted, reason_field
from cogs.quota.member_changes import MemberChanges, Request
from cogs.quota.moderators import (
    Interaction,
    Person,
    Said,
    finish_below,
    member_of,
    require_moderator,
)
from cogs.quota.services import QuotaServices
from cogs.texts import private_texts

AMOUNT = Field("amount", "quota-modal-amount-field", required=True)
EXPIRES = Field("expires", "quota-modal-expires-field")
UNTIL = Field("until", "quota-modal-until-field")


def button_id(verb: str, user_id: int) -> ButtonId:
    """`verb` is grant, freeze, thaw (which ends a freeze) or reset."""
    return ButtonId("quota", verb, 1, user_id)


class MemberCard:
    """Every press checks the moderator again, and reads the member's roles again."""

    def __init__(self, client: EaselClient, services: QuotaServices, changes: MemberChanges) -> None:
        self._services = services
        self._changes = changes
        for verb, handler in {
            "grant": self.ask_grant,
            "freeze": self.ask_freeze,
            "thaw": self.unfreeze,
            "reset": self.reset,
        }.items():
            button = button_id(verb, 0)
            client.buttons.add(button.feature, button.verb, button.version, handler)

    async def view(self, interaction: Interaction, person: Person) -> discord.ui.LayoutView:
        """Raises `BotsHaveNoBudget`."""
        texts, member = private_texts(interaction), member_of(interaction, person)
        view = await self._services.quotas.member(member, self._services.now_ms())
        freeze = "freeze" if view.budget.freeze is None else "thaw"
        row = Row()
        for verb in ("grant", freeze, "reset"):
            row.add_item(EaselButton.of(button_id(verb, person.id), texts(f"quota-button-{verb}")))
        return card(quota_texts.member_view(texts, person, view), row)

    async def ask_grant(self, interaction: Interaction, user_id: int) -> None:
        async def submitted(interaction: Interaction, answers: Answers) -> None:
            await self._change(
                interaction,
                user_id,
                lambda request: self._changes.grant(request, answers.given("amount"), answers["expires"]),
                answers["reason"],
            )

        await self._ask(interaction, user_id, "grant", (AMOUNT, EXPIRES, reason_field()), submitted)

    async def ask_freeze(self, interaction: Interaction, user_id: int) -> None:
        async def submitted(interaction: Interaction, answers: Answers) -> None:
            await self._change(
                interaction,
                user_id,
                lambda request: self._changes.freeze(request, answers["until"]),
                answers["reason"],
            )

        await self._ask(interaction, user_id, "freeze", (reason_field(required=True), UNTIL), submitted)

    async def unfreeze(self, interaction: Interaction, user_id: int) -> None:
        await self._change(interaction, user_id, self._changes.unfreeze)

    async def reset(self, interaction: Interaction, user_id: int) -> None:
        await self._change(interaction, user_id, self._changes.reset)

    async def _ask(
        self,
        interaction: Interaction,
        user_id: int,
        verb: str,
        fields: tuple[Field, ...],
        submitted: Submitted,
    ) -> None:
        require_moderator(interaction)
        texts = private_texts(interaction)
        about = texts(f"quota-modal-{verb}-about", who=f"<@{user_id}>")
        form = Form(texts, texts(f"quota-modal-{verb}-title"), fields, submitted, about)
        await interaction.response.send_modal(form)

    async def _change(
        self,
        interaction: Interaction,
        user_id: int,
        change: Callable[[Request], Awaitable[Said]],
        reason: str | None = None,
    ) -> None:
        """Announces the change below the card, with an Undo button, and updates the card."""
        require_moderator(interaction)
        await interaction.response.defer()
        person = await _find(interaction, user_id)
        await finish_below(interaction, *await change(self._changes.request(interaction, person, reason)))
        await interaction.edit_original_response(view=await self.view(interaction, person))


async def _find(interaction: Interaction, user_id: int) -> Person:
    """Asks Discord, because a press doesn't include the roles of the member it's about."""
    guild = interaction.guild
    assert guild is not None, "discord.py makes one from the server's ID"
    try:
        return await guild.fetch_member(user_id)
    except discord.NotFound:
        return await interaction.client.fetch_user(user_id)
