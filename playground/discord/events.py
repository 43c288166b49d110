"""Who hears of what: the bot through the gateway, people through their clients."""

import asyncio
from collections.abc import Callable

from playground.discord.access import can_see
from playground.discord.gateway import Gateway
from playground.discord.gateway import intents as intent_bits
from playground.discord.gateway.session import Session
from playground.discord.guilds import Channel, Guild
from playground.discord.messages import Message, without_content
from playground.discord.users import Json, User
from playground.discord.world import World


class Screen:
    """A client that someone is looking at: the events of one subscription. Without `guild`: of no server."""

    def __init__(self, user: User, guild: Guild | None) -> None:
        self.user = user
        self.guild = guild
        self.events: asyncio.Queue[Json] = asyncio.Queue()


class Events:
    """Tells the bot and the people. Nobody is told of what they may not see."""

    def __init__(self, world: World, unknown: Callable[[str], None]) -> None:
        self._world = world
        self.gateway = Gateway(world, self._bot_connected, unknown)
        self.screens: set[Screen] = set()

    def to_bot(self, event: str, data: Json, guild: Guild | None = None) -> None:
        """A gateway event; with `guild` only while the bot is in it."""
        if guild is None or self._world.bot.id in guild.members:
            self.gateway.dispatch(event, data, guild.id if guild else None)

    def to_person(self, user: User, event: Json, guild: Guild | None = None) -> None:
        """An event for one person, wherever they look (or in `guild` only)."""
        for screen in self.screens:
            if screen.user is user and guild in (None, screen.guild):
                screen.events.put_nowait(event)

    def to_guild(self, guild: Guild, event: Json) -> None:
        """An event for everybody who looks at that guild."""
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
        self.gateway.dispatch_each(
            event, lambda session: self._as_seen(session, message, payload), guild.id if guild else None
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

    def _to_viewers(self, message: Message, event: Json) -> None:
        guild = message.channel.guild
        for screen in self.screens:
            if guild in (None, screen.guild) and sees(screen.user, message):
                screen.events.put_nowait(event)

    def _bot_sees(self, channel: Channel) -> bool:
        return can_see(channel, self._world.bot)

    def _as_seen(self, session: Session, message: Message, payload: Json) -> Json:
        """Message Content: own messages, direct ones and those that mention the bot are exempt."""
        bot = self._world.bot
        exempt = message.author is bot or message.channel.guild is None or bot in message.mentions
        if exempt or session.intents & intent_bits.MESSAGE_CONTENT:
            return payload
        return without_content(payload)

    def _bot_connected(self, connected: bool) -> None:
        self.to_everybody({"type": "GATEWAY", "connected": connected})


def sees(user: User, message: Message) -> bool:
    """Whether a message stands on this person's screen."""
    if message.visible_to is not None:
        return message.visible_to is user and not message.dismissed
    return can_see(message.channel, user)
