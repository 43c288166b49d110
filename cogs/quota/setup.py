"""`/quota setup`: the server's settings on one card, with menus and buttons that change them."""

import asyncio
from typing import Any

import discord

from bot.budgets.periods import Cycle
from bot.budgets.policy import UNLIMITED, ServerPolicy
from bot.budgets.zones import label
from cogs.buttons import ButtonId, EaselButton
from cogs.client import EaselClient
from cogs.errors.refusals import ButtonOutdated
from cogs.forms import Form, chosen, typed
from cogs.quota import texts as quota_texts
from cogs.quota.cards import Row, card
from cogs.quota.moderators import (
    Interaction,
    add_reason,
    finish_below,
    guild_of,
    reason_of,
    require_moderator,
)
from cogs.quota.server import CHANNEL_TYPES, ServerChange, ServerChanges, read_settings
from cogs.quota.services import QuotaServices
from cogs.texts import Texts, private_texts

# Settings with their own form, by the verb of their button. Custom IDs are short.
FORMS = {"limit": "default_allowance", "roll": "rollover", "cap": "cap", "zone": "zone"}


TYPED_LIMIT = 100  # characters of an amount or a time zone


def control_id(verb: str, query: str = "") -> ButtonId:
    """`verb` is cycle, week or staff for the menus, or one of `FORMS`, whose form is `typed`."""
    return ButtonId("setup", verb, 1, 0, query)


class ServerSetup:
    """Shows the current settings. Every press checks the moderator again."""

    def __init__(self, client: EaselClient, services: QuotaServices) -> None:
        self._services = services
        self._changes = ServerChanges(services)
        for verb, handler in {
            "cycle": self.choose_cycle,
            "week": self.choose_week_start,
            "staff": self.choose_channel,
            **dict.fromkeys(FORMS, self.ask),
            "typed": self.submit,
        }.items():
            control = control_id(verb)
            client.buttons.add(control.feature, control.verb, control.version, handler)

    async def view(self, interaction: Interaction) -> discord.ui.LayoutView:
        texts, guild_id = private_texts(interaction), guild_of(interaction)
        policy, use, tiers = await asyncio.gather(
            self._services.quotas.server(guild_id),
            self._services.quotas.server_use(guild_id, self._services.now_ms()),
            self._services.quotas.roles(guild_id),
        )
        text = quota_texts.server_view(texts, policy, use, len(tiers), self._services.default_allowance)
        row = Row()
        for verb, name in FORMS.items():
            row.add_item(EaselButton.of(control_id(verb), texts(f"quota-button-{name.replace('_', '-')}")))
        return card(
            f"{text}\n-# {texts('quota-setup-note')}",
            _menu(_cycles(texts, policy)),
            _menu(_week_starts(texts, policy)),
            _menu(_channels(texts, policy)),
            row,
        )

    async def choose_cycle(self, interaction: Interaction, _: int) -> None:
        try:
            cycle = Cycle(chosen(interaction)[0])
        except (ValueError, IndexError):
            raise ButtonOutdated from None
        await self._change(interaction, ServerChange(cycle=cycle))

    async def choose_week_start(self, interaction: Interaction, _: int) -> None:
        days = {str(day): day for day in range(7)}
        try:
            day = days[chosen(interaction)[0]]
        except (KeyError, IndexError):
            raise ButtonOutdated from None
        await self._change(interaction, ServerChange(week_starts_on=day))

    async def choose_channel(self, interaction: Interaction, _: int) -> None:
        """Choosing no channel stops the notices for moderators."""
        values = chosen(interaction)
        channel_id = int(values[0]) if values else None
        await self._change(interaction, ServerChange(staff_channel_id=channel_id))

    async def ask(self, interaction: Interaction, _: int) -> None:
        """Opens the form for one setting, with its current value."""
        require_moderator(interaction)
        verb = ButtonId.of(interaction).verb
        texts = private_texts(interaction)
        policy = await self._services.quotas.server(guild_of(interaction))
        name = texts(f"quota-setting-{FORMS[verb]}")
        form = Form(control_id("typed", verb), name)
        form.add_text("value", name, default=_typed(policy, FORMS[verb]), limit=TYPED_LIMIT)
        add_reason(form, texts)
        await interaction.response.send_modal(form)

    async def submit(self, interaction: Interaction, _: int) -> None:
        require_moderator(interaction)
        setting = FORMS[ButtonId.of(interaction).query]
        change = await read_settings(**{setting: typed(interaction).get("value", "").strip()})
        await self._change(interaction, change, reason_of(interaction))

    async def _change(
        self, interaction: Interaction, change: ServerChange, reason: str | None = None
    ) -> None:
        """Announces the change below the card, with an Undo button, and updates the card."""
        require_moderator(interaction)
        await interaction.response.defer()
        await finish_below(interaction, *await self._changes.make(interaction, change, reason))
        await interaction.edit_original_response(view=await self.view(interaction))


def _menu(menu: discord.ui.Select[Any] | discord.ui.ChannelSelect[Any]) -> Row:
    return Row(EaselButton(menu))  # type: ignore[arg-type]  # it takes menus as well


def _cycles(texts: Texts, policy: ServerPolicy) -> discord.ui.Select[Any]:
    placeholder = texts("quota-setting-cycle")
    options = [
        discord.SelectOption(
            label=texts(
                "quota-setup-option", setting=placeholder, value=texts(f"choice-cycle-{cycle.value}")
            ),
            value=cycle.value,
            default=cycle is policy.schedule.cycle,
        )
        for cycle in Cycle
    ]
    return discord.ui.Select(custom_id=str(control_id("cycle")), placeholder=placeholder, options=options)


def _week_starts(texts: Texts, policy: ServerPolicy) -> discord.ui.Select[Any]:
    """Only enabled if budgets reset every week, since nothing else depends on it."""
    placeholder = texts("quota-setting-week_starts_on")
    options = [
        discord.SelectOption(
            label=texts("quota-setup-option", setting=placeholder, value=texts(f"choice-weekday-{day}")),
            value=str(day),
            default=day == policy.schedule.week_starts_on,
        )
        for day in range(7)
    ]
    return discord.ui.Select(
        custom_id=str(control_id("week")),
        placeholder=placeholder,
        options=options,
        disabled=policy.schedule.cycle is not Cycle.WEEK,
    )


def _channels(texts: Texts, policy: ServerPolicy) -> discord.ui.ChannelSelect[Any]:
    chosen = []
    if policy.staff_channel_id is not None:
        kind = discord.SelectDefaultValueType.channel
        chosen.append(discord.SelectDefaultValue(id=policy.staff_channel_id, type=kind))
    return discord.ui.ChannelSelect(
        custom_id=str(control_id("staff")),
        placeholder=texts("quota-setup-channel-placeholder"),
        channel_types=CHANNEL_TYPES,
        min_values=0,
        default_values=chosen,
    )


def _typed(policy: ServerPolicy, name: str) -> str:
    """A setting's value as moderators would type it."""
    value = quota_texts.settings(policy)[name]
    if value is None:
        return "none" if name == "cap" else "default"
    if name == "zone":
        return label(str(value))
    return "unlimited" if int(value) >= UNLIMITED else str(value)
