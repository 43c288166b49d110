"""The bot's own account and application, other users, direct messages, and the gateway's address."""

from playground.discord.access import guild_permissions
from playground.discord.administration import Administration
from playground.discord.errors import refusal
from playground.discord.forms import Id, Model, Whole, checked
from playground.discord.gateway import Gateway
from playground.discord.guilds import Guild
from playground.discord.rest.calls import Call, Reply, Route
from playground.discord.snowflakes import NEWEST
from playground.discord.users import Json
from playground.discord.world import World

GUILDS_FORM = Model({"limit": Whole(1, 200), "before": Id(), "after": Id()})
DM_FORM = Model({"recipient_id": Id()}, required=("recipient_id",))


class AccountRoutes:
    def __init__(self, world: World, administration: Administration, gateway: Gateway) -> None:
        self._world = world
        self._administration = administration
        self._gateway = gateway

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/users/@me", self.me),
            Route("GET", "/users/@me/guilds", self.my_guilds),
            Route("POST", "/users/@me/channels", self.open_dm),
            Route("GET", "/users/{user_id}", self.user),
            Route("GET", "/oauth2/applications/@me", self.application),
            Route("GET", "/applications/@me", self.application),
            Route("DELETE", "/users/@me/guilds/{guild_id}", self.leave),
            Route("GET", "/soundboard-default-sounds", self.sounds),
            Route("GET", "/gateway", self.gateway, by_token=True),
            Route("GET", "/gateway/bot", self.gateway_bot),
        ]

    async def me(self, _: Call) -> Reply:
        return Reply(self._world.bot.own_payload())

    async def my_guilds(self, call: Call) -> Reply:
        """Partial guilds, ordered by id (`developers/resources/user.mdx`, Get Current User Guilds)."""
        query = checked(GUILDS_FORM, dict(call.query))
        before, after = query.get("before", NEWEST), query.get("after", 0)
        found = [guild for guild in self._world.bot_guilds() if after < guild.id < before]
        limit = query.get("limit", 200)
        chosen = found[-limit:] if "before" in query else found[:limit]
        return Reply([self._partial(guild, counts=call.flag("with_counts")) for guild in chosen])

    def _partial(self, guild: Guild, *, counts: bool) -> Json:
        bot = self._world.bot
        payload: Json = {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner is bot,
            "permissions": str(int(guild_permissions(guild, bot))),
            "features": [],
        }
        if counts:
            payload["approximate_member_count"] = len(guild.members)
            payload["approximate_presence_count"] = len(guild.members)
        return payload

    async def user(self, call: Call) -> Reply:
        user = self._world.users.get(call.id("user_id"))
        if user is None:
            raise refusal(10013)
        return Reply(user.payload())

    async def open_dm(self, call: Call) -> Reply:
        form = checked(DM_FORM, call.form)
        person = self._world.users.get(form["recipient_id"])
        if person is None or person.bot:
            raise refusal(50033)
        return Reply(self._world.dm_channel(person).payload())

    async def leave(self, call: Call) -> Reply:
        guild = self._world.bot_guild(call.id("guild_id"))
        if guild.owner is self._world.bot:
            raise refusal(50055)
        self._administration.remove_bot(guild)
        return Reply()

    async def sounds(self, _: Call) -> Reply:
        """There are none, but py-cord isn't ready until it has asked."""
        return Reply([])

    async def application(self, _: Call) -> Reply:
        return Reply(self._world.application.own_payload(len(self._world.bot_guilds())))

    async def gateway(self, _: Call) -> Reply:
        return Reply({"url": self._gateway.url()})

    async def gateway_bot(self, _: Call) -> Reply:
        limit = self._gateway.start_limit()
        shards = self._world.limits.shards
        return Reply({"url": self._gateway.url(), "shards": shards, "session_start_limit": limit})
