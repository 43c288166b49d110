"""Failures between a bot and Discord, on request.

REST faults are armed for a route and fire for the next matching requests, in the order they were armed. A
route is written as Discord documents it, method first: "PATCH
/webhooks/{application_id}/{token}/messages/{message_id}" (`@original` is a `{message_id}` too). "*" means
every route, and a route without a method means all of its methods.
"""

from dataclasses import dataclass

from playground.discord.errors import RateLimited
from playground.discord.gateway import Gateway
from playground.discord.guilds import Guild
from playground.discord.users import Json


@dataclass
class Fault:
    """One armed fault. `left` is how many more requests it will hit.

    If `status` is None and `hang_up` is False, the request is served after `delay_seconds`.
    """

    route: str
    title: str
    left: int = 1
    status: int | None = None
    body: Json | None = None
    limited: RateLimited | None = None
    delay_seconds: float = 0
    hang_up: bool = False
    applied: bool = False

    def matches(self, method: str, route: str) -> bool:
        return self.route in ("*", route, f"{method} {route}")


class Faults:
    """Arms and clears failures, at `discord.faults`."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._armed: list[Fault] = []

    @property
    def pending(self) -> list[Fault]:
        """Armed REST faults that have not fired yet, in order."""
        return list(self._armed)

    def take(self, method: str, route: str) -> Fault | None:
        """The fault for an incoming request, if there's one."""
        for fault in self._armed:
            if fault.matches(method, route):
                fault.left -= 1
                if not fault.left:
                    self._armed.remove(fault)
                return fault
        return None

    def respond(
        self, route: str, status: int, *, code: int = 0, message: str | None = None, times: int = 1
    ) -> None:
        """Answers with an error without doing anything: 500, 502, 503, 403 with 50013, 404 with 10008, …

        A 5xx has no JSON, as from Discord's proxies. Any other status has `{"message", "code"}`.
        """
        body = None if status >= 500 else {"message": message or f"{status}: playground fault", "code": code}
        self._armed.append(Fault(route, f"{status} {code or ''}".strip(), times, status, body))

    def rate_limit(
        self,
        route: str,
        retry_after_seconds: float,
        *,
        times: int = 1,
        via: bool = True,
        is_global: bool = False,
        scope: str = "user",
    ) -> None:
        """Answers 429 with Discord's headers and body.

        Without `via` it looks like Cloudflare's ban of an address, with no `Via` header and no JSON body.
        """
        limited = RateLimited(retry_after_seconds, "global" if is_global else scope, via)
        self._armed.append(Fault(route, "429", times, 429, limited=limited))

    def hang_up(self, route: str, *, applied: bool, times: int = 1) -> None:
        """Closes the connection instead of answering, after serving the request (`applied`) or before."""
        title = "connection closed after the request was carried out" if applied else "connection closed"
        self._armed.append(Fault(route, title, times, hang_up=True, applied=applied))

    def delay(self, route: str, seconds: float, *, times: int = 1) -> None:
        """Waits that long, then serves the request."""
        self._armed.append(Fault(route, f"{seconds:g} s late", times, delay_seconds=seconds))

    def clear(self) -> None:
        """Disarms everything, and makes the gateway behave again."""
        self._armed.clear()
        self._gateway.clear()

    async def drop(self) -> None:
        """Cuts every gateway connection without a close frame. The session can be resumed."""
        self._gateway.drop()

    async def reconnect(self) -> None:
        """Asks the bot to reconnect and resume (op 7)."""
        self._gateway.ask_to_reconnect()

    async def invalidate_session(self, *, resumable: bool = False) -> None:
        """Tells the bot that its session is invalid (op 9). Unless it's `resumable`, the session is gone."""
        self._gateway.invalidate(resumable=resumable)

    def withhold_guilds(self, *, on: bool = True) -> None:
        """While on, a bot that starts gets READY but no GUILD_CREATE. They arrive once this is turned off."""
        self._gateway.withhold_guilds(on=on)

    def outage(self, guild: Guild, *, on: bool = True) -> None:
        """Makes a guild unavailable (GUILD_DELETE with `unavailable`), or available again (GUILD_CREATE)."""
        self._gateway.outage(guild, on=on)

    def silence(self, *, on: bool = True) -> None:
        """Stops acknowledging heartbeats (`on`), or starts again. Events still arrive."""
        self._gateway.silent = on
