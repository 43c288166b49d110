"""All sessions of the bot, and the faults that hit them together."""

import math
from collections.abc import Callable

from aiohttp import web

from playground.discord import intents as intent_bits
from playground.discord.access import visible_threads
from playground.discord.gateway.connection import Connection
from playground.discord.gateway.session import Session
from playground.discord.guilds import Guild
from playground.discord.users import Json
from playground.discord.world import World

RESUMABLE_SECONDS = 300
SESSION_STARTS_A_DAY = 1000
DAY_SECONDS = 24 * 3600


class Gateway:
    """Delivers events to the bot. While `silent`, heartbeats aren't acknowledged."""

    def __init__(self, world: World, changed: Callable[[bool], None], unknown: Callable[[str], None]) -> None:
        """`changed` is called when the bot connects or disconnects, `unknown` for unsupported ops."""
        self.world = world
        self.silent = False
        self.unknown = unknown
        self.sessions: dict[str, Session] = {}
        self._changed = changed
        self._connections: set[Connection] = set()
        self._starts: list[float] = []
        self._last_start: dict[int, float] = {}
        self._outages: set[int] = set()
        self._withholding = False
        self._withheld: list[tuple[Session, Guild]] = []

    @property
    def connected(self) -> bool:
        return any(session.connection for session in self.sessions.values())

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """The websocket endpoint."""
        connection = Connection(self, request)
        self._connections.add(connection)
        try:
            return await connection.run()
        finally:
            self._connections.discard(connection)

    def dispatch(
        self, event: str, data: Json, guild_id: int | None = None, *, any_intents: bool = False
    ) -> None:
        """Sends an event to every session with the right shard and intents.

        All sessions of one shard get it. This includes interactions, where the first answer counts
        (`events/gateway.mdx`, Sharding). An unavailable guild sends nothing.
        """
        self._forget_stale()
        for session in list(self.sessions.values()):
            if guild_id in self._outages or not session.has(guild_id):
                continue
            if any_intents or session.wants(event, guild_id):
                session.dispatch(event, data)

    def dispatch_each(self, event: str, make: Callable[[Session], Json], guild_id: int | None = None) -> None:
        """Like `dispatch`, for events whose data depends on what the session can see."""
        self._forget_stale()
        for session in list(self.sessions.values()):
            if guild_id not in self._outages and session.wants(event, guild_id):
                session.dispatch(event, make(session))

    # What connections ask for.

    def may_identify(self, shard_id: int) -> bool:
        """Whether a session can start now: 1,000 a day, and one per interval for each rate limit key."""
        now, limits = self.world.clock(), self.world.limits
        self._starts = [at for at in self._starts if at > now - DAY_SECONDS]
        key = shard_id % limits.max_concurrency
        last = self._last_start.get(key)
        too_soon = last is not None and now - last < limits.identify_interval_seconds
        if too_soon or len(self._starts) >= SESSION_STARTS_A_DAY:
            return False
        self._starts.append(now)
        self._last_start[key] = now
        return True

    def start_limit(self) -> Json:
        """`session_start_limit` of GET /gateway/bot."""
        now = self.world.clock()
        today = [at for at in self._starts if at > now - DAY_SECONDS]
        reset = math.ceil((today[0] + DAY_SECONDS - now) * 1000) if today else 0
        left = SESSION_STARTS_A_DAY - len(today)
        return {
            "total": SESSION_STARTS_A_DAY,
            "remaining": left,
            "reset_after": reset,
            "max_concurrency": self.world.limits.max_concurrency,
        }

    def start_session(
        self, intents: int, shard: tuple[int, int], version: int, connection: Connection
    ) -> Session:
        """Starts a session: READY, then its guilds one by one."""
        session = Session(intents, shard)
        self.sessions[session.id] = session
        self.attach(session, connection)
        world = self.world
        guilds = [guild for guild in world.bot_guilds() if (guild.id >> 22) % shard[1] == shard[0]]
        session.dispatch(
            "READY",
            {
                "v": version,
                "user": world.bot.own_payload(),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "session_type": "normal",
                "resume_gateway_url": self.url(),
                "shard": list(shard),
                "application": {"id": str(world.application.id), "flags": world.application.flags},
                "private_channels": [],
                "presences": [],
                "relationships": [],
                "_trace": ["playground"],
            },
        )
        for guild in guilds if intents & intent_bits.GUILDS else []:
            if guild.id in self._outages:
                session.dispatch("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
            elif self._withholding:
                self._withheld.append((session, guild))
            else:
                session.dispatch("GUILD_CREATE", self.guild_payload(guild, session))
        return session

    def guild_payload(self, guild: Guild, session: Session) -> Json:
        """The guild as GUILD_CREATE sends it to that session."""
        bot = self.world.bot
        everyone = bool(session.intents & intent_bits.GUILD_MEMBERS)
        return guild.gateway_payload(bot, visible_threads(guild, bot), all_members=everyone)

    def withhold_guilds(self, *, on: bool) -> None:
        """While on, sessions start without any GUILD_CREATE. They're sent once it's turned off."""
        self._withholding = on
        withheld, self._withheld = ([], self._withheld) if on else (self._withheld, [])
        for session, guild in withheld:
            if session.id in self.sessions and self.world.bot.id in guild.members:
                session.dispatch("GUILD_CREATE", self.guild_payload(guild, session))

    def outage(self, guild: Guild, *, on: bool) -> None:
        """Makes a guild unavailable, or available again."""
        if on and guild.id not in self._outages:
            self.dispatch("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild.id)
            self._outages.add(guild.id)
        elif not on and guild.id in self._outages:
            self._outages.discard(guild.id)
            self.dispatch_each("GUILD_CREATE", lambda session: self.guild_payload(guild, session), guild.id)

    def clear(self) -> None:
        """Ends all faults of the connections."""
        self.silent = False
        self.withhold_guilds(on=False)
        for guild in list(self.world.guilds.values()):
            self.outage(guild, on=False)

    def attach(self, session: Session, connection: Connection) -> None:
        session.connection = connection
        session.detached_at = None
        self._changed(True)

    def detach(self, session: Session, connection: Connection, *, ended: bool) -> None:
        """The connection is gone. If `ended`, the client also closed the session."""
        if session.connection is connection:
            session.connection = None
            session.detached_at = self.world.clock()
            self._changed(self.connected)
        if ended:
            self.sessions.pop(session.id, None)

    def url(self) -> str:
        """The websocket address of this gateway."""
        return self.world.base_url.rstrip("/").replace("http", "ws", 1) + "/gateway"

    # What can be done to all connections at once.

    def drop(self) -> None:
        """Cuts every connection without a close frame."""
        for connection in list(self._connections):
            connection.abort()

    def ask_to_reconnect(self) -> None:
        for connection in list(self._connections):
            connection.send_op(7, None)

    def invalidate(self, *, resumable: bool) -> None:
        for connection in list(self._connections):
            if connection.session and not resumable:
                self.sessions.pop(connection.session.id, None)
                connection.session = None
            connection.send_op(9, data=resumable)
        self._changed(self.connected)

    async def close(self) -> None:
        """Closes every connection (1001) and drops the sessions."""
        for connection in list(self._connections):
            await connection.close(1001)
        self.sessions.clear()

    def _forget_stale(self) -> None:
        oldest = self.world.clock() - RESUMABLE_SECONDS
        for session in list(self.sessions.values()):
            if session.detached_at is not None and session.detached_at < oldest:
                del self.sessions[session.id]
