"""The bot's permissions for a contest, judged by what it knows about the server."""

from collections.abc import Iterator

import discord

from bot.contests.model import ContestSettings
from cogs.texts import Texts
from cogs.texts.formatting import role

POSTING = ("view_channel", "send_messages", "attach_files", "read_message_history")


def can_pin(guild: discord.Guild | None, channel_id: int) -> bool:
    channel = _channel(guild, channel_id)
    return channel is not None and channel.permissions_for(channel.guild.me).pin_messages


def can_give(guild: discord.Guild | None, role_id: int) -> bool:
    """Whether the bot can give that role. False while the server isn't known well enough."""
    if guild is None or guild.unavailable or guild.me is None:
        return False
    wanted = guild.get_role(role_id)
    return wanted is not None and guild.me.guild_permissions.manage_roles and wanted < guild.me.top_role


def missing_permissions(
    guild: discord.Guild | None, settings: ContestSettings, texts: Texts
) -> Iterator[str]:
    """What won't work, as sentences. Empty while the server isn't known."""
    channel = _channel(guild, settings.channel_id)
    if channel is None:
        return
    here = channel.permissions_for(channel.guild.me)
    names = [name for name in POSTING if not getattr(here, name)]
    if names:
        listed = texts.listed([f"**{texts(_text_id(name))}**" for name in names])
        yield texts("contest-missing-post", channel=channel.mention, permissions=listed)
    if not here.pin_messages:
        yield texts("contest-missing-pin", channel=channel.mention)
    if settings.winner_role_id is not None and not can_give(guild, settings.winner_role_id):
        yield texts("contest-missing-role", role=role(settings.winner_role_id))


def _text_id(name: str) -> str:
    return f"permission-{name.replace('_', '-')}"


def _channel(
    guild: discord.Guild | None, channel_id: int
) -> discord.abc.GuildChannel | discord.Thread | None:
    if guild is None or guild.unavailable or guild.me is None:
        return None
    return guild.get_channel_or_thread(channel_id)
