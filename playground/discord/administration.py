"""What people do to servers: create, change, join and leave them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from playground.discord.access import can_see, visible_threads
from playground.discord.attachments import UploadedFile
from playground.discord.emojis import CustomEmoji
from playground.discord.events import Events
from playground.discord.gateway.session import Session
from playground.discord.guilds import (
    PUBLIC_THREAD,
    TEXT_CHANNEL,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
    Thread,
)
from playground.discord.locales import LOCALES
from playground.discord.message_forms import Draft, Drafting
from playground.discord.messages import THREAD_CREATED, THREAD_STARTER_MESSAGE, Message, reference_to
from playground.discord.permissions import EVERYONE, Permissions
from playground.discord.posting import Posting
from playground.discord.resolving import Upload
from playground.discord.users import Json, User
from playground.discord.world import World


class Administration:
    """Builds and changes servers. A bot that's in the server gets the same events as from Discord.

    `created_at` and `joined_at` set the id or the member's date. They default to now.
    """

    __slots__ = ("_drafting", "_events", "_posting", "_world")

    def __init__(self, world: World, events: Events, posting: Posting, drafting: Drafting) -> None:
        self._world = world
        self._events = events
        self._posting = posting
        self._drafting = drafting

    # Accounts.

    def add_user(
        self, name: str, *, locale: str = "en-US", created_at: datetime | None = None, bot: bool = False
    ) -> User:
        """A new account. `name` is its username, and its display name if it has capitals."""
        user = User(self._id(created_at), name, name.capitalize(), bot=bot, locale=_checked(locale))
        self._world.users[user.id] = user
        return user

    def set_locale(self, user: User, locale: str) -> None:
        """Changes the language of the person's client. Raises ValueError for an unknown one."""
        user.locale = _checked(locale)

    # Guilds.

    def add_guild(
        self, name: str, owner: User, *, with_bot: bool = True, created_at: datetime | None = None
    ) -> Guild:
        """A new server with only its owner and no channels."""
        world = self._world
        made_at = self._seconds(created_at)
        guild = Guild(self._id(created_at), name, owner, made_at)
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE, 0)
        guild.members[owner.id] = Member(owner, made_at)
        world.guilds[guild.id] = guild
        if with_bot:
            self.add_bot(guild, joined_at=created_at)
        return guild

    def set_guild_locale(self, guild: Guild, locale: str) -> None:
        """Changes `preferred_locale`, which interactions send as `guild_locale`. Raises ValueError."""
        guild.preferred_locale = _checked(locale)
        self._guild_event(guild)

    def set_boost_tier(self, guild: Guild, tier: int) -> None:
        """0 to 3. Larger files can be uploaded at 2 and above."""
        guild.premium_tier = tier
        self._guild_event(guild)

    def add_emoji(self, guild: Guild, name: str) -> CustomEmoji:
        """A custom emoji, uploaded by the owner."""
        emoji = CustomEmoji(self._world.ids.next(), name, guild.owner)
        guild.emojis[emoji.id] = emoji
        data = {"guild_id": str(guild.id), "emojis": [each.payload() for each in guild.emojis.values()]}
        self._events.to_bot("GUILD_EMOJIS_UPDATE", data, guild)
        return emoji

    # Roles.

    def add_role(
        self,
        guild: Guild,
        name: str,
        permissions: Permissions = Permissions.NONE,
        *,
        color: int = 0,
        created_at: datetime | None = None,
    ) -> Role:
        """A new role above all others."""
        role = Role(self._id(created_at), name, permissions, _top(guild), color)
        guild.roles[role.id] = role
        self._role_event("GUILD_ROLE_CREATE", guild, role)
        return role

    def edit_role(self, guild: Guild, role: Role, permissions: Permissions) -> None:
        """Replaces the role's permissions. @everyone is the role with the guild's id."""
        with self._syncing_threads(guild):
            role.permissions = permissions
            self._role_event("GUILD_ROLE_UPDATE", guild, role)

    def move_role(self, guild: Guild, role: Role, position: int) -> None:
        """Moves the role to that position. 1 is right above @everyone. The roles in between make room."""
        others = sorted((each for each in guild.roles.values() if each is not role), key=_position)
        others.insert(position, role)
        for place, each in enumerate(others):
            if each.position != place:
                each.position = place
                self._role_event("GUILD_ROLE_UPDATE", guild, each)

    def remove_role(self, guild: Guild, role: Role) -> None:
        """Deletes the role, and with it the permissions it granted to members and in channels."""
        with self._syncing_threads(guild):
            del guild.roles[role.id]
            for member in guild.members.values():
                member.roles.discard(role.id)
            for channel in guild.channels.values():
                channel.overwrites.pop(role.id, None)
            data = {"guild_id": str(guild.id), "role_id": str(role.id)}
            self._events.to_bot("GUILD_ROLE_DELETE", data, guild)
        self._events.guild_changed(guild)

    # Channels and threads.

    def add_channel(
        self,
        guild: Guild,
        name: str,
        *,
        topic: str | None = None,
        nsfw: bool = False,
        created_at: datetime | None = None,
    ) -> Channel:
        """A text channel that everybody can read and write. `nsfw` makes it age-restricted."""
        channel = Channel(
            self._id(created_at),
            TEXT_CHANNEL,
            name,
            guild,
            topic=topic,
            position=len(guild.channels),
            nsfw=nsfw,
        )
        guild.channels[channel.id] = channel
        self._world.channels[channel.id] = channel
        self._channel_event("CHANNEL_CREATE", channel)
        return channel

    def set_age_restricted(self, channel: Channel, *, on: bool = True) -> None:
        """Sets or clears the age restriction (`nsfw`) of a channel and its threads."""
        channel.nsfw = on
        self._channel_event("CHANNEL_UPDATE", channel)

    def remove_channel(self, channel: Channel) -> None:
        """Deletes the channel with everything in it."""
        assert channel.guild
        for thread in list(channel.guild.threads.values()):
            if thread.thread and thread.thread.parent is channel:
                self.remove_thread(thread)
        self._empty(channel)
        del channel.guild.channels[channel.id]
        self._channel_event("CHANNEL_DELETE", channel)

    def set_permissions(
        self,
        channel: Channel,
        target: Role | User,
        *,
        allow: Permissions = Permissions.NONE,
        deny: Permissions = Permissions.NONE,
    ) -> None:
        """Sets the channel's overwrite for a role or a member. Removes it if neither has any bits."""
        assert channel.guild
        with self._syncing_threads(channel.guild):
            if allow or deny:
                is_member = isinstance(target, User)
                channel.overwrites[target.id] = Overwrite(target.id, is_member, allow, deny)
            else:
                channel.overwrites.pop(target.id, None)
            self._channel_event("CHANNEL_UPDATE", channel)

    def add_thread(
        self,
        channel: Channel,
        name: str,
        starter: User,
        *,
        message: Message | None = None,
        auto_archive_minutes: int = 1440,
    ) -> Channel:
        """A public thread in a text channel. If it starts from a `message`, it has that message's id."""
        world, guild = self._world, channel.guild
        assert guild
        now = world.clock()
        thread = Channel(message.id if message else world.ids.next(), PUBLIC_THREAD, name, guild)
        thread.thread = Thread(channel, starter, now, auto_archive_minutes, members={starter.id: now})
        guild.threads[thread.id] = thread
        world.channels[thread.id] = thread
        self._events.thread("THREAD_CREATE", thread, thread.payload_for(world.bot) | {"newly_created": True})
        if message:
            facts: Json = {"message_reference": reference_to(message)}
            self._posting.create(thread, starter, Draft(), kind=THREAD_STARTER_MESSAGE, facts=facts)
            self._events.message("MESSAGE_UPDATE", message)
        else:
            place = {"type": 0, "channel_id": str(thread.id), "guild_id": str(guild.id)}
            facts = {"message_reference": place}
            self._posting.create(channel, starter, Draft(content=name), kind=THREAD_CREATED, facts=facts)
        return thread

    def join_thread(self, channel: Channel, user: User) -> None:
        """Adds the user to the thread. Does nothing if they've joined it already."""
        thread, guild = channel.thread, channel.guild
        assert thread
        assert guild
        if user.id in thread.members:
            return
        thread.members[user.id] = self._world.clock()
        if user is self._world.bot:
            payload = channel.payload_for(user)
            added = payload["member"] | {"member": guild.members[user.id].payload(), "presence": None}
            data = {
                "id": str(channel.id),
                "guild_id": str(guild.id),
                "member_count": payload["member_count"],
                "added_members": [added],
            }
            self._events.to_bot("THREAD_MEMBERS_UPDATE", data, guild)

    def archive_thread(self, channel: Channel, *, locked: bool = False) -> None:
        """Archives a thread. Writing in it reopens it unless it's `locked`."""
        assert channel.thread
        channel.thread.archived, channel.thread.locked = True, locked
        channel.thread.archived_at = self._world.clock()
        self._events.thread("THREAD_UPDATE", channel)

    def remove_thread(self, channel: Channel) -> None:
        """Deletes the thread with everything in it."""
        assert channel.thread
        assert channel.guild
        self._empty(channel)
        del channel.guild.threads[channel.id]
        data = {
            "id": str(channel.id),
            "guild_id": str(channel.guild.id),
            "parent_id": str(channel.thread.parent.id),
            "type": channel.type,
        }
        self._events.thread("THREAD_DELETE", channel, data)

    def post_message(
        self,
        channel: Channel,
        author: User,
        content: str = "",
        *,
        embeds: Sequence[Json] = (),
        files: Sequence[Upload] = (),
    ) -> Json:
        """Posts a message by anybody, regardless of permissions, such as another bot's message with embeds.

        Embeds are validated as on Discord. Raises ApiError.
        """
        body: Json = {"content": content, "embeds": list(embeds)}
        uploads = [UploadedFile(index, file.filename, file.content) for index, file in enumerate(files)]
        draft = self._drafting.new(body, uploads, channel, 0)
        return self._world.message_payload(self._posting.create(channel, author, draft))

    # Members.

    def add_member(self, guild: Guild, user: User, *roles: Role, joined_at: datetime | None = None) -> Member:
        """The user joins. Someone who rejoins has only these roles, and a new date."""
        member = Member(user, self._seconds(joined_at), {role.id for role in roles})
        guild.members[user.id] = member
        payload = member.payload() | {"guild_id": str(guild.id)}
        self._events.to_bot("GUILD_MEMBER_ADD", payload, guild)
        self._events.guild_changed(guild)
        return member

    def remove_member(self, guild: Guild, user: User) -> None:
        """The member leaves or is removed. Their messages stay."""
        del guild.members[user.id]
        data = {"guild_id": str(guild.id), "user": user.payload()}
        self._events.to_bot("GUILD_MEMBER_REMOVE", data, guild)
        self._events.guild_changed(guild)

    def set_roles(self, guild: Guild, user: User, *roles: Role) -> None:
        """Replaces the member's roles."""
        with self._syncing_threads(guild):
            guild.members[user.id].roles = {role.id for role in roles}
            self._events.member_changed(guild, user)

    def add_bot(
        self,
        guild: Guild,
        permissions: Permissions = EVERYONE,
        *,
        joined_at: datetime | None = None,
        role_created_at: datetime | None = None,
    ) -> None:
        """Invites the bot. If it asks for permissions, it brings its own role, above all others."""
        world = self._world
        member = Member(world.bot, self._seconds(joined_at))
        if permissions & ~guild.roles[guild.id].permissions:
            role_id = self._id(role_created_at)
            role = Role(role_id, world.bot.name, permissions, _top(guild), bot_id=world.bot.id)
            guild.roles[role.id] = role
            member.roles.add(role.id)
        guild.members[world.bot.id] = member
        gateway = self._events.gateway

        def joined(session: Session) -> Json:
            # `unavailable` is set for a guild that is back, but not for a new one. discord.py tells them
            # apart by it.
            payload = gateway.guild_payload(guild, session)
            return {key: value for key, value in payload.items() if key != "unavailable"}

        gateway.dispatch_each("GUILD_CREATE", joined, guild.id)
        self._events.guild_changed(guild)

    def remove_bot(self, guild: Guild) -> None:
        """Removes the bot. It can no longer see or do anything there."""
        bot = self._world.bot
        member = guild.members.pop(bot.id)
        for role_id in member.roles:
            if guild.roles[role_id].bot_id == bot.id:
                del guild.roles[role_id]
        self._events.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id)
        self._events.guild_changed(guild)

    def _id(self, created_at: datetime | None) -> int:
        ids = self._world.ids
        return ids.next() if created_at is None else ids.dated(created_at.astimezone(UTC))

    def _seconds(self, at: datetime | None) -> float:
        return self._world.clock() if at is None else at.timestamp()

    def _empty(self, channel: Channel) -> None:
        for message in self._world.channel_messages(channel):
            self._world.forget(message)
        del self._world.channels[channel.id]

    @contextmanager
    def _syncing_threads(self, guild: Guild) -> Iterator[None]:
        """Sends THREAD_LIST_SYNC if the change lets the bot see channels with threads in them."""
        bot = self._world.bot
        before = {channel.id for channel in guild.channels.values() if can_see(channel, bot)}
        yield
        gained = {
            channel.id
            for channel in guild.channels.values()
            if can_see(channel, bot) and channel.id not in before
        }
        threads = [
            each.payload_for(bot)
            for each in visible_threads(guild, bot)
            if each.thread and each.thread.parent.id in gained
        ]
        if threads:
            data = {
                "guild_id": str(guild.id),
                "channel_ids": [str(channel_id) for channel_id in sorted(gained)],
                "threads": threads,
                "members": [each["member"] for each in threads if "member" in each],
            }
            self._events.to_bot("THREAD_LIST_SYNC", data, guild)

    def _guild_event(self, guild: Guild) -> None:
        self._events.to_bot("GUILD_UPDATE", guild.payload(), guild)
        self._events.guild_changed(guild)

    def _role_event(self, event: str, guild: Guild, role: Role) -> None:
        data: Json = {"guild_id": str(guild.id), "role": role.payload()}
        self._events.to_bot(event, data, guild)
        self._events.guild_changed(guild)

    def _channel_event(self, event: str, channel: Channel) -> None:
        """Bots get events for every channel of their guilds, even those they can't see."""
        assert channel.guild
        self._events.to_bot(event, channel.payload(), channel.guild)
        self._events.guild_changed(channel.guild)


def _checked(locale: str) -> str:
    if locale not in LOCALES:
        raise ValueError(f"Discord's client doesn't come in {locale!r}.")
    return locale


def _position(role: Role) -> int:
    return role.position


def _top(guild: Guild) -> int:
    """The position above every role."""
    return max(role.position for role in guild.roles.values()) + 1
