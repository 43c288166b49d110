"""What can go wrong between a bot and Discord, on request.

REST faults are armed for a route and fire for the next matching requests, in the order they were armed. A route
is written as Discord documents it, method first: `"PATCH /webhooks/{application_id}/{token}/messages/{message_id}"`
(`@original` is a `{message_id}` too). `"*"` stands for every route, and a route without method for all of them.
"""

from dataclasses import dataclass


@dataclass
class Fault:
    """One armed fault. `left` is how many requests it will still meet."""

    route: str
    title: str
    left: int


class Faults:
    """The switchboard, at `discord.faults`."""

    @property
    def pending(self) -> list[Fault]:
        """Armed REST faults that have not fired yet, in order."""
        raise NotImplementedError

    def respond(
        self, route: str, status: int, *, code: int = 0, message: str | None = None, times: int = 1
    ) -> None:
        """Answers with an error without doing anything: 500, 502, 503, 403 with code 50013, 404 with 10008, …

        A 5xx carries no JSON, as from Discord's proxies; any other status carries `{"message", "code"}`.
        """
        raise NotImplementedError

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

        Without `via` it looks like Cloudflare's ban of an address: no `Via` header, and no JSON body.
        """
        raise NotImplementedError

    def hang_up(self, route: str, *, applied: bool, times: int = 1) -> None:
        """Closes the connection instead of answering: after doing what was asked (`applied`), or before."""
        raise NotImplementedError

    def delay(self, route: str, seconds: float, *, times: int = 1) -> None:
        """Answers late: does nothing for that long, then what was asked."""
        raise NotImplementedError

    def clear(self) -> None:
        """Disarms everything, and lets a silent gateway speak again."""
        raise NotImplementedError

    async def drop(self) -> None:
        """Cuts every gateway connection without a close frame; the session can be resumed."""
        raise NotImplementedError

    async def reconnect(self) -> None:
        """Asks the bot to reconnect and resume (op 7)."""
        raise NotImplementedError

    async def invalidate_session(self, *, resumable: bool = False) -> None:
        """Tells the bot that its session is invalid (op 9). Unless `resumable`, the session is gone."""
        raise NotImplementedError

    def silence(self, *, on: bool = True) -> None:
        """Stops acknowledging heartbeats (`on`), or starts again. Events wait in the session's replay buffer."""
        raise NotImplementedError
