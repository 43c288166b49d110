"""Guilds, channels, roles and members, and what a bot may change about them here: nothing yet."""

from playground.discord.access import require
from playground.discord.errors import refusal
from playground.discord.forms import Id, Model, Whole, checked
from playground.discord.gateway.intents import GUILD_MEMBERS, disallowed
from playground.discord.permissions import Permissions
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.world import World

MEMBERS_FORM = Model({"limit": Whole(1, 1000), "after": Id()})


class GuildRoutes:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/guilds/{guild_id}", self.guild),
            Route("GET", "/guilds/{guild_id}/channels", self.channels),
            Route("GET", "/guilds/{guild_id}/roles", self.roles),
            Route("GET", "/guilds/{guild_id}/roles/{role_id}", self.role),
            Route("GET", "/guilds/{guild_id}/members", self.members),
            Route("GET", "/guilds/{guild_id}/members/{user_id}", self.member),
            Route("GET", "/channels/{channel_id}", self.channel),
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
        guild = self._world.bot_guild(call.id("guild_id"))
        user_id = call.id("user_id")
        if user_id not in self._world.users:
            raise refusal(10013)
        if user_id not in guild.members:
            raise refusal(10007)
        return Reply(guild.members[user_id].payload())

    async def channel(self, call: Call) -> Reply:
        channel = self._world.channel(call.id("channel_id"))
        require(channel, self._world.bot, Permissions.VIEW_CHANNEL)
        return Reply(channel.payload())
