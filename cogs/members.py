"""Who is asking, and what they can do, read only from the interaction.

discord.py resolves roles and channels through its cache, which is empty until Discord has described a server:
after each start, after each new session, and during outages. Then `Member.roles` has no roles at all. Every
interaction contains the role IDs and the resolved permissions, so nothing has to be looked up.
"""

from typing import Any

import discord

from bot.budgets.policy import Member
from bot.errors import ServerOnly


def asking(interaction: discord.Interaction[Any]) -> Member:
    """The member who asks, with their current roles. Raises `ServerOnly` outside of servers."""
    return Member(guild_id(interaction), interaction.user.id, role_ids(interaction))


def guild_id(interaction: discord.Interaction[Any]) -> int:
    """The server's ID. Raises `ServerOnly`."""
    if interaction.guild_id is None:
        raise ServerOnly
    return interaction.guild_id


def role_ids(interaction: discord.Interaction[Any]) -> tuple[int, ...]:
    """The roles of the member who asks, without @everyone.

    Raises `ServerOnly` if there's no member, so that nobody is mistaken for a member without roles.
    """
    if not isinstance(interaction.user, discord.Member):
        raise ServerOnly
    return role_ids_of(interaction.user)


def role_ids_of(person: discord.Member | discord.User) -> tuple[int, ...]:
    """The roles of somebody named in an interaction, without @everyone. None if they've left the server.

    Only for members from an interaction, which have the IDs that Discord sent.
    """
    if not isinstance(person, discord.Member):
        return ()
    # `roles` skips roles that aren't cached. discord.py has no public name for the IDs themselves.
    return tuple(role_id for role_id in person._roles if role_id != person.guild.id)  # noqa: SLF001


def permissions(interaction: discord.Interaction[Any]) -> discord.Permissions:
    """The member's permissions in this channel, as Discord resolved them. None outside of servers."""
    return interaction.permissions


def holds_role(interaction: discord.Interaction[Any], role_id: int) -> bool:
    """Whether the member has that role. Everybody has @everyone. Raises `ServerOnly`."""
    return role_id == guild_id(interaction) or role_id in role_ids(interaction)


def is_above(interaction: discord.Interaction[Any], role: discord.Role) -> bool:
    """Whether the member ranks above that role, as Discord requires for giving someone a role.

    A server's owner ranks above all roles. False if the server isn't known well enough.
    """
    guild = interaction.guild
    if guild is None or guild.unavailable or not guild.roles:
        return False
    if guild.owner_id == interaction.user.id:
        return True
    own = [guild.get_role(role_id) for role_id in role_ids(interaction)]
    known = [held for held in own if held is not None]
    return len(known) == len(own) and any(held > role for held in known)
