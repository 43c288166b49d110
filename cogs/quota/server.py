"""`/quota server …` and `/quota role …`"""

import asyncio
from dataclasses import dataclass, replace
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
from cogs.quota.moderators import Interaction, ModeratorsGroup, act_of, begin, finish, guild_of
from cogs.quota.services import QuotaServices
from cogs.texts import Texts, private_texts
from cogs.texts.translator import choice

DEFAULT = {"default": "quota-suggest-bot-default"}
NO_CAP = {"none": "quota-suggest-no-cap"}
CYCLES = [choice(f"choice-cycle-{cycle.value}", cycle.value) for cycle in Cycle]
WEEK_STARTS = [choice(f"choice-weekday-{day}", day) for day in range(7)]

NEEDED = discord.Permissions(view_channel=True, send_messages=True)


class TextChannel(app_commands.Transformer):
    """A text channel of this server, read from the interaction alone, since the cache can still be empty."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news]

    async def transform(
        self, _: discord.Interaction[Any], value: app_commands.AppCommandChannel, /
    ) -> app_commands.AppCommandChannel:
        return value


StaffChannel = app_commands.Transform[app_commands.AppCommandChannel, TextChannel]


class ServerCommands(ModeratorsGroup, name="server"):
    def __init__(self, services: QuotaServices) -> None:
        self._services = services
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
        zone = None if time_zone is None else await asyncio.to_thread(checked, time_zone)
        change = _Change(
            _policy_fields(allowance, rollover, cap, staff_channel, no_channel=no_staff_channel),
            _schedule_fields(renews, week_starts, zone),
        )
        if not change.policy and not change.schedule:
            await self._show(interaction)
            return
        act = act_of(interaction, reason, self._services.now_ms())
        await begin(interaction)
        changed = await self._services.quotas.set_server(guild_of(interaction), change, act)
        texts = private_texts(interaction)
        lines = [quota_texts.server_changed(texts, *changed.result)]
        if staff_channel is not None:
            lines += _channel_warning(texts, staff_channel.resolve())
        await finish(interaction, "\n".join(lines), changed.audit_id)

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
            lines += gone if channel is None else _channel_warning(texts, channel)
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


@dataclass(frozen=True, slots=True)
class _Change:
    """Sets the fields that were given and leaves all others as they are at the moment of the change."""

    policy: dict[str, Any]
    schedule: dict[str, Any]

    def __call__(self, policy: ServerPolicy) -> ServerPolicy:
        return replace(policy, schedule=replace(policy.schedule, **self.schedule), **self.policy)


def _policy_fields(
    allowance: str | None,
    rollover: str | None,
    cap: str | None,
    channel: app_commands.AppCommandChannel | None,
    *,
    no_channel: bool,
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if allowance is not None:
        by_default = allowance.strip().lower() in DEFAULT
        fields["default_allowance"] = None if by_default else parse_allowance(allowance)
    if rollover is not None:
        fields["rollover"] = parse_amount(rollover)
    if cap is not None:
        fields["cap"] = _cap(cap)
    if no_channel:
        fields["staff_channel_id"] = None
    elif channel is not None:
        fields["staff_channel_id"] = channel.id
    return fields


def _cap(typed: str) -> int | None:
    if typed.strip().lower() in NO_CAP:
        return None
    cap = parse_allowance(typed)
    return None if cap >= UNLIMITED else cap


def _schedule_fields(renews: str | None, week_starts: int | None, zone: str | None) -> dict[str, Any]:
    given = {
        "cycle": None if renews is None else Cycle(renews),
        "week_starts_on": week_starts,
        "zone": zone,
    }
    return {name: value for name, value in given.items() if value is not None}


def _channel_warning(texts: Texts, channel: discord.abc.GuildChannel | discord.Thread | None) -> list[str]:
    """Says so if the bot can't post there, since nobody would notice that nothing comes.

    `channel` is None while the server isn't known yet. Then nothing is claimed.
    """
    if channel is None or channel.guild.me is None or channel.permissions_for(channel.guild.me) >= NEEDED:
        return []
    return [texts("quota-server-channel-closed", channel=channel.mention)]
