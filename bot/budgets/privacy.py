"""Which personal data is stored, and how it's deleted.

**Erasing** deletes a member's prompts, names, links to pictures, the provider's ids and moderators' words
about them at once, on every server. Amounts stay under a random negative number instead of the user id, so
that the ledger still adds up. Some things stay under the user id until they end, so that erasing doesn't
reset a budget: the amounts of the current period and of unused grants, claims of open role grants, and a
custom allowance or a freeze with its reason. `prune` does the rest.

What someone did as a moderator stays under their id for 12 months, so that nobody can give tokens away and
then erase who did it. Then it's deleted too.

**When the bot is removed from a server**, its settings are kept for 30 days, in case it comes back. Then
they're deleted, together with the prompts, names and links of that server. Amounts stay.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Rows = Sequence[dict[str, Any]]

KEEP_AFTER_REMOVAL_MS = 30 * 86_400_000
KEEP_NOTICES_MS = 30 * 86_400_000
KEEP_ACTS_MS = 365 * 86_400_000  # what someone did as a moderator
KEEP_INPUTS_MS = 7 * 86_400_000  # an edit's input pictures, so that it can be rerolled
KEEP_PRIVATE_PICTURES_MS = 7 * 86_400_000  # so that their members can show or edit them later
KEEP_DRAFTS_MS = 86_400_000  # refused requests, so that a button can try again


@dataclass(frozen=True, slots=True)
class Erased:
    """What was deleted at once. `stays` says whether something is kept under the user id until it expires."""

    generations: int
    stays: bool


@dataclass(frozen=True, slots=True)
class Pruned:
    """What `prune` finished: fully erased members, and deleted servers."""

    members: int
    servers: int


class Privacy(Protocol):
    """Every method can raise `StorageUnavailable`. Then nothing was written."""

    def export(self, user_id: int) -> AsyncIterator[tuple[str, Rows]]:
        """Everything stored about a user, on all servers, as kinds with some rows each.

        A kind with many rows comes several times in a row, and one without rows comes once. JSON types only,
        IDs are strings, and it contains none of Discord's secrets.
        """
        ...

    async def erase(self, user_id: int, now_ms: int) -> Erased:
        """Raises `StillUnderWay` while the user has pictures in progress."""
        ...

    async def left_server(self, guild_id: int, now_ms: int) -> None:
        """The bot was removed from it."""
        ...

    async def joined_server(self, guild_id: int) -> None:
        """The bot is on it (again). Can also be called for servers it has been on all along."""
        ...

    async def on_servers(self, guild_ids: Collection[int], now_ms: int) -> None:
        """All servers the bot is on, as it learns after connecting. The others removed it while it was away
        and are handled like in `left_server`, and these like in `joined_server`.
        """
        ...

    async def prune(self, now_ms: int) -> Pruned:
        """Call it regularly. Finishes erasures, and deletes servers that removed the bot 30 days ago and
        notices from 30 days ago, whether they were sent or not.
        """
        ...
