"""What a person with a Discord client sees in one server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from playground.discord.access import can_see, visible_threads
from playground.discord.commands import Commands
from playground.discord.events import Events, Screen, sees
from playground.discord.guilds import Channel, Guild
from playground.discord.messages import Message
from playground.discord.resolving import ClientRefused
from playground.discord.slash_client import offers
from playground.discord.snowflakes import parse_snowflake
from playground.discord.users import Json, User
from playground.discord.world import World


class Viewer:
    """`user` looking at `guild` and their direct messages with the bot.

    Ids can be ints, or strings as in Discord's objects.
    """

    def __init__(self, user: User, guild: Guild, world: World, events: Events, commands: Commands) -> None:
        self.user = user
        self.guild = guild
        self._world = world
        self._events = events
        self._commands = commands

    def channels(self) -> list[Json]:
        """The channels of the guild that this person can see, as channel objects."""
        return [channel.payload() for channel in self.guild.channels.values() if can_see(channel, self.user)]

    def threads(self) -> list[Json]:
        """The active threads of the guild that this person can see, as channel objects."""
        return [thread.payload_for(self.user) for thread in visible_threads(self.guild, self.user)]

    def dm_channel_id(self) -> int:
        """The direct messages with the bot. Commands can be used there too."""
        return self._world.dm_channel(self.user).id

    def commands(self, channel_id: int | str) -> list[Json]:
        """The commands this person sees there.

        Each has `id`, `name` (with subcommands: "quota member set"), `label` and `description` (both in the
        person's language), `type` (1 chat, 2 user, 3 message) and `options` as Discord has them, subcommands
        flattened away.
        """
        found = self._commands.offered(self._channel(channel_id), self.user)
        return [offer.listed(self.user.locale) for offer in offers(found)]

    def messages(self, channel_id: int | str) -> list[Json]:
        """The messages this person can see in the channel, oldest first, with `ephemeral` added."""
        channel = self._channel(channel_id)
        return [
            self._shown(message)
            for message in self._world.channel_messages(channel)
            if sees(self.user, message)
        ]

    def dms(self) -> list[Json]:
        """The messages between this person and the bot, oldest first."""
        return self.messages(self.dm_channel_id())

    async def wait_for(self, predicate: Callable[[Json], bool], seconds: float = 10) -> Json:
        """The first message, existing or new, that this person can see and that matches `predicate`.

        Raises TimeoutError after that many seconds.
        """
        async with asyncio.timeout(seconds), self.subscribe() as events:
            for message in list(self._world.messages.values()):
                if self._here(message) and predicate(self._shown(message)):
                    return self._shown(message)
            async for event in events:
                if "message" in event and predicate(event["message"]):
                    found: Json = event["message"]
                    return found
        raise AssertionError("a subscription never ends by itself")

    @asynccontextmanager
    async def subscribe(self) -> AsyncIterator[AsyncIterator[Json]]:
        """Everything this person sees from now on, as events with a `type`.

        MESSAGE_CREATE and MESSAGE_UPDATE (`message`), MESSAGE_DELETE (`id`, `channel_id`), MODAL (`modal`),
        INTERACTION_ANSWERED (`interaction_id`, `seconds`), INTERACTION_FAILED (`interaction_id`,
        `channel_id`, `sentence`), COMMANDS, GUILD (`guild_id`), GATEWAY (`connected`).
        """
        screen = Screen(self.user, self.guild)
        self._events.screens.add(screen)
        try:
            yield _events_of(screen)
        finally:
            self._events.screens.discard(screen)

    def _shown(self, message: Message) -> Json:
        return self._world.message_payload(message) | {"ephemeral": message.ephemeral}

    def _here(self, message: Message) -> bool:
        return message.channel.guild in (None, self.guild) and sees(self.user, message)

    def _channel(self, channel_id: int | str) -> Channel:
        channel = self._world.channels.get(parse_snowflake(channel_id) or 0)
        if channel is None or channel.guild not in (None, self.guild) or not can_see(channel, self.user):
            raise ClientRefused("You can't see this channel.")
        return channel

    def _message(self, message_id: int | str) -> Message:
        message = self._world.messages.get(parse_snowflake(message_id) or 0)
        if message is None or not self._here(message):
            raise ClientRefused("This message is not there any more.")
        return message


async def _events_of(screen: Screen) -> AsyncIterator[Json]:
    while True:
        yield await screen.events.get()
