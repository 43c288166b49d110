"""`/quota server …`"""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import app_commands

from bot.budgets.amounts import parse_allowance, parse_amount
from bot.budgets.periods import Cycle
from bot.budgets.policy import UNLIMITED, ServerPolicy
from bot.budgets.zones import checked
from cogs.quota import autocomplete, policy_words, words
from cogs.quota.cards import card
from cogs.quota.moderators import Interaction, ModeratorsGroup, act_of, begin, finish, guild_of
from cogs.quota.services import QuotaServices

BACK = {"default": "default: what whoever runs this bot gives"}
NO_CAP = {"none": "none: no cap"}

NEEDED = discord.Permissions(view_channel=True, send_messages=True)


class ServerCommands(ModeratorsGroup, name=words.SERVER, description=words.SERVER_DESCRIPTION):
    def __init__(self, desk: QuotaServices) -> None:
        self._desk = desk
        super().__init__()

    @app_commands.command(name="view", description=words.SERVER_VIEW)
    async def view(self, interaction: Interaction) -> None:
        await self._show(interaction)

    @app_commands.command(name="set", description=words.SERVER_SET)
    @app_commands.describe(**words.SERVER_OPTIONS)
    @app_commands.choices(renews=words.CYCLES)
    @app_commands.choices(week_starts=words.WEEK_STARTS)
    @app_commands.autocomplete(
        allowance=autocomplete.offer_amounts_or(BACK, unlimited=True),
        time_zone=autocomplete.offer_zones,
        rollover=autocomplete.offer_amounts,
        cap=autocomplete.offer_amounts_or(NO_CAP),
    )
    async def change(  # noqa: PLR0917 - Discord's options, by name
        self,
        interaction: Interaction,
        allowance: words.Typed | None = None,
        renews: str | None = None,
        week_starts: int | None = None,
        time_zone: words.Typed | None = None,
        rollover: words.Typed | None = None,
        cap: words.Typed | None = None,
        staff_channel: discord.TextChannel | None = None,
        no_staff_channel: bool = False,
        reason: words.Reason | None = None,
    ) -> None:
        zone = None if time_zone is None else await asyncio.to_thread(checked, time_zone)
        change = _Change(
            _policy_fields(allowance, rollover, cap, staff_channel, no_channel=no_staff_channel),
            _schedule_fields(renews, week_starts, zone),
        )
        if not change.policy and not change.schedule:
            await self._show(interaction)
            return
        act = act_of(interaction, reason, self._desk.now_ms())
        await begin(interaction)
        old, new = (await self._desk.quotas.set_server(guild_of(interaction), change, act)).result
        text = policy_words.changed_text(old, new)
        if staff_channel is not None:
            text += _warning(staff_channel)
        await finish(interaction, text)

    async def _show(self, interaction: Interaction) -> None:
        guild_id, quotas = guild_of(interaction), self._desk.quotas
        policy, use, tiers = await asyncio.gather(
            quotas.server(guild_id),
            quotas.server_use(guild_id, self._desk.now_ms()),
            quotas.roles(guild_id),
        )
        text = policy_words.server_text(policy, use, len(tiers), self._desk.default_allowance)
        if interaction.guild is not None and policy.staff_channel_id is not None:
            channel = interaction.guild.get_channel(policy.staff_channel_id)
            text += _GONE if channel is None else _warning(channel)
        await interaction.response.send_message(view=card(text), ephemeral=True)


@dataclass(frozen=True, slots=True)
class _Change:
    """Sets the fields that were given, and leaves all others as they are in the moment of the change."""

    policy: dict[str, Any]
    schedule: dict[str, Any]

    def __call__(self, policy: ServerPolicy) -> ServerPolicy:
        return replace(policy, schedule=replace(policy.schedule, **self.schedule), **self.policy)


def _policy_fields(
    allowance: str | None,
    rollover: str | None,
    cap: str | None,
    channel: discord.TextChannel | None,
    *,
    no_channel: bool,
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if allowance is not None:
        fields["default_allowance"] = (
            None if allowance.strip().lower() in BACK else parse_allowance(allowance)
        )
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


_GONE = "\n**I don't see the staff channel any more**: choose another with `/quota server set`."


def _warning(channel: discord.abc.GuildChannel) -> str:
    """Where the bot could not post there: nobody would notice that nothing comes."""
    if channel.permissions_for(channel.guild.me) >= NEEDED:
        return ""
    return f"\n**I can't post in {channel.mention} yet**: give me View Channel and Send Messages there."
