"""The owner's decisions: caps and a pause. Also the spending.

The owner pays the provider, so everything that the provider charged counts against these caps, including
losses. Their periods are calendar months (UTC). `actor_id` is the owner's user id, or None at the command
line. Every method can raise `StorageUnavailable`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Caps:
    """Tokens in a month, or None for no limit. `every_server` is for each server without its own cap.

    `overall_is_default` means that nobody has set an overall cap, so the setting `MONTHLY_CAP` applies.
    """

    overall: int | None = None
    every_server: int | None = None
    overall_is_default: bool = False


@dataclass(frozen=True, slots=True)
class ServerSpending:
    """One server's month: `paid` by members, `lost` by the owner, `held` for pictures in progress.

    `cap` is the one that applies, or None. `own_cap` says whether it's the server's own.
    """

    guild_id: int
    paid: int
    lost: int
    held: int
    cap: int | None
    own_cap: bool = False


@dataclass(frozen=True, slots=True)
class Spending:
    """A month over all servers, those that used most first."""

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
    """`message` is the owner's message to members, or None."""

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
        """Sets the cap over all servers, replacing the default. None removes it, including the default.

        Returns the previous one. Raises `InvalidAmount`.
        """
        ...

    async def set_every_servers_cap(self, cap: int | None, actor_id: int | None, now_ms: int) -> int | None:
        """The cap for each server without its own. Like `set_cap`."""
        ...

    async def set_server_cap(
        self, guild_id: int, cap: int | None, actor_id: int | None, now_ms: int
    ) -> int | None:
        """One server's own cap, in place of `Caps.every_server`. `UNLIMITED` exempts it from that.

        Like `set_cap`. The server's moderators see it in their audit log.
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
        """The month that contains `now_ms`, with every server that held anything."""
        ...
