"""The services that the features around pictures use."""

from collections.abc import Callable
from dataclasses import dataclass

import discord

from bot.budgets.budget import Budgets
from bot.budgets.policy import Act, Actor
from bot.budgets.quotas import Quotas
from bot.errors import NotYours, PictureGone
from bot.generation.library import Library
from bot.generation.model import Generation, State
from bot.servers.admission import Admission
from bot.servers.ports import ServerSettingsStore
from cogs.client import EaselClient
from cogs.imagine.ordering import Ordering
from cogs.members import role_ids
from cogs.pictures.sources import InputLoader

Interaction = discord.Interaction[EaselClient]


@dataclass(frozen=True, slots=True)
class PictureServices:
    library: Library
    servers: ServerSettingsStore
    ordering: Ordering
    admission: Admission
    inputs: InputLoader
    budgets: Budgets
    quotas: Quotas
    now_ms: Callable[[], int]

    async def gallery_channel(self, guild_id: int) -> int | None:
        """The ID of a server's gallery channel."""
        return (await self.servers.settings(guild_id)).gallery_channel_id

    async def reachable(self, interaction: Interaction, generation_id: int) -> Generation:
        """A delivered picture that this member can use.

        Raises `PictureGone`, and `NotYours` for somebody else's private picture.
        """
        picture = await self.library.picture(generation_id)
        if picture is None or not picture.order.request.prompt:
            raise PictureGone
        order = picture.order
        is_maker = order.user_id == interaction.user.id
        if order.reply.private and not is_maker:
            raise NotYours
        if interaction.guild_id != order.guild_id and not is_maker:
            raise PictureGone
        return picture

    async def shown_with(self, picture: Generation) -> list[Generation]:
        """The pictures in its message, in order, without deleted ones."""
        shown = [
            each
            for each in await self.library.together(picture)
            if each.message_id == picture.message_id
            and each.state is State.DELIVERED
            and each.removed_at_ms is None
        ]
        return shown if picture.id in [each.id for each in shown] else [picture]

    def act(self, interaction: Interaction, reason: str | None = None) -> Act:
        """The member's act, for the audit log."""
        person = interaction.user
        roles = role_ids(interaction) if isinstance(person, discord.Member) else ()
        return Act(Actor(person.id, roles, interaction.permissions.administrator), reason, self.now_ms())


def is_maker(interaction: Interaction, picture: Generation) -> bool:
    return picture.order.user_id == interaction.user.id


def may_remove(interaction: Interaction) -> bool:
    """Whether they can delete other people's messages here."""
    granted = interaction.permissions
    return granted.administrator or granted.manage_guild or granted.manage_messages


def may_refund(interaction: Interaction) -> bool:
    return interaction.permissions.administrator or interaction.permissions.manage_guild
