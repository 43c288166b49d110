"""Delivers events to the bot through the gateway, and to people through their clients."""

import asyncio
from collections.abc import Callable, Sequence

from playground.discord.access import can_see
from playground.discord.gateway import Gateway
from playground.discord.guilds import Channel, Guild
from playground.discord.messages import Message
from playground.discord.users import Json, User
from playground.discord.world import World


class Screen:
    """A client that someone is looking at: the events of one subscription. Shows no server without
    `guild`.
    """

    def __init__(self, user: User, guild: Guild | None) -> None:
        self.user = user
        self.guild = guild
        self.events: asyncio.Queue[Json] = asyncio.Queue()


class Events:
    """Sends the bot and each person the events they can see."""

    def __init__(self, world: World, unknown: Callable[[str], None]) -> None:
        self._world = world
        self.gateway = Gateway(world, self._bot_connected, unknown)
        self.screens: set[Screen] = set()

    def to_bot(self, event: str, data: Json, guild: Guild | None = None) -> None:
        """A gateway event. With a `guild`, it's only sent while the bot is in it."""
        if guild is None or self._world.bot.id in guild.members:
            self.gateway.dispatch(event, data, guild.id if guild else None)

    def to_person(self, user: User, event: Json, guild: Guild | None = None) -> None:
        """An event for one person, wherever they look or only in `guild`."""
        for screen in self.screens:
            if screen.user is user and guild in (None, screen.guild):
                screen.events.put_nowait(event)

    def to_guild(self, guild: Guild, event: Json) -> None:
        """An event for everybody who's looking at that guild."""
        for screen in self.screens:
            if screen.guild is guild:
                screen.events.put_nowait(event)

    def to_everybody(self, event: Json) -> None:
        for screen in self.screens:
            screen.events.put_nowait(event)

    def message(self, event: str, message: Message) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE. Ephemeral messages never go over the gateway."""
        payload = self._world.message_payload(message)
        seen = payload | {"ephemeral": message.ephemeral}
        self._to_viewers(message, {"type": event, "message": seen})
        if message.ephemeral or not self._bot_sees(message.channel):
            return
        guild = message.channel.guild
        if guild:
            payload["guild_id"] = str(guild.id)
            if message.author.id in guild.members:
                payload["member"] = guild.members[message.author.id].payload(with_user=False)
            payload["mentions"] = [self._mentioned(user, guild) for user in message.mentions]
        payload["channel_type"] = message.channel.type
        self.gateway.dispatch_each(
            event,
            lambda session: self._world.bots_view(message, payload, session.intents),
            guild.id if guild else None,
        )

    def message_deleted(self, message: Message) -> None:
        ids: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
        self._to_viewers(message, {"type": "MESSAGE_DELETE"} | ids)
        if message.ephemeral or not self._bot_sees(message.channel):
            return
        guild = message.channel.guild
        if guild:
            ids["guild_id"] = str(guild.id)
        self.gateway.dispatch("MESSAGE_DELETE", ids, guild.id if guild else None)

    def messages_deleted(self, channel: Channel, messages: Sequence[Message]) -> None:
        """One MESSAGE_DELETE_BULK for the bot. People's clients see each message disappear."""
        for message in messages:
            gone = {"type": "MESSAGE_DELETE", "id": str(message.id), "channel_id": str(channel.id)}
            self._to_viewers(message, gone)
        assert channel.guild
        ids = [str(message.id) for message in messages]
        data = {"ids": ids, "channel_id": str(channel.id), "guild_id": str(channel.guild.id)}
        if self._bot_sees(channel):
            self.gateway.dispatch("MESSAGE_DELETE_BULK", data, channel.guild.id)

    def pins_changed(self, channel: Channel) -> None:
        """CHANNEL_PINS_UPDATE."""
        data = {"channel_id": str(channel.id), "last_pin_timestamp": channel.payload()["last_pin_timestamp"]}
        if channel.guild:
            data["guild_id"] = str(channel.guild.id)
        if self._bot_sees(channel):
            self.gateway.dispatch("CHANNEL_PINS_UPDATE", data, channel.guild.id if channel.guild else None)

    def member_changed(self, guild: Guild, user: User) -> None:
        """GUILD_MEMBER_UPDATE. The bot gets its own with any intents (`events/gateway.mdx`, Caveats)."""
        payload = guild.members[user.id].payload() | {"guild_id": str(guild.id)}
        if user is self._world.bot:
            self.gateway.dispatch("GUILD_MEMBER_UPDATE", payload, guild.id, any_intents=True)
        else:
            self.to_bot("GUILD_MEMBER_UPDATE", payload, guild)
        self.guild_changed(guild)

    def thread(self, event: str, thread: Channel, data: Json | None = None) -> None:
        """THREAD_CREATE, THREAD_UPDATE or THREAD_DELETE, if the bot can see the thread."""
        assert thread.guild
        if self._bot_sees(thread):
            self.to_bot(event, thread.payload_for(self._world.bot) if data is None else data, thread.guild)
        self.guild_changed(thread.guild)

    def guild_changed(self, guild: Guild) -> None:
        """Makes the clients that show this guild reload it."""
        self.to_guild(guild, {"type": "GUILD", "guild_id": str(guild.id)})

    def _mentioned(self, user: User, guild: Guild) -> Json:
        member = guild.members.get(user.id)
        return user.payload() | ({"member": member.payload(with_user=False)} if member else {})

    def _to_viewers(self, message: Message, event: Json) -> None:
        guild = message.channel.guild
        for screen in self.screens:
            if guild in (None, screen.guild) and sees(screen.user, message):
                screen.events.put_nowait(event)

    def _bot_sees(self, channel: Channel) -> bool:
        return can_see(channel, self._world.bot)

    def _bot_connected(self, connected: bool) -> None:
        self.to_everybody({"type": "GATEWAY", "connected": connected})


def sees(user: User, message: Message) -> bool:
    """Whether this person sees a message."""
    if message.visible_to is not None:
        return message.visible_to is user and not message.dismissed
    return can_see(message.channel, user)
