"""What happens to servers at the hands of people: they are made, joined, changed and left."""

from playground.discord.events import Events
from playground.discord.gateway.session import Session
from playground.discord.guilds import TEXT_CHANNEL, Channel, Guild, Member, Overwrite, Role
from playground.discord.permissions import EVERYONE, Permissions
from playground.discord.users import Json, User
from playground.discord.world import World


class Administration:
    """Builds and changes servers. The bot hears of everything as it would at Discord, if it is there."""

    __slots__ = ("_events", "_world")

    def __init__(self, world: World, events: Events) -> None:
        self._world = world
        self._events = events

    def add_user(self, name: str, *, locale: str = "en-US") -> User:
        """A new account; `name` is its username, and with a capital its display name."""
        user = User(self._world.ids.next(), name, name.capitalize(), locale=locale)
        self._world.users[user.id] = user
        return user

    def add_guild(self, name: str, owner: User, *, with_bot: bool = True) -> Guild:
        """A new server with its owner and nobody else, without channels."""
        world = self._world
        guild = Guild(world.ids.next(), name, owner, world.clock())
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE, 0)
        guild.members[owner.id] = Member(owner, world.clock())
        world.guilds[guild.id] = guild
        if with_bot:
            self.add_bot(guild)
        return guild

    def add_role(
        self, guild: Guild, name: str, permissions: Permissions = Permissions.NONE, *, color: int = 0
    ) -> Role:
        role = Role(self._world.ids.next(), name, permissions, len(guild.roles), color)
        guild.roles[role.id] = role
        self._role_event("GUILD_ROLE_CREATE", guild, role)
        return role

    def edit_role(self, guild: Guild, role: Role, permissions: Permissions) -> None:
        """Replaces the role's permissions; @everyone is the role with the guild's id."""
        role.permissions = permissions
        self._role_event("GUILD_ROLE_UPDATE", guild, role)

    def remove_role(self, guild: Guild, role: Role) -> None:
        """Deletes the role, and with it what it gave to members and in channels."""
        del guild.roles[role.id]
        for member in guild.members.values():
            member.roles.discard(role.id)
        for channel in guild.channels.values():
            channel.overwrites.pop(role.id, None)
        data = {"guild_id": str(guild.id), "role_id": str(role.id)}
        self._events.to_bot("GUILD_ROLE_DELETE", data, guild)
        self._changed(guild)

    def add_channel(self, guild: Guild, name: str, *, topic: str | None = None) -> Channel:
        """A text channel that everybody may see and write in."""
        channel = Channel(
            self._world.ids.next(), TEXT_CHANNEL, name, guild, topic=topic, position=len(guild.channels)
        )
        guild.channels[channel.id] = channel
        self._world.channels[channel.id] = channel
        self._channel_event("CHANNEL_CREATE", channel)
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """Deletes the channel with everything in it."""
        assert channel.guild
        for message in self._world.channel_messages(channel):
            self._world.forget(message)
        del channel.guild.channels[channel.id]
        del self._world.channels[channel.id]
        self._channel_event("CHANNEL_DELETE", channel)

    def add_member(self, guild: Guild, user: User, *roles: Role) -> Member:
        member = Member(user, self._world.clock(), {role.id for role in roles})
        guild.members[user.id] = member
        payload = member.payload() | {"guild_id": str(guild.id)}
        self._events.to_bot("GUILD_MEMBER_ADD", payload, guild)
        self._changed(guild)
        return member

    def remove_member(self, guild: Guild, user: User) -> None:
        """The member leaves or is removed; their messages stay."""
        del guild.members[user.id]
        data = {"guild_id": str(guild.id), "user": user.payload()}
        self._events.to_bot("GUILD_MEMBER_REMOVE", data, guild)
        self._changed(guild)

    def set_roles(self, guild: Guild, user: User, *roles: Role) -> None:
        """Replaces the member's roles."""
        member = guild.members[user.id]
        member.roles = {role.id for role in roles}
        payload = member.payload() | {"guild_id": str(guild.id)}
        # The bot's own changes come whatever its intents (`events/gateway.mdx`, Caveats).
        if user is self._world.bot:
            self._events.gateway.dispatch("GUILD_MEMBER_UPDATE", payload, guild.id, any_intents=True)
        else:
            self._events.to_bot("GUILD_MEMBER_UPDATE", payload, guild)
        self._changed(guild)

    def set_permissions(
        self,
        channel: Channel,
        target: Role | User,
        *,
        allow: Permissions = Permissions.NONE,
        deny: Permissions = Permissions.NONE,
    ) -> None:
        """Sets the channel's overwrite for a role or a member; with neither bit it is removed."""
        if allow or deny:
            is_member = isinstance(target, User)
            channel.overwrites[target.id] = Overwrite(target.id, is_member, allow, deny)
        else:
            channel.overwrites.pop(target.id, None)
        self._channel_event("CHANNEL_UPDATE", channel)

    def set_boost_tier(self, guild: Guild, tier: int) -> None:
        """0 to 3; from 2 on larger files may be uploaded."""
        guild.premium_tier = tier
        self._events.to_bot("GUILD_UPDATE", guild.payload(), guild)
        self._changed(guild)

    def add_bot(self, guild: Guild, permissions: Permissions = EVERYONE) -> None:
        """Invites the bot; with permissions of its own it brings a role."""
        world = self._world
        member = Member(world.bot, world.clock())
        if permissions & ~guild.roles[guild.id].permissions:
            role = Role(world.ids.next(), world.bot.name, permissions, len(guild.roles), bot_id=world.bot.id)
            guild.roles[role.id] = role
            member.roles.add(role.id)
        guild.members[world.bot.id] = member
        gateway = self._events.gateway

        def joined(session: Session) -> Json:
            # One that is back names `unavailable`, a new one does not: so discord.py tells them apart.
            payload = gateway.guild_payload(guild, session)
            return {key: value for key, value in payload.items() if key != "unavailable"}

        gateway.dispatch_each("GUILD_CREATE", joined, guild.id)
        self._changed(guild)

    def remove_bot(self, guild: Guild) -> None:
        """The bot is removed: it can no longer see or do anything there."""
        bot = self._world.bot
        member = guild.members.pop(bot.id)
        for role_id in member.roles:
            if guild.roles[role_id].bot_id == bot.id:
                del guild.roles[role_id]
        self._events.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id)
        self._changed(guild)

    def _role_event(self, event: str, guild: Guild, role: Role) -> None:
        data: Json = {"guild_id": str(guild.id), "role": role.payload()}
        self._events.to_bot(event, data, guild)
        self._changed(guild)

    def _channel_event(self, event: str, channel: Channel) -> None:
        """Bots hear of every channel of their guilds, seen or not."""
        assert channel.guild
        self._events.to_bot(event, channel.payload(), channel.guild)
        self._changed(channel.guild)

    def _changed(self, guild: Guild) -> None:
        self._events.to_guild(guild, {"type": "GUILD", "guild_id": str(guild.id)})
