"""A fake of the port behind `/privacy`."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from typing import Any

from bot.budgets.privacy import Erased, Pruned, Rows
from bot.errors import StorageUnavailable


@dataclass
class FakePrivacy:
    """Remembers its calls. `out_of_order` is how many of the next writes fail."""

    data: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"pictures": [{"prompt": "ein Füchslein"}], "drafts": []}
    )
    result: Erased = field(default_factory=lambda: Erased(3, stays=True))
    trouble: Exception | None = None
    out_of_order: int = 0
    exported: list[int] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)
    servers: list[set[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    prunings: int = 0

    async def export(self, user_id: int) -> AsyncIterator[tuple[str, Rows]]:
        self.exported.append(user_id)
        for kind, rows in self.data.items():
            for start in range(0, max(1, len(rows)), 2):
                yield kind, rows[start : start + 2]

    async def erase(self, user_id: int, now_ms: int) -> Erased:
        if self.trouble is not None:
            raise self.trouble
        self.erased.append(user_id)
        return self.result

    async def left_server(self, guild_id: int, now_ms: int) -> None:
        self.left.append(guild_id)

    async def joined_server(self, guild_id: int) -> None:
        self.joined.append(guild_id)

    async def on_servers(self, guild_ids: Collection[int], now_ms: int) -> None:
        if self.out_of_order:
            self.out_of_order -= 1
            raise StorageUnavailable("locked")
        self.servers.append(set(guild_ids))

    async def prune(self, now_ms: int) -> Pruned:
        self.prunings += 1
        return Pruned(1, 1)
