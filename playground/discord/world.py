"""Everything that exists in this Discord."""

import time
from collections import defaultdict
from dataclasses import dataclass, field

from playground.discord import intents as intent_bits
from playground.discord.attachments import Files
from playground.discord.emojis import CustomEmoji
from playground.discord.errors import refusal
from playground.discord.guilds import DIRECT_MESSAGE, UPLOAD_LIMITS, Channel, Guild
from playground.discord.messages import HAS_THREAD, REFERRING, Message, without_content
from playground.discord.snowflakes import Clock, Snowflakes
from playground.discord.users import Application, Json, User


@dataclass
class Limits:
    """Discord's documented limits, adjustable so that a test doesn't have to wait fifteen minutes.

    Times are in seconds, `file_limit` is in bytes per file without boosts. GET /gateway/bot recommends
    `shards` and `max_concurrency`. With `enforce_rate_limits`, an empty bucket and the 51st request in a
    second answer 429. Otherwise the limits are only announced.
    """

    ack_seconds: float = 3.0
    interaction_token_seconds: float = 900.0
    file_limit: int = 10 * 2**20
    heartbeat_seconds: float = 41.25
    identify_interval_seconds: float = 5.0
    shards: int = 1
    max_concurrency: int = 1
    enforce_rate_limits: bool = False


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
        """A channel's message. The channel API doesn't know ephemeral ones. Raises 10008."""
        message = self.messages.get(message_id)
        if message is None or message.channel is not channel or message.ephemeral:
            raise refusal(10008)
        return message

    def channel_messages(self, channel: Channel) -> list[Message]:
        """All messages of a channel, including ephemeral ones, oldest first."""
        return list(self._by_channel[channel.id].values())

    def pins(self, channel: Channel) -> list[Message]:
        """The pinned messages of a channel, latest pin first."""
        pinned = [each for each in self.channel_messages(channel) if each.pinned_at is not None]
        return sorted(pinned, key=lambda message: -(message.pinned_at or 0))

    def keep(self, message: Message) -> None:
        """Stores a new message. Ids only go up, so both indexes stay sorted."""
        self.messages[message.id] = message
        self._by_channel[message.channel.id][message.id] = message

    def forget(self, message: Message) -> None:
        self.messages.pop(message.id, None)
        self._by_channel[message.channel.id].pop(message.id, None)

    def dm_channel(self, person: User) -> Channel:
        """The direct messages between a person and the bot, created on first use."""
        for channel in self.channels.values():
            if channel.recipient is person:
                return channel
        channel = Channel(self.ids.next(), DIRECT_MESSAGE, recipient=person)
        self.channels[channel.id] = channel
        return channel

    def require_open_dms(self, person: User) -> None:
        """Raises 50278 if bot and person share no guild, 50007 if the person has closed their DMs."""
        if not any(person.id in guild.members for guild in self.bot_guilds()):
            raise refusal(50278)
        if not person.accepts_dms:
            raise refusal(50007)

    def usable_emoji(self) -> dict[str, CustomEmoji]:
        """The custom emoji of the guilds the bot is in, by id."""
        return {str(each.id): each for guild in self.bot_guilds() for each in guild.emojis.values()}

    def file_limit(self, guild: Guild | None) -> int:
        """Bytes per file in that guild, or in direct messages."""
        boosted = UPLOAD_LIMITS.get(guild.premium_tier, 0) if guild else 0
        return max(self.limits.file_limit, boosted)

    def referenced(self, message: Message) -> Message | None:
        """The message that this one replies to, unless it's gone or private to someone else."""
        reference = message.facts.get("message_reference")
        if message.type not in REFERRING or reference is None:
            return None
        target = self.messages.get(int(reference["message_id"]))
        return target if target and target.visible_to in (None, message.visible_to) else None

    def message_payload(self, message: Message) -> Json:
        """The message object with everything in it."""
        payload = message.payload(self.files)
        if message.type in REFERRING and "message_reference" in message.facts:
            target = self.referenced(message)
            payload["referenced_message"] = target.payload(self.files) if target else None
        thread = self.channels.get(message.id)
        if thread:
            payload |= {"thread": thread.payload_for(self.bot), "flags": message.flags | HAS_THREAD}
        return payload

    def bots_view(self, message: Message, payload: Json | None = None, intents: int | None = None) -> Json:
        """The message object as the bot gets it.

        Without Message Content, other people's messages are empty, even one being replied to. The session's
        `intents` decide. Over REST it's the application's settings.
        """
        payload = self.message_payload(message) if payload is None else payload
        if intents is None:
            allowed = not intent_bits.disallowed(intent_bits.MESSAGE_CONTENT, self.application.flags)
        else:
            allowed = bool(intents & intent_bits.MESSAGE_CONTENT)
        if allowed:
            return payload
        if not self._content_exempt(message):
            payload = without_content(payload)
        target = self.referenced(message)
        if target and not self._content_exempt(target):
            payload = payload | {"referenced_message": without_content(payload["referenced_message"])}
        return payload

    def _content_exempt(self, message: Message) -> bool:
        """The bot always gets its own messages, direct ones and those that mention it in full."""
        return message.author is self.bot or message.channel.guild is None or self.bot in message.mentions
