"""Servers and their parts, and the objects Discord shows them as."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from playground.discord.emojis import CustomEmoji
from playground.discord.permissions import Permissions
from playground.discord.snowflakes import timestamp
from playground.discord.users import Json, User

TEXT_CHANNEL = 0
DIRECT_MESSAGE = 1
PUBLIC_THREAD = 11

UPLOAD_LIMITS = {2: 50 * 2**20, 3: 100 * 2**20}
"""Bytes per file by boost tier, if above the default (`developers/reference.mdx`, Uploading Files)."""


_PLAIN_GUILD: Json = {
    **dict.fromkeys(("icon", "description", "home_header", "splash", "discovery_splash", "banner")),
    **dict.fromkeys(("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id")),
    **dict.fromkeys(("rules_channel_id", "safety_alerts_channel_id", "public_updates_channel_id")),
    **dict.fromkeys(("vanity_url_code", "max_presences", "incidents_data")),
    **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level"), 0),
    **dict.fromkeys(("explicit_content_filter", "system_channel_flags", "nsfw_level"), 0),
    **dict.fromkeys(("widget_enabled", "premium_progress_bar_enabled", "nsfw"), False),
    "premium_subscription_count": 0,
    "afk_timeout": 300,
    "max_members": 500_000,
    "max_stage_video_channel_users": 50,
    "max_video_channel_users": 25,
    "region": "deprecated",
    "features": [],
    "stickers": [],
}
"""The fields that are the same for all guilds of the playground."""


@dataclass(eq=False)
class Role:
    """`managed` with a `bot_id` is the role that the bot's invitation created."""

    id: int
    name: str
    permissions: Permissions
    position: int
    color: int = 0
    bot_id: int | None = None

    def payload(self) -> Json:
        payload: Json = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(int(self.permissions)),
            "position": self.position,
            "color": self.color,
            "colors": {"primary_color": self.color, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.bot_id is not None,
            "mentionable": False,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        if self.bot_id is not None:
            payload["tags"] = {"bot_id": str(self.bot_id)}
        return payload


@dataclass(eq=False)
class Member:
    """A user in one guild. `roles` are ids, without @everyone."""

    user: User
    joined_at: float
    roles: set[int] = field(default_factory=set)

    def payload(self, *, with_user: bool = True) -> Json:
        payload: Json = {
            "avatar": None,
            "avatar_decoration_data": None,
            "banner": None,
            "collectibles": None,
            "communication_disabled_until": None,
            "flags": 0,
            "joined_at": timestamp(self.joined_at),
            "nick": None,
            "pending": False,
            "premium_since": None,
            "roles": [str(role_id) for role_id in sorted(self.roles)],
            "mute": False,
            "deaf": False,
        }
        if with_user:
            payload["user"] = self.user.payload()
        return payload


@dataclass
class Overwrite:
    """The permissions that one channel allows and denies to a role or member."""

    target_id: int
    is_member: bool
    allow: Permissions = Permissions.NONE
    deny: Permissions = Permissions.NONE

    def payload(self) -> Json:
        return {
            "id": str(self.target_id),
            "type": int(self.is_member),
            "allow": str(int(self.allow)),
            "deny": str(int(self.deny)),
        }


@dataclass
class Thread:
    """The part of a channel that makes it a thread of `parent`. `members` maps user ids to when they joined.

    A thread doesn't count the message it was started from. `sent` never goes down.
    """

    parent: "Channel"
    owner: User
    created_at: float
    auto_archive_minutes: int = 1440
    archived: bool = False
    archived_at: float | None = None
    locked: bool = False
    messages: int = 0
    sent: int = 0
    members: dict[int, float] = field(default_factory=dict)

    def payload(self) -> Json:
        """The fields that a channel object only has for a thread."""
        return {
            "parent_id": str(self.parent.id),
            "owner_id": str(self.owner.id),
            "message_count": self.messages,
            "total_message_sent": self.sent,
            "member_count": min(50, len(self.members)),
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": timestamp(self.archived_at or self.created_at),
                "auto_archive_duration": self.auto_archive_minutes,
                "locked": self.locked,
                "create_timestamp": timestamp(self.created_at),
            },
        }


@dataclass(eq=False)
class Channel:
    """A text channel or thread of a guild, or a direct message between the bot and `recipient`."""

    id: int
    type: int
    name: str = ""
    guild: "Guild | None" = None
    recipient: User | None = None
    topic: str | None = None
    position: int = 0
    nsfw: bool = False
    thread: Thread | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    last_message_id: int | None = None
    last_pin_at: float | None = None

    @property
    def age_restricted(self) -> bool:
        """A thread follows its channel."""
        return self.thread.parent.age_restricted if self.thread else self.nsfw

    @property
    def sending(self) -> Permissions:
        """The permission needed to write here."""
        return Permissions.SEND_MESSAGES_IN_THREADS if self.thread else Permissions.SEND_MESSAGES

    def payload(self) -> Json:
        last = None if self.last_message_id is None else str(self.last_message_id)
        payload: Json = {
            "id": str(self.id),
            "type": self.type,
            "flags": 0,
            "last_message_id": last,
            "last_pin_timestamp": None if self.last_pin_at is None else timestamp(self.last_pin_at),
        }
        if self.guild is None:
            assert self.recipient is not None
            return payload | {"recipients": [self.recipient.payload()]}
        payload |= {"guild_id": str(self.guild.id), "name": self.name, "rate_limit_per_user": 0}
        if self.thread:
            return payload | self.thread.payload()
        return payload | {
            "parent_id": None,
            "topic": self.topic,
            "position": self.position,
            "permission_overwrites": [overwrite.payload() for overwrite in self.overwrites.values()],
            "nsfw": self.nsfw,
        }

    def payload_for(self, user: User) -> Json:
        """Like `payload`, with that user's membership if this is a thread they've joined."""
        joined_at = self.thread.members.get(user.id) if self.thread else None
        if joined_at is None:
            return self.payload()
        member = {
            "id": str(self.id),
            "user_id": str(user.id),
            "join_timestamp": timestamp(joined_at),
            "flags": 0,
        }
        return self.payload() | {"member": member}


@dataclass(eq=False)
class Guild:
    """A server. The role with the guild's own id is @everyone."""

    id: int
    name: str
    owner: User
    created_at: float
    premium_tier: int = 0
    preferred_locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    emojis: dict[int, CustomEmoji] = field(default_factory=dict)

    def role(self, name: str) -> Role:
        """The role with that name. Raises StopIteration if there's none, to make a mistake in a test fail."""
        return next(role for role in self.roles.values() if role.name == name)

    def channel(self, name: str) -> Channel:
        """The channel with that name, without `#`. Raises StopIteration if there's none."""
        return next(channel for channel in self.channels.values() if channel.name == name)

    def member(self, name: str) -> Member:
        """The member with that username. Raises StopIteration if there's none."""
        return next(member for member in self.members.values() if member.user.name == name)

    def payload(self) -> Json:
        """The guild object of the REST API."""
        return _PLAIN_GUILD | {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "roles": [role.payload() for role in self.roles.values()],
            "emojis": [emoji.payload() for emoji in self.emojis.values()],
            "premium_tier": self.premium_tier,
            "preferred_locale": self.preferred_locale,
        }

    def highest_role(self, user: User) -> int:
        """The position of the member's highest role, or 0 with only @everyone."""
        return max((self.roles[role_id].position for role_id in self.members[user.id].roles), default=0)

    def gateway_payload(self, bot: User, threads: Iterable[Channel], *, all_members: bool) -> Json:
        """The guild as GUILD_CREATE sends it (`events/gateway-events.mdx`, Guild Create).

        `threads` are those the bot can see. Without the Members intent, `members` only has the bot itself.
        """
        present = [member.payload() for member in self.members.values() if all_members or member.user is bot]
        return self.payload() | {
            "joined_at": timestamp(self.members[bot.id].joined_at),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "voice_states": [],
            "members": present,
            "channels": [channel.payload() for channel in self.channels.values()],
            "threads": [thread.payload_for(bot) for thread in threads],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
