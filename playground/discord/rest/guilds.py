"""Guilds with their channels, threads, roles, emoji and members, and role changes by the bot."""

from playground.discord.access import require, require_guild, visible_threads
from playground.discord.administration import Administration
from playground.discord.errors import ApiError, refusal
from playground.discord.forms import Field, Flag, Id, Model, OneOf, Text, Whole, checked
from playground.discord.guilds import PUBLIC_THREAD, TEXT_CHANNEL, Guild, Member, Role
from playground.discord.intents import GUILD_MEMBERS, disallowed
from playground.discord.permissions import Permissions
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.world import World

MEMBERS_FORM = Model({"limit": Whole(1, 1000), "after": Id()})


THREAD_FIELDS: dict[str, Field] = {
    "name": Text(1, 100),
    "auto_archive_duration": OneOf((60, 1440, 4320, 10080)),
    "rate_limit_per_user": Whole(0, 21600),
}
THREAD_FROM_MESSAGE_FORM = Model(THREAD_FIELDS, required=("name",))
THREAD_FORM = Model(THREAD_FIELDS | {"type": OneOf((10, 11, 12)), "invitable": Flag()}, required=("name",))
PRIVATE_THREAD = 12


class GuildRoutes:
    def __init__(self, world: World, administration: Administration) -> None:
        self._world = world
        self._administration = administration

    def routes(self) -> list[Route]:
        member_role = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"
        return [
            Route("GET", "/guilds/{guild_id}", self.guild),
            Route("GET", "/guilds/{guild_id}/channels", self.channels),
            Route("GET", "/guilds/{guild_id}/roles", self.roles),
            Route("GET", "/guilds/{guild_id}/roles/{role_id}", self.role),
            Route("GET", "/guilds/{guild_id}/members", self.members),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
            Route("PUT", member_role, self.add_role, 10, 10.0),
            Route("DELETE", member_role, self.remove_role, 10, 10.0),
            Route("GET", "/guilds/{guild_id}/emojis", self.emojis),
            Route("GET", "/guilds/{guild_id}/emojis/{emoji_id}", self.emoji),
            Route("GET", "/guilds/{guild_id}/threads/active", self.threads),
            Route("GET", "/channels/{channel_id}", self.channel),
            Route("POST", "/channels/{channel_id}/threads", self.start_thread, 5, 5.0),
            Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", self.start_thread, 5, 5.0),
            Route("PUT", "/channels/{channel_id}/thread-members/@me", self.join_thread),
        ]

    async def guild(self, call: Call) -> Reply:
        guild = self._world.bot_guild(call.id("guild_id"))
        payload = guild.payload()
        if call.flag("with_counts"):
            payload |= {
                "approximate_member_count": len(guild.members),
                "approximate_presence_count": len(guild.members),
            }
        return Reply(payload)

    async def channels(self, call: Call) -> Reply:
        guild = self._world.bot_guild(call.id("guild_id"))
        return Reply([channel.payload() for channel in guild.channels.values()])

    async def roles(self, call: Call) -> Reply:
        guild = self._world.bot_guild(call.id("guild_id"))
        return Reply([role.payload() for role in guild.roles.values()])

    async def role(self, call: Call) -> Reply:
        role = self._world.bot_guild(call.id("guild_id")).roles.get(call.id("role_id"))
        if role is None:
            raise refusal(10011)
        return Reply(role.payload())

    async def members(self, call: Call) -> Reply:
        """Needs the Members intent in the application's settings (`resources/guild.mdx`)."""
        guild = self._world.bot_guild(call.id("guild_id"))
        if disallowed(GUILD_MEMBERS, self._world.application.flags):
            raise refusal(50001)
        query = checked(MEMBERS_FORM, dict(call.query))
        later = sorted(user_id for user_id in guild.members if user_id > query.get("after", 0))
        ids = later[: query.get("limit", 1)]
        return Reply([guild.members[user_id].payload() for user_id in ids])

    async def member(self, call: Call) -> Reply:
        return Reply(self._member(self._world.bot_guild(call.id("guild_id")), call).payload())

    def _member(self, guild: Guild, call: Call) -> Member:
        user_id = call.id("user_id")
        if user_id not in self._world.users:
            raise refusal(10013)
        if user_id not in guild.members:
            raise refusal(10007)
        return guild.members[user_id]

    async def add_role(self, call: Call) -> Reply:
        guild, member, role = self._assignment(call)
        if role.id not in member.roles:
            self._administration.set_roles(guild, member.user, *_roles(guild, member), role)
        return Reply()

    async def remove_role(self, call: Call) -> Reply:
        guild, member, role = self._assignment(call)
        if role.id in member.roles:
            kept = [each for each in _roles(guild, member) if each is not role]
            self._administration.set_roles(guild, member.user, *kept)
        return Reply()

    def _assignment(self, call: Call) -> tuple[Guild, Member, Role]:
        """Needs Manage Roles and a role below the bot's own (`topics/permissions.mdx`, Hierarchy)."""
        bot = self._world.bot
        guild = self._world.bot_guild(call.id("guild_id"))
        member = self._member(guild, call)
        role = guild.roles.get(call.id("role_id"))
        if role is None:
            raise refusal(10011)
        if role.id == guild.id:
            raise refusal(50028)
        require_guild(guild, bot, Permissions.MANAGE_ROLES)
        if role.bot_id is not None or (guild.owner is not bot and role.position >= guild.highest_role(bot)):
            raise refusal(50013)
        return guild, member, role

    async def emojis(self, call: Call) -> Reply:
        guild = self._world.bot_guild(call.id("guild_id"))
        return Reply([emoji.payload() for emoji in guild.emojis.values()])

    async def emoji(self, call: Call) -> Reply:
        emoji = self._world.bot_guild(call.id("guild_id")).emojis.get(call.id("emoji_id"))
        if emoji is None:
            raise refusal(10014)
        return Reply(emoji.payload())

    async def channel(self, call: Call) -> Reply:
        channel = self._world.channel(call.id("channel_id"))
        require(channel, self._world.bot, Permissions.VIEW_CHANNEL)
        return Reply(channel.payload_for(self._world.bot))

    async def threads(self, call: Call) -> Reply:
        guild, bot = self._world.bot_guild(call.id("guild_id")), self._world.bot
        payloads = [thread.payload_for(bot) for thread in visible_threads(guild, bot)]
        joined = [each["member"] for each in payloads if "member" in each]
        return Reply({"threads": payloads, "members": joined, "has_more": False})

    async def start_thread(self, call: Call) -> Reply:
        """Starts a public thread, with or without a message."""
        bot = self._world.bot
        channel = self._world.channel(call.id("channel_id"))
        require(channel, bot, Permissions.VIEW_CHANNEL)
        if channel.type != TEXT_CHANNEL:
            raise refusal(50024)
        message = None
        if "message_id" in call.params:
            require(channel, bot, Permissions.READ_MESSAGE_HISTORY)
            message = self._world.message(channel, call.id("message_id"))
        form = checked(THREAD_FROM_MESSAGE_FORM if message else THREAD_FORM, call.form)
        kind = PUBLIC_THREAD if message else form.get("type") or PRIVATE_THREAD
        if kind != PUBLIC_THREAD:
            raise ApiError(501, 0, "The playground only supports public threads.")
        require(channel, bot, Permissions.CREATE_PUBLIC_THREADS)
        if message and message.id in self._world.channels:
            raise refusal(160004)
        minutes = form.get("auto_archive_duration") or 1440
        thread = self._administration.add_thread(
            channel, form["name"], bot, message=message, auto_archive_minutes=minutes
        )
        return Reply(thread.payload_for(bot), 201)

    async def join_thread(self, call: Call) -> Reply:
        thread = self._world.channel(call.id("channel_id"))
        require(thread, self._world.bot, Permissions.VIEW_CHANNEL)
        if thread.thread is None:
            raise refusal(50024)
        if thread.thread.archived:
            raise refusal(50083)
        self._administration.join_thread(thread, self._world.bot)
        return Reply()


def _roles(guild: Guild, member: Member) -> list[Role]:
    return [guild.roles[role_id] for role_id in member.roles]
