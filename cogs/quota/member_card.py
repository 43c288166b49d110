"""A member's budget with buttons that change it."""

from collections.abc import Awaitable, Callable

import discord

from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.forms import Form, typed
from cogs.quota import texts as quota_texts
from cogs.quota.cards import Row, card
from cogs.quota.member_changes import MemberChanges, Request
from cogs.quota.moderators import (
    Interaction,
    Person,
    Said,
    add_reason,
    finish_below,
    member_of,
    reason_of,
    require_moderator,
)
from cogs.quota.services import QuotaServices
from cogs.texts import Texts, private_texts

TYPED_LIMIT = 100  # characters of an amount or a time


def button_id(verb: str, user_id: int) -> ButtonId:
    """`verb` is grant, freeze, thaw (which ends a freeze) or reset. For a form it's granted or frozen."""
    return ButtonId("quota", verb, 1, user_id)


class MemberCard:
    """Every press checks the moderator again, and reads the member's roles again."""

    def __init__(self, client: EaselClient, services: QuotaServices, changes: MemberChanges) -> None:
        self._services = services
        self._changes = changes
        for verb, handler in {
            "grant": self.ask_grant,
            "granted": self.grant,
            "freeze": self.ask_freeze,
            "frozen": self.freeze,
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
        require_moderator(interaction)
        texts = private_texts(interaction)
        form = _form(texts, "grant", button_id("granted", user_id))
        _add_typed(form, texts, "amount", required=True)
        _add_typed(form, texts, "expires")
        add_reason(form, texts)
        await interaction.response.send_modal(form)

    async def grant(self, interaction: Interaction, user_id: int) -> None:
        answers = typed(interaction)
        await self._change(
            interaction,
            user_id,
            lambda request: self._changes.grant(
                request, answers.get("amount", ""), answers.get("expires", "").strip() or None
            ),
            reason_of(interaction),
        )

    async def ask_freeze(self, interaction: Interaction, user_id: int) -> None:
        require_moderator(interaction)
        texts = private_texts(interaction)
        form = _form(texts, "freeze", button_id("frozen", user_id))
        add_reason(form, texts, required=True)
        _add_typed(form, texts, "until")
        await interaction.response.send_modal(form)

    async def freeze(self, interaction: Interaction, user_id: int) -> None:
        until = typed(interaction).get("until", "").strip() or None
        await self._change(
            interaction,
            user_id,
            lambda request: self._changes.freeze(request, until),
            reason_of(interaction),
        )

    async def unfreeze(self, interaction: Interaction, user_id: int) -> None:
        await self._change(interaction, user_id, self._changes.unfreeze)

    async def reset(self, interaction: Interaction, user_id: int) -> None:
        await self._change(interaction, user_id, self._changes.reset)

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


def _form(texts: Texts, verb: str, form_id: ButtonId) -> Form:
    form = Form(form_id, texts(f"quota-modal-{verb}-title"))
    form.add_note(texts(f"quota-modal-{verb}-about", who=f"<@{form_id.id}>"))
    return form


def _add_typed(form: Form, texts: Texts, name: str, *, required: bool = False) -> None:
    label = f"quota-modal-{name}-field"
    form.add_text(
        name, texts(label), limit=TYPED_LIMIT, required=required, description=texts(f"{label}-hint")
    )


async def _find(interaction: Interaction, user_id: int) -> Person:
    """Asks Discord, because a press doesn't include the roles of the member it's about."""
    guild = interaction.guild
    assert guild is not None, "discord.py makes one from the server's ID"
    try:
        return await guild.fetch_member(user_id)
    except discord.NotFound:
        return await interaction.client.fetch_user(user_id)
