"""What the bot's owner decides: caps and a pause. Also what was spent.

The operator pays the provider, so what counts against these caps is all that the provider charged: what
members paid, and the losses. Their periods are calendar months, UTC.
`actor_id` is the operator's user id, None at the command line. Every method may raise `StorageUnavailable`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Caps:
    """Tokens in a month; None for no limit. `every_server` is for each server without its own cap.

    `overall_is_default`: nobody has set a cap over all servers, so the setting `MONTHLY_CAP` applies.
    """

    overall: int | None = None
    every_server: int | None = None
    overall_is_default: bool = False


@dataclass(frozen=True, slots=True)
class ServerSpending:
    """One server's month. `paid` by members, `lost` by the operator, `held` for pictures in progress.

    `cap`: the one in force for it, None for no limit; `own_cap`: whether it is the server's own.
    """

    guild_id: int
    paid: int
    lost: int
    held: int
    cap: int | None
    own_cap: bool = False


@dataclass(frozen=True, slots=True)
class Spending:
    """A month, over all servers; those that used most first."""

    month_start_ms: int
    month_end_ms: int
    servers: tuple[ServerSpending, ...]
    caps: Caps

    @property
    def paid(self) -> int:
        return sum(server.paid for server in self.servers)

    @property
    def lost(self) -> int:
        return sum(server.lost for server in self.servers)


@dataclass(frozen=True, slots=True)
class Pause:
    """`message` is the operator's message to members, or None."""

    message: str | None


class Operator(Protocol):
    async def caps(self) -> Caps: ...

    async def server_cap(self, guild_id: int) -> int | None:
        """The server's own cap. None if only `Caps.every_server` applies."""
        ...

    async def server_caps(self) -> Mapping[int, int]:
        """The caps of servers that have their own, by guild id."""
        ...

    async def set_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> int | None:
        """Sets the cap over all servers, in place of the default. None: no cap, not even the default.

        Returns the one in force before. Raises `InvalidAmount`.
        """
        ...

    async def set_every_servers_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> int | None:
        """The cap for each server without its own. Like `set_cap`."""
        ...

    async def set_server_cap(
        self, guild_id: int, cap: int | None, actor_id: int | None, now_ms: int
    ) -> int | None:
        """One server's own cap, in place of `Caps.every_server`; `UNLIMITED` exempts it from that one.

        As `set_cap`, and the server's moderators see it in their audit.
        """
        ...

    async def pause(self, message: str | None, actor_id: int | None, now_ms: int) -> None:
        """Nobody can start a picture until `resume`. Pictures in progress still finish.

        Replaces the message if it's already paused.
        """
        ...

    async def resume(self, actor_id: int | None, now_ms: int) -> bool:
        """False if it wasn't paused."""
        ...

    async def paused(self) -> Pause | None: ...

    async def spending(self, now_ms: int) -> Spending:
        """The month that `now_ms` is in, with every server on which anything was held."""
        ...
