"""Computes permissions (`developers/topics/permissions.mdx`: overwrites, implicit permissions)."""

from playground.discord.errors import refusal
from playground.discord.guilds import Channel, Guild
from playground.discord.permissions import IN_DIRECT_MESSAGES, Permissions
from playground.discord.users import User

_NEEDS_SEND_MESSAGES = (
    Permissions.MENTION_EVERYONE
    | Permissions.SEND_TTS_MESSAGES
    | Permissions.ATTACH_FILES
    | Permissions.EMBED_LINKS
)


def guild_permissions(guild: Guild, user: User) -> Permissions:
    """The sum of the member's roles in the guild. Nothing for someone who isn't a member."""
    member = guild.members.get(user.id)
    if member is None:
        return Permissions.NONE
    if guild.owner is user:
        return Permissions.ALL
    permissions = guild.roles[guild.id].permissions
    for role_id in member.roles:
        permissions |= guild.roles[role_id].permissions
    return Permissions.ALL if permissions & Permissions.ADMINISTRATOR else permissions


def channel_permissions(channel: Channel, user: User) -> Permissions:
    """The user's permissions in that channel, with overwrites in Discord's order. Threads inherit."""
    if channel.thread:
        return channel_permissions(channel.thread.parent, user)
    guild = channel.guild
    if guild is None:
        return _direct_permissions(channel, user)
    permissions = guild_permissions(guild, user)
    if permissions == Permissions.ALL or user.id not in guild.members:
        return permissions
    everyone = channel.overwrites.get(guild.id)
    if everyone:
        permissions = permissions & ~everyone.deny | everyone.allow
    allow = deny = Permissions.NONE
    for role_id in guild.members[user.id].roles:
        overwrite = channel.overwrites.get(role_id)
        if overwrite:
            allow |= overwrite.allow
            deny |= overwrite.deny
    permissions = permissions & ~deny | allow
    own = channel.overwrites.get(user.id)
    if own:
        permissions = permissions & ~own.deny | own.allow
    return permissions


def effective_permissions(channel: Channel, user: User) -> Permissions:
    """Like `channel_permissions`, without those that need a permission to view or write there."""
    permissions = channel_permissions(channel, user)
    if channel.guild and not permissions & Permissions.VIEW_CHANNEL:
        return Permissions.NONE
    if channel.guild and not permissions & channel.sending:
        permissions &= ~_NEEDS_SEND_MESSAGES
    return permissions


def can_see(channel: Channel, user: User) -> bool:
    return bool(effective_permissions(channel, user) & Permissions.VIEW_CHANNEL)


def visible_threads(guild: Guild, user: User) -> list[Channel]:
    """The active threads of the guild that the user can see."""
    return [
        channel
        for channel in guild.threads.values()
        if channel.thread and not channel.thread.archived and can_see(channel, user)
    ]


def require_guild(guild: Guild, user: User, needed: Permissions) -> None:
    """Raises 50013 if the member's roles don't grant a permission for the whole guild."""
    if guild_permissions(guild, user) & needed != needed:
        raise refusal(50013)


def require(channel: Channel, user: User, needed: Permissions) -> None:
    """Raises 50001 if the user can't see the channel, and 50013 if they lack a permission."""
    permissions = effective_permissions(channel, user)
    if not permissions & Permissions.VIEW_CHANNEL:
        raise refusal(50001)
    if permissions & needed != needed:
        raise refusal(50013)


def _direct_permissions(channel: Channel, user: User) -> Permissions:
    if not user.bot and channel.recipient is not user:
        return Permissions.NONE
    talking = Permissions.VIEW_CHANNEL | Permissions.SEND_MESSAGES | Permissions.READ_MESSAGE_HISTORY
    return talking | IN_DIRECT_MESSAGES | Permissions.ADD_REACTIONS | Permissions.USE_APPLICATION_COMMANDS
