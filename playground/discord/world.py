"""Everything that exists in this Discord, and where to find it."""

import time
from collections import defaultdict
from dataclasses import dataclass, field

from playground.discord.attachments import Files
from playground.discord.errors import refusal
from playground.discord.guilds import DIRECT_MESSAGE, UPLOAD_LIMITS, Channel, Guild
from playground.discord.messages import Message
from playground.discord.snowflakes import Clock, Snowflakes
from playground.discord.users import Application, Json, User


@dataclass
class Limits:
    """What Discord documents, settable so that a test need not wait for fifteen minutes.

    Times in seconds, `file_limit` in bytes per file where no boost raises it.
    """

    ack_seconds: float = 3.0
    interaction_token_seconds: float = 900.0
    file_limit: int = 10 * 2**20
    heartbeat_seconds: float = 41.25
    identify_interval_seconds: float = 5.0


@dataclass
class World:
    """The state behind the API."""

    application: Application
    ids: Snowflakes
    limits: Limits
    clock: Clock = time.time
    base_url: str = ""
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    _by_channel: dict[int, dict[int, Message]] = field(default_factory=lambda: defaultdict(dict))
    files: Files = field(init=False)

    def __post_init__(self) -> None:
        self.files = Files(self.clock, lambda: self.base_url.rstrip("/"))
        for user in (self.application.bot, self.application.owner):
            self.users[user.id] = user

    @property
    def bot(self) -> User:
        return self.application.bot

    def bot_guilds(self) -> list[Guild]:
        """The guilds the bot is in."""
        return [guild for guild in self.guilds.values() if self.bot.id in guild.members]

    def channel(self, channel_id: int) -> Channel:
        """Raises 10003."""
        if channel_id not in self.channels:
            raise refusal(10003)
        return self.channels[channel_id]

    def bot_guild(self, guild_id: int) -> Guild:
        """A guild that the bot is in. Raises 10004."""
        guild = self.guilds.get(guild_id)
        if guild is None or self.bot.id not in guild.members:
            raise refusal(10004)
        return guild

    def message(self, channel: Channel, message_id: int) -> Message:
        """A message of that channel as the channel API knows it, hence no ephemeral one. Raises 10008."""
        message = self.messages.get(message_id)
        if message is None or message.channel is not channel or message.ephemeral:
            raise refusal(10008)
        return message

    def channel_messages(self, channel: Channel) -> list[Message]:
        """All messages of a channel, ephemeral ones too, oldest first."""
        return list(self._by_channel[channel.id].values())

    def keep(self, message: Message) -> None:
        """Stores a new message. Ids rise, so both indexes stay in order."""
        self.messages[message.id] = message
        self._by_channel[message.channel.id][message.id] = message

    def forget(self, message: Message) -> None:
        self.messages.pop(message.id, None)
        self._by_channel[message.channel.id].pop(message.id, None)

    def dm_channel(self, person: User) -> Channel:
        """The direct messages between a person and the bot; made when first asked for."""
        for channel in self.channels.values():
            if channel.recipient is person:
                return channel
        channel = Channel(self.ids.next(), DIRECT_MESSAGE, recipient=person)
        self.channels[channel.id] = channel
        return channel

    def may_write_to(self, person: User) -> bool:
        """Whether the bot may send direct messages: a shared guild, and the person lets it."""
        return person.accepts_dms and any(person.id in guild.members for guild in self.bot_guilds())

    def file_limit(self, guild: Guild | None) -> int:
        """Bytes per file in that guild, or in direct messages."""
        boosted = UPLOAD_LIMITS.get(guild.premium_tier, 0) if guild else 0
        return max(self.limits.file_limit, boosted)

    def message_payload(self, message: Message) -> Json:
        return message.payload(self.files)
