"""`/quota server …` and `/quota role …`"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from bot.budgets.amounts import parse_allowance, parse_amount
from bot.budgets.periods import Cycle
from bot.budgets.policy import UNLIMITED, RoleTier, ServerPolicy
from bot.budgets.zones import checked
from cogs.quota import autocomplete
from cogs.quota import texts as quota_texts
from cogs.quota.autocomplete import Reason, Typed
from cogs.quota.cards import card
from cogs.quota.moderators import Interaction, ModeratorsGroup, Said, act_of, begin, finish, guild_of
from cogs.quota.services import QuotaServices
from cogs.texts import Texts, private_texts
from cogs.texts.translator import choice

DEFAULT = {"default": "quota-suggest-bot-default"}
NO_CAP = {"none": "quota-suggest-no-cap"}
CYCLES = [choice(f"choice-cycle-{cycle.value}", cycle.value) for cycle in Cycle]
WEEK_STARTS = [choice(f"choice-weekday-{day}", day) for day in range(7)]

SCHEDULE = frozenset({"cycle", "week_starts_on", "zone"})  # the settings that make up the schedule
CHANNEL_TYPES = [discord.ChannelType.text, discord.ChannelType.news]
NEEDED = discord.Permissions(view_channel=True, send_messages=True)


class TextChannel(app_commands.Transformer):
    """A text channel of this server, only read from the interaction, since the cache can still be empty."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return CHANNEL_TYPES

    async def transform(
        self, _: discord.Interaction[Any], value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        return value


StaffChannel = app_commands.Transform[app_commands.AppCommandChannel, TextChannel]


class ServerChange(dict[str, Any]):
    """New values of settings, by their audit log names.

    All other settings keep their values at the time of the change.
    """

    def __call__(self, policy: ServerPolicy) -> ServerPolicy:
        schedule = {name: value for name, value in self.items() if name in SCHEDULE}
        others = {name: value for name, value in self.items() if name not in SCHEDULE}
        return replace(policy, schedule=replace(policy.schedule, **schedule), **others)


async def read_settings(**typed: str | None) -> ServerChange:
    """Reads settings as moderators type them. None for one that doesn't change.

    Raises `InvalidAmount` and `InvalidTimeZone`.
    """
    given = {name: text for name, text in typed.items() if text is not None}
    # The first time, time zones are read from files.
    return ServerChange({name: await asyncio.to_thread(_READERS[name], text) for name, text in given.items()})


def _default_allowance(typed: str) -> int | None:
    return None if typed.strip().lower() in DEFAULT else parse_allowance(typed)


def _cap(typed: str) -> int | None:
    if typed.strip().lower() in NO_CAP:
        return None
    cap = parse_allowance(typed)
    return None if cap >= UNLIMITED else cap


_READERS: dict[str, Callable[[str], Any]] = {
    "default_allowance": _default_allowance,
    "cycle": Cycle,
    "zone": checked,
    "rollover": parse_amount,
    "cap": _cap,
}


class ServerChanges:
    """Changes to the server's settings, each with the sentence that announces it."""

    def __init__(self, services: QuotaServices) -> None:
        self._services = services

    async def make(self, interaction: Interaction, change: ServerChange, reason: str | None) -> Said:
        """Raises what `Quotas.set_server` raises, and `MissingPermissions`."""
        act = act_of(interaction, reason, self._services.now_ms())
        changed = await self._services.quotas.set_server(guild_of(interaction), change, act)
        texts = private_texts(interaction)
        lines = [quota_texts.server_changed(texts, *changed.result)]
        channel_id = change.get("staff_channel_id")
        if channel_id is not None and interaction.guild is not None:
            lines += channel_warning(texts, interaction.guild.get_channel(channel_id))
        return "\n".join(lines), changed.audit_id


def channel_warning(texts: Texts, channel: discord.abc.GuildChannel | discord.Thread | None) -> list[str]:
    """Warns if the bot can't post there, since nobody would notice missing notices.

    `channel` is None while the server isn't known yet, which gives no warning.
    """
    if channel is None or channel.guild.me is None or channel.permissions_for(channel.guild.me) >= NEEDED:
        return []
    return [texts("quota-server-channel-closed", channel=channel.mention)]


class ServerCommands(ModeratorsGroup, name="server"):
    def __init__(self, services: QuotaServices) -> None:
        self._services = services
        self._changes = ServerChanges(services)
        super().__init__()

    @app_commands.command(name="view")
    async def view(self, interaction: Interaction) -> None:
        await self._show(interaction)

    @app_commands.command(name="set")
    @app_commands.choices(renews=CYCLES)
    @app_commands.choices(week_starts=WEEK_STARTS)
    @app_commands.autocomplete(
        allowance=autocomplete.offer_amounts_or(DEFAULT, unlimited=True),
        time_zone=autocomplete.offer_zones,
        rollover=autocomplete.offer_amounts,
        cap=autocomplete.offer_amounts_or(NO_CAP),
    )
    async def change(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        allowance: Typed | None = None,
        renews: str | None = None,
        week_starts: int | None = None,
        time_zone: Typed | None = None,
        rollover: Typed | None = None,
        cap: Typed | None = None,
        staff_channel: StaffChannel | None = None,
        no_staff_channel: bool = False,
        reason: Reason | None = None,
    ) -> None:
        change = await read_settings(
            default_allowance=allowance, cycle=renews, zone=time_zone, rollover=rollover, cap=cap
        )
        if week_starts is not None:
            change["week_starts_on"] = week_starts
        if no_staff_channel:
            change["staff_channel_id"] = None
        elif staff_channel is not None:
            change["staff_channel_id"] = staff_channel.id
        if not change:
            await self._show(interaction)
            return
        await begin(interaction)
        await finish(interaction, *await self._changes.make(interaction, change, reason))

    async def _show(self, interaction: Interaction) -> None:
        guild_id, quotas = guild_of(interaction), self._services.quotas
        policy, use, tiers = await asyncio.gather(
            quotas.server(guild_id),
            quotas.server_use(guild_id, self._services.now_ms()),
            quotas.roles(guild_id),
        )
        texts = private_texts(interaction)
        lines = [quota_texts.server_view(texts, policy, use, len(tiers), self._services.default_allowance)]
        guild = interaction.guild
        if guild is not None and not guild.unavailable and policy.staff_channel_id is not None:
            channel = guild.get_channel(policy.staff_channel_id)
            gone = [texts("quota-server-channel-gone")]
            lines += gone if channel is None else channel_warning(texts, channel)
        await interaction.response.send_message(view=card("\n".join(lines)), ephemeral=True)


class RoleCommands(ModeratorsGroup, name="role"):
    def __init__(self, services: QuotaServices) -> None:
        self._services = services
        super().__init__()

    @app_commands.command(name="set")
    @app_commands.autocomplete(allowance=autocomplete.offer_allowances)
    async def set_allowance(
        self, interaction: Interaction, role: discord.Role, allowance: Typed, reason: Reason | None = None
    ) -> None:
        tier = RoleTier(role.id, parse_allowance(allowance))
        act = act_of(interaction, reason, self._services.now_ms())
        await begin(interaction)
        changed = await self._services.quotas.set_role(guild_of(interaction), tier, act)
        texts = private_texts(interaction)
        await finish(
            interaction,
            quota_texts.role_set(texts, role.id, changed.result, tier.allowance),
            changed.audit_id,
        )

    @app_commands.command(name="clear")
    async def clear(self, interaction: Interaction, role: discord.Role, reason: Reason | None = None) -> None:
        act = act_of(interaction, reason, self._services.now_ms())
        await begin(interaction)
        changed = await self._services.quotas.clear_role(guild_of(interaction), role.id, act)
        await finish(
            interaction,
            quota_texts.role_cleared(private_texts(interaction), role.id, changed.result),
            changed.audit_id,
        )

    @app_commands.command(name="list")
    async def show(self, interaction: Interaction) -> None:
        tiers = await self._services.quotas.roles(guild_of(interaction))
        view = card(quota_texts.roles_view(private_texts(interaction), tiers))
        await interaction.response.send_message(view=view, ephemeral=True)
